"""Nothing was drawn from somebody who had been found fit; and that this is taken back."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext

from donors.actions.deferrals import DeferralFacts
from ledger.actions import Receipt, leave_change, once
from ledger.actor import Actor
from ledger.cells import digest_of
from ledger.models import Submission
from units.actions import steps
from units.actions.days import day_of
from units.actions.desks import desk_day
from units.actions.given import hold_donors
from units.actions.refusals import Refused
from units.actions.screening import (
    TAKEN_BACK,
    day_meant,
    defer,
    held_of,
    screening_cells,
    take_back_deferrals,
)
from units.actions.steps import REASON_MISSING
from units.models import Registration
from units.rules.states import Desk

STOP, UNDO = "stop-draw", "undo-stop"


def stop_draw(
    *,
    by: Actor,
    key: UUID,
    registration: Registration,
    deferral: DeferralFacts,
    words: str,
    day: date | None = None,
) -> Receipt:
    """The collection desk says why nothing was drawn: in words, which only those read who may know
    health, and by the reason that decides how long to wait.

    Raises NotNow, DeferralRefused, Refused, DayClosed, ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> Registration:
        open_day = desk_day(registration.drive, by=by, submission=submission)
        on = day_meant(registration, day, submission)
        hold_donors([registration.donor_id])
        steps.take(
            registration, "stop", desk=Desk.COLLECTION, by=by, at=submission.at,
            submission=submission, day=open_day,
        )  # fmt: skip
        defer(registration, deferral, on, by, submission)
        _put_words(registration, words.strip(), STOP, by, submission)
        return registration

    digest = digest_of([registration.pk, deferral, words, day])
    return once(key=key, by=by, action=STOP, digest=digest, write=write)


def undo_stop(*, by: Actor, key: UUID, registration: Registration, reason: str) -> Receipt:
    """Take back that nothing was drawn: the deferral is withdrawn, the person waits to be examined
    again. Raises NotNow, Refused (no reason), DayClosed, ``KeyUsedBefore``."""

    def write(submission: Submission) -> Registration:
        if not reason.strip():
            raise Refused(REASON_MISSING)
        open_day = day_of(registration.drive, by=by, at=submission.at, submission=submission)
        hold_donors([registration.donor_id])
        steps.take(
            registration, "undo-defer", desk=Desk.COLLECTION, by=by, at=submission.at,
            reason=gettext(TAKEN_BACK), submission=submission, day=open_day,
        )  # fmt: skip
        take_back_deferrals(registration, by=by, submission=submission, reason=reason)
        _put_words(registration, "", UNDO, by, submission, reason=reason, withdraw=True)
        return registration

    digest = digest_of([registration.pk, reason])
    return once(key=key, by=by, action=UNDO, digest=digest, write=write)


def _put_words(
    registration: Registration,
    words: str,
    action: str,
    by: Actor,
    submission: Submission,
    *,
    reason: str = "",
    withdraw: bool = False,
) -> None:
    screening = held_of(registration)
    if screening._state.adding:
        return  # found fit on paper: there is no examination to write beside
    before = screening_cells(screening)
    screening.stop_reason = words
    if withdraw:
        screening.withdrawn_at = submission.at
    screening.save()
    leave_change(
        screening, by=by, action=action, before=before, after=screening_cells(screening),
        reason=reason, submission=submission,
    )  # fmt: skip
