"""The cells of the drive day's records: what a Change keeps of them. None holds anything personal;
a donor is named by the code."""

from ledger.cells import Cell, Cells, plain
from units.models import DriveDay, Registration

# What a step changes; it reads nothing else.
STEP_CELLS = ("state", "queue_no", "left_why")
DAY_CELLS = ("state", "difference_reason")


def step_cells(registration: Registration) -> Cells:
    """Where a person stands."""
    return {name: plain(getattr(registration, name)) for name in STEP_CELLS}


def registration_cells(registration: Registration) -> Cells:
    """All of a registration but the name, which belongs to the donor's file."""
    return step_cells(registration) | {
        "drive": plain(registration.drive),
        "donor": plain(registration.donor),
        "source": registration.source,
        "group": group_cell(registration),
        "expected_at": plain(registration.expected_at),
        "first_time": registration.first_time,
    }


def group_cell(registration: Registration) -> Cell:
    """Whom the person counts for: a link, or only words, or nothing."""
    if registration.organisation is not None:
        return plain(registration.organisation)
    return registration.group_words or None


def day_cells(day: DriveDay) -> Cells:
    """Whether the day is open, since when the receiver's desks are, and why numbers differ."""
    return {name: plain(getattr(day, name)) for name in DAY_CELLS} | {
        "desks_opened_at": plain(day.desks_opened_at),
        "closed_at": plain(day.closed_at),
    }
