"""Steps in the life of a drive, forward and back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from drives import gates
from drives.actions.refusals import Missing, NotByYou, NotNow
from drives.cells import drive_cells
from drives.models import Drive, Move, Result
from drives.rules.days import sort_day
from drives.rules.states import MOVES
from ledger.actions import Receipt, Stale, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import digest_of
from ledger.models import Submission
from words.dates import Days


def take_step(
    drive: Drive,
    name: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    cells: Sequence[str] = (),
    submission: Submission | None = None,
) -> Move:
    """Change the state of a locked drive, inside the caller's transaction; leaves Move and Change.

    Raises :class:`NotNow` where the state has no such step, :class:`Missing` without the reason a
    step backward needs, or without a result to send or confirm.
    """
    move = MOVES[name]
    if drive.life_state not in move.sources:
        raise NotNow(drive.life_state, name)
    if move.needs_reason and not reason.strip():
        raise Missing("reason")
    before = drive_cells(drive)
    step = Move.objects.create(
        drive=drive,
        name=name,
        from_state=drive.state,
        to_state=move.target.value,
        at=at,
        by_id=by.id,
        reason=reason.strip(),
        cells=list(cells),
        old_first_day=drive.first_day if name == "postpone" else None,
        old_last_day=drive.last_day if name == "postpone" else None,
    )
    drive.state = move.target.value
    drive.save(update_fields=["state"])
    _mark_result(drive, name, by=by, at=at)
    leave_change(
        drive, by=by, action=name, before=before, after=drive_cells(drive), reason=reason.strip(),
        submission=submission,
    )  # fmt: skip
    return step


def _mark_result(drive: Drive, name: str, *, by: Actor, at: datetime) -> None:
    """Who sent, looked at and confirmed the sheet, and which version the confirmer has seen."""
    result = Result.objects.filter(drive=drive).first()
    if name in ("submit", "confirm") and result is None:
        raise Missing("result")
    if result is None:
        return
    if name == "submit":
        result.submitted_at, result.submitted_by_id = at, by.id
    elif name == "return":
        result.looked_version = result.version
    elif name == "confirm":
        if result.submitted_by_id == by.id:
            raise NotByYou
        result.looked_version = result.version
        result.confirmed_at, result.confirmed_by_id = at, by.id
    elif name == "reopen":
        result.confirmed_at = result.confirmed_by_id = None
    else:
        return
    result.save(
        update_fields=[
            "submitted_at", "submitted_by", "confirmed_at", "confirmed_by", "looked_version",
        ]
    )  # fmt: skip


def move_drive(
    *,
    by: Actor,
    key: UUID,
    drive: Drive,
    name: str,
    version: int | None = None,
    result_version: int | None = None,
    reason: str = "",
    cells: Sequence[str] = (),
    days: Days | None = None,
) -> Receipt:
    """Take one step. ``result_version`` is the sheet the person saw: a confirmer never confirms
    figures that changed meanwhile (``Stale``). ``days`` are the new days of a postponed drive.

    Raises also :class:`NotNow`, :class:`NotByYou`, and :class:`Missing` with the rules of the gates
    that hold a confirmation back.
    """

    def write(submission: Submission) -> Drive:
        current = lock(Drive.objects.with_page(), drive.pk, version=version)
        result = Result.objects.filter(drive=current).first()
        if result_version is not None and result and result.version != result_version:
            raise Stale(result, result_version)
        if name == "confirm":
            _ask_gates(current, result)
        take_step(
            current, name, by=by, at=submission.at, reason=reason, cells=cells,
            submission=submission,
        )  # fmt: skip
        if name in ("postpone", "resume") and days is not None:
            _put_days(current, days, by=by, reason=reason)
        return current

    digest = digest_of([drive.pk, name, version, result_version, reason, list(cells), str(days)])
    return once(key=key, by=by, action=name, digest=digest, write=write)


def _ask_gates(drive: Drive, result: Result | None) -> None:
    """Only official figures are confirmed, and only past every gate of the upper rooms."""
    if result is not None and result.standing != Result.Standing.OFFICIAL.value:
        raise Missing("still-preliminary")
    if reasons := gates.ask(drive, gates.Moment.CONFIRM):
        raise Missing(*(reason.rule for reason in reasons))


def _put_days(drive: Drive, days: Days, *, by: Actor, reason: str) -> None:
    before = drive_cells(drive)
    drive.when = days
    drive.sort_day = sort_day(days, year=drive.year, recorded_on=timezone.localdate())
    drive.save()
    leave_change(
        drive, by=by, action="new-days", before=before, after=drive_cells(drive), reason=reason
    )
