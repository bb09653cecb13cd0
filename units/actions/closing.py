"""The end of a drive's day: the reason for numbers that differ, closing, and opening again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from drives.models import Drive
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import Cell, digest_of
from ledger.models import Submission
from units.actions.days import day_of
from units.actions.refusals import Refused
from units.actions.steps import REASON_MISSING
from units.cells import day_cells
from units.models import DriveDay, Registration, Step
from units.querysets.matching import rows_of
from units.rules.match import Row, gate_reasons
from units.rules.states import STEPS, Desk, State

CLOSE, REOPEN, EXPLAIN = "close-day", "reopen-day", "explain-differences"
NO_SHOW = STEPS["no-show"]


class Differs(Exception):
    """Sheet, names and handovers do not agree and nobody has written why."""

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__(", ".join(row.name for row in rows))
        self.rows = list(rows)


class Unfinished(Exception):
    """People came and nothing says yet whether they gave."""

    def __init__(self, people: int) -> None:
        super().__init__(str(people))
        self.people = people


def picture_of(rows: Sequence[Row]) -> list[Cell]:
    """The differing rows as they are now, to be told apart from later ones."""
    return [[row.name, str(row.sheet), row.names, row.handovers] for row in rows if row.differences]


def reason_in_force(day: DriveDay | None, rows: Sequence[Row]) -> str:
    """The written reason, as long as the numbers are those it was written for."""
    if day is None or day.differences != picture_of(rows):
        return ""
    return day.difference_reason


def explain(*, by: Actor, key: UUID, drive: Drive, version: int | None, reason: str) -> Receipt:
    """Write one reason for all rows that differ now. Raises ``Stale``, Refused without a reason."""

    def write(submission: Submission) -> DriveDay:
        day = _held(drive, version)
        if not reason.strip():
            raise Refused(REASON_MISSING)
        _put_reason(day, reason, by=by, submission=submission)
        return day

    digest = digest_of([drive.pk, version, reason])
    return once(key=key, by=by, action=EXPLAIN, digest=digest, write=write)


def _held(drive: Drive, version: int | None) -> DriveDay:
    day = DriveDay.objects.only("pk").get(drive=drive)
    return lock(DriveDay.objects.select_related("drive"), day.pk, version=version)


def _put_reason(day: DriveDay, reason: str, *, by: Actor, submission: Submission) -> None:
    before = day_cells(day)
    day.difference_reason = reason.strip()
    day.differences = picture_of(rows_of(day.drive))
    day.save(update_fields=["difference_reason", "differences"])
    leave_change(
        day, by=by, action=EXPLAIN, before=before, after=day_cells(day), submission=submission
    )


def close_day(*, by: Actor, key: UUID, drive: Drive, reason: str = "") -> Receipt:
    """Close the day: whoever is still only registered did not come.

    ``reason`` answers for numbers that differ. Raises :class:`Unfinished` while people wait for
    an end, :class:`Differs` for numbers that differ without a reason, DayClosed.
    """

    def write(submission: Submission) -> DriveDay:
        day = day_of(drive, by=by, at=submission.at, submission=submission)
        people = Registration.objects.of_drive(drive)
        if waiting := people.in_states(State.ARRIVED, State.SCREENED).count():
            raise Unfinished(waiting)
        if reason.strip():
            _put_reason(day, reason, by=by, submission=submission)
        rows = rows_of(drive)
        if gate_reasons(rows, reason_in_force(day, rows)):
            raise Differs([row for row in rows if row.differences])
        _mark_no_shows(drive, by=by, at=submission.at, submission=submission)
        before = day_cells(day)
        day.state, day.closed_at = DriveDay.State.CLOSED.value, submission.at
        day.closed_by_name = by.name
        day.save(update_fields=["state", "closed_at", "closed_by_name"])
        leave_change(
            day, by=by, action=CLOSE, before=before, after=day_cells(day), submission=submission
        )
        return day

    digest = digest_of([drive.pk, reason])
    return once(key=key, by=by, action=CLOSE, digest=digest, write=write)


def _mark_no_shows(drive: Drive, *, by: Actor, at: datetime, submission: Submission) -> None:
    """Each with a step and a Change of its own, so that who comes late after all is taken back
    alone."""
    absent = list(
        Registration.objects.of_drive(drive)
        .in_states(State.REGISTERED)
        .select_for_update()
        .order_by("pk")
    )
    for row in absent:
        row.state, row.state_at = State.NO_SHOW.value, at
    Registration.objects.bulk_update(absent, ["state", "state_at"])
    Step.objects.bulk_create(
        Step(
            registration=row, name=NO_SHOW.name, from_state=State.REGISTERED.value,
            to_state=State.NO_SHOW.value, at=at, desk=Desk.CLOSING.value, actor_id=by.id,
            actor_name=by.name,
        )
        for row in absent
    )  # fmt: skip
    for row in absent:
        leave_change(
            row, by=by, action=NO_SHOW.name, before={"state": State.REGISTERED.value},
            after={"state": State.NO_SHOW.value}, submission=submission,
        )  # fmt: skip


def reopen_day(*, by: Actor, key: UUID, drive: Drive, reason: str) -> Receipt:
    """Open a closed day again; those who did not come stay so until somebody says otherwise.
    Raises Refused without a reason."""

    def write(submission: Submission) -> DriveDay:
        day = _held(drive, None)
        if not reason.strip():
            raise Refused(REASON_MISSING)
        before = day_cells(day)
        day.state, day.closed_at, day.closed_by_name = DriveDay.State.OPEN.value, None, ""
        day.save(update_fields=["state", "closed_at", "closed_by_name"])
        leave_change(
            day, by=by, action=REOPEN, before=before, after=day_cells(day), reason=reason.strip(),
            submission=submission,
        )  # fmt: skip
        return day

    digest = digest_of([drive.pk, reason])
    return once(key=key, by=by, action=REOPEN, digest=digest, write=write)
