"""The donor code: eight signs that nobody confuses and a check character, shown XXXX-XXXX-C."""

import re
from typing import Final, Protocol

from stdnum.iso7064 import mod_37_2

from words.folding import nfc

# Without 0 and O, 1, I and L, and U beside V.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 8
_CODE: Final = re.compile(rf"[{ALPHABET}]{{{_LENGTH + 1}}}", re.ASCII)
_BETWEEN: Final = re.compile(r"[\s.\-‐‑‒–—−_]+")
_LONGEST: Final = 40


class Chooser(Protocol):
    """Where randomness comes from: ``random.SystemRandom()``, or a seeded one in tests."""

    def choice(self, seq: str, /) -> str: ...


def new_code(random: Chooser) -> str:
    """A donor code as it is kept: nine signs, the last a check (ISO 7064 Mod 37-2) that finds any
    wrong sign and any two exchanged. Whether the code is still free, its unique column says."""
    while True:
        signs = "".join(random.choice(ALPHABET) for _ in range(_LENGTH))
        check = mod_37_2.calc_check_digit(signs)
        if check in ALPHABET:
            return signs + check


def read_code(typed: str) -> str | None:
    """The code as it is kept, out of what was typed or scanned in any case, with or without spaces
    and dashes; None when it is none or its check character is wrong."""
    if len(typed) > _LONGEST:
        return None
    code = _BETWEEN.sub("", nfc(typed)).upper()
    return code if _CODE.fullmatch(code) and mod_37_2.is_valid(code) else None


def shown_code(code: str) -> str:
    """The kept code in groups: XXXX-XXXX-C."""
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"
