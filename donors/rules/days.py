"""Days counted as the rules count them: months, birthdays, and times in which one may not give."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day of the month ``months`` later, or that month's last where it is shorter:
    31/08 + 6 months is 28/02, in a leap year 29/02 (Civil Code 2015, Art. 148.3)."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def anniversary(day: date, years: int) -> date:
    """The day on which ``years`` years are full. Who is born on 29/02 is a year older on 01/03 of
    an ordinary year: on 28/02 the year is not yet full."""
    year = day.year + years
    if (day.month, day.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1)
    return day.replace(year=year)


@dataclass(frozen=True, slots=True)
class Block:
    """Days ``[first, until)`` on which a person may not give; None is an open end."""

    first: date | None
    until: date | None

    def holds_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (
            self.until is None or day < self.until
        )


def first_free_day(blocks: Iterable[Block], day: date) -> date | None:
    """The first day from ``day`` on that no block holds, None when there is none."""
    remaining = list(blocks)
    while holding := [block for block in remaining if block.holds_on(day)]:
        ends = [block.until for block in holding if block.until is not None]
        if len(ends) < len(holding):
            return None
        day = max(ends)
    return day
