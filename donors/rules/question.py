"""What somebody asks with one box: a person's name, or exactly one phone, donor code or paper.

No sentence here repeats what was typed: it may be a number.
"""

import re
from dataclasses import dataclass
from typing import Final

from donors.rules.codes import read_code
from donors.rules.names import name_words
from donors.rules.papers import read_card_code
from donors.rules.phones import NotAPhone, normalise_phone
from words.folding import nfc
from words.sentences import NotUnderstood, gettext_noop

MOST_TYPED: Final = 1000
MOST_WORDS: Final = 8
# So many digits may be a phone or a paper, which stand in no address.
DIGITS_OF_A_NUMBER: Final = 8
_LEAST_OF_A_NUMBER: Final = 4
_MOST_OF_A_NUMBER: Final = 30
_LETTERS_OF_A_NUMBER: Final = 2
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)
_BETWEEN: Final = re.compile(r"[\s.\-‐‑‒–—−_]+")
_FULL_WIDTH: Final = {0xFF10 + n: str(n) for n in range(10)}


class NotAQuestion(NotUnderstood):
    """Typed text that nothing can be looked for by; see ``NotUnderstood``."""


# Without a repr: a number stands in no log.
@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """Either ``words`` of a name, with a birth ``year`` where one was typed; or what can only be
    met exactly, of which any may be meant: ``numbers`` of papers, a ``phone`` (E.164), a donor
    ``code``. All empty: nothing was asked."""

    words: tuple[str, ...] = ()
    year: int | None = None
    numbers: tuple[str, ...] = ()
    phone: str = ""
    code: str = ""

    @property
    def is_exact(self) -> bool:
        return bool(self.numbers or self.phone or self.code)

    def __bool__(self) -> bool:
        return bool(self.words) or self.is_exact


def has_number(typed: str) -> bool:
    """Whether the text has so many digits that it may not stand in an address."""
    return sum(c.isdecimal() for c in typed) >= DIGITS_OF_A_NUMBER


def read_question(typed: str) -> Question:
    """Understand what was typed or scanned. Raises NotAQuestion."""
    if len(typed) > MOST_TYPED:
        raise NotAQuestion(
            "too-long",
            gettext_noop("This is too long. Write a name, or one whole number."),
            {},
        )
    if card := read_card_code(typed):
        return Question(numbers=tuple(filter(None, (card.number, card.old_number))))
    text = nfc(typed.translate(_FULL_WIDTH))
    if not text:
        return Question()
    tokens = text.split()
    code = read_code(text) or ""
    if not any(c.isdecimal() for c in code) and len(tokens) > 1:
        code = ""  # letters alone with a space between are a name
    if code:
        return _exact(text, code)
    plain = [token for token in tokens if not any(c.isdecimal() for c in token)]
    years = [token for token in tokens if _YEAR.fullmatch(token)]
    if plain and len(plain) + len(years) == len(tokens):
        return _name(plain, years)
    if not any(c.isdecimal() for c in text):
        return _name(tokens, [])
    return _exact(text, "")


def _name(plain: list[str], years: list[str]) -> Question:
    words = name_words(" ".join(plain))[:MOST_WORDS]
    if not words:
        raise NotAQuestion("no-words", gettext_noop("Write at least one word of the name."), {})
    if len(years) > 1:
        raise NotAQuestion("two-years", gettext_noop("Write only one year of birth."), {})
    return Question(words=tuple(words), year=int(years[0]) if years else None)


def _exact(text: str, code: str) -> Question:
    number = _BETWEEN.sub("", text).upper()
    is_number = (
        # "SV 0912", but not "lan 0912": that is a name with a part of a number.
        not any(token.isalpha() and len(token) > _LETTERS_OF_A_NUMBER for token in text.split())
        and _LEAST_OF_A_NUMBER <= len(number) <= _MOST_OF_A_NUMBER
        and number.replace("/", "").isalnum()
        and not _YEAR.fullmatch(number)
    )
    try:
        phone = normalise_phone(text)
    except NotAPhone:
        phone = ""
    if not (code or is_number or phone):
        raise NotAQuestion(
            "part-of-a-number",
            gettext_noop(
                "Write words of the name, with the year of birth if you like; or one whole number."
            ),
            {},
        )
    return Question(numbers=(number,) if is_number else (), phone=phone, code=code)
