"""Bags: their codes, the check character of an ISBT 128 number, volumes and times of a draw."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from stdnum.iso7064 import mod_37_2

from units.rules.reasons import Reason, clock
from words.numbers import format_number
from words.sentences import gettext_noop, quoted

LONGEST_CODE: Final = 40
# What is offered unless a receiver says otherwise.
OFFERED_VOLUMES: Final = (250, 350, 450)
USUAL_DRAW: Final = (timedelta(minutes=3), timedelta(minutes=20))
LONGEST_DRAW: Final = timedelta(hours=2)
# Scales and bags differ a little: more than a tenth above the volume of the bag is asked about.
OVERFILL_PERCENT: Final = 10

# A donation identification number: facility (letter or digit, four digits), year, serial.
_DIN = r"([A-Z0-9][0-9]{4})([0-9]{2})([0-9]{6})"
_PLAIN_DIN = re.compile(_DIN)
# The ways a label says it: with its data identifier and flags as a scanner sends it; grouped as
# it is printed, flags and check character behind; or with the check character alone. A number of
# digits only is never cut: it may as well be an establishment's own longer code.
_SCANNED = re.compile(rf"={_DIN}([0-9A-Z]{{2}})?")
_PRINTED = re.compile(
    r"=?([A-Z0-9][0-9]{4}) ([0-9]{2}) ([0-9]{6})(?: ?\(?([0-9]{2})\)?)?(?: ?\(?([0-9A-Z*])\)?)?"
)
_CHECKED = re.compile(r"([A-Z][0-9]{4})([0-9]{2})([0-9]{6})\(?([0-9A-Z*])\)?")
# Flags 60 to 96 are the check value and 60 (ISBT 128, flags of type 3).
_CHECK_FLAGS: Final = 60
_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"


@dataclass(frozen=True, slots=True)
class BagCode:
    """A code as it is kept and compared; ``check`` is what came along to verify it ("" for
    nothing): a check character, or two flags which contain one."""

    code: str
    check: str = ""

    @property
    def is_din(self) -> bool:
        return is_din_shaped(self.code)


def normalise(text: str) -> BagCode:
    """``text`` as a code: NFKC, upper case, no spaces; flags and check character of an ISBT 128
    number set aside, so that the scanned and the typed form of one bag are the same code."""
    upper = " ".join(_upper(text).split())
    bare = _upper(upper.replace(" ", ""))
    if found := _SCANNED.fullmatch(bare):
        return _bag(found[1] + found[2] + found[3], found[4] or "")
    if found := _PRINTED.fullmatch(upper):
        return _bag(found[1] + found[2] + found[3], found[5] or found[4] or "")
    if found := _CHECKED.fullmatch(bare):
        return _bag(found[1] + found[2] + found[3], found[4])
    return BagCode(bare)


def _upper(text: str) -> str:
    # Capitals of compatibility forms may be such forms again: the second round settles them.
    for _ in range(2):
        text = unicodedata.normalize("NFKC", text).upper()
    return unicodedata.normalize("NFKC", text)


def _bag(din: str, check: str) -> BagCode:
    # Other flags than check values say what label it is, nothing of the number.
    if len(check) == 2 and not (check.isdigit() and int(check) >= _CHECK_FLAGS):
        check = ""
    return BagCode(din, check)


def is_din_shaped(code: str) -> bool:
    """Whether a normalised ``code`` looks like a donation identification number (ISBT 128)."""
    return bool(_PLAIN_DIN.fullmatch(code))


def check_character(din: str) -> str:
    """The check character of a 13-character number (ISO 7064, Mod 37-2): G123498654321 → H."""
    return str(mod_37_2.calc_check_digit(din))


def verify(bag: BagCode) -> Reason | None:
    """Why this cannot be the code of a bag, or None."""
    if not bag.code:
        return Reason("bag-empty", gettext_noop("Scan or type the code of the bag."))
    if len(bag.code) > LONGEST_CODE:
        return Reason(
            "bag-too-long",
            gettext_noop("The code of a bag has at most %(most)s characters; this has %(length)s."),
            _numbers(most=LONGEST_CODE, length=len(bag.code)),
        )
    if not bag.code.isprintable():
        return Reason(
            "bag-unprintable",
            gettext_noop("This code has characters that cannot be printed. Please type it."),
        )
    if "://" in bag.code:
        return Reason("bag-url", gettext_noop("This is the address of a web page, not a bag."))
    if bag.check and bag.is_din and bag.check not in _checks(bag.code):
        return Reason(
            "bag-check",
            gettext_noop(
                "The check character of “%(code)s” does not fit. Please scan or type it again."
            ),
            {"code": quoted(bag.code)},
        )
    return None


def _checks(din: str) -> tuple[str, str]:
    """What may stand behind ``din``: the check character, or the flags which contain it."""
    character = check_character(din)
    return character, str(_CHECK_FLAGS + _ALPHABET.index(character))


def bag_year(day: date) -> int:
    """The year in which a code is unique at its receiver: that of the donation."""
    return day.year


def volume_refusal(
    volume: int, allowed: int | None, offered: Collection[int] = OFFERED_VOLUMES
) -> Reason | None:
    """Why a bag of ``volume`` ml cannot be taken from a person who may give ``allowed`` ml (None:
    not examined here)."""
    if volume not in offered:
        return Reason(
            "volume-not-offered",
            gettext_noop("There is no bag of %(volume)s ml here; choose one of %(offered)s."),
            {"volume": str(volume), "offered": ", ".join(str(v) for v in sorted(offered))},
        )
    if allowed is not None and volume > allowed:
        return Reason(
            "volume-above-allowed",
            gettext_noop("%(volume)s ml is more than this person may give: %(allowed)s ml."),
            _numbers(volume=volume, allowed=allowed),
        )
    return None


def draw_refusal(drawn: int | None, nominal: int | None, why: str) -> Reason | None:
    """What is wrong with ``drawn`` ml in a bag for ``nominal`` ml. A short draw needs its reason;
    None is a full draw."""
    if drawn is None or nominal is None:
        return None
    if drawn <= 0 or drawn > nominal * 2:
        return Reason(
            "drawn-impossible",
            gettext_noop("A bag of %(nominal)s ml cannot hold %(drawn)s ml."),
            _numbers(nominal=nominal, drawn=drawn),
        )
    if drawn < nominal and not why.strip():
        return Reason(
            "short-draw-without-reason",
            gettext_noop("Only %(drawn)s of %(nominal)s ml were drawn. Please say why."),
            _numbers(nominal=nominal, drawn=drawn),
        )
    if drawn * 100 > nominal * (100 + OVERFILL_PERCENT):
        return Reason(
            "overfilled",
            gettext_noop(
                "%(drawn)s ml is much for a bag of %(nominal)s ml. If it is right, please say so."
            ),
            _numbers(nominal=nominal, drawn=drawn),
            asks=True,
        )
    return None


def times_refusal(started: datetime | None, ended: datetime | None) -> Reason | None:
    """What is wrong with start and end of a draw: an end before the start cannot be, an unusual
    length is asked about."""
    if started is None or ended is None:
        return None
    length = ended - started
    minutes = int(length.total_seconds() // 60)
    params = {"start": clock(started), "end": clock(ended), **_numbers(minutes=minutes)}
    if length < timedelta(0):
        return Reason(
            "end-before-start",
            gettext_noop("The end (%(end)s) is before the start (%(start)s)."),
            params,
        )
    if length > LONGEST_DRAW:
        return Reason(
            "draw-too-long",
            gettext_noop(
                "From %(start)s to %(end)s are %(minutes)s minutes: no draw takes that long."
            ),
            params,
        )
    if not USUAL_DRAW[0] <= length <= USUAL_DRAW[1]:
        return Reason(
            "draw-length-unusual",
            gettext_noop(
                "A draw of %(minutes)s minutes is unusual. If it is right, please say so."
            ),
            params,
            asks=True,
        )
    return None


def _numbers(**numbers: int) -> dict[str, str]:
    return {name: format_number(number) for name, number in numbers.items()}
