"""Bags handed to a receiver: the states of a handover, who moves it, and where the list given and
the bags received differ."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from units.rules.reasons import Reason
from words.numbers import format_number
from words.sentences import gettext_noop


class HandoverState(Enum):
    OPEN = "open"
    SENT = "sent"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"


class Side(Enum):
    """Who takes a step. Whoever records for a receiver that is not here stands on both sides."""

    GIVER = "giver"
    RECEIVER = "receiver"


@dataclass(frozen=True, slots=True)
class HandoverStep:
    """A named step of a handover; steps backward need a reason."""

    name: str
    sources: frozenset[HandoverState]
    target: HandoverState
    side: Side
    needs_reason: bool = False


H = HandoverState
HANDOVER_STEPS: dict[str, HandoverStep] = {
    step.name: step
    for step in (
        HandoverStep("send", frozenset({H.OPEN}), H.SENT, Side.GIVER),
        HandoverStep("confirm", frozenset({H.SENT, H.DISPUTED}), H.CONFIRMED, Side.RECEIVER),
        HandoverStep("dispute", frozenset({H.SENT}), H.DISPUTED, Side.RECEIVER),
        HandoverStep(
            "take-back", frozenset({H.SENT, H.DISPUTED}), H.OPEN, Side.GIVER, needs_reason=True
        ),
        HandoverStep(
            "undo-answer",
            frozenset({H.CONFIRMED, H.DISPUTED}),
            H.SENT,
            Side.RECEIVER,
            needs_reason=True,
        ),
    )
}


def handover_steps(state: HandoverState, sides: Collection[Side]) -> tuple[HandoverStep, ...]:
    """The steps from ``state`` for who stands on ``sides``, in the order of the table."""
    steps = HANDOVER_STEPS.values()
    return tuple(step for step in steps if state in step.sources and step.side in sides)


def handover_refusal(
    state: HandoverState, step: HandoverStep, sides: Collection[Side]
) -> Reason | None:
    """Why ``step`` cannot be taken, or None; the sentence says where the handover stands."""
    if step.side not in sides:
        return Reason(
            "other-side", gettext_noop("This step belongs to the other side of the handover.")
        )
    return None if state in step.sources else Reason(f"is-{state.value}", _STANDS[state])


_STANDS = {
    H.OPEN: gettext_noop("This handover has not been sent yet."),
    H.SENT: gettext_noop("This handover has been sent and waits for the receiver's count."),
    H.CONFIRMED: gettext_noop("The receiver has confirmed this handover already."),
    H.DISPUTED: gettext_noop("The receiver has named differences in this handover."),
}


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag as listed or as found: its kept code ("" where it has none), volume in ml and blood
    group as far as they are known."""

    code: str
    volume: int | None = None
    blood_group: str = ""
    damaged: bool = False


class Finding(Enum):
    """How a bag received differs from the list."""

    MISSING = "missing"
    EXTRA = "extra"
    OTHER_VOLUME = "other_volume"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Difference:
    """One finding about one bag: its code, the volume listed and the volume found."""

    finding: Finding
    code: str
    given: int | None = None
    found: int | None = None

    @property
    def reason(self) -> Reason:
        code, given, found = self.code or "–", _ml(self.given), _ml(self.found)
        return Reason(
            f"bag-{self.finding.value.replace('_', '-')}",
            _FOUND[self.finding],
            {"code": code, "given": given, "found": found},
        )


_FOUND = {
    Finding.MISSING: gettext_noop("Bag %(code)s (%(given)s ml) was not received."),
    Finding.EXTRA: gettext_noop("Bag %(code)s (%(found)s ml) was received but is not listed."),
    Finding.OTHER_VOLUME: gettext_noop("Bag %(code)s: listed %(given)s ml, found %(found)s ml."),
    Finding.DAMAGED: gettext_noop("Bag %(code)s was received damaged."),
}


def _ml(volume: int | None) -> str:
    return "–" if volume is None else format_number(volume)


def compare(given: Sequence[Bag], received: Sequence[Bag]) -> list[Difference]:
    """What differs, in the order of the list given, then of the bags found besides. Bags are known
    by their codes, and scanned twice they are one; bags without a code are counted by volume."""
    listed, found = _by_code(given), _by_code(received)
    differences: list[Difference] = []
    for code, bag in listed.items():
        other = found.get(code)
        if other is None:
            differences.append(Difference(Finding.MISSING, code, bag.volume))
            continue
        if bag.volume and other.volume and bag.volume != other.volume:
            differences.append(Difference(Finding.OTHER_VOLUME, code, bag.volume, other.volume))
        if other.damaged:
            differences.append(Difference(Finding.DAMAGED, code, bag.volume, other.volume))
    bare_given, bare_found = _without_code(given), _without_code(received)
    for volume, count in (bare_given - bare_found).items():
        differences += [Difference(Finding.MISSING, "", volume)] * count
    for code, bag in found.items():
        if code not in listed:
            differences.append(Difference(Finding.EXTRA, code, found=bag.volume))
            if bag.damaged:
                differences.append(Difference(Finding.DAMAGED, code, found=bag.volume))
    for volume, count in (bare_found - bare_given).items():
        differences += [Difference(Finding.EXTRA, "", found=volume)] * count
    for bag in received:
        if not bag.code and bag.damaged:
            differences.append(Difference(Finding.DAMAGED, "", found=bag.volume))
    return differences


def _by_code(bags: Sequence[Bag]) -> dict[str, Bag]:
    first: dict[str, Bag] = {}
    for bag in bags:
        if bag.code:
            first.setdefault(bag.code, bag)
    return first


def _without_code(bags: Sequence[Bag]) -> Counter[int | None]:
    return Counter(bag.volume for bag in bags if not bag.code)


@dataclass(frozen=True, slots=True)
class CountDifference:
    """Bags of one volume: handed over and received."""

    volume: int
    given: int
    received: int

    @property
    def reason(self) -> Reason:
        return Reason(
            "count-differs",
            gettext_noop("%(volume)s ml: %(given)s bags handed over, %(received)s received."),
            {
                "volume": format_number(self.volume),
                "given": format_number(self.given),
                "received": format_number(self.received),
            },
        )


def compare_counts(
    given: Mapping[int, int], received: Mapping[int, int | None]
) -> tuple[CountDifference, ...]:
    """The volumes whose counts differ, smallest first. What was not counted (None, or a volume
    the receiver does not name) differs from nothing."""
    counted = {volume: count for volume, count in received.items() if count is not None}
    return tuple(
        CountDifference(volume, given.get(volume, 0), counted[volume])
        for volume in sorted(counted)
        if given.get(volume, 0) != counted[volume]
    )


@dataclass(frozen=True, slots=True)
class Summary:
    """Bags counted: by volume in ml (None unknown, last) and by blood group ("" unknown, last)."""

    bags: int
    millilitres: int
    by_volume: Mapping[int | None, int]
    by_group: Mapping[str, int]

    @property
    def without_volume(self) -> int:
        """Bags whose volume is not in ``millilitres``."""
        return self.by_volume.get(None, 0)


def summary(bags: Sequence[Bag]) -> Summary:
    """The counts at the foot of a handover."""
    volumes = Counter(bag.volume for bag in bags)
    groups = Counter(bag.blood_group for bag in bags)
    return Summary(
        len(bags),
        sum(bag.volume or 0 for bag in bags),
        dict(sorted(volumes.items(), key=lambda item: (item[0] is None, item[0] or 0))),
        dict(sorted(groups.items(), key=lambda item: (not item[0], item[0]))),
    )
