"""The decision at the screening desk. An examiner may always be stricter than the limits, never
less strict; what was decided keeps the limits it used."""

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from directory.models import Organisation
from donors.actions import custody, deferrals
from donors.actions.deferrals import DeferralFacts
from donors.models import Custody, Deferral
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import Cells, digest_of, plain
from ledger.models import Submission
from units.actions import steps
from units.actions.assessment import Assessment, Examination, Fit, Verdict, judge, limits_then
from units.actions.days import day_of
from units.actions.desks import days_of, desk_day, refuse_day
from units.actions.given import hold_donors
from units.actions.refusals import NotNow, Refused
from units.actions.steps import REASON_MISSING
from units.models import DriveDay, Registration, Screening, Unit
from units.rules.reasons import Reason
from units.rules.states import STEPS, Desk, State, refusal
from words.sentences import gettext_noop

EXAMINE, CORRECT, UNDO = "examine", "correct-screening", "undo-screening"
CELLS = (
    "registration", "examined_on", "component", "weight", "systolic", "diastolic", "pulse",
    "pulse_regular", "haemoglobin", "decision", "allowed_volume", "broken", "deferral",
    "stop_reason", "withdrawn_at",
)  # fmt: skip
MEASURED = (
    "component", "weight", "systolic", "diastolic", "pulse", "pulse_regular", "haemoglobin",
)  # fmt: skip

DONATED = Reason(
    "decision-was-followed",
    gettext_noop("This person has donated since. Withdraw the bag first, or keep the decision."),
)
BELOW_BAG = Reason(
    "volume-below-bag",
    gettext_noop("The bag that was drawn holds more than this. Correct the bag first."),
)

WITHDRAWN = Reason("screening-withdrawn", gettext_noop("This examination was taken back already."))
# In the list of steps, which is read by people who may not know why.
TAKEN_BACK = gettext_noop("examination taken back")
CORRECTED = gettext_noop("examination corrected")


def screening_cells(screening: Screening) -> Cells:
    return {name: plain(getattr(screening, name)) for name in CELLS}


def examine(
    *,
    by: Actor,
    key: UUID,
    registration: Registration,
    examination: Examination,
    verdict: Verdict,
    day: date | None = None,
    receiver: Organisation | None = None,
) -> Receipt:
    """Write down an examination and what it led to; the person goes on to the collection desk, or
    has to wait. ``day`` left out is the newest day of the drive. The receiver whose desk it is
    knows the donor from then on.

    Raises NotNow (another desk took the person), CannotGive (fit against a limit, by name),
    DeferralRefused, Refused, DayClosed, ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> Screening:
        open_day = desk_day(registration.drive, by=by, submission=submission)
        on = day_meant(registration, day, submission)
        hold_donors([registration.donor_id])
        _refuse_examined(registration, submission)
        fit = isinstance(verdict, Fit)
        steps.take(
            registration, "pass" if fit else "defer", desk=Desk.SCREENING, by=by,
            at=submission.at, submission=submission, day=open_day,
        )  # fmt: skip
        screening = held_of(registration)
        before = screening_cells(screening) if screening.pk else {}
        deferral = None
        if isinstance(verdict, DeferralFacts):
            deferral = defer(registration, verdict, on, by, submission)
        assessed = judge(registration, examination, verdict, on)
        _put(screening, examination, verdict, assessed, deferral)
        screening.at, screening.examiner_id, screening.examiner_name = (
            submission.at, by.id, by.name,
        )  # fmt: skip
        screening.examined_on, screening.stop_reason, screening.withdrawn_at = on, "", None
        _save(screening, EXAMINE, before, by=by, submission=submission)
        if receiver is not None:
            custody.take(
                [registration.donor], receiver, Custody.How.REGISTERED.value, submission.at
            )
        return screening

    digest = digest_of([registration.pk, examination, verdict, day])
    return once(key=key, by=by, action=EXAMINE, digest=digest, write=write)


def correct(
    *,
    by: Actor,
    key: UUID,
    screening: Screening,
    version: int | None,
    examination: Examination,
    verdict: Verdict,
    reason: str,
) -> Receipt:
    """Put other values or another decision into an examination, held against the limits of its own
    day. Once blood was drawn the decision stays, and its volume is no less than the bag's.

    Raises as :func:`examine`, and ``Stale``.
    """
    registration = screening.registration

    def write(submission: Submission) -> Screening:
        open_day = desk_day(registration.drive, by=by, submission=submission)
        hold_donors([registration.donor_id])
        steps.hold(registration)
        current = _open(screening.pk, version, reason)
        on = current.examined_on
        _refuse_after_donation(registration, verdict)
        before = screening_cells(current)
        deferral = _other_verdict(
            registration, current, verdict, on, open_day, by, submission, reason
        )
        limits = limits_then(current)
        assessed = judge(registration, examination, verdict, on, limits=limits)
        _put(current, examination, verdict, assessed, deferral)
        _save(current, CORRECT, before, by=by, submission=submission, reason=reason)
        return current

    digest = digest_of([screening.pk, version, examination, verdict, reason])
    return once(key=key, by=by, action=CORRECT, digest=digest, write=write)


def undo(
    *, by: Actor, key: UUID, screening: Screening, version: int | None, reason: str
) -> Receipt:
    """Take an examination back: the person waits to be examined again, a deferral that followed is
    withdrawn. Raises NotNow (donated since, no reason), Refused, DayClosed, ``Stale``,
    ``KeyUsedBefore``."""
    registration = screening.registration

    def write(submission: Submission) -> Screening:
        open_day = day_of(registration.drive, by=by, at=submission.at, submission=submission)
        hold_donors([registration.donor_id])
        steps.hold(registration)
        current = _open(screening.pk, version, reason)
        back = "undo-defer" if registration.state == State.DEFERRED.value else "undo-pass"
        steps.take(
            registration, back, desk=Desk.SCREENING, by=by, at=submission.at,
            reason=gettext(TAKEN_BACK), submission=submission, day=open_day,
        )  # fmt: skip
        before = screening_cells(current)
        take_back_deferrals(registration, by=by, submission=submission, reason=reason)
        current.withdrawn_at = submission.at
        _save(current, UNDO, before, by=by, submission=submission, reason=reason)
        return current

    digest = digest_of([screening.pk, version, reason])
    return once(key=key, by=by, action=UNDO, digest=digest, write=write)


def _refuse_examined(registration: Registration, submission: Submission) -> None:
    """Raises NotNow for somebody whom another desk found fit: its examination is corrected, not
    written over."""
    steps.hold(registration)
    if registration.state == State.SCREENED.value:
        why = refusal(
            State.SCREENED,
            STEPS["pass"],
            asking=Desk.SCREENING,
            at=timezone.localtime(registration.state_at),
            today=timezone.localdate(submission.at),
        )
        if why is not None:
            raise NotNow(why, registration, steps.last_step_of(registration))


def take_back_deferrals(
    registration: Registration, *, by: Actor, submission: Submission, reason: str
) -> None:
    """Withdraw what was found at this drive, inside an open transaction."""
    rows = Deferral.objects.in_force().filter(registration=registration.pk)
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        deferrals.take_back(deferrals.held(pk), by=by, submission=submission, reason=reason)


def held(pk: int, *, version: int | None) -> Screening:
    """The examination, held for this transaction. Raises ``Stale``."""
    found = Screening.objects.select_related("registration__drive", "deferral__reason")
    return lock(found, pk, version=version)


def _open(pk: int, version: int | None, reason: str) -> Screening:
    """Raises Refused for one that was taken back, or where nobody says why."""
    if not reason.strip():
        raise Refused(REASON_MISSING)
    current = held(pk, version=version)
    if current.withdrawn_at is not None:
        raise Refused(WITHDRAWN)
    return current


def day_meant(registration: Registration, day: date | None, submission: Submission) -> date:
    drive, today = registration.drive, timezone.localdate(submission.at)
    on = day or next(iter(days_of(drive, today)), today)
    refuse_day(drive, on, today=today)
    return on


def held_of(registration: Registration) -> Screening:
    """The row of this person, which is used again after an examination was taken back."""
    there = Screening.objects.select_for_update().filter(registration=registration).first()
    if there is not None:
        there.registration = registration
    return there or Screening(registration=registration)


def _put(
    screening: Screening,
    examination: Examination,
    verdict: Verdict,
    assessed: Assessment,
    deferral: Deferral | None,
) -> None:
    for name in MEASURED:
        setattr(screening, name, getattr(examination, name))
    fit = isinstance(verdict, Fit)
    screening.decision = (Screening.Decision.FIT if fit else Screening.Decision.DEFERRED).value
    screening.allowed_volume = verdict.volume if isinstance(verdict, Fit) else None
    screening.limits_used = assessed.limits.as_json()
    screening.broken = [reason.rule for reason in assessed.reasons]
    screening.deferral = deferral


def _save(
    screening: Screening,
    action: str,
    before: Cells,
    *,
    by: Actor,
    submission: Submission,
    reason: str = "",
) -> None:
    screening.save()
    leave_change(
        screening, by=by, action=action, before=before, after=screening_cells(screening),
        reason=reason, submission=submission,
    )  # fmt: skip


def defer(
    registration: Registration,
    facts: DeferralFacts,
    day: date,
    by: Actor,
    submission: Submission,
) -> Deferral:
    return deferrals.put_deferral(
        donor=registration.donor,
        facts=facts,
        found_on=day,
        by=by,
        submission=submission,
        registration=registration.pk,
    )


def _refuse_after_donation(registration: Registration, verdict: Verdict) -> None:
    bag = Unit.objects.valid().filter(registration=registration).first()
    if bag is None:
        return
    if not isinstance(verdict, Fit):
        raise Refused(DONATED)
    if bag.volume is not None and bag.volume > verdict.volume:
        raise Refused(BELOW_BAG)


def _other_verdict(
    registration: Registration,
    screening: Screening,
    verdict: Verdict,
    day: date,
    open_day: DriveDay,
    by: Actor,
    submission: Submission,
    reason: str,
) -> Deferral | None:
    """Lead the person from the old decision to the new one; the deferral that now holds."""

    def step(name: str) -> None:
        steps.take(
            registration, name, desk=Desk.SCREENING, by=by, at=submission.at,
            reason=gettext(CORRECTED), submission=submission, day=open_day,
        )  # fmt: skip

    old = screening.deferral
    if isinstance(verdict, Fit):
        if old is not None:
            step("undo-defer")
            take_back_deferrals(registration, by=by, submission=submission, reason=reason)
            step("pass")
        return None
    if old is None:
        step("defer")
        return defer(registration, verdict, day, by, submission)
    current = deferrals.held(old.pk)
    return deferrals.mend_deferral(
        current, verdict, found_on=day, by=by, submission=submission, reason=reason
    )
