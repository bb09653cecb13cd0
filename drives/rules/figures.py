"""A published figure is a value and a qualifier; this is its arithmetic.

"trên 450" bounds from below, "gần 450" from above, "khoảng 450" says nothing sure. A sum never
hides a bound, a share of a bound is a bound, and what is unknown is counted beside, never as 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

INFINITY = Decimal("Infinity")


class Qualifier(Enum):
    """How sure a figure is; the values are what the database keeps."""

    EXACT = "exact"
    OVER = "over"
    NEARLY = "nearly"
    ABOUT = "about"
    FORECAST = "forecast"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as told: ``Figure(Decimal(450), Qualifier.OVER)`` is "trên 450"."""

    value: Decimal
    qualifier: Qualifier = Qualifier.EXACT

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("a figure is never negative")

    @property
    def is_exact(self) -> bool:
        return self.qualifier is Qualifier.EXACT

    @property
    def low(self) -> Decimal:
        """The least it can be."""
        if self.qualifier in (Qualifier.EXACT, Qualifier.OVER):
            return self.value
        return Decimal(0)

    @property
    def high(self) -> Decimal:
        """The most it can be."""
        if self.qualifier in (Qualifier.EXACT, Qualifier.NEARLY):
            return self.value
        return INFINITY

    def __add__(self, other: "Figure") -> "Figure":
        """Exact + over = over; exact + nearly = nearly; over + nearly, or any about, = about.
        A forecast is not a figure of what happened: raises ValueError."""
        return Figure(self.value + other.value, combined({self.qualifier, other.qualifier}))

    def surely_more_than(self, other: "Figure") -> bool:
        """Whether it exceeds ``other`` whatever both really are. "Over 450" against 400 does,
        against 500 does not; "over 400" against 400 does, since it is more than 400."""
        if self.low == other.high:
            return Qualifier.OVER is self.qualifier or Qualifier.NEARLY is other.qualifier
        return self.low > other.high

    def surely_differs_from(self, other: "Figure") -> bool:
        return self.surely_more_than(other) or other.surely_more_than(self)


def combined(qualifiers: set[Qualifier]) -> Qualifier:
    """The qualifier of a sum of figures with these qualifiers; ValueError for a forecast."""
    if Qualifier.FORECAST in qualifiers:
        raise ValueError("a forecast is never summed")
    bounds = qualifiers - {Qualifier.EXACT}
    if not bounds:
        return Qualifier.EXACT
    return bounds.pop() if len(bounds) == 1 else Qualifier.ABOUT


@dataclass(frozen=True, slots=True)
class Total:
    """A sum that hides nothing: ``figure`` is None when no figure was known; ``unknown`` and
    ``forecasts`` count the records that are not in it."""

    figure: Figure | None = None
    unknown: int = 0
    forecasts: int = 0

    @property
    def is_complete(self) -> bool:
        return not self.unknown and not self.forecasts


def total(figures: Iterable[Figure | None]) -> Total:
    """The honest sum of figures, None being unknown."""
    known: Figure | None = None
    unknown = forecasts = 0
    for figure in figures:
        if figure is None:
            unknown += 1
        elif figure.qualifier is Qualifier.FORECAST:
            forecasts += 1
        else:
            known = figure if known is None else known + figure
    return Total(known, unknown, forecasts)


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage with the sign of its bound: "< 76,7 %" is ``Share(Decimal("76.7"), "<")``."""

    percent: Decimal
    sign: str


def share(part: Figure | None, whole: Figure | None) -> Share | None:
    """``part`` of ``whole`` in percent with one decimal, or None where nothing can be said.

    345 exact of "over 450" is "< 76,7 %": a bigger whole makes a smaller share. Where the bounds
    of both pull different ways only "≈" is left; a forecast gives None.
    """
    if part is None or whole is None or not whole.value:
        return None
    if Qualifier.FORECAST in (part.qualifier, whole.qualifier):
        return None
    percent = (part.value / whole.value * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    pulls = {_PULL[part.qualifier], _OPPOSITE[_PULL[whole.qualifier]]} - {""}
    sign = pulls.pop() if len(pulls) == 1 else ("≈" if pulls else "")
    return Share(percent, sign)


_PULL = {Qualifier.EXACT: "", Qualifier.OVER: ">", Qualifier.NEARLY: "<", Qualifier.ABOUT: "≈"}
_OPPOSITE = {"": "", ">": "<", "<": ">", "≈": "≈"}
