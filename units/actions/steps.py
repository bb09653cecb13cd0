"""One step of one person, at any desk: the only way the state of a registration changes."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from donors.rules.mentions import mentions
from ledger.actions import leave_change
from ledger.actor import Actor
from ledger.models import Submission
from units.actions.days import day_of
from units.actions.refusals import NotNow
from units.cells import step_cells
from units.models import DriveDay, Registration, Step
from units.rules.day import next_queue_no
from units.rules.reasons import Reason
from units.rules.states import Desk, State, StepRule, refusal, step_named
from words.sentences import gettext_noop

CHANGED = ["state", "state_at", "left_why", "queue_no"]
REASON_MISSING = Reason("reason-missing", gettext_noop("Please say why, in one sentence."))
# What stands in a step stays for ever, also when the donor is forgotten.
REASON_NAMES = Reason(
    "reason-names-person",
    gettext_noop("Please write the reason without the person's name and without a number."),
)
ABOUT_REASON = frozenset({REASON_MISSING.rule, REASON_NAMES.rule})


def take(
    registration: Registration,
    name: str,
    *,
    desk: Desk,
    by: Actor,
    at: datetime,
    reason: str = "",
    submission: Submission | None = None,
    day: DriveDay | None = None,
    check: Callable[[], None] | None = None,
) -> Step:
    """Take the step ``name`` with a person, inside the caller's transaction.

    The day and the registration are held; ``registration`` is read again in place, so that it says
    how things are now. ``day``: what :func:`units.actions.days.day_of` gave in this transaction
    already. ``check`` may refuse by raising, once the person is known to stand right. Who arrives
    at the reception desk gets the next queue number.

    Raises :class:`NotNow` where the person does not stand where the step begins, is asked at
    another desk, or a reason is missing; DayClosed; ValueError for an unknown step.
    """
    rule = step_named(name)
    if rule is None:
        message = f"there is no step {name!r}"
        raise ValueError(message)
    day = day or day_of(registration.drive, by=by, at=at, submission=submission)
    hold(registration)
    _refuse(registration, rule, desk=desk, at=at, reason=reason)
    if check is not None:
        check()
    before = step_cells(registration)
    step = make_step(
        registration, rule, before=State(registration.state), desk=desk, by=by, at=at, reason=reason
    )
    put_state(registration, rule, desk=desk, at=at, day=day)
    registration.save(update_fields=CHANGED)
    leave_change(
        registration,
        by=by,
        action=name,
        before=before,
        after=step_cells(registration),
        reason=reason.strip(),
        submission=submission,
    )
    return step


def hold(registration: Registration) -> None:
    """Lock the row of a registration and read it again in place; its links stay as they are."""
    row = Registration.objects.select_for_update().get(pk=registration.pk)
    for field in Registration._meta.concrete_fields:
        if not field.is_relation:
            setattr(registration, field.attname, getattr(row, field.attname))


def put_state(
    registration: Registration, rule: StepRule, *, desk: Desk, at: datetime, day: DriveDay
) -> None:
    """Write the end of a step into the registration, which the caller saves; the day is held."""
    registration.state = rule.target.value
    registration.state_at = at
    registration.left_why = rule.left.value if rule.left else ""
    if rule.target is State.ARRIVED and desk is Desk.RECEPTION and registration.queue_no is None:
        registration.queue_no = draw_queue_no(day)


def draw_queue_no(day: DriveDay) -> int:
    """The next queue number of a held day."""
    day.last_queue_no = next_queue_no(day.last_queue_no)
    day.save(update_fields=["last_queue_no"])
    return day.last_queue_no


def make_step(
    registration: Registration,
    rule: StepRule,
    *,
    before: State | None,
    desk: Desk,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Step:
    """The row of one step, for ever."""
    return Step.objects.create(
        registration=registration,
        name=rule.name,
        from_state=before.value if before else "",
        to_state=rule.target.value,
        at=at,
        desk=desk.value,
        actor_id=by.id,
        actor_name=by.name,
        reason=reason.strip(),
    )


def last_step_of(registration: Registration) -> Step | None:
    """The step that brought the person where he or she stands."""
    return registration.steps.order_by("-at", "-id").first()


def _refuse(
    registration: Registration, rule: StepRule, *, desk: Desk, at: datetime, reason: str
) -> None:
    why = refusal(
        State(registration.state),
        rule,
        asking=desk,
        at=timezone.localtime(registration.state_at),
        today=timezone.localdate(at),
    )
    if why is not None:
        raise NotNow(why, registration, last_step_of(registration))
    if rule.needs_reason and not reason.strip():
        raise NotNow(REASON_MISSING, registration)
    if mentions(reason, registration.name):
        raise NotNow(REASON_NAMES, registration)
