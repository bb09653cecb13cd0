"""The day of a drive: open and closed, its hours, queue numbers and time slots."""

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Final

from units.rules.reasons import Reason, clock, moment
from words.dates import format_day
from words.numbers import format_number
from words.sentences import gettext_noop

_HOUR: Final = timedelta(hours=1)
_NO_DAY: Final = date(2000, 1, 1)
MOST_SLOTS: Final = 288


class DayState(Enum):
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class DayStep:
    """A step of the whole day; opening again what was closed needs a reason."""

    name: str
    source: DayState
    target: DayState
    needs_reason: bool


DAY_STEPS: dict[str, DayStep] = {
    step.name: step
    for step in (
        DayStep("close", DayState.OPEN, DayState.CLOSED, needs_reason=False),
        DayStep("reopen", DayState.CLOSED, DayState.OPEN, needs_reason=True),
    )
}


def hour_refusal(
    at: datetime, first: date | None, last: date | None, *, now: datetime | None = None
) -> Reason | None:
    """Why nothing can have happened ``at`` this local hour at a drive from ``first`` to ``last``
    (None where the days are unknown), told at ``now``."""
    if first is not None and at.date() < first:
        return Reason(
            "hour-before-drive",
            gettext_noop("%(at)s is before the first day of this drive (%(day)s)."),
            {"at": moment(at), "day": format_day(first)},
        )
    if last is not None and at.date() > last:
        return Reason(
            "hour-after-drive",
            gettext_noop("%(at)s is after the last day of this drive (%(day)s)."),
            {"at": moment(at), "day": format_day(last)},
        )
    if now is not None and at > now:
        return Reason("hour-to-come", gettext_noop("%(at)s is still to come."), {"at": moment(at)})
    return None


def next_queue_no(last: int, taken: Iterable[int] = ()) -> int:
    """The number for the next person: one more than any ever given, so that a number taken back
    is not called twice."""
    return max(last, *taken, 0) + 1


@dataclass(frozen=True, slots=True)
class Slot:
    """A time slot ``[start, end)`` for ``capacity`` people."""

    start: time
    end: time
    capacity: int


def slots_refusal(first: time, last: time, minutes: int, capacity: int) -> Reason | None:
    """Why no slots can be made of these numbers, or None."""
    if last <= first:
        return Reason(
            "slots-end-before-start",
            gettext_noop("The last hour (%(last)s) is not after the first (%(first)s)."),
            {"first": clock(first), "last": clock(last)},
        )
    if minutes < 1 or capacity < 1:
        return Reason(
            "slots-of-nothing",
            gettext_noop("A time slot has at least one minute and one person."),
        )
    if _span(first, last) > timedelta(minutes=minutes) * MOST_SLOTS:
        return Reason(
            "too-many-slots",
            gettext_noop("These slots are too short: at most %(most)s are made."),
            {"most": format_number(MOST_SLOTS)},
        )
    return None


def slots(first: time, last: time, minutes: int, capacity: int) -> tuple[Slot, ...]:
    """The slots from ``first`` to ``last``; the last one ends at ``last`` even if it is shorter.
    Raises ValueError where :func:`slots_refusal` has a reason."""
    if slots_refusal(first, last, minutes, capacity) is not None:
        raise ValueError("no slots can be made of these numbers")
    starts = range(0, int(_span(first, last).total_seconds()), minutes * 60)
    marks = [_later(first, seconds) for seconds in starts] + [last]
    return tuple(Slot(a, b, capacity) for a, b in itertools.pairwise(marks))


def free_slots(all_slots: Iterable[Slot], taken: Mapping[time, int]) -> tuple[Slot, ...]:
    """The slots with room left, given how many people each start has already."""
    return tuple(slot for slot in all_slots if taken.get(slot.start, 0) < slot.capacity)


def _span(first: time, last: time) -> timedelta:
    return datetime.combine(_NO_DAY, last) - datetime.combine(_NO_DAY, first)


def _later(first: time, seconds: int) -> time:
    return (datetime.combine(_NO_DAY, first) + timedelta(seconds=seconds)).time()


@dataclass(frozen=True, slots=True)
class Hour:
    """How many of something fell into the hour that begins at ``start``."""

    start: datetime
    count: int


def by_hour(times: Iterable[datetime]) -> tuple[Hour, ...]:
    """Local times counted by hour, as :func:`every_hour` gives them."""
    return every_hour(Counter(at.replace(minute=0, second=0, microsecond=0) for at in times))


def every_hour(counts: Mapping[datetime, int]) -> tuple[Hour, ...]:
    """Counts by full local hour; of each day every hour from its first to its last, empty ones
    with 0."""
    hours: list[Hour] = []
    for day in sorted({hour.date() for hour in counts}):
        of_day = [hour for hour in counts if hour.date() == day]
        hour, last = min(of_day), max(of_day)
        while hour <= last:
            hours.append(Hour(hour, counts.get(hour, 0)))
            hour += _HOUR
    return tuple(hours)
