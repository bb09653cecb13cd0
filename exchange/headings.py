"""Which column of a pasted list is which: the columns a grid knows, and the heading that names
them. Pure; ``static/js/pasted.js`` does the same in the browser."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from exchange.pasted import Rows
from words.folding import words_of

# How far down a heading is looked for: titles of the list stand above it.
MOST_ABOVE: Final = 12
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-Z])\)?")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a grid. ``key`` names the cell in JSON and in forms, ``label`` is shown
    (translated or a promise), ``aliases`` are other headings it goes under on paper lists,
    ``width`` is in characters. ``kind``: text, number, day, phone, tick ("x" or empty) or code;
    it chooses the keyboard of a phone and the side the text stands on, never what is accepted.
    ``choices`` are suggested while typing, not imposed."""

    key: str
    label: Any
    kind: str = "text"
    width: int = 12
    required: bool = False
    hint: Any = ""
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def names(self) -> str:
        """All headings this column goes under, folded, with "|" between."""
        return "|".join(dict.fromkeys(map(_folded, (str(self.label), *self.aliases))))


@dataclass(frozen=True, slots=True)
class Headed:
    """A pasted list and where its columns go: ``keys`` has one entry a column, None for a column
    no grid knows (STT), and is None as a whole where no heading was found; ``rows`` are those
    below the heading, the first of them line ``first`` (from 1) of what was pasted."""

    keys: list[str | None] | None
    rows: Rows
    first: int = 1


def _folded(text: str) -> str:
    return " ".join(words_of(text))


def split_heading(rows: Rows, columns: Sequence[Column]) -> Headed:
    """Find the heading among the first rows: the first that names two columns (or the only one of
    a list of one column). A second line of a heading ("Nam", "Nữ" below "Năm sinh") and a line
    that numbers the columns are part of it."""
    known = {name: column.key for column in columns for name in column.names.split("|")}
    enough = min(2, len(rows[0])) if rows else 0
    for at, row in enumerate(rows[:MOST_ABOVE]):
        keys = _keys(row, known)
        if sum(key is not None for key in keys) < enough:
            continue
        below = at + 1
        if below < len(rows) and _is_second_line(rows[below], row, known):
            for place, key in enumerate(_keys(rows[below], known)):
                if key is not None and key not in keys:
                    keys[place] = key
            below += 1
        if below < len(rows) and _numbers_columns(rows[below]):
            below += 1
        return Headed(keys, rows[below:], below + 1)
    return Headed(None, rows)


def _keys(row: Sequence[str], known: dict[str, str]) -> list[str | None]:
    """The column of each cell; a column that stands twice is the first one's."""
    keys: list[str | None] = []
    for cell in row:
        key = known.get(_folded(cell)) if cell else None
        keys.append(None if key in keys else key)
    return keys


def _is_second_line(row: Sequence[str], above: Sequence[str], known: dict[str, str]) -> bool:
    """Whether every filled cell of ``row`` is a heading too, and one of them is new."""
    filled = [_folded(cell) for cell in row if cell]
    return (
        bool(filled)
        and all(name in known for name in filled)
        and any(known[name] not in _keys(above, known) for name in filled)
    )


def _numbers_columns(row: Sequence[str]) -> bool:
    """Whether the row only numbers the columns: A, B, 1, 2, 3 or (1), (2), (3)."""
    filled = [cell for cell in row if cell]
    return (
        len(filled) > 2 and all(map(_NUMBER.fullmatch, filled)) and len(filled) == len(set(filled))
    )
