"""The receiver goes through the bags before it answers: each is checked off, or differs.

Nothing of this is an answer yet; what was noted is saved bag by bag, and sent at the end.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from ledger.actions import Receipt, leave_change, once
from ledger.actor import Actor
from ledger.cells import Cell, digest_of
from ledger.models import Submission
from units.actions.handover_lists import finding_cell, hold_sent, next_position
from units.actions.refusals import Refused
from units.models import Handover, HandoverLine, Unit
from units.rules.reasons import Reason, moment
from units.rules.scans import read_bag_scan
from words.sentences import gettext_noop

CHECK, TICK, NAME, EXTRA = "check-bag", "tick-bags", "name-difference", "name-extra-bag"
Finding = HandoverLine.Finding

SAME_VOLUME = Reason(
    "same-volume", gettext_noop("This is the volume on the list. Write the one that was found.")
)
NOTHING_TOLD = Reason(
    "extra-without-facts", gettext_noop("Write the code of the bag, or at least its volume.")
)
NO_LONGER_LISTED = Reason(
    "line-gone", gettext_noop("This bag is on the list no more. Look at the list again.")
)


class AlreadyChecked(Refused):
    """The bag was checked off before; ``line`` says when."""

    def __init__(self, line: HandoverLine) -> None:
        sentence = gettext_noop("Bag %(code)s was checked off already: %(at)s, %(name)s.")
        at = moment(timezone.localtime(line.checked_at)) if line.checked_at else ""
        said = {"code": line.bag_code, "at": at, "name": line.checked_by_name}
        super().__init__(Reason("bag-checked-already", sentence, said))
        self.line = line


class NotListed(Refused):
    """The bag stands not on this list; it may be noted as one received besides."""

    def __init__(self, code: str) -> None:
        sentence = gettext_noop("Bag %(code)s is not on this list.")
        super().__init__(Reason("bag-not-listed", sentence, {"code": code}))
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceFacts:
    """What is with one bag: a finding ("" none), the volume found in ml, words."""

    finding: str = ""
    found_volume: int | None = None
    note: str = ""


def check_bag(*, by: Actor, key: UUID, handover: Handover, code: str) -> Receipt:
    """Check the bag with this scanned or typed code off; one that was missed is found by it.
    Raises :class:`AlreadyChecked`, :class:`NotListed`, Refused, ``KeyUsedBefore``."""

    def write(submission: Submission) -> Handover:
        current = hold_sent(handover)
        scan = read_bag_scan(code)
        if scan.reason is not None:
            raise Refused(scan.reason)
        line = current.lines.standing().filter(bag_code=scan.value).first()
        if line is None:
            raise NotListed(scan.value)
        if line.checked_at is not None:
            raise AlreadyChecked(line)
        _check(current, [line], by, submission)
        return current

    digest = digest_of([handover.pk, code])
    return once(key=key, by=by, action=CHECK, digest=digest, write=write)


def tick(*, by: Actor, key: UUID, handover: Handover, lines: Collection[int]) -> Receipt:
    """Check off the bags that were ticked; those checked before stay as they were. Raises Refused,
    ``KeyUsedBefore``."""

    def write(submission: Submission) -> Handover:
        current = hold_sent(handover)
        rows = current.lines.standing().filter(pk__in=lines, checked_at__isnull=True)
        _check(current, list(rows), by, submission)
        return current

    digest = digest_of([handover.pk, sorted(lines)])
    return once(key=key, by=by, action=TICK, digest=digest, write=write)


def _check(current: Handover, lines: list[HandoverLine], by: Actor, submission: Submission) -> None:
    """A tick is no fact of the record and leaves no Change; that a missed bag was found is one."""
    found = [line for line in lines if line.finding == Finding.MISSING]
    before = [finding_cell(line) for line in found]
    for line in lines:
        line.checked_at, line.checked_by_name = submission.at, by.name
        if line.finding == Finding.MISSING:
            line.finding = ""
    HandoverLine.objects.bulk_update(lines, ["checked_at", "checked_by_name", "finding"])
    _leave(current, before, [], by, CHECK, submission)


def name_difference(
    *, by: Actor, key: UUID, handover: Handover, line: HandoverLine, facts: DifferenceFacts
) -> Receipt:
    """Note what differs about one listed bag, or that nothing does after all; of a bag received
    besides only the latter can be said. Raises Refused, ``KeyUsedBefore``."""

    def write(submission: Submission) -> Handover:
        current = hold_sent(handover)
        row = current.lines.standing().filter(pk=line.pk).first()
        if row is None:
            raise Refused(NO_LONGER_LISTED)
        if facts.finding == Finding.OTHER_VOLUME and facts.found_volume == row.volume:
            raise Refused(SAME_VOLUME)
        before = [finding_cell(row)] if row.finding else []
        if row.is_extra:
            row.removed_at, row.removed_by_name = submission.at, by.name
        else:
            _note(row, facts)
        row.save()
        after = [finding_cell(row)] if row.finding and not row.removed_at else []
        _leave(current, before, after, by, NAME, submission)
        return current

    digest = digest_of([handover.pk, line.pk, facts])
    return once(key=key, by=by, action=NAME, digest=digest, write=write)


def _note(row: HandoverLine, facts: DifferenceFacts) -> None:
    other = facts.finding == Finding.OTHER_VOLUME
    row.finding, row.note = facts.finding, facts.note.strip()
    row.found_volume = facts.found_volume if other else None
    if facts.finding == Finding.MISSING:
        row.checked_at, row.checked_by_name = None, ""


def name_extra(
    *,
    by: Actor,
    key: UUID,
    handover: Handover,
    code: str,
    volume: int | None,
    note: str = "",
) -> Receipt:
    """Note a bag that was received and is not on the list, by its code or at least its volume.
    Raises Refused, ``KeyUsedBefore``."""

    def write(submission: Submission) -> Handover:
        current = hold_sent(handover)
        bag = _code_of(code) if code.strip() else ""
        if not bag and volume is None:
            raise Refused(NOTHING_TOLD)
        if bag and current.lines.standing().filter(bag_code=bag).exists():
            sentence = gettext_noop("Bag %(code)s is on this list: check it off instead.")
            raise Refused(Reason("extra-is-listed", sentence, {"code": bag}))
        line = HandoverLine(
            handover=current, position=next_position(current), bag_code=bag, volume=volume,
            finding=Finding.EXTRA, note=note.strip(), listed_at=submission.at,
            listed_by_name=by.name, checked_at=submission.at, checked_by_name=by.name,
        )  # fmt: skip
        _save_extra(line, _drawn_bag(current, bag))
        _leave(current, [], [finding_cell(line)], by, EXTRA, submission)
        return current

    digest = digest_of([handover.pk, code, volume, note])
    return once(key=key, by=by, action=EXTRA, digest=digest, write=write)


def _code_of(code: str) -> str:
    scan = read_bag_scan(code)
    if scan.reason is not None:
        raise Refused(scan.reason)
    return scan.value


def _drawn_bag(current: Handover, code: str) -> Unit | None:
    """The bag of this drive with the code that stands on no list; on another receiver's list it
    stays there, where it is missing."""
    if not code:
        return None
    bags = Unit.objects.valid().coded(code).filter(drive=current.drive_id)
    bag = bags.filter(receiver__in=[current.receiver_id]).first() or bags.first()
    listed = bag and HandoverLine.objects.standing().filter(unit=bag).exists()
    return None if listed else bag


def _save_extra(line: HandoverLine, bag: Unit | None) -> None:
    """With its bag, unless another list takes that one at this moment."""
    line.unit = bag
    if bag is not None:
        line.volume = line.volume or bag.volume
        line.blood_group = bag.blood_group
    try:
        with transaction.atomic():
            line.save()
    except IntegrityError:
        line.unit = None
        line.save()


def _leave(
    current: Handover,
    before: list[Cell],
    after: list[Cell],
    by: Actor,
    action: str,
    submission: Submission,
) -> None:
    leave_change(
        current, by=by, action=action, before={"findings": before}, after={"findings": after},
        submission=submission,
    )  # fmt: skip
