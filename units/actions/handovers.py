"""A handover on the side of whoever gives: opened, filled, sent, taken back, withdrawn."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from drives.models import Drive, Receiving
from drives.rules.states import State as DriveState
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import digest_of
from ledger.models import Submission
from units.actions.days import CANCELLED
from units.actions.handover_lists import (
    BATCH,
    answer_cells,
    clear_answer,
    handover_cells,
    hold,
    line_cell,
    recount,
    refuse_step,
    refuse_without_reason,
    say_of,
    step_to,
)
from units.actions.refusals import Refused
from units.actions.steps import REASON_MISSING
from units.models import Handover, HandoverLine
from units.rules.day import hour_refusal
from units.rules.handovers import HandoverState, Side
from units.rules.reasons import Reason
from words.sentences import gettext_noop

OPEN, SEND = "open-handover", "send-handover"
TAKE_BACK, WITHDRAW = "take-back-handover", "withdraw-handover"

ALREADY_OPEN = Reason(
    "handover-open-already", gettext_noop("There is a handover to this receiver already.")
)
NOTHING_LISTED = Reason(
    "nothing-listed", gettext_noop("No bag is on this list yet. Add the bags first.")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendFacts:
    """What is written on the list when it leaves: boxes, their temperature in °C, the moment, who
    signs for each side."""

    box_label: str = ""
    temperature: Decimal | None = None
    left_at: datetime | None = None
    giver_signatory: str = ""
    receiver_signatory: str = ""
    notes: str = ""


def open_handover(*, by: Actor, key: UUID, drive: Drive, receiving: Receiving) -> Receipt:
    """Open the handover of a drive to one of its receivers; each has one. Raises Refused,
    ``KeyUsedBefore``."""

    def write(submission: Submission) -> Handover:
        current = lock(Drive.objects.all(), drive.pk, version=None)
        if current.state == DriveState.CANCELLED.value:
            raise Refused(CANCELLED)
        handover = Handover(
            drive=drive, receiver=receiving.organisation, receiver_words=receiving.words
        )
        try:
            with transaction.atomic():
                handover.save()
        except IntegrityError:
            raise Refused(ALREADY_OPEN) from None
        after = handover_cells(handover) | {"receiver": handover.receiver_name}
        leave_change(handover, by=by, action=OPEN, before={}, after=after, submission=submission)
        return handover

    digest = digest_of([drive.pk, receiving.organisation_id, receiving.words])
    return once(key=key, by=by, action=OPEN, digest=digest, write=write)


def send(
    *,
    by: Actor,
    key: UUID,
    handover: Handover,
    version: int | None,
    facts: SendFacts,
    sides: Collection[Side],
) -> Receipt:
    """The bags leave: the list is closed as it is and waits for the receiver's count. Raises
    Refused, ``Stale`` (bags were added or taken off since it was looked at), ``KeyUsedBefore``."""

    def write(submission: Submission) -> Handover:
        current = hold(handover)
        refuse_step(current, "send", sides)
        if version is not None:
            hold(handover, version=version)
        _refuse_moment(current, facts.left_at, submission.at)
        _bring_up_to_date(current)
        if not any(row.given for row in recount(current).values()):
            raise Refused(NOTHING_LISTED)
        before = handover_cells(current)
        for name in SendFacts.__dataclass_fields__:
            setattr(current, name, getattr(facts, name))
        current.sent_at, current.sent_by_name = submission.at, by.name
        step_to(current, HandoverState.SENT)
        current.save()
        leave_change(
            current, by=by, action=SEND, before=before, after=handover_cells(current),
            submission=submission,
        )  # fmt: skip
        return current

    digest = digest_of([handover.pk, version, facts])
    return once(key=key, by=by, action=SEND, digest=digest, write=write)


def _refuse_moment(current: Handover, at: datetime | None, now: datetime) -> None:
    if at is None:
        return
    # Boxes may leave late in the night after the last day, or be fetched the next morning.
    last = current.drive.last_day and current.drive.last_day + timedelta(days=1)
    reason = hour_refusal(
        timezone.localtime(at), current.drive.first_day, last, now=timezone.localtime(now)
    )
    if reason is not None:
        raise Refused(reason)


def _bring_up_to_date(current: Handover) -> None:
    """Bags that were mended while they lay on the open list are listed as they are now. Raises
    Refused where one was withdrawn."""
    lines = list(current.lines.standing().filter(unit__isnull=False).select_related("unit"))
    gone = [line for line in lines if line.unit and line.unit.withdrawn_at is not None]
    if gone:
        sentence = gettext_noop(
            "Take these bags off the list first, they were withdrawn: %(bags)s."
        )
        said = {"bags": "; ".join(line_cell(line) for line in gone[:5])}
        raise Refused(Reason("listed-bags-withdrawn", sentence, said))
    said_before = [line_cell(line) + line.blood_group for line in lines]
    for line in lines:
        say_of(line)
    mended = [
        line
        for line, before in zip(lines, said_before, strict=True)
        if line_cell(line) + line.blood_group != before
    ]
    fields = ["bag_code", "volume", "drawn_volume", "blood_group"]
    HandoverLine.objects.bulk_update(mended, fields, batch_size=BATCH)


def take_back(
    *, by: Actor, key: UUID, handover: Handover, reason: str, sides: Collection[Side]
) -> Receipt:
    """Open a list again that was sent: what the receiver has said of it by now is taken off, its
    Change keeps it. Raises Refused, ``KeyUsedBefore``."""

    def write(submission: Submission) -> Handover:
        current = hold(handover)
        refuse_step(current, "take-back", sides)
        refuse_without_reason("take-back", reason)
        before = answer_cells(current)
        current.sent_at, current.sent_by_name = None, ""
        current.arrived_at, current.answer_notes = None, ""
        clear_answer(current)
        current.lines.standing().filter(finding=HandoverLine.Finding.EXTRA).update(
            removed_at=submission.at, removed_by_name=by.name
        )
        current.lines.standing().update(
            finding="", found_volume=None, note="", checked_at=None, checked_by_name=""
        )
        step_to(current, HandoverState.OPEN)
        current.save()
        leave_change(
            current, by=by, action=TAKE_BACK, before=before, after=answer_cells(current),
            reason=reason.strip(), submission=submission,
        )  # fmt: skip
        return current

    digest = digest_of([handover.pk, reason])
    return once(key=key, by=by, action=TAKE_BACK, digest=digest, write=write)


def withdraw(
    *, by: Actor, key: UUID, handover: Handover, reason: str, sides: Collection[Side]
) -> Receipt:
    """Withdraw an open list: it stays to be read, and its bags are free for another one. Raises
    Refused, ``KeyUsedBefore``."""

    def write(submission: Submission) -> Handover:
        current = hold(handover)
        # Only what has not left can be withdrawn; what was sent is taken back first.
        refuse_step(current, "send", sides)
        if not reason.strip():
            raise Refused(REASON_MISSING)
        before = handover_cells(current)
        current.lines.standing().update(removed_at=submission.at, removed_by_name=by.name)
        current.withdrawn_at, current.withdrawn_by_name = submission.at, by.name
        current.withdrawn_reason = reason.strip()
        current.save()
        leave_change(
            current, by=by, action=WITHDRAW, before=before, after=handover_cells(current),
            reason=reason.strip(), submission=submission,
        )  # fmt: skip
        return current

    digest = digest_of([handover.pk, reason])
    return once(key=key, by=by, action=WITHDRAW, digest=digest, write=write)
