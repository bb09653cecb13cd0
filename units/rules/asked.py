"""Whom the one box of the reception desk was asked for: a card, a number, a code, a phone, a queue
number, or words of a name. No sentence repeats what was typed."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from typing import Final

from donors.rules.names import MOST_LENGTH
from donors.rules.papers import CardCode, PaperKind, normalise
from donors.rules.phones import NotAPhone, normalise_phone
from units.rules.bags import is_din_shaped
from units.rules.reasons import Reason
from units.rules.scans import ScanKind, read_scan
from words.folding import words_of
from words.sentences import NotUnderstood, gettext_noop

# Nine thousand people came to the largest drives.
_QUEUE_NO: Final = re.compile(r"#?([0-9]{1,5})", re.ASCII)
_PASSPORT: Final = re.compile(r"[A-Z][0-9]{7,8}", re.ASCII)
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)
# Words which the reader of bags cannot use are no fault here.
_OF_BAGS: Final = "bag-"


class AskedKind(Enum):
    CARD = "card"
    NUMBER = "number"
    DONOR_CODE = "donor_code"
    PHONE = "phone"
    QUEUE_NO = "queue_no"
    WORDS = "words"
    NOTHING = "nothing"


# Without a repr: an identity number stands in no log.
@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """What was typed or scanned. ``value`` is the kept number, code or words, ``phone`` the number
    in E.164 that it may be as well, ``year`` a birth year typed beside a name; ``paper`` the kind
    of paper where the number tells it; ``reason`` why it is nothing."""

    kind: AskedKind
    value: str = ""
    phone: str = ""
    queue_no: int | None = None
    year: int | None = None
    card: CardCode | None = None
    paper: PaperKind | None = None
    reason: Reason | None = None

    @property
    def numbers(self) -> tuple[str, ...]:
        """The whole identity numbers under which the person may be known."""
        if self.card is not None:
            return tuple(filter(None, (self.card.number, self.card.old_number)))
        return (self.value,) if self.kind is AskedKind.NUMBER else ()

    @property
    def papers(self) -> tuple[tuple[PaperKind, str], ...]:
        """The same with their kinds, as far as these are sure: what the nation may be asked for.
        A work card's number is somebody else's elsewhere."""
        if self.card is not None:
            old = ((PaperKind.CMND, self.card.old_number),) if self.card.old_number else ()
            return ((PaperKind.CCCD, self.card.number), *old)
        return ((self.paper, self.value),) if self.paper is not None else ()


def read_asked(text: str) -> Asked:
    """What the box was given. Anything may come; what cannot be used has a named reason."""
    scan = read_scan(text)
    if scan.kind is ScanKind.CARD:
        return Asked(AskedKind.CARD, scan.value, card=scan.card, paper=PaperKind.CCCD)
    if scan.kind is ScanKind.DONOR_CODE:
        return Asked(AskedKind.DONOR_CODE, scan.value)
    if scan.kind is ScanKind.PAPER_NUMBER:
        return Asked(AskedKind.NUMBER, scan.value, phone=_phone(text), paper=scan.paper)
    if scan.reason is not None and not scan.reason.rule.startswith(_OF_BAGS):
        return Asked(AskedKind.NOTHING, reason=scan.reason)
    if scan.kind is ScanKind.BAG and is_din_shaped(scan.value):
        return Asked(AskedKind.NOTHING, reason=BAG)
    return _typed(" ".join(unicodedata.normalize("NFKC", text).split()))


BAG: Final = Reason(
    "bag-not-person",
    gettext_noop("This is the code of a bag. Scan the person's card or type the name."),
)
NOT_UNDERSTOOD: Final = Reason(
    "nobody-meant",
    gettext_noop("Type a name, a number of an identity paper, a phone, or scan the card."),
)
TOO_LONG: Final = Reason(
    "name-too-long-to-find", gettext_noop("This is longer than a name. Type only the name.")
)


def _typed(text: str) -> Asked:
    if found := _QUEUE_NO.fullmatch(text):
        return Asked(AskedKind.QUEUE_NO, queue_no=int(found[1]))
    if phone := _phone(text):
        return Asked(AskedKind.PHONE, phone=phone)
    if len(text) > MOST_LENGTH:
        return Asked(AskedKind.NOTHING, reason=TOO_LONG)
    name, year = _year_apart(text)
    if any(sign.isdigit() for sign in name):
        return _number(text)
    if not any(sign.isalpha() for sign in name) or not words_of(name):
        return Asked(AskedKind.NOTHING, reason=NOT_UNDERSTOOD)
    return Asked(AskedKind.WORDS, name, year=year)


def _year_apart(text: str) -> tuple[str, int | None]:
    """ "Lan 1990" as the name and the year."""
    words = text.split()
    years = [word for word in words if _YEAR.fullmatch(word)]
    if len(years) != 1 or len(words) == 1:
        return text, None
    return " ".join(word for word in words if word != years[0]), int(years[0])


def _number(text: str) -> Asked:
    """The number of another paper: letters and digits."""
    try:
        number = normalise(PaperKind.LOCAL_CONFIRMATION, text)
    except NotUnderstood:
        return Asked(AskedKind.NOTHING, reason=NOT_UNDERSTOOD)
    kind = PaperKind.PASSPORT if _PASSPORT.fullmatch(number) else None
    return Asked(AskedKind.NUMBER, number, paper=kind)


def _phone(text: str) -> str:
    try:
        return normalise_phone(text)
    except NotAPhone:
        return ""
