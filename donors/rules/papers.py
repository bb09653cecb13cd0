"""Identity papers: their numbers as they are kept, shown and checked (Circular 26/2013, Art. 7.1).

A citizen identity number (CCCD) has 12 digits: 3 for the place of birth registration, 1 for
century and sex, 2 for the year of birth, 6 random ones and no check digit. No sentence here
repeats a number: sentences are kept beside lines and in logs, where no number may stand.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from donors.rules.findings import Finding
from donors.rules.names import NotAName, read_name
from donors.rules.people import Sex
from words.folding import fold, nfc
from words.sentences import NotUnderstood, gettext_noop


class PaperKind(StrEnum):
    CCCD = "cccd"
    CMND = "cmnd"
    PASSPORT = "passport"
    MILITARY = "military"
    POLICE = "police"
    DRIVING = "driving"
    STUDENT = "student"
    WORK = "work"
    DONOR_CARD = "donor_card"
    LOCAL_CONFIRMATION = "local_confirmation"


class NotAPaper(NotUnderstood):
    """Typed words which are no number of the chosen paper; see ``NotUnderstood``."""


_BETWEEN: Final = re.compile(r"[\s.\-‐‑‒–—−_]+")
_FULL_WIDTH: Final = {0xFF10 + n: str(n) for n in range(10)}
_DIGITS: Final = {PaperKind.CCCD: 12, PaperKind.CMND: 9}
# Least and most signs; of some papers only that they are no whole page.
_LENGTHS: Final = {
    PaperKind.PASSPORT: (5, 15),
    PaperKind.DRIVING: (5, 20),
}
_OTHER_LENGTH: Final = (2, 30)
_HINT: Final = 3
# From this length on, three digits are less than half of the number.
_HINT_FROM: Final = 7


def normalise(kind: PaperKind, typed: str) -> str:
    """The number as it is kept and compared: capitals, without spaces, points and dashes; leading
    zeros stay. Raises NotAPaper."""
    number = _BETWEEN.sub("", nfc(typed.translate(_FULL_WIDTH))).upper()
    if not number:
        raise NotAPaper("empty", gettext_noop("Write the number of the paper."), {})
    if kind in _DIGITS:
        return _digits(kind, number)
    least, most = _LENGTHS.get(kind, _OTHER_LENGTH)
    # A confirmation by an authority has a document number: 12/XN-UBND.
    signs = number if kind in _LENGTHS else number.replace("/", "")
    if not signs.isalnum() or not any(c.isdigit() for c in signs):
        raise NotAPaper(
            "letters-and-digits",
            gettext_noop(
                "The number has only letters and digits, at least one of them a digit."
                " Please check it."
            ),
            {},
        )
    if not least <= len(number) <= most:
        raise NotAPaper(
            "paper-length",
            gettext_noop(
                "The number has %(count)s signs; on this paper it has %(least)s to %(most)s."
            ),
            {"count": str(len(number)), "least": str(least), "most": str(most)},
        )
    return number


def _digits(kind: PaperKind, number: str) -> str:
    needed = _DIGITS[kind]
    if not (number.isascii() and number.isdigit()):
        raise NotAPaper(
            "only-digits",
            gettext_noop("The number of this paper has %(needed)s digits and nothing else."),
            {"needed": str(needed)},
        )
    counts = {"count": str(len(number)), "needed": str(needed)}
    if len(number) == needed - 1:
        raise NotAPaper(
            "one-digit-missing",
            gettext_noop(
                "The number has %(count)s digits instead of %(needed)s. Spreadsheets drop a 0 at"
                " the beginning: please check it."
            ),
            counts,
        )
    if len(number) != needed:
        raise NotAPaper(
            "count-of-digits",
            gettext_noop("The number has %(count)s digits instead of %(needed)s."),
            counts,
        )
    return number


@dataclass(frozen=True, slots=True)
class CccdFacts:
    """What a citizen identity number says of its bearer. ``province_code`` is one of the 63
    provinces until 30/6/2025, or of a country."""

    province_code: str
    sex: Sex
    birth_year: int


def read_cccd(number: str) -> CccdFacts:
    """Read the facts out of a kept number of 12 digits. Raises NotAPaper for anything else."""
    digits = normalise(PaperKind.CCCD, number)
    century_and_sex = int(digits[3])
    return CccdFacts(
        province_code=digits[:3],
        sex=Sex.FEMALE if century_and_sex % 2 else Sex.MALE,
        birth_year=1900 + 100 * (century_and_sex // 2) + int(digits[4:6]),
    )


def disagreements(facts: CccdFacts, sex: Sex | None, birth_year: int | None) -> list[Finding]:
    """Where the number and what was typed differ. Only warnings: registers have mistakes, and a
    number never blocks a person."""
    found = []
    if birth_year is not None and birth_year != facts.birth_year:
        found.append(
            Finding(
                "cccd-birth-year",
                gettext_noop(
                    "By the CCCD number the year of birth is %(number)s, here it is %(typed)s."
                    " Please check."
                ),
                {"number": str(facts.birth_year), "typed": str(birth_year)},
            )
        )
    if sex is not None and sex is not facts.sex:
        found.append(
            Finding(
                "cccd-sex",
                gettext_noop("The CCCD number is that of a woman, here it says man. Please check.")
                if facts.sex is Sex.FEMALE
                else gettext_noop(
                    "The CCCD number is that of a man, here it says woman. Please check."
                ),
            )
        )
    return found


def hint(number: str) -> str:
    """The last three signs, which a list may show; nothing of a number too short to hide."""
    return number[-_HINT:] if len(number) >= _HINT_FROM else ""


def masked(number: str) -> str:
    """The number as lists show it: "•••••••••123"."""
    shown = hint(number)
    return "•" * (len(number) - len(shown)) + shown


def masked_hint(kind: PaperKind, shown: str) -> str:
    """The same where only the hint is at hand; the length is that of the kind, or says nothing."""
    return "•" * (_DIGITS.get(kind, 9) - _HINT) + shown


_LONGEST_CODE: Final = 1000
_LEAST_FIELDS: Final = 7
_DAY: Final = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})", re.ASCII)
_SEXES: Final = {"nam": Sex.MALE, "nu": Sex.FEMALE}


# Without a repr: a number stands in no log.
@dataclass(frozen=True, slots=True, repr=False)
class CardCode:
    """What a card says of its bearer; what could not be read is empty or None. ``old_number`` is
    that of a paper of 9 digits."""

    number: str
    old_number: str
    name: str
    birth_date: date | None
    birth_year: int | None
    sex: Sex | None
    address: str
    issued_on: date | None


def read_card_code(text: str) -> CardCode | None:
    """The facts of a scanned card, None for anything else that was scanned.

    Cards since 1/7/2024 carry more fields behind these, which are not read.
    """
    if len(text) > _LONGEST_CODE:
        return None
    cells = [nfc(cell) for cell in text.split("|")]
    if len(cells) < _LEAST_FIELDS:
        return None
    number, old_number, name, birth, sex, address, issued = cells[:_LEAST_FIELDS]
    if not re.fullmatch("[0-9]{12}", number):
        return None
    born = _DAY.fullmatch(birth)
    return CardCode(
        number=number,
        old_number=_old_number(old_number),
        name=_name(name),
        birth_date=_day(birth),
        birth_year=int(born[3]) or None if born else None,
        sex=_SEXES.get(fold(sex)),
        address=address,
        issued_on=_day(issued),
    )


def _name(cell: str) -> str:
    try:
        return read_name(cell)
    except NotAName:
        return ""


def _old_number(cell: str) -> str:
    try:
        return normalise(PaperKind.CMND, cell)
    except NotAPaper:
        return ""


def _day(cell: str) -> date | None:
    """ddmmyyyy; cards of people whose day is not known have zeros in its place."""
    found = _DAY.fullmatch(cell)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None
