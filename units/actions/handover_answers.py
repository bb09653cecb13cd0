"""The receiver's answer to a list: all as listed, or what differs; and that it is taken back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from ledger.actions import Receipt, leave_change, once
from ledger.actor import Actor
from ledger.cells import digest_of
from ledger.models import Submission
from units.actions.handover_lists import (
    answer_cells,
    clear_answer,
    hold,
    recount,
    refuse_step,
    refuse_without_reason,
    step_to,
)
from units.actions.refusals import Refused
from units.actions.steps import REASON_MISSING
from units.models import Handover, HandoverCount, HandoverLine
from units.querysets.handovers import expected_counts
from units.rules.handovers import HandoverState, Side
from units.rules.reasons import Reason, moment
from words.sentences import gettext_noop

CONFIRM, DISPUTE, UNDO = "confirm-handover", "dispute-handover", "undo-handover-answer"
Finding = HandoverLine.Finding

DIFFERENCES_NAMED = Reason(
    "differences-named",
    gettext_noop(
        "Differences are noted on this list. Send them, or take them off before you confirm it."
    ),
)
NO_DIFFERENCE = Reason(
    "no-difference", gettext_noop("No difference is noted. Confirm the list as it is.")
)
UNCHECKED = Reason(
    "bags-unchecked",
    gettext_noop("Some bags have not been checked. Say whether they were received."),
    asks=True,
)
SIGNATORY_MISSING = Reason(
    "signatory-missing", gettext_noop("Write down who signed the paper for the receiver.")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFacts:
    """What the receiver says beside its bags: when they arrived, who signs. ``on_paper``: the
    keeper records it from the signed paper."""

    arrived_at: datetime | None = None
    receiver_signatory: str = ""
    answer_notes: str = ""
    on_paper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What was counted: bags by volume in ml (left out: as it follows from the bags), and whether
    the bags nobody checked are "received" or "missing" ("" not said)."""

    bags: Mapping[int, int] = field(default_factory=dict)
    unchecked: str = ""


def confirm(
    *,
    by: Actor,
    key: UUID,
    handover: Handover,
    facts: AnswerFacts,
    sides: Collection[Side],
    reason: str = "",
) -> Receipt:
    """Everything was received as it is listed. After differences were sent it needs the reason why
    they are none; they stay in the history.

    Raises Refused, ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> Handover:
        current = hold(handover)
        refuse_step(current, "confirm", sides)
        before = answer_cells(current)
        if current.life_state is HandoverState.DISPUTED:
            if not reason.strip():
                raise Refused(REASON_MISSING)
            _take_findings_off(current, by, submission)
        elif current.lines.standing().exclude(finding="").exists():
            raise Refused(DIFFERENCES_NAMED)
        for row in recount(current).values():
            row.received = row.given
            row.save(update_fields=["received"])
        _answer(current, HandoverState.CONFIRMED, facts, by, submission)
        leave_change(
            current, by=by, action=CONFIRM, before=before, after=answer_cells(current),
            reason=reason.strip(), submission=submission,
        )  # fmt: skip
        return current

    digest = digest_of([handover.pk, facts, reason])
    return once(key=key, by=by, action=CONFIRM, digest=digest, write=write)


def _take_findings_off(current: Handover, by: Actor, submission: Submission) -> None:
    current.lines.standing().filter(finding=Finding.EXTRA).update(
        removed_at=submission.at, removed_by_name=by.name
    )
    current.lines.standing().exclude(finding="").update(finding="", found_volume=None, note="")


def dispute(
    *,
    by: Actor,
    key: UUID,
    handover: Handover,
    facts: AnswerFacts,
    counted: Counted,
    sides: Collection[Side],
) -> Receipt:
    """Send what differs: the bags that were named before, and the counts of volumes. Raises
    Refused (nothing differs, or some bags were checked and nobody says what is with the others),
    ``KeyUsedBefore``."""

    def write(submission: Submission) -> Handover:
        current = hold(handover)
        refuse_step(current, "dispute", sides)
        before = answer_cells(current)
        _settle_unchecked(current, counted.unchecked)
        rows = recount(current)
        named = current.lines.standing().exclude(finding="").exists()
        received = expected_counts([current.pk])[current.pk]
        for told, number in counted.bags.items():
            received[told] = number
        for volume in {*received, *rows}:
            row = rows.setdefault(volume, HandoverCount(handover=current, volume=volume))
            row.received = received[volume]
        if not named and all(row.received == row.given for row in rows.values()):
            raise Refused(NO_DIFFERENCE)
        for row in rows.values():
            row.save()
        _answer(current, HandoverState.DISPUTED, facts, by, submission)
        leave_change(
            current, by=by, action=DISPUTE, before=before, after=answer_cells(current),
            submission=submission,
        )  # fmt: skip
        return current

    digest = digest_of([handover.pk, facts, counted])
    return once(key=key, by=by, action=DISPUTE, digest=digest, write=write)


def _settle_unchecked(current: Handover, unchecked: str) -> None:
    """Where bags were checked one by one, the others are asked about."""
    lines = current.lines.given()
    left = lines.filter(checked_at__isnull=True, finding="")
    if unchecked == "missing":
        left.update(finding=Finding.MISSING)
    elif not unchecked and lines.filter(checked_at__isnull=False).exists() and left.exists():
        raise Refused(UNCHECKED)


def _answer(
    current: Handover,
    state: HandoverState,
    facts: AnswerFacts,
    by: Actor,
    submission: Submission,
) -> None:
    if facts.on_paper and not facts.receiver_signatory.strip():
        raise Refused(SIGNATORY_MISSING)
    _refuse_arrival(current, facts.arrived_at, submission.at)
    current.arrived_at = facts.arrived_at
    current.receiver_signatory = facts.receiver_signatory.strip() or current.receiver_signatory
    current.answer_notes = facts.answer_notes
    current.answered_on_paper = facts.on_paper
    current.answered_at, current.answered_by_name = submission.at, by.name
    step_to(current, state)
    current.save()


def _refuse_arrival(current: Handover, at: datetime | None, now: datetime) -> None:
    if at is None:
        return
    said = {"at": moment(timezone.localtime(at))}
    if at > now:
        raise Refused(Reason("hour-to-come", gettext_noop("%(at)s is still to come."), said))
    if current.left_at is not None and at < current.left_at:
        said["left"] = moment(timezone.localtime(current.left_at))
        sentence = gettext_noop("The bags cannot arrive at %(at)s: they left at %(left)s.")
        raise Refused(Reason("arrived-before-left", sentence, said))


def undo_answer(
    *, by: Actor, key: UUID, handover: Handover, reason: str, sides: Collection[Side]
) -> Receipt:
    """Take the answer back, to give another one. What was named bag by bag stays noted, so that
    only what was wrong has to be changed. Raises Refused, ``KeyUsedBefore``."""

    def write(submission: Submission) -> Handover:
        current = hold(handover)
        refuse_step(current, "undo-answer", sides)
        refuse_without_reason("undo-answer", reason)
        before = answer_cells(current)
        clear_answer(current)
        step_to(current, HandoverState.SENT)
        current.save()
        leave_change(
            current, by=by, action=UNDO, before=before, after=answer_cells(current),
            reason=reason.strip(), submission=submission,
        )  # fmt: skip
        return current

    digest = digest_of([handover.pk, reason])
    return once(key=key, by=by, action=UNDO, digest=digest, write=write)
