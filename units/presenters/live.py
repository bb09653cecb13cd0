"""The page of a drive that goes on, in words and in one drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from donors.models import DeferralReason
from drives.models import Drive
from drives.presenters import share_text
from units.querysets.live import Live
from units.rules.day import every_hour
from units.rules.states import State, funnel
from words.dates import format_day
from words.numbers import format_number

# A group of fewer people might point at somebody: those who may not know the reason read "< 5".
FEW = 5
STAGES = {
    State.REGISTERED: _("Registered"),
    State.ARRIVED: _("Came"),
    State.SCREENED: _("Fit to give"),
    State.DONATED: _("Donated"),
}
BAR, GAP, HEIGHT = 18, 14, 120


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the way, with its share of all registered."""

    label: str
    people: int
    of_all: str
    most: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One column of the drawing, measured in its own units."""

    x: int
    y: int
    height: int
    kind: str


@dataclass(frozen=True, slots=True)
class HourRow:
    """One hour: its label and counts, and where its label stands below the drawing."""

    label: str
    arrivals: int
    donations: int
    x: int


@dataclass(frozen=True, slots=True)
class Hours:
    """The drawing of arrivals and donations by hour, and the table beside it."""

    rows: Sequence[HourRow]
    bars: Sequence[Bar]
    width: int
    height: int = HEIGHT


def stages(live: Live) -> list[Stage]:
    """Registered, came, fit, donated; who was entered from paper went the whole way."""
    steps = funnel(live.states)
    most = max(steps[0].people, 1)
    return [
        Stage(str(STAGES[stage.state]), stage.people, share_text(stage.of_all), most)
        for stage in steps
    ]


def waiting(live: Live) -> tuple[int, int]:
    """How many wait for the examination, and for the drawing."""
    return live.states.get(State.ARRIVED, 0), live.states.get(State.SCREENED, 0)


def hours(live: Live) -> Hours:
    """Two columns an hour, side by side; days of several are told apart by their labels."""
    both = dict.fromkeys((*live.arrivals, *live.donations), 0)
    spans = [hour.start for hour in every_hour(both)]
    most = max((*live.arrivals.values(), *live.donations.values()), default=1)
    several = len({start.date() for start in spans}) > 1
    rows, bars = [], []
    for place, start in enumerate(spans):
        x = place * (2 * BAR + GAP)
        counts = live.arrivals.get(start, 0), live.donations.get(start, 0)
        rows.append(HourRow(_hour_label(start, several), *counts, x=x + BAR))
        for side, (kind, count) in enumerate(zip(("came", "gave"), counts, strict=True)):
            height = round(count / most * HEIGHT)
            bars.append(Bar(x + side * BAR, HEIGHT - height, height, kind))
    return Hours(rows, bars, max(len(spans) * (2 * BAR + GAP) - GAP, 1))


def _hour_label(start: datetime, several: bool) -> str:
    clock = gettext("%(hour)s:00") % {"hour": f"{start:%H}"}
    return f"{format_day(start.date())[:5]} {clock}" if several else clock


def deferral_groups(live: Live, *, exact: bool) -> list[tuple[str, str]]:
    """Groups of reasons with their people; small ones only for those who may know the reason."""
    labels: Mapping[str, object] = dict(DeferralReason.Group.choices)
    return [
        (str(labels[group]), format_number(n) if exact or n >= FEW else f"< {FEW}")
        for group, n in live.deferrals.items()
    ]


def of_target(drive: Drive, live: Live) -> str:
    """ "199 trên 200–300 đơn vị dự kiến"; empty without a target."""
    if drive.expected_from is None:
        return ""
    target = format_number(drive.expected_from)
    if drive.expected_to is not None and drive.expected_to != drive.expected_from:
        target = f"{target}–{format_number(drive.expected_to)}"
    words = gettext("%(units)s of %(target)s units expected")
    return words % {"units": format_number(live.units), "target": target}
