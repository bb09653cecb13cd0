"""Bags on an open list: all of a receiver at once, one by one, by counts; taken off again."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from ledger.actions import Receipt, leave_change, once
from ledger.actor import Actor
from ledger.cells import digest_of
from ledger.models import Submission
from units.actions.handover_lists import BATCH, hold_open, line_cell, next_position, recount, say_of
from units.actions.refusals import Refused
from units.models import Handover, HandoverCount, HandoverLine, Unit
from units.querysets.handovers import receivers_of, unlisted_for
from units.rules.reasons import Reason, moment
from units.rules.scans import read_bag_scan
from words.sentences import gettext_noop

FILL, LIST_BAG, TAKE_OFF, COUNT = "fill-handover", "list-bag", "take-off-bag", "count-uncoded"
TRIES = 3

NO_BAGS_LEFT = Reason(
    "no-bags-left", gettext_noop("Every bag of this receiver is on a list already.")
)


def fill(*, by: Actor, key: UUID, handover: Handover) -> Receipt:
    """Put every bag of this receiver on the list that stands on none. Raises Refused (sent, or no
    bag is left), ``KeyUsedBefore``."""

    def write(submission: Submission) -> Handover:
        current = hold_open(handover)
        lines = _fill(current, by, submission)
        _listed(current, lines, by, FILL, submission)
        return current

    return once(key=key, by=by, action=FILL, digest=digest_of([handover.pk]), write=write)


def _fill(current: Handover, by: Actor, submission: Submission) -> list[HandoverLine]:
    """The new lines. A bag that another list takes at the same moment is left to it."""
    receivers = receivers_of(current.drive)
    for tries_left in reversed(range(TRIES)):
        bags = list(unlisted_for(current, receivers))
        if not bags:
            raise Refused(NO_BAGS_LEFT)
        try:
            with transaction.atomic():
                return _insert(current, bags, by, submission)
        except IntegrityError:
            if not tries_left:
                raise
    return []


def _insert(
    current: Handover, bags: Sequence[Unit], by: Actor, submission: Submission
) -> list[HandoverLine]:
    first = next_position(current)
    lines = [
        HandoverLine(
            handover=current, position=position, unit=bag,
            listed_at=submission.at, listed_by_name=by.name,
        )
        for position, bag in enumerate(bags, start=first)
    ]  # fmt: skip
    for line in lines:
        say_of(line)
    HandoverLine.objects.bulk_create(lines, batch_size=BATCH)
    return lines


def list_bag(*, by: Actor, key: UUID, handover: Handover, code: str) -> Receipt:
    """Put the bag with this scanned or typed code on the list. Raises Refused: no code, unknown,
    withdrawn, another receiver's, on this or another list; ``KeyUsedBefore``."""

    def write(submission: Submission) -> Handover:
        current = hold_open(handover)
        bag = _bag_meant(current, code)
        _refuse_listed(bag, current)
        try:
            with transaction.atomic():
                lines = _insert(current, [bag], by, submission)
        except IntegrityError:
            _refuse_listed(bag, current)
            raise
        _listed(current, lines, by, LIST_BAG, submission)
        return current

    digest = digest_of([handover.pk, code])
    return once(key=key, by=by, action=LIST_BAG, digest=digest, write=write)


def _bag_meant(current: Handover, code: str) -> Unit:
    scan = read_bag_scan(code)
    if scan.reason is not None:
        raise Refused(scan.reason)
    bags = list(
        Unit.objects.coded(scan.value).filter(drive=current.drive_id).select_related("receiver")
    )
    valid = [bag for bag in bags if bag.withdrawn_at is None]
    for receiver in (current.receiver_id, None):
        if own := [bag for bag in valid if bag.receiver_id == receiver]:
            return own[0]
    said = {"code": scan.value}
    if valid:
        sentence = gettext_noop("Bag %(code)s is recorded for %(receiver)s, not for this receiver.")
        said["receiver"] = str(valid[0].receiver)
        raise Refused(Reason("bag-of-other-receiver", sentence, said))
    if bags:
        sentence = gettext_noop("Bag %(code)s was withdrawn and is not handed over.")
        raise Refused(Reason("bag-withdrawn", sentence, said))
    raise Refused(
        Reason(
            "bag-unknown",
            gettext_noop("No bag with the code %(code)s is recorded at this drive."),
            said,
        )
    )


def _refuse_listed(bag: Unit, current: Handover) -> None:
    line = (
        HandoverLine.objects.standing()
        .filter(unit=bag)
        .select_related("handover__receiver")
        .first()
    )
    if line is None:
        return
    if line.handover_id == current.pk:
        sentence = gettext_noop("Bag %(code)s is on this list already, since %(at)s.")
        said = {"code": line.bag_code, "at": moment(timezone.localtime(line.listed_at))}
        raise Refused(Reason("bag-on-this-list", sentence, said))
    sentence = gettext_noop("Bag %(code)s is on the list for %(receiver)s already.")
    said = {"code": line.bag_code, "receiver": line.handover.receiver_name}
    raise Refused(Reason("bag-on-other-list", sentence, said))


def _listed(
    current: Handover,
    lines: Sequence[HandoverLine],
    by: Actor,
    action: str,
    submission: Submission,
) -> None:
    recount(current)
    listed = current.lines.given().count()
    leave_change(
        current, by=by, action=action, before={"listed": listed - len(lines)},
        after={"listed": listed, "bags_added": [line_cell(line) for line in lines]},
        submission=submission,
    )  # fmt: skip


def take_off(*, by: Actor, key: UUID, handover: Handover, line: HandoverLine) -> Receipt:
    """Take one bag off an open list; its line stays, shown as taken off. Raises Refused,
    ``KeyUsedBefore``."""

    def write(submission: Submission) -> Handover:
        current = hold_open(handover)
        row = current.lines.standing().filter(pk=line.pk).first()
        if row is None:
            sentence = gettext_noop("Bag %(code)s was taken off this list already.")
            raise Refused(Reason("bag-taken-off", sentence, {"code": line_cell(line)}))
        row.removed_at, row.removed_by_name = submission.at, by.name
        row.save(update_fields=["removed_at", "removed_by_name"])
        recount(current)
        listed = current.lines.given().count()
        leave_change(
            current, by=by, action=TAKE_OFF, before={"listed": listed + 1},
            after={"listed": listed, "bags_taken_off": [line_cell(row)]}, submission=submission,
        )  # fmt: skip
        return current

    digest = digest_of([handover.pk, line.pk])
    return once(key=key, by=by, action=TAKE_OFF, digest=digest, write=write)


def count_uncoded(
    *, by: Actor, key: UUID, handover: Handover, version: int | None, bags: Mapping[int, int]
) -> Receipt:
    """Say how many bags of each volume go along that are not listed one by one: a commune without
    codes hands over counts. Raises Refused, ``Stale``, ``KeyUsedBefore``."""

    def write(submission: Submission) -> Handover:
        current = hold_open(handover, version=version)
        before = _uncoded(current)
        rows = recount(current)
        for volume, number in bags.items():
            row = rows.get(volume, HandoverCount(handover=current, volume=volume))
            row.given += number - row.uncoded
            row.uncoded = number
            if number or not row._state.adding:
                row.save()
        leave_change(
            current, by=by, action=COUNT, before=before, after=_uncoded(current),
            submission=submission,
        )  # fmt: skip
        return current

    digest = digest_of([handover.pk, version, bags])
    return once(key=key, by=by, action=COUNT, digest=digest, write=write)


def _uncoded(handover: Handover) -> dict[str, object]:
    rows = handover.counts.filter(uncoded__gt=0).values_list("volume", "uncoded")
    return {f"uncoded_{volume}": number for volume, number in rows}
