"""What a scanner, a camera or a keyboard put into the one box of a desk: a person or a bag.

Anything may come: a web address, a driving licence of another country, a page of text. Whatever is
not usable has a named reason; no sentence repeats a person's number.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from typing import Final

from donors.rules.codes import read_code
from donors.rules.papers import CardCode, PaperKind, normalise, read_card_code
from units.rules import bags
from units.rules.reasons import Reason
from words.numbers import format_number
from words.sentences import NotUnderstood, gettext_noop

# A citizen's card says some 200 characters.
LONGEST_SCAN: Final = 1000

_WEB: Final = re.compile(r"\s*(?:[a-z][a-z0-9+.-]{1,20}://|www\.|mailto:)", re.IGNORECASE)
# Machine-readable zones of passports and cards (ICAO 9303), and driving licences (AAMVA).
_ZONE: Final = re.compile(r"\s*(?:[IACPV][A-Z<])([A-Z<]{3})[A-Z0-9<]{20}", re.ASCII)
_HOME: Final = "VNM"
_LICENCE: Final = re.compile(r"[\s@\x1c-\x1f]*(?:ANSI|AAMVA)\s?[0-9]{6}", re.ASCII)
# Eighteen signs with a date inside, as in China; what they are, a reader of ours cannot check.
_EIGHTEEN: Final = re.compile(r"\s*[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9X]\s*", re.ASCII)
_BETWEEN: Final = re.compile(r"[\s.\-‐‑‒–—−_]+")
_NUMBERS: Final = {12: PaperKind.CCCD, 9: PaperKind.CMND}


class ScanKind(Enum):
    CARD = "card"
    PAPER_NUMBER = "paper_number"
    DONOR_CODE = "donor_code"
    BAG = "bag"
    NOTHING = "nothing"


# Without a repr: an identity number stands in no log.
@dataclass(frozen=True, slots=True, repr=False)
class Scan:
    """What was scanned. ``value`` is the kept identity number, donor code or bag code; ``card`` the
    facts of a citizen's card; ``paper`` the kind of a bare number; ``reason`` why it is nothing."""

    kind: ScanKind
    value: str = ""
    card: CardCode | None = None
    paper: PaperKind | None = None
    reason: Reason | None = None


def read_scan(text: str) -> Scan:
    """What the box of a desk was given. A card is known by its fields, a donor code and a number
    of 9 or 12 digits by their shape; the rest is the code of a bag, if it can be one."""
    if reason := _unusable(text):
        return Scan(ScanKind.NOTHING, reason=reason)
    if card := read_card_code(text):
        return Scan(ScanKind.CARD, card.number, card=card, paper=PaperKind.CCCD)
    if reason := _other_card(text):
        return Scan(ScanKind.NOTHING, reason=reason)
    if code := read_code(text):
        return Scan(ScanKind.DONOR_CODE, code)
    if (kind := _number_kind(text)) and (number := _number(kind, text)):
        return Scan(ScanKind.PAPER_NUMBER, number, paper=kind)
    bag = bags.normalise(text)
    if reason := bags.verify(bag):
        return Scan(ScanKind.NOTHING, reason=reason)
    return Scan(ScanKind.BAG, bag.code)


def read_bag_scan(text: str) -> Scan:
    """What the box for a bag was given: the code of a bag of any digits, or a reason. A person's
    card is not taken for a bag."""
    if reason := _unusable(text):
        return Scan(ScanKind.NOTHING, reason=reason)
    if read_card_code(text) or _other_card(text):
        return Scan(
            ScanKind.NOTHING,
            reason=Reason(
                "card-not-bag",
                gettext_noop("This is a person's card. Scan the code on the bag."),
            ),
        )
    bag = bags.normalise(text)
    if reason := bags.verify(bag):
        return Scan(ScanKind.NOTHING, reason=reason)
    return Scan(ScanKind.BAG, bag.code)


def _unusable(text: str) -> Reason | None:
    if not text.strip():
        return Reason("scan-empty", gettext_noop("Nothing was scanned. Scan again or type it."))
    if len(text) > LONGEST_SCAN:
        return Reason(
            "scan-too-long",
            gettext_noop(
                "What was scanned has %(length)s characters: neither a card nor a bag."
                " Scan again or type it."
            ),
            {"length": format_number(len(text))},
        )
    if _WEB.match(text):
        return Reason(
            "scan-url",
            gettext_noop(
                "This code leads to a web page. Scan the code of the identity card or of the bag."
            ),
        )
    if _LICENCE.match(text):
        return _FOREIGN
    if any(_is_control(c) for c in text.strip()):
        return Reason(
            "scan-control-characters",
            gettext_noop("This code holds signs that cannot be read. Scan again or type it."),
        )
    return None


def _is_control(character: str) -> bool:
    """Also separators that Python counts as spaces: GS and its like part fields on other cards."""
    return character not in "\r\n\t" and unicodedata.category(character) in ("Cc", "Cs", "Cn", "Co")


_FOREIGN = Reason(
    "card-of-another-country",
    gettext_noop(
        "This is not a Vietnamese citizen's card. Choose the kind of paper and type its number."
    ),
)


def _other_card(text: str) -> Reason | None:
    """Cards which are none of ours, and ours where the wrong side was scanned."""
    if zone := _ZONE.match(text.upper()):
        if zone[1] != _HOME:
            return _FOREIGN
        return Reason(
            "machine-readable-zone",
            gettext_noop("These are the lines on the back. Scan the square code of the card."),
        )
    if _EIGHTEEN.fullmatch(text.upper()):
        return _FOREIGN
    if text.count("|") >= 2:
        return Reason(
            "card-not-understood",
            gettext_noop("This card is not understood. Type the number that is printed on it."),
        )
    if text.count("<") >= 5 or "<?xml" in text.lower():
        return _FOREIGN
    return None


def _number_kind(text: str) -> PaperKind | None:
    return _NUMBERS.get(len(_BETWEEN.sub("", unicodedata.normalize("NFKC", text))))


def _number(kind: PaperKind, text: str) -> str:
    try:
        return normalise(kind, text)
    except NotUnderstood:
        return ""
