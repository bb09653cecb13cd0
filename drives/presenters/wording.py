"""Figures, days and states in words: pure apart from the page's language.

What is not known reads "chưa rõ", a bound keeps its word, and :func:`figure_text` can be typed
back: ``drives.rules.typed.parse_figure`` reads it again.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import get_language, gettext, ngettext

from drives.rules.figures import Figure, Qualifier, Share, Total
from drives.rules.states import State
from words.dates import Days, Span, When, format_when
from words.numbers import format_number


def unknown_text() -> str:
    return gettext("not known")


def figure_text(figure: Figure | None) -> str:
    """ "345", "trên 450", "gần 2.000", "khoảng 100", "dự kiến 300"; "chưa rõ" for None."""
    if figure is None:
        return unknown_text()
    number = format_number(figure.value)
    match figure.qualifier:
        case Qualifier.EXACT:
            return number
        case Qualifier.OVER:
            return gettext("over %(number)s") % {"number": number}
        case Qualifier.NEARLY:
            return gettext("nearly %(number)s") % {"number": number}
        case Qualifier.ABOUT:
            return gettext("about %(number)s") % {"number": number}
        case Qualifier.FORECAST:
            return gettext("forecast %(number)s") % {"number": number}


def total_text(total: Total) -> str:
    """The sum of what is known; what is not in it is said by :func:`left_out`."""
    return figure_text(total.figure)


def left_out(total: Total) -> str:
    """ "chưa rõ ở 1 đợt; dự kiến ở 2 đợt", or nothing when the sum is complete."""
    parts = []
    if total.unknown:
        parts.append(
            ngettext(
                "not known for %(count)s drive", "not known for %(count)s drives", total.unknown
            )
            % {"count": format_number(total.unknown)}
        )
    if total.forecasts:
        parts.append(
            ngettext(
                "only forecast for %(count)s drive",
                "only forecast for %(count)s drives",
                total.forecasts,
            )
            % {"count": format_number(total.forecasts)}
        )
    return "; ".join(parts)


def drives_text(count: int) -> str:
    """ "2 đợt"."""
    return ngettext("%(count)s drive", "%(count)s drives", count) % {"count": format_number(count)}


def share_text(share: Share | None) -> str:
    """ "115 %", "< 76,7 %"; "chưa rõ" where nothing can be said."""
    if share is None:
        return unknown_text()
    percent = f"{format_number(share.percent)} %"
    return f"{share.sign} {percent}" if share.sign else percent


def range_text(low: int | None, high: int | None) -> str:
    """ "300", "200–300"; "chưa rõ" where no plan is known."""
    if low is None:
        return unknown_text()
    if high is None or high == low:
        return format_number(low)
    return f"{format_number(low)}–{format_number(high)}"


def when_text(when: When | None) -> str:
    """Days or a span in the page's language; "chưa rõ" for neither."""
    language: Literal["vi", "en"] = "en" if get_language() == "en" else "vi"
    return format_when(when, none=unknown_text(), language=language)


def period_text(first: date, before: date) -> str:
    """The period ``[first, before)``: "2007–2024", "nửa đầu năm 2025", "tháng 11/2024", else its
    first and last day."""
    last = date.fromordinal(before.toordinal() - 1)
    months = (before.year - first.year) * 12 + before.month - first.month
    if first.day == before.day == 1:
        if first.month == 1 and months % 12 == 0 and months > 12:
            return f"{first.year}–{last.year}"
        if (
            months == 1
            or (months == 3 and first.month % 3 == 1)
            or (months in (6, 12) and first.month == 1)
        ):
            return when_text(Span(first, before))
    return when_text(Days(first, last))


@dataclass(frozen=True, slots=True)
class ListDay:
    """A drive's days in a list: one short line, and what a span says more."""

    line: str
    more: str = ""


def list_day(when: When | None, year: int | None) -> ListDay:
    """ "30/11/2024"; "Chưa rõ, 2025" with "2025, sau 30/6" below; "Chưa rõ"."""
    if when is not None and not isinstance(when, Span):
        return ListDay(when_text(when))
    more = ""
    if isinstance(when, Span):
        year = _only_year(when) or year
        whole_year = year is not None and when == Span(date(year, 1, 1), date(year + 1, 1, 1))
        more = "" if whole_year else when_text(when)
    if year is None:
        return ListDay(gettext("Not known"), more)
    return ListDay(gettext("Not known, %(year)s") % {"year": year}, more)


def _only_year(span: Span) -> int | None:
    """The year a span lies in, where it lies in one."""
    if span.start is None or span.end is None:
        return None
    last = date.fromordinal(span.end.toordinal() - 1)
    return span.start.year if span.start.year == last.year else None


_TONES = {
    State.AWAITING: "warn",
    State.RETURNED: "warn",
    State.REOPENED: "warn",
    State.SUBMITTED: "info",
    State.CONFIRMED: "ok",
}


def state_tone(state: State) -> str:
    """The class of a state's mark; neutral where nothing is asked of anybody."""
    return _TONES.get(state, "")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the bar above a drive: ``done``, ``current``, or still to come."""

    label: str
    done: bool
    current: bool


_STAGES = {
    State.PLANNED: 0,
    State.REGISTERING: 1,
    State.AWAITING: 2,
    State.RETURNED: 2,
    State.REOPENED: 2,
    State.SUBMITTED: 3,
    State.CONFIRMED: 4,
}


def steps(state: State) -> list[Step]:
    """The way of a drive from plan to confirmed figures; empty for one that is postponed or
    cancelled, which stands on no step."""
    stage = _STAGES.get(state)
    if stage is None:
        return []
    labels = [
        gettext("Planned"),
        gettext("Registration"),
        gettext("Awaiting the report"),
        gettext("Awaiting confirmation"),
        gettext("Figures confirmed"),
    ]
    done = len(labels) if state is State.CONFIRMED else stage
    return [
        Step(label, done=n < done, current=n == stage and n >= done)
        for n, label in enumerate(labels)
    ]
