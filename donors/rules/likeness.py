"""Why two files may tell of one person. A likeness proposes a look, it decides nothing."""

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from donors.rules.people import Sex
from words.folding import fold
from words.sentences import gettext_noop


@dataclass(frozen=True, slots=True)
class Known:
    """What one file says, for comparison; empty and None are unknown and like nothing.

    ``papers`` are pairs of kind and number, ``phone`` is the kept number; keyed hashes serve as
    well. ``area`` is any id. ``name`` may be folded or not.
    """

    name: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    sex: Sex | None = None
    phone: str | bytes | None = None
    papers: Set[tuple[str, str | bytes]] = field(default_factory=frozenset)
    area: int | str | None = None

    @property
    def year(self) -> int | None:
        return self.birth_date.year if self.birth_date else self.birth_year


@dataclass(frozen=True, slots=True)
class Likeness:
    """One reason, strongest first in a list. ``strong`` ones are asked about at once."""

    rule: str
    sentence: str
    strong: bool


SAME_PAPER: Final = Likeness("same-paper", gettext_noop("the same identity paper"), True)
SAME_NAME_AND_BIRTH: Final = Likeness(
    "same-name-and-birth", gettext_noop("the same name and day of birth"), True
)
SAME_PHONE_AND_NAME: Final = Likeness(
    "same-phone-and-name", gettext_noop("the same phone and name"), True
)
SAME_NAME_YEAR_AND_AREA: Final = Likeness(
    "same-name-year-and-area", gettext_noop("the same name, year of birth and place"), False
)


def likenesses(one: Known, other: Known) -> list[Likeness]:
    """Why ``one`` and ``other`` may be the same person, the strongest reason first.

    The order of the two does not matter. What surely differs, sex or the day of birth, silences
    the weak reason, but no strong one: it may be the mistake that is looked for.
    """
    same_name = bool(one.name) and fold(one.name) == fold(other.name)
    found = {
        SAME_PAPER: bool(one.papers & other.papers),
        SAME_NAME_AND_BIRTH: same_name and _same(one.birth_date, other.birth_date),
        SAME_PHONE_AND_NAME: same_name and _same(one.phone, other.phone),
    }
    found[SAME_NAME_YEAR_AND_AREA] = (
        same_name
        and not found[SAME_NAME_AND_BIRTH]
        and _same(one.year, other.year)
        and _same(one.area, other.area)
        and not _differ(one.birth_date, other.birth_date)
        and not _differ(one.sex, other.sex)
    )
    return [likeness for likeness, holds in found.items() if holds]


def _same(one: object, other: object) -> bool:
    return one is not None and one == other


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other
