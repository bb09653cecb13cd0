"""Whether words that stay readable for ever say who a donor is.

Reasons and answers stand in changes, which nobody can empty at an erasure: they name a donor by the
donor code alone.
"""

import re
from collections.abc import Sequence
from typing import Final

from words.folding import words_of

# The shortest numbers that lead to a person are those of the old identity card: 9 digits.
_DIGITS: Final = 9
_NUMBER: Final = re.compile(rf"(?:[0-9][ .\-‐‑‒–—−_]*){{{_DIGITS},}}")
_WORDS_OF_A_NAME: Final = 2


def mentions(text: str, name: str) -> bool:
    """Whether ``text`` holds the ``name``, with or without marks, its last two words (by which a
    neighbour is known), or a number of nine digits or more, as phones and papers have."""
    if _NUMBER.search(text):
        return True
    words = words_of(name)
    return len(words) >= _WORDS_OF_A_NAME and _holds(words_of(text), words[-_WORDS_OF_A_NAME:])


def _holds(text: Sequence[str], words: Sequence[str]) -> bool:
    count = len(words)
    return any(
        list(text[start : start + count]) == list(words) for start in range(len(text) - count + 1)
    )
