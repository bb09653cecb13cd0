"""How names are stored to be searched."""

from typing import Final

from words.folding import words_of

MOST_SPACED: Final = 130


def spaced_name(name: str) -> str:
    """The folded words of a name, each with a space before it, so that " van" finds the beginning
    of any of them; empty for a name that has none."""
    return "".join(f" {word}" for word in words_of(name))[:MOST_SPACED]
