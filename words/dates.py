"""Days and periods as people type them: 30/11/2024, 5–7/12/2024, tháng 11/2024, năm 2025."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from words.folding import fold
from words.sentences import NotUnderstood, gettext_noop, quoted

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
_LONGEST: Final = 100
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """The days an event lasted, closed: ``first`` and ``last`` both belong to it."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("The last day is before the first.")


@dataclass(frozen=True)
class Span:
    """Some time in ``[start, end)``: the day is not known; at most one end may be open (None)."""

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start is None and self.end is None:
            raise ValueError("A span needs a start or an end.")
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise ValueError("The end of a span is not after its start.")


When = Days | Span


class NotADay(NotUnderstood):
    """Typed words which are no day or period, or could be two; see ``NotUnderstood``."""


def parse_day(text: str) -> date:
    """Return the one day ``text`` means: day, month and a year of four digits, or ISO.

    Raises NotADay; the American order and a missing year are never guessed.
    """
    when = _read(text)
    if isinstance(when, Days) and when.first == when.last:
        return when.first
    if when is None:
        raise NotADay(
            "not-a-day",
            gettext_noop("“%(typed)s” is not understood as a day. Write it as in %(example)s."),
            {"typed": quoted(text), "example": "30/11/2024"},
        )
    raise NotADay(
        "one-day-only",
        gettext_noop("“%(typed)s” is not a single day. Write it as in %(example)s."),
        {"typed": quoted(text), "example": "30/11/2024"},
    )


def parse_when(text: str) -> When:
    """Return what ``text`` says of an event's time: its Days, or the Span it fell in.

    Vietnamese words may lack their marks ("thang 11/2024"). Raises NotADay.
    """
    when = _read(text)
    if when is None:
        raise NotADay(
            "not-a-time",
            gettext_noop(
                "“%(typed)s” is not understood as a day or a period. Write it as in"
                " %(day)s, %(days)s, %(month)s or %(year)s."
            ),
            {
                "typed": quoted(text),
                "day": "30/11/2024",
                "days": "5–7/12/2024",
                "month": "tháng 11/2024",
                "year": "năm 2025",
            },
        )
    return when


# What stands between day and month, between month and year, and between first and last day.
_OF_MONTH = r"(?: ?[/.\-] ?| thang )"
_OF_YEAR = r"(?: ?[/.\-] ?| nam |,? )"
_TO = r"(?: ?- ?| (?:den|toi)(?: het)? )"
_FROM = r"(?:tu )?(?:ngay )?"
_D = r"(?:ngay )?(\d{1,2})"
_M = r"(\d{1,2})"
# A hyphen after the day asks for another after the month: "5-7/2024" may as well be two months.
_SHAPE = (
    r"(?=\d{1,2}(?: ?[/.] ?\d{1,2}(?: ?[/.] ?| nam |,? )| ?- ?\d{1,2} ?- ?"
    r"| thang \d{1,2}(?: ?[/.\-] ?| nam |,? ))\d)"
)
_DATE = rf"(?:ngay )?{_SHAPE}(\d{{1,2}}){_OF_MONTH}{_M}{_OF_YEAR}(\d+)"
_HALF = r"(?:nua|6 thang|sau thang)"
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def _read(text: str) -> When | None:
    """Read ``text``; None when nothing fits, NotADay when something fits but cannot be."""
    # Folding would turn other digits ("²") into ours.
    if len(text) > _LONGEST or any(c.isnumeric() and not _is_plain_digit(c) for c in text):
        return None
    folded = re.sub("[‐‑‒–—―−]", "-", fold(text))
    if not folded:
        raise NotADay("empty", gettext_noop("Write a day, for example 30/11/2024."), {})
    return _match(text, folded)


def _match(text: str, folded: str) -> When | None:
    for pattern, reader in _READERS:
        if found := pattern.fullmatch(folded):
            return reader(text, *found.groups())
    return None


def _is_plain_digit(character: str) -> bool:
    return character.isascii() or "０" <= character <= "９"


def _year(text: str, year: str) -> int:
    if len(year) != 4:
        raise NotADay(
            "four-digit-year",
            gettext_noop(
                "Write the year of “%(typed)s” with four digits, for example %(example)s."
            ),
            {"typed": quoted(text), "example": "30/11/2024"},
        )
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise NotADay(
            "year-out-of-range",
            gettext_noop("The year %(year)s is not between %(first)s and %(last)s."),
            {"year": year, "first": str(FIRST_YEAR), "last": str(LAST_YEAR)},
        )
    return int(year)


def _month(text: str, month: str) -> int:
    if not 1 <= int(month) <= 12:
        raise NotADay(
            "no-such-month",
            gettext_noop(
                "There is no month %(month)s. Write the day before the month, for example"
                " %(example)s."
            ),
            {"typed": quoted(text), "month": month, "example": "30/11/2024"},
        )
    return int(month)


def _day(text: str, day: str, month: str, year: str) -> date:
    whole_year, whole_month = _year(text, year), _month(text, month)
    try:
        return date(whole_year, whole_month, int(day))
    except ValueError:
        raise NotADay(
            "no-such-day",
            gettext_noop("Month %(month)s has no day %(day)s."),
            {"typed": quoted(text), "day": day, "month": f"{whole_month:02}/{whole_year}"},
        ) from None


def _days(first: date, last: date) -> Days:
    if last < first:
        raise NotADay(
            "last-day-before-first",
            gettext_noop("The last day (%(last)s) is before the first (%(first)s)."),
            {"first": format_day(first), "last": format_day(last)},
        )
    return Days(first, last)


def _span(text: str, start: date | None, end: date | None) -> Span:
    if start is not None and end is not None and end <= start:
        raise NotADay(
            "no-day-left",
            gettext_noop("“%(typed)s” leaves no day."),
            {"typed": quoted(text)},
        )
    return Span(start, end)


def _read_day(text: str, day: str, month: str, year: str) -> Days:
    return _read_days(text, day, month, year, day, month, year)


def _read_iso_day(text: str, year: str, month: str, day: str) -> Days:
    return _read_day(text, day, month, year)


def _read_days(text: str, d1: str, m1: str, y1: str, d2: str, m2: str, y2: str) -> Days:
    return _days(_day(text, d1, m1, y1), _day(text, d2, m2, y2))


def _read_days_of_month(text: str, first: str, last: str, month: str, year: str) -> Days:
    return _read_days(text, first, month, year, last, month, year)


def _read_days_of_year(text: str, d1: str, m1: str, d2: str, m2: str, year: str) -> Days:
    return _read_days(text, d1, m1, year, d2, m2, year)


def _read_months(text: str, first: int, count: int, year: str) -> Span:
    whole_year = _year(text, year)
    after = first + count
    end = date(whole_year + after // 13, 1 if after == 13 else after, 1)
    return Span(date(whole_year, first, 1), end)


def _read_month(text: str, month: str, year: str) -> Span:
    return _read_months(text, _month(text, month), 1, year)


def _read_quarter(text: str, quarter: str, year: str) -> Span:
    number = _QUARTERS.get(quarter) or int(quarter)
    if not 1 <= number <= 4:
        raise NotADay(
            "no-such-quarter",
            gettext_noop("There is no quarter %(quarter)s; a year has quarters I to IV."),
            {"typed": quoted(text), "quarter": quarter},
        )
    return _read_months(text, 3 * number - 2, 3, year)


def _read_half(text: str, half: str, year: str) -> Span:
    return _read_months(text, 1 if half == "dau" else 7, 6, year)


def _read_year(text: str, year: str) -> Span:
    return _read_months(text, 1, 12, year)


def _read_part_of_year(text: str, year: str, side: str, day: str, month: str) -> Span:
    turn = _day(text, day, month, year)
    if side == "sau":
        return _span(text, turn + _DAY, date(turn.year + 1, 1, 1))
    return _span(text, date(turn.year, 1, 1), turn)


def _read_within(text: str, d1: str, m1: str, y1: str, d2: str, m2: str, y2: str) -> Span:
    days = _read_days(text, d1, m1, y1, d2, m2, y2)
    return Span(days.first, days.last + _DAY)


def _read_open(text: str, side: str, rest: str) -> Span | None:
    when = _match(text, rest)
    first, after = bounds(when) if when is not None else (None, None)
    if first is None or after is None:
        return None
    return Span(after, None) if side == "sau" else Span(None, first)


def _refuse_without_year(text: str, *_parts: str) -> When:
    raise NotADay(
        "year-missing",
        gettext_noop("“%(typed)s” has no year. Add it, as in %(example)s."),
        {"typed": quoted(text), "example": "30/11/2024"},
    )


_HALVES = rf"{_HALF} (dau|cuoi|sau)(?: cua)?(?: nam)?"
_QUARTER = r"quy (i|ii|iii|iv|\d)"
_WORDINGS: Final[list[tuple[str, Callable[..., When | None]]]] = [
    (r"(?:ngay )?(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})", _read_iso_day),
    (_DATE, _read_day),
    (rf"{_FROM}{_DATE}{_TO}{_DATE}", _read_days),
    (rf"{_FROM}(?!\d+ ?- ?\d+ ?-){_D}{_TO}{_DATE}", _read_days_of_month),
    (rf"{_FROM}(?!\d+ ?-){_D}{_OF_MONTH}{_M}{_TO}{_DATE}", _read_days_of_year),
    (rf"{_M} ?[/.\-] ?(\d{{4}})", _read_month),
    (rf"(?:trong )?thang {_M}{_OF_YEAR}(\d+)", _read_month),
    (rf"(?:trong )?{_QUARTER}{_OF_YEAR}(\d+)", _read_quarter),
    (rf"(?:trong )?{_HALVES} (\d+)", _read_half),
    (r"(\d{4})", _read_year),
    (r"(?:trong )?nam (\d+)", _read_year),
    (rf"(?:nam )?(\d+),? (sau|truoc) {_D}{_OF_MONTH}{_M}", _read_part_of_year),
    (rf"trong khoang {_FROM}{_DATE}{_TO}{_DATE}", _read_within),
    # "sáu tháng đầu" folds to "sau …" as well; it was looked for above.
    (r"(sau|truoc) (?!sau|truoc)(.+)", _read_open),
    (rf"{_FROM}{_D}(?:{_TO}{_D})?{_OF_MONTH}{_M}", _refuse_without_year),
    (rf"{_FROM}{_D}{_OF_MONTH}{_M}{_TO}{_D}{_OF_MONTH}{_M}", _refuse_without_year),
    (rf"(?:trong )?(?:thang \d{{1,2}}|{_QUARTER}|{_HALVES})", _refuse_without_year),
]
_READERS: Final = [(re.compile(wording, re.ASCII), reader) for wording, reader in _WORDINGS]


def bounds(when: When) -> tuple[date | None, date | None]:
    """Return ``when`` as half-open ``[start, end)``; an open end of a Span is None."""
    if isinstance(when, Days):
        return when.first, when.last + _DAY
    return when.start, when.end


_ENGLISH_MONTHS: Final = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip
_ROMAN: Final = ["I", "II", "III", "IV"]
_Language = Literal["vi", "en"]


def format_day(day: date) -> str:
    """Return ``day`` as "30/11/2024"."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def format_when(when: When | None, none: str = "", language: _Language = "vi") -> str:
    """Return ``when`` in its shortest wording, ``none`` where it is unknown.

    ``parse_when`` understands the Vietnamese wording again; the English one is for pages only.
    """
    if when is None:
        return none
    return _format_days(when) if isinstance(when, Days) else _format_span(when, language)


def _format_days(days: Days) -> str:
    first, last = days.first, days.last
    if first == last:
        return format_day(first)
    if first.year != last.year:
        return f"{format_day(first)}–{format_day(last)}"
    if first.month != last.month:
        return f"{first.day:02}/{first.month:02}–{format_day(last)}"
    return f"{first.day}–{last.day}/{last.month:02}/{last.year}"


def _format_span(span: Span, language: _Language) -> str:
    english = language == "en"
    after, before = ("after", "before") if english else ("sau", "trước")
    if span.start is None or span.end is None:
        if span.start is not None:
            return f"{after} {format_day(span.start - _DAY)}"
        return f"{before} {format_day(span.end)}" if span.end is not None else ""
    start, last = span.start, span.end - _DAY
    year = start.year
    starts_month, ends_month = start.day == 1, span.end.day == 1
    if starts_month and ends_month and year == last.year:
        match start.month, last.month:
            case 1, 12:
                return f"{year}" if english else f"năm {year}"
            case 1, 6:
                return f"first half of {year}" if english else f"nửa đầu năm {year}"
            case first, final if first == final:
                month = _ENGLISH_MONTHS[first - 1]
                return f"{month} {year}" if english else f"tháng {first:02}/{year}"
            case first, final if final % 3 == 0 and first == final - 2:
                quarter = final // 3
                return f"Q{quarter} {year}" if english else f"quý {_ROMAN[quarter - 1]}/{year}"
    if year == last.year and (last.month, last.day) == (12, 31):
        eve = start - _DAY
        if eve.year == year:
            return f"{year}, {after} {eve.day}/{eve.month}"
    if year == last.year and (start.month, start.day) == (1, 1):
        return f"{year}, {before} {span.end.day}/{span.end.month}"
    if english:
        return f"between {format_day(start)} and {format_day(last)}"
    return f"trong khoảng {format_day(start)}–{format_day(last)}"
