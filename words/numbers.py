"""Numbers as a Vietnamese clerk writes them: 1.748.935 and 168,8, with words such as "trên"."""

import re
import unicodedata
from decimal import Decimal
from typing import Final, Literal

from words.folding import fold
from words.sentences import NotUnderstood, gettext_noop, quoted

Qualifier = Literal["over", "nearly", "about", "forecast", "exact"]

MOST_DIGITS: Final = 10

_FULL_WIDTH = {0xFF10 + n: str(n) for n in range(10)} | {0xFF0C: ",", 0xFF0E: "."}
# Spaces that may stand between groups: no-break, figure, thin, narrow no-break, ideographic.
_SPACES = dict.fromkeys([0x00A0, 0x2007, 0x2009, 0x202F, 0x3000], " ")
_AROUND = " \t\r\n\u200b\ufeff"

_PLAIN = re.compile(r"([0-9]+)(?:,([0-9]+))?")
_GROUPED = re.compile(r"([1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+))(?:,([0-9]+))?")
_ENGLISH = re.compile(
    r"([1-9][0-9]{0,2}(?:,[0-9]{3}){2,}|[1-9][0-9]{0,2}(?:,[0-9]{3})+(?=\.))(?:\.([0-9]+))?"
)
_ONE_POINT = re.compile(r"([0-9]*)\.([0-9]+)")
_RANGE = re.compile(r"[0-9.,]+ ?[-‐‑‒–—] ?[0-9.,]+")
_SIGNS = "-‐‑‒–—−－"

_QUALIFIERS: Final[dict[str, Qualifier]] = {
    "tren": "over",
    "hon": "over",
    "over": "over",
    "more than": "over",
    "gan": "nearly",
    "nearly": "nearly",
    "almost": "nearly",
    "khoang": "about",
    "chung": "about",
    "do": "about",
    "xap xi": "about",
    "about": "about",
    "du kien": "forecast",
    "forecast": "forecast",
    "expected": "forecast",
    "dung": "exact",
    "exact": "exact",
    "exactly": "exact",
}
_SYMBOLS: Final[dict[str, Qualifier]] = {">": "over", "~": "about", "≈": "about"}
_LETTERS = re.compile(r"[^\W\d_]+")


class NotANumber(NotUnderstood):
    """Typed words which are no number, or could be two; see ``NotUnderstood``."""


def parse_number(text: str) -> Decimal:
    """Return the number ``text`` means: points or spaces between thousands, a decimal comma.

    "1.000" and "1 000" are one thousand, "168,8" has a fraction. Whatever could be another
    number ("1,000", "1.5") raises NotANumber with the possible readings.
    """
    typed = text.translate(_FULL_WIDTH).translate(_SPACES).strip(_AROUND)
    found = _GROUPED.fullmatch(typed) or _PLAIN.fullmatch(typed)
    if found is None:
        raise _refusal(typed)
    whole, fraction = found[1], found[2] or ""
    if len(re.sub(r"[. ]", "", whole)) > MOST_DIGITS or len(fraction) > MOST_DIGITS:
        raise NotANumber(
            "too-many-digits",
            gettext_noop("“%(typed)s” has too many digits. At most %(most)s are possible."),
            {"typed": quoted(typed), "most": str(MOST_DIGITS)},
        )
    # "1,000" is one in Vietnamese and a thousand in English; "0,125" can only be a fraction.
    if found.re is _PLAIN and len(fraction) == 3 and len(whole) <= 3 and int(whole):
        raise NotANumber(
            "one-or-thousand",
            gettext_noop("“%(typed)s” can be read in two ways. Write %(fraction)s or %(whole)s."),
            _readings(typed, whole, fraction),
        )
    return _decimal(whole, fraction)


def _decimal(whole: str, fraction: str) -> Decimal:
    return Decimal(f"{re.sub(r'[., ]', '', whole) or '0'}.{fraction or '0'}").normalize() + 0


def _readings(typed: str, whole: str, fraction: str) -> dict[str, str]:
    return {
        "typed": quoted(typed),
        "fraction": format_number(_decimal(whole, fraction)),
        "whole": format_number(_decimal(whole + fraction, "")),
    }


def _refusal(typed: str) -> NotANumber:
    if not typed:
        return NotANumber("empty", gettext_noop("Write a number."), {})
    quote = {"typed": quoted(typed)}
    if typed[0] in _SIGNS and typed[1:].strip()[:1].isdigit():
        return NotANumber(
            "negative",
            gettext_noop("“%(typed)s” is below zero; a number here never is."),
            quote,
        )
    if any(c.isdigit() and not c.isascii() for c in typed):
        return NotANumber(
            "other-digits",
            gettext_noop("Write “%(typed)s” with the digits 0 to 9."),
            quote,
        )
    if _RANGE.fullmatch(typed):
        return NotANumber(
            "range",
            gettext_noop("“%(typed)s” looks like a range. Write one number."),
            quote,
        )
    if re.search(r"[^0-9., ]", typed) or not re.search(r"[0-9]", typed):
        return NotANumber(
            "only-the-number",
            gettext_noop("“%(typed)s” is not a number. Write only the number, for example 345."),
            quote,
        )
    if sum(c.isdigit() for c in typed) > MOST_DIGITS:
        return NotANumber(
            "too-many-digits",
            gettext_noop("“%(typed)s” has too many digits. At most %(most)s are possible."),
            quote | {"most": str(MOST_DIGITS)},
        )
    if english := _ENGLISH.fullmatch(typed):
        return NotANumber(
            "english-style",
            gettext_noop(
                "“%(typed)s” has points and commas the English way. Write %(suggestion)s."
            ),
            quote | {"suggestion": format_number(_decimal(english[1], english[2] or ""))},
        )
    if point := _ONE_POINT.fullmatch(typed):
        return NotANumber(
            "decimal-point",
            gettext_noop(
                "In “%(typed)s” the point is not clear: it separates thousands, and a comma"
                " separates decimals. Write %(fraction)s or %(whole)s."
            ),
            _readings(typed, point[1], point[2]),
        )
    return NotANumber(
        "groups",
        gettext_noop(
            "The digits of “%(typed)s” are not in groups of three. Write the number as in"
            " 1.000 or 1.748.935."
        ),
        quote,
    )


def format_number(value: Decimal | int) -> str:
    """Return ``value`` the Vietnamese way: "1.748.935", "168,8", without idle zeros.

    ``parse_number`` reads it back. Only "1,234" gets a zero more ("1,2340"), for three decimals
    after one to three digits would look like a thousand.
    """
    whole, _, fraction = f"{value:,f}".partition(".")
    fraction = fraction.rstrip("0")
    if len(fraction) == 3 and "," not in whole and whole.lstrip("-") != "0":
        fraction += "0"
    if not fraction and whole == "-0":
        whole = "0"
    grouped = whole.replace(",", ".")
    return f"{grouped},{fraction}" if fraction else grouped


def split_qualifier(text: str) -> tuple[Qualifier | None, str]:
    """Split "trên 1.000" into ("over", "1.000"); without a known word, (None, the whole text).

    Words are compared folded ("tren"), the longest first; ">" and "~" count as words. The rest
    is for ``parse_number``, which refuses a second word.
    """
    typed = unicodedata.normalize("NFC", text).strip(_AROUND)
    if typed[:1] in _SYMBOLS:
        return _SYMBOLS[typed[0]], typed[1:].lstrip()
    ends: list[int] = []
    for word in _LETTERS.finditer(typed):
        if typed[ends[-1] if ends else 0 : word.start()].strip():
            break
        ends.append(word.end())
    for end in reversed(ends):
        if qualifier := _QUALIFIERS.get(fold(typed[:end])):
            return qualifier, typed[end:].lstrip()
    return None, typed
