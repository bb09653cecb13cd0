"""The receiver's own desks, screening and collection: opened by the receiver, for one drive."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from drives.models import Drive
from ledger.actions import Receipt, leave_change, once
from ledger.actor import Actor
from ledger.cells import digest_of
from ledger.models import Submission
from units.actions.days import day_of
from units.actions.refusals import Refused
from units.cells import day_cells
from units.models import DriveDay
from units.rules.day import hour_refusal
from units.rules.reasons import Reason
from words.dates import format_day, format_when
from words.sentences import gettext_noop

OPEN = "open-desks"
NOT_OPEN = Reason(
    "desks-not-open",
    gettext_noop("The desks of the receiver are not open at this drive. Open them first."),
)


def open_desks(*, by: Actor, key: UUID, drive: Drive) -> Receipt:
    """Open screening and collection; where they are open already, they stay as they are. Raises
    DayClosed, ``KeyUsedBefore``."""

    def write(submission: Submission) -> DriveDay:
        day = day_of(drive, by=by, at=submission.at, submission=submission)
        if day.desks_opened_at is None:
            before = day_cells(day)
            day.desks_opened_at, day.desks_opened_by_name = submission.at, by.name
            day.save(update_fields=["desks_opened_at", "desks_opened_by_name"])
            leave_change(
                day, by=by, action=OPEN, before=before, after=day_cells(day), submission=submission
            )
        return day

    return once(key=key, by=by, action=OPEN, digest=digest_of([drive.pk]), write=write)


def desk_day(drive: Drive, *, by: Actor, submission: Submission) -> DriveDay:
    """The open day of a drive whose desks are open, held. Raises DayClosed, Refused."""
    day = day_of(drive, by=by, at=submission.at, submission=submission)
    if day.desks_opened_at is None:
        raise Refused(NOT_OPEN)
    return day


def days_of(drive: Drive, today: date) -> list[date]:
    """The days of a drive on which something can have happened by now, newest first: that which is
    meant where nobody says one stands first. Of a drive without known days it is today."""
    if drive.first_day is None or drive.last_day is None:
        return [today]
    last = min(drive.last_day, today)
    return [last - timedelta(days=n) for n in range((last - drive.first_day).days + 1)]


def refuse_day(drive: Drive, day: date, *, today: date) -> None:
    """Raises Refused where ``day`` is none of the drive's, or still to come."""
    if day not in days_of(drive, today):
        raise Refused(
            Reason(
                "not-a-day-of-the-drive",
                gettext_noop("This cannot be recorded for %(day)s: the drive is held %(days)s."),
                {"day": format_day(day), "days": format_when(drive.when)},
            )
        )


def refuse_hour(drive: Drive, at: datetime, *, now: datetime) -> None:
    """Raises Refused where nothing can have happened at this moment of a drive."""
    reason = hour_refusal(
        timezone.localtime(at), drive.first_day, drive.last_day, now=timezone.localtime(now)
    )
    if reason is not None:
        raise Refused(reason)
