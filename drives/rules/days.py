"""When a drive was, as far as is known, and where it stands in a list."""

from datetime import date, timedelta

from words.dates import Days, Span, When


def sort_day(when: When | None, *, year: int | None, recorded_on: date) -> date:
    """The day a drive is sorted by, never null: its first day, else the last day it can have been,
    else the end of its year, else the day it was recorded."""
    if isinstance(when, Days):
        return when.first
    if isinstance(when, Span):
        if when.end is not None:
            return when.end - timedelta(days=1)
        if when.start is not None:
            return when.start
    return date(year, 12, 31) if year else recorded_on


def surely_to_come(when: When | None, today: date) -> bool:
    """Whether the drive cannot have been yet: no result is taken for a day to come."""
    if isinstance(when, Days):
        return when.first > today
    return isinstance(when, Span) and when.start is not None and when.start > today


def may_be_over(when: When | None, *, year: int | None, today: date) -> bool:
    """Whether the drive may, for all that is known, have been already."""
    if isinstance(when, Days):
        return when.last <= today
    if isinstance(when, Span) and when.start is not None:
        return when.start <= today
    return year is None or year <= today.year
