"""What donors may ask of those who keep their data, and by when it is answered (Law 91/2025/QH15,
Decree 356/2025), against the duty to keep records (Circular 26/2013, Art. 61)."""

from collections.abc import Set
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from donors.rules.days import anniversary

ACKNOWLEDGE_WITHIN: Final = 2
RETENTION_YEARS: Final = 10


class RequestKind(StrEnum):
    ACCESS = "access"
    CORRECTION = "correction"
    RESTRICTION = "restriction"
    ERASURE = "erasure"
    WITHDRAWAL = "withdrawal"


# Calendar days. Those of restriction and withdrawal are the decree's, the others are practice.
DUE_WITHIN: Final = {
    RequestKind.RESTRICTION: 15,
    RequestKind.WITHDRAWAL: 15,
    RequestKind.ACCESS: 15,
    RequestKind.CORRECTION: 15,
    RequestKind.ERASURE: 15,
}


def acknowledge_by(received: date, holidays: Set[date] = frozenset()) -> date:
    """The second working day after ``received``: Monday to Friday, without ``holidays``."""
    day, left = received, ACKNOWLEDGE_WITHIN
    while left:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            left -= 1
    return day


def due_on(kind: RequestKind, received: date) -> date:
    """The last day on which the request may be answered."""
    return received + timedelta(days=DUE_WITHIN[kind])


class Erasure(NamedTuple):
    """Whether a file may be erased now; if not, ``from_day`` is the first day on which it may."""

    allowed: bool
    from_day: date | None


def erasure_allowed(last_fact: date | None, day: date) -> Erasure:
    """Whether on ``day`` ten years have passed since ``last_fact``, the last update of the file's
    record. A file without any fact of a drive has nothing that must be kept."""
    if last_fact is None:
        return Erasure(True, None)
    from_day = anniversary(last_fact, RETENTION_YEARS)
    return Erasure(day >= from_day, from_day)
