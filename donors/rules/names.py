"""A person's name: what may be one, how lists are ordered by it and search looks for it.

No sentence here repeats a name: sentences are kept beside lines, where no name may stand.
"""

import unicodedata
from typing import Final

from words.folding import nfc, sort_key, words_of
from words.sentences import NotUnderstood, gettext_noop

LEAST_LENGTH: Final = 2
MOST_LENGTH: Final = 100
# Spaces, apostrophes and hyphens as they come from keyboards and word processors.
_BETWEEN: Final = frozenset(" '’ʼ`´-‐‑")


class NotAName(NotUnderstood):
    """Typed words which cannot be a person's name; see ``NotUnderstood``."""


def read_name(typed: str) -> str:
    """The name as it is kept: NFC, single spaces. Letters of any script, spaces, apostrophes and
    hyphens, 2 to 100 characters. Raises NotAName."""
    name = nfc(typed)
    if not name:
        raise NotAName("empty", gettext_noop("Write the full name."), {})
    if len(name) > MOST_LENGTH:
        raise NotAName(
            "name-too-long",
            gettext_noop("A name has at most %(most)s characters. Write only the name."),
            {"most": str(MOST_LENGTH)},
        )
    if odd := next((c for c in name if not _belongs(c)), None):
        raise NotAName(
            "not-in-a-name",
            gettext_noop("The sign “%(sign)s” is not part of a name."),
            {"sign": odd if odd.isprintable() else "…"},
        )
    if sum(c.isalpha() for c in name) < LEAST_LENGTH:
        raise NotAName(
            "name-too-short",
            gettext_noop("This is too short for a full name."),
            {},
        )
    return name


def _belongs(character: str) -> bool:
    return character in _BETWEEN or unicodedata.category(character)[0] in "LM"


def given_first_key(name: str) -> str:
    """A key whose bytewise order is that of Vietnamese lists: by the given name, which stands last,
    then by the rest. Two spaces, lower than anything in a key, part them."""
    rest, _, given = " ".join(name.split()).rpartition(" ")
    return f"{sort_key(given)}  {sort_key(rest)}".rstrip()


def name_words(typed: str) -> list[str]:
    """The folded words of what was typed, each once, in their order: what search looks for."""
    return list(dict.fromkeys(words_of(typed)))
