"""What a spreadsheet puts on the clipboard, read into rows of cells; and written back. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from words.folding import nfc
from words.numbers import format_number
from words.sentences import NotUnderstood, gettext_noop

Rows: TypeAlias = list[list[str]]


class NotRead(NotUnderstood):
    """A pasted text or an uploaded file that is refused whole; see ``NotUnderstood``."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read at once: rows, columns, characters of one cell and of the text."""

    rows: int = 2_000
    columns: int = 60
    cell: int = 400
    characters: int = 1_000_000


DEFAULT: Final = Limits()

# A quoted cell ends at a quote that is not doubled. In text between tabs it never holds a tab: a
# lonely quote at the start of a name would swallow the lines below.
_QUOTED: Final = {
    "\t": re.compile(r'"((?:[^"\t]|"")*+)"(?=[\t\n]|$)'),
    ";": re.compile(r'"((?:[^"]|"")*+)"(?=[;\n]|$)'),
    ",": re.compile(r'"((?:[^"]|"")*+)"(?=[,\n]|$)'),
}
_PLAIN: Final = {mark: re.compile(rf"[^{mark}\n]*") for mark in _QUOTED}
_HALVES = re.compile(r"[\ud800-\udfff]")  # no characters: no database keeps them

_EQUALS = "=＝@＠"
_SIGNS = "+＋-－"
_AROUND = " \u00a0\u200b\ufeff"
_PHONE = re.compile(r"[\d\s.,()/–-]*")
# What follows a dash is a formula if it calls, computes or names a cell; "- không rõ" is a remark.
_COMPUTES = re.compile(r"[A-Za-z_.]\(|[|!=*^+]|^[A-Za-z]")


def parse_pasted(text: str, limits: Limits = DEFAULT) -> Rows:
    """Return the cells of ``text``, all rows of the same length, without empty rows at the end
    and empty columns at the right; rows between stay, so that the line numbers are those seen.

    Cells stand between tabs, else between semicolons, if every line has one, else between commas,
    if every line has the same number of at least two; else a line is one cell. Cells in quotes
    hold line breaks and doubled quotes. Each cell is tidied (``tidy``). A text beyond ``limits``
    raises NotRead.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    # A tab at the very end counts too: it says what the text lies between.
    mark, text = ("\t" if "\t" in text else ""), text.rstrip()
    if len(text) > limits.characters:
        raise NotRead(
            "too-long",
            gettext_noop(
                "The text has %(length)s characters; at most %(most)s can be read at once. Paste it"
                " in parts."
            ),
            {"length": format_number(len(text)), "most": format_number(limits.characters)},
        )
    return checked(_rows(text, mark) if mark else _split(text), limits)


def _split(text: str) -> Rows:
    for mark, fewest in ((";", 2), (",", 3)):
        rows = _rows(text, mark) if mark in text else []
        lengths = {len(row) for row in rows if any(cell.strip() for cell in row)}
        if lengths and min(lengths) >= fewest and (mark == ";" or len(lengths) == 1):
            return rows
    return _rows(text, "\t")


def _rows(text: str, mark: str) -> Rows:
    quoted, plain = _QUOTED[mark], _PLAIN[mark]
    rows: Rows = [[]]
    at, end = 0, len(text)
    while True:
        if found := quoted.match(text, at):
            rows[-1].append(found[1].replace('""', '"'))
        else:
            found = plain.match(text, at)
            rows[-1].append(found[0] if found else "")
        at = found.end() if found else end
        if at >= end:
            return rows
        if text[at] == "\n":
            rows.append([])
        at += 1


def tidy(cell: str) -> str:
    """Return a cell as it is kept: each of its lines composed (NFC), trimmed and with single
    spaces, without invisible signs; no empty lines."""
    cell = _HALVES.sub("", cell)
    if "\n" not in cell:
        return nfc(cell)
    return "\n".join(filter(None, map(nfc, cell.split("\n"))))


def checked(rows: Iterable[Sequence[str]], limits: Limits = DEFAULT) -> Rows:
    """Return ``rows`` tidied, cut to what is filled and padded to one length, or raise NotRead
    where they are beyond ``limits``."""
    tidied = [[tidy(cell) for cell in row] for row in rows]
    while tidied and not any(tidied[-1]):
        tidied.pop()
    width = 0
    for number, row in enumerate(tidied, 1):
        for column, cell in enumerate(row, 1):
            if cell:
                width = max(width, column)
            if len(cell) > limits.cell:
                raise NotRead(
                    "cell-too-long",
                    gettext_noop(
                        "Line %(row)s, column %(column)s has %(length)s characters; a cell may have"
                        " at most %(most)s."
                    ),
                    {
                        "row": format_number(number),
                        "column": format_number(column),
                        "length": format_number(len(cell)),
                        "most": format_number(limits.cell),
                    },
                )
    if len(tidied) > limits.rows:
        raise too_many_rows(len(tidied), limits)
    if width > limits.columns:
        raise NotRead(
            "too-many-columns",
            gettext_noop(
                "There are %(columns)s columns; at most %(most)s can be read. Choose only the"
                " columns of the list."
            ),
            {"columns": format_number(width), "most": format_number(limits.columns)},
        )
    return [[*row, *[""] * (width - len(row))][:width] for row in tidied]


def too_many_rows(rows: int, limits: Limits) -> NotRead:
    """The refusal of a list of ``rows`` rows."""
    return NotRead(
        "too-many-rows",
        gettext_noop(
            "There are %(rows)s lines; at most %(most)s can be read at once. Divide the list into"
            " parts."
        ),
        {"rows": format_number(rows), "most": format_number(limits.rows)},
    )


def as_pasted(rows: Iterable[Sequence[str]]) -> str:
    """Return ``rows`` as a spreadsheet would put them on the clipboard; ``parse_pasted`` reads
    them back. For a box in which lines are mended."""
    lines = []
    for row in rows:
        line = "\t".join(map(_quoted, row))
        # One cell alone must not be read as cells between semicolons or commas.
        lines.append(line if len(row) > 1 else f"{line}\t")
    return "\n".join(lines)


def _quoted(cell: str) -> str:
    cell = cell.replace("\t", " ")
    if "\n" in cell or cell.startswith('"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would compute ``cell``, so that it is no text: it begins with =, +, -
    or @ (full width too), a tab or a line break. A phone ("+84 912 345 678"), a number, dashes
    for "nothing" and a remark behind a dash are none.
    """
    if cell[:1] in {"\t", "\r", "\n"}:
        return True
    text = cell.strip(_AROUND)
    if not text:
        return False
    if text[0] in _EQUALS:
        return len(text) > 1
    if text[0] not in _SIGNS:
        return False
    rest = text.lstrip(_SIGNS)
    return _PHONE.fullmatch(rest) is None and _COMPUTES.search(rest) is not None
