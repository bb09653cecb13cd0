"""The day of a drive: made with the first name, held while somebody writes to it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from drives.models import Drive
from drives.rules.states import State as DriveState
from ledger.actions import leave_change
from ledger.actor import Actor
from ledger.models import Submission
from units.actions.refusals import DayClosed
from units.cells import day_cells
from units.models import DriveDay
from units.rules.reasons import Reason
from words.sentences import gettext_noop

CLOSED = Reason(
    "day-closed",
    gettext_noop("The day of this drive is closed. Ask for it to be opened again to change names."),
)
CANCELLED = Reason(
    "drive-cancelled", gettext_noop("This drive was cancelled; nobody is received at it.")
)


def day_of(
    drive: Drive, *, by: Actor, at: datetime, submission: Submission | None = None
) -> DriveDay:
    """The open day of ``drive``, held until the caller's transaction ends; made when it is missing.

    Whoever writes a registration holds its day first: queue numbers are drawn one by one, and
    nobody takes a step while the day is being closed. Raises :class:`DayClosed`.
    """
    if drive.state == DriveState.CANCELLED.value:
        raise DayClosed(CANCELLED)
    day = _held(drive) or _made(drive, by=by, at=at, submission=submission)
    if not day.is_open:
        raise DayClosed(CLOSED, day)
    return day


def _held(drive: Drive) -> DriveDay | None:
    day = DriveDay.objects.select_for_update().filter(drive=drive.pk).first()
    if day is not None:
        day.drive = drive
    return day


def _made(drive: Drive, *, by: Actor, at: datetime, submission: Submission | None) -> DriveDay:
    try:
        with transaction.atomic():
            day = DriveDay.objects.create(drive=drive, opened_at=at, opened_by_name=by.name)
    except IntegrityError:
        # Another desk was faster; its row is there once its transaction is through.
        day = DriveDay.objects.select_for_update().get(drive=drive.pk)
        day.drive = drive
        return day
    leave_change(
        day, by=by, action="open-day", before={}, after=day_cells(day), submission=submission
    )
    return day
