"""What clerks type of a person: a birth, a sex, a blood group, a ticked volume."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from donors.rules.people import Sex
from words.dates import Days, NotADay, Span, format_day, parse_when
from words.folding import fold
from words.numbers import parse_number
from words.sentences import NotUnderstood, gettext_noop, quoted


class NotTyped(NotUnderstood):
    """Typed words which say nothing of the kind that was asked; see ``NotUnderstood``."""


@dataclass(frozen=True, slots=True)
class Birth:
    """A day of birth, or only the year; ``day`` is then None."""

    day: date | None
    year: int


_WITHOUT_SIGNS: Final = re.compile(r"\s*([0-9]{2})([0-9]{2})([0-9]{4})\s*", re.ASCII)


def read_birth(typed: str, *, today: date) -> Birth | None:
    """The birth that "05/12/1990", "05121990", "12/1990" or "1990" means, None for an empty text.

    Raises NotUnderstood: for what is no day or year, and for a birth after ``today``.
    """
    if not typed.strip():
        return None
    plain = _WITHOUT_SIGNS.fullmatch(typed)
    when = parse_when("/".join(plain.groups()) if plain else typed)
    if isinstance(when, Days) and when.first == when.last:
        birth = Birth(when.first, when.first.year)
    elif isinstance(when, Span) and (year := _year_of(when)):
        birth = Birth(None, year)
    else:
        raise NotADay(
            "not-a-birth",
            gettext_noop("“%(typed)s” is no birth. Write it as in %(day)s or %(year)s."),
            {"typed": quoted(typed), "day": "05/12/1990", "year": "1990"},
        )
    if (birth.day or date(birth.year, 1, 1)) > today:
        raise NotADay(
            "birth-to-come",
            gettext_noop("“%(typed)s” is after today (%(today)s). Please check the birth."),
            {"typed": quoted(typed), "today": format_day(today)},
        )
    return birth


def _year_of(span: Span) -> int | None:
    """The year of a whole year or a month."""
    if span.start is None or span.end is None:
        return None
    months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month
    whole = span.start.day == span.end.day == 1 and months in (1, 12)
    return span.start.year if whole else None


_SEXES: Final = {
    "nam": Sex.MALE, "m": Sex.MALE, "male": Sex.MALE, "ong": Sex.MALE, "trai": Sex.MALE,
    "nu": Sex.FEMALE, "f": Sex.FEMALE, "female": Sex.FEMALE, "ba": Sex.FEMALE, "gai": Sex.FEMALE,
}  # fmt: skip


def read_sex(typed: str) -> Sex | None:
    """The sex that "Nam", "nữ", "M" or "F" means, None for an empty text. Raises NotTyped."""
    word = fold(typed)
    if not word:
        return None
    if word not in _SEXES:
        raise NotTyped(
            "not-a-sex",
            gettext_noop("“%(typed)s” is not understood as a sex. Write Nam or Nữ."),
            {"typed": quoted(typed)},
        )
    return _SEXES[word]


def read_sex_columns(men: str, women: str) -> tuple[Sex | None, str]:
    """The sex by the column that is filled, "Nam" or "Nữ", and what stands there: a birth or a
    tick, which comes back empty. Raises NotTyped when both are filled."""
    if men.strip() and women.strip():
        raise NotTyped(
            "both-sexes",
            gettext_noop("Both columns, Nam and Nữ, are filled. Leave one empty."),
            {},
        )
    cell = men.strip() or women.strip()
    if not cell:
        return None, ""
    return Sex.MALE if men.strip() else Sex.FEMALE, "" if is_tick(cell) else cell


_TICKS: Final = frozenset({"x", "v", "✓", "✔", "☑", "☒", "×", "✗", "✘", "√", "+"})


def is_tick(typed: str) -> bool:
    """Whether a cell is ticked: "x" or one of the signs spreadsheets have for it."""
    return typed.strip().casefold() in _TICKS


BLOOD_GROUPS: Final = tuple(f"{abo}{rh}" for rh in ("+", "-", "") for abo in ("O", "A", "B", "AB"))
# Without spaces and commas. A zero is often typed for the letter.
_BLOOD_GROUP: Final = re.compile(
    r"(?:nhom(?:mau)?)?(ab|a|b|o|0)"
    r"(?:(?:rh(?:esus)?)?(?:\(d\)|d)?\(?([+-]|duong|am|pos|neg)(?:tinh|itive|ative)?\)?)?"
)
_SIGNS: Final = {"duong": "+", "pos": "+", "am": "-", "neg": "-"}


def read_blood_group(typed: str) -> str | None:
    """The code of a blood group, one of ``BLOOD_GROUPS``, that "O+", "O Rh+", "AB-", "O dương" or a
    plain "O" means; None for an empty text. Raises NotTyped."""
    text = re.sub(r"[\s,;/.]+", "", re.sub("[‐‑‒–—−]", "-", fold(typed)))
    if not text:
        return None
    if found := _BLOOD_GROUP.fullmatch(text):
        abo, sign = found[1].upper().replace("0", "O"), found[2] or ""
        return abo + _SIGNS.get(sign, sign)
    raise NotTyped(
        "not-a-blood-group",
        gettext_noop(
            "“%(typed)s” is not understood as a blood group. Write it as in O+, AB- or B."
        ),
        {"typed": quoted(typed)},
    )


MOST_VOLUME: Final = 1000


def read_volume(typed: str, *, column: int | None = None) -> int | None:
    """The ml that "350", "350 ml", or a tick or 1 in the ``column`` of a volume means; None for an
    empty text. Raises NotUnderstood."""
    text = fold(typed)
    if not text:
        return None
    if column is not None and (is_tick(typed) or text == "1"):
        return column
    number = parse_number(re.sub(r" ?(?:ml|cc)$", "", text))
    if number != number.to_integral_value() or not 0 < number <= MOST_VOLUME:
        raise NotTyped(
            "not-a-volume",
            gettext_noop("“%(typed)s” is not a volume of a bag. Write it in ml, for example 350."),
            {"typed": quoted(typed)},
        )
    if column is not None and number != column:
        raise NotTyped(
            "other-volume",
            gettext_noop("“%(typed)s” stands in the column of %(column)s ml."),
            {"typed": quoted(typed), "column": str(column)},
        )
    return int(number)
