"""What may be said of areas, organisations and venues: lives, names that mean the same, and what
cannot be. Plain values in, values or named reasons out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from words.folding import fold, words_of
from words.sentences import gettext_noop

# Long forms that people shorten, folded; both are one name.
ABBREVIATIONS = {
    "uy ban nhan dan": "ubnd",
    "trung hoc pho thong": "thpt",
    "trung hoc co so": "thcs",
    "ban chi dao": "bcd",
    "hien mau tinh nguyen": "hmtn",
    "chu thap do": "ctd",
    "thanh pho": "tp",
}
LONG_FORMS = {short: long for long, short in ABBREVIATIONS.items()}
MOST_TERMS = 8
_DAY = timedelta(days=1)


def lives_on(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    """Whether the life ``[valid_from, valid_to)`` covers ``day``; an open end is None."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day < valid_to)


def lives_during(
    valid_from: date | None, valid_to: date | None, start: date | None, end: date | None
) -> bool:
    """Whether the life shares a day with the span ``[start, end)``, open ends being None."""
    begins_in_time = valid_from is None or end is None or valid_from < end
    ends_late_enough = valid_to is None or start is None or start < valid_to
    return begins_in_time and ends_late_enough


def last_day(valid_to: date) -> date:
    """The last day of a life that ends before ``valid_to``."""
    return valid_to - _DAY


def first_day_after(day: date) -> date:
    """The exclusive end of a life whose last day is ``day``."""
    return day + _DAY


def short_day(day: date) -> str:
    """A day as it stands in a name: "30/6/2025", "1/7/2025"."""
    return f"{day.day}/{day.month}/{day.year}"


def canonical_name(name: str) -> str:
    """``name`` folded, with every known long form shortened: equal for names that mean one body."""
    text = f" {' '.join(words_of(name))} "
    for long, short in ABBREVIATIONS.items():
        text = text.replace(f" {long} ", f" {short} ")
    return " ".join(text.split())


def search_terms(text: str) -> list[tuple[str, ...]]:
    """What a name must hold to answer ``text``: for each term its spellings, one of them enough.

    "Uỷ ban nhân dân xã" gives [("ubnd", "uy ban nhan dan"), ("xa",)].
    """
    return [
        (word, LONG_FORMS[word]) if word in LONG_FORMS else (word,)
        for word in canonical_name(text).split()[:MOST_TERMS]
    ]


def answers(text: str, label: str) -> bool:
    """Whether every word of ``text`` begins a word of ``label``."""
    typed, words = canonical_name(text).split(), canonical_name(label).split()
    return bool(typed) and all(any(word.startswith(part) for word in words) for part in typed)


def names_in(text: str) -> list[str]:
    """The folded names that a typed label may begin with: up to each comma, with and without a
    bracket at the end. "Xã A, Hải Phòng (từ 1/7/2025)" begins with "xa a" or "xa a, hai phong"."""
    names: list[str] = []
    for whole in (text, text.rpartition("(")[0] if text.rstrip().endswith(")") else ""):
        parts = fold(whole).split(",")
        names += [",".join(parts[:count]).strip() for count in range(1, len(parts) + 1)]
    return list(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True, slots=True)
class Named:
    """What two records are compared by: a name, an area, and today's province of it."""

    name: str
    area: int
    province: int | None


class Likeness(Enum):
    """Why two records are probably one."""

    SAME_AREA = "same-name-same-area"
    SAME_PROVINCE = "same-name-same-province"


def likeness(one: Named, other: Named) -> Likeness | None:
    """Whether both are probably the same, abbreviations apart; None when nothing suggests it."""
    if canonical_name(one.name) != canonical_name(other.name):
        return None
    if one.area == other.area:
        return Likeness.SAME_AREA
    if one.province is not None and one.province == other.province:
        return Likeness.SAME_PROVINCE
    return None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a record cannot be written: the rule's id, a msgid with places for ``params``, and the
    cell beside which it is shown."""

    rule: str
    sentence: str
    cell: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an organisation stands among the others, by their ids. ``own`` is None for a new one.

    ``above_parent``: the parent and all above it. ``reaches``: it answers for its whole area, and
    ``within_parent`` says whether that area lies in its parent's.
    """

    own: int | None
    valid_from: date | None
    valid_to: date | None
    above_parent: frozenset[int] = frozenset()
    successors: tuple[int, ...] = ()
    reaches: bool = False
    within_parent: bool = True


def refusals(standing: Standing) -> list[Refusal]:
    """Everything that keeps an organisation from being written as ``standing`` says."""
    return list(_refusals(standing))


def _refusals(standing: Standing) -> Iterable[Refusal]:
    start, end = standing.valid_from, standing.valid_to
    if start is not None and end is not None and end <= start:
        yield Refusal(
            "ends-before-start",
            gettext_noop("The last day (%(last)s) is before the first (%(first)s)."),
            "valid_to",
            {"first": short_day(start), "last": short_day(last_day(end))},
        )
    if standing.own is not None and standing.own in standing.above_parent:
        yield Refusal(
            "parent-is-below",
            gettext_noop(
                "This organisation itself stands above the chosen one. Choose another one above it."
            ),
            "parent",
        )
    if standing.own is not None and standing.own in standing.successors:
        yield Refusal(
            "own-successor",
            gettext_noop("An organisation cannot be its own successor."),
            "successors",
        )
    if standing.successors and end is None:
        yield Refusal(
            "successor-without-end",
            gettext_noop("Only an organisation that has ended has successors: write its last day."),
            "valid_to",
        )
    if standing.reaches and not standing.within_parent:
        yield Refusal(
            "area-outside-parent",
            gettext_noop(
                "A committee or Red Cross answers for its whole area, so that area lies within the"
                " area of the organisation above it."
            ),
            "area",
        )
