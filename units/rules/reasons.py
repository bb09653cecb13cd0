"""Why something of the drive day cannot be, or is unlikely enough to ask about once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from drives.rules.figures import Figure
from words.dates import format_day


@dataclass(frozen=True, slots=True)
class Reason:
    """One named reason. ``sentence`` is a msgid with ``%(name)s`` places for ``params``, which
    are in words already, but for the figures of a result sheet: their words need a language.
    ``asks``: it is not impossible; answered with words it is kept."""

    rule: str
    sentence: str
    params: Mapping[str, str | Figure] = field(default_factory=dict)
    asks: bool = False


def clock(at: datetime | time) -> str:
    """A local hour as people write it: "09:05"."""
    return f"{at:%H:%M}"


def moment(at: datetime, today: date | None = None) -> str:
    """A local time, with its day unless that is ``today``: "09:05", "09:05 12/03/2027"."""
    return clock(at) if at.date() == today else f"{clock(at)} {format_day(at.date())}"
