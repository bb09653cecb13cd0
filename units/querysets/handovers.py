"""What was handed over at a drive, to whom, and which bags make a difference."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Sum

from drives.models import Drive, Receiving
from units.models import Handover, HandoverCount, HandoverLine, Unit
from units.querysets.units import UnitQuerySet
from units.rules.handovers import CountDifference, HandoverState
from units.rules.match import VOLUMES

Finding = HandoverLine.Finding
ANSWERED = (HandoverState.CONFIRMED.value, HandoverState.DISPUTED.value)


# Totals.


def handed_over(drive: Drive) -> dict[str, int] | None:
    """Bags by row of the result sheet ("units", "250", …): of a list that was answered as the
    receiver counted, else as it was given. None where nothing was sent.

    Where the volume of a bag is not known, no volume is told. One query.
    """
    rows = (
        HandoverCount.objects.filter(handover__in=Handover.objects.of_drive(drive).handed_over())
        .values_list("volume")
        .annotate(
            given=Sum("given", filter=~Q(handover__state__in=ANSWERED)),
            received=Sum("received", filter=Q(handover__state__in=ANSWERED)),
        )
        .order_by()
    )
    bags = {volume: (given or 0) + (received or 0) for volume, given, received in rows}
    if not bags:
        return None
    told = not bags.get(None)
    volumes = {volume: bags.get(int(volume), 0) for volume in VOLUMES} if told else {}
    return {"units": sum(bags.values()), **volumes}


@dataclass(frozen=True, slots=True)
class Tally:
    """Bags of one list: by (volume in ml, blood group), both as far as they are known, and those
    that are counted and not listed, by volume."""

    listed: Counter[tuple[int | None, str]]
    uncoded: Counter[int | None]

    @property
    def by_volume(self) -> Counter[int | None]:
        volumes = Counter(self.uncoded)
        for (volume, _group), bags in self.listed.items():
            volumes[volume] += bags
        return volumes

    @property
    def bags(self) -> int:
        return self.listed.total() + self.uncoded.total()


def tallies(handovers: Collection[Handover]) -> dict[int, Tally]:
    """The tally of each handover, by its id, as it was given. Two queries."""
    found = {handover.pk: Tally(Counter(), Counter()) for handover in handovers}
    lines = HandoverLine.objects.given().filter(handover__in=found)
    for pk, volume, group, bags in (
        lines.order_by().values_list("handover", "volume", "blood_group").annotate(bags=Count("pk"))
    ):
        found[pk].listed[volume, group] = bags
    counts = HandoverCount.objects.filter(handover__in=found, uncoded__gt=0)
    for pk, volume, bags in counts.order_by().values_list("handover", "volume", "uncoded"):
        found[pk].uncoded[volume] = bags
    return found


# Whose bags.


@dataclass(frozen=True, slots=True)
class Receivers:
    """The receivers of a drive, and to whom bags without a linked receiver go: to the only one
    that is told in words, else to the only one there is, else nobody knows."""

    receivings: Sequence[Receiving]

    def is_for(self, receiving: Receiving, handover: Handover) -> bool:
        return (receiving.organisation_id, receiving.words) == (
            handover.receiver_id,
            handover.receiver_words,
        )

    def takes_unnamed(self, handover: Handover) -> bool:
        """Whether bags that name no receiver are this one's."""
        told = [one for one in self.receivings if one.organisation_id is None]
        alone = told or list(self.receivings)
        return len(alone) == 1 and self.is_for(alone[0], handover)


def receivers_of(drive: Drive) -> Receivers:
    rows = Receiving.objects.filter(drive=drive.pk).select_related("organisation")
    return Receivers(list(rows.order_by("pk")))


def unlisted(drive: Drive) -> UnitQuerySet:
    """The valid bags of a drive that stand on no list, in the order they were drawn."""
    lines = HandoverLine.objects.standing().filter(unit=OuterRef("pk"))
    return Unit.objects.valid().filter(~Exists(lines), drive=drive.pk).order_by("pk")


def unlisted_for(handover: Handover, receivers: Receivers) -> UnitQuerySet:
    """Those of them that surely go to the receiver of ``handover``."""
    own = Q(receiver=handover.receiver_id) if handover.receiver_id else Q(pk__in=[])
    if receivers.takes_unnamed(handover):
        own |= Q(receiver__isnull=True)
    return unlisted(handover.drive).filter(own)


def unlisted_counts(drive: Drive) -> Counter[int | None]:
    """How many bags stand on no list, by the receiver they name. One query."""
    rows = unlisted(drive).order_by().values_list("receiver").annotate(bags=Count("pk"))
    return Counter(dict(rows))


# What is behind a difference.


@dataclass(frozen=True, slots=True)
class Behind:
    """The bags of a drive that make a difference. ``counts``: what the receiver counted otherwise
    without naming bags, each with its handover."""

    unlisted: Sequence[Unit]
    missing: Sequence[HandoverLine]
    extra: Sequence[HandoverLine]
    other_volume: Sequence[HandoverLine]
    damaged: Sequence[HandoverLine]
    counts: Sequence[tuple[Handover, CountDifference]]

    def __bool__(self) -> bool:
        return any(
            (self.unlisted, self.missing, self.extra, self.other_volume, self.damaged, self.counts)
        )


def behind(drive: Drive) -> Behind:
    """Every bag that was drawn and is on no list, and whatever receivers found otherwise. Four
    queries."""
    lines = (
        HandoverLine.objects.standing()
        .filter(handover__in=Handover.objects.of_drive(drive).handed_over())
        .exclude(finding="")
        .select_related("handover__receiver", "unit")
        .order_by("handover", "position")
    )
    found: dict[str, list[HandoverLine]] = {finding: [] for finding in Finding.values}
    for line in lines:
        found[line.finding].append(line)
    return Behind(
        unlisted=list(unlisted(drive).with_links()),
        missing=found[Finding.MISSING],
        extra=found[Finding.EXTRA],
        other_volume=found[Finding.OTHER_VOLUME],
        damaged=found[Finding.DAMAGED],
        counts=list(_counted_otherwise(drive)),
    )


def _counted_otherwise(drive: Drive) -> list[tuple[Handover, CountDifference]]:
    """Volumes of which the receiver counted more or less than the bags it named explain."""
    handovers = Handover.objects.of_drive(drive).handed_over().select_related("receiver")
    by_id = {row.pk: row for row in handovers.filter(state__in=ANSWERED)}
    expected = expected_counts(by_id)
    rows = HandoverCount.objects.filter(handover__in=by_id, volume__isnull=False)
    return [
        (by_id[row.handover_id], CountDifference(row.volume, of_list, row.received))
        for row in rows.order_by("handover", "volume")
        if row.volume is not None
        and row.received is not None
        and (of_list := expected[row.handover_id][row.volume]) != row.received
    ]


def expected_counts(handovers: Collection[int]) -> dict[int, Counter[int | None]]:
    """What a receiver holds of each volume if it is right about the bags it named and has all the
    others: by the id of the handover. Two queries."""
    expected: dict[int, Counter[int | None]] = {pk: Counter() for pk in handovers}
    lines = (
        HandoverLine.objects.standing()
        .filter(handover__in=expected)
        .exclude(finding=Finding.MISSING)
        .order_by()
    )
    for pk, volume, found, bags in lines.values_list("handover", "volume", "found_volume").annotate(
        bags=Count("pk")
    ):
        expected[pk][found if found is not None else volume] += bags
    counts = HandoverCount.objects.filter(handover__in=expected, uncoded__gt=0).order_by()
    for pk, volume, bags in counts.values_list("handover", "volume", "uncoded"):
        expected[pk][volume] += bags
    return expected
