"""Phone numbers as people write them; kept in E.164, shown as 0912 345 678.

No sentence here repeats a number: sentences are kept beside lines, where no phone may stand.
"""

import re
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from words.folding import nfc
from words.sentences import NotUnderstood, gettext_noop

_HOME: Final = "VN"
_HOME_CODE: Final = 84
_MOBILE: Final = re.compile(r"([35789][0-9]{2})([0-9]{3})([0-9]{3})")
_LONGEST: Final = 40
_WRITTEN: Final = re.compile(r"[0-9+().\s\-‐‑‒–—−]+")
_FULL_WIDTH: Final = {0xFF10 + n: str(n) for n in range(10)} | {0xFF0B: "+"}
# In autumn 2018 mobile numbers of 11 digits lost one.
_RENUMBERED: Final = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036",
    "0167": "037", "0168": "038", "0169": "039",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip


class NotAPhone(NotUnderstood):
    """Typed words which are no phone number; see ``NotUnderstood``."""


def normalise_phone(typed: str) -> str:
    """The number in E.164 ("+84912345678"): a Vietnamese one with or without its first 0, or one of
    another country with +. Raises NotAPhone; a second number is never dropped in silence."""
    text = nfc(typed.translate(_FULL_WIDTH))
    if not text:
        raise NotAPhone(
            "empty",
            gettext_noop("Write a phone number, for example %(example)s."),
            {"example": "0912 345 678"},
        )
    if len(text) > _LONGEST or not _WRITTEN.fullmatch(text):
        raise _not_a_phone()
    try:
        number = phonenumbers.parse(text, _HOME)
    except NumberParseException:
        raise _not_a_phone() from None
    if phonenumbers.is_valid_number(number) or _is_mobile(number):
        return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    digits = f"0{number.national_number}"
    if number.country_code == _HOME_CODE and len(digits) == 11 and digits[:4] in _RENUMBERED:
        raise NotAPhone(
            "phone-renumbered",
            gettext_noop(
                "Numbers beginning with %(old)s begin with %(new)s since 2018. Please write it so."
            ),
            {"old": digits[:4], "new": _RENUMBERED[digits[:4]]},
        )
    raise _not_a_phone()


def _is_mobile(number: PhoneNumber) -> bool:
    """Whether it has the shape of a Vietnamese mobile number: beginnings are given out faster than
    libraries learn of them."""
    national = str(number.national_number)
    return number.country_code == _HOME_CODE and bool(_MOBILE.fullmatch(national))


def _not_a_phone() -> NotAPhone:
    return NotAPhone(
        "not-a-phone",
        gettext_noop(
            "This is not a phone number. Write one number as in %(example)s, of another country"
            " with + and its code."
        ),
        {"example": "0912 345 678"},
    )


def shown_phone(e164: str) -> str:
    """The kept number as people read it: "0912 345 678", "+1 415-555-2671"."""
    try:
        number = phonenumbers.parse(e164)
    except NumberParseException:
        return e164
    if _is_mobile(number):
        return _MOBILE.sub(r"0\1 \2 \3", str(number.national_number))
    home = number.country_code == _HOME_CODE
    return phonenumbers.format_number(
        number, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    )


def masked_phone(e164: str) -> str:
    """The number as lists show it, its last three digits alone: "•••• ••• 678"."""
    shown = shown_phone(e164)
    return re.sub(r"[0-9]", "•", shown[:-3]) + shown[-3:]
