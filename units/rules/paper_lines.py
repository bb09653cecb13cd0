"""A whole paper list as pasted: its lines, what is no line, what stands twice, and its foot.

Reading never fails: what is not understood is a finding beside its cell, and what was passed over
is listed. Saving a line is for others to decide.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Final

from donors.rules.typed import is_tick
from units.rules import bags
from units.rules.paper_cells import CellFinding, Outcome, TypedLine, read_line
from units.rules.paper_columns import VOLUME_CELLS, Cell, Header, recognise_header
from units.rules.reasons import Reason
from words.folding import fold, nfc
from words.numbers import format_number
from words.sentences import gettext_noop

_LONGEST_FOOT: Final = 200


class Passed(Enum):
    """Why a row is no line of a person. Empty rows are passed over unsaid."""

    TOTAL = "total"
    HEADING = "heading"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class Foot:
    """What the list says of itself in its last row; None and missing volumes are not said."""

    people: int | None = None
    units: int | None = None
    by_volume: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PaperList:
    """A list read. ``passed`` are the rows, from 1, which are no persons; ``reasons`` are about
    the list as a whole and keep no line back."""

    header: Header
    lines: tuple[TypedLine, ...]
    passed: Mapping[int, Passed]
    foot: Foot | None
    reasons: tuple[Reason, ...]


def read_list(
    rows: Sequence[Sequence[str]],
    *,
    today: date,
    offered: tuple[int, ...] = bags.OFFERED_VOLUMES,
    merged: Collection[int] = (),
) -> PaperList:
    """Read pasted rows. ``merged`` are rows, from 1, with cells merged over several of them."""
    header = recognise_header(rows)
    lines: list[TypedLine] = []
    passed: dict[int, Passed] = {}
    foot: Foot | None = None
    for at, row in enumerate(rows[header.first :], header.first + 1):
        cells = _cells(row, header)
        if not any(_is_filled(text) for text in row):
            continue
        if _is_total(row):
            passed[at], foot = Passed.TOTAL, _read_foot(row, cells)
        elif _is_heading(cells):
            passed[at] = Passed.HEADING
        elif _is_below(row, cells, after_foot=foot is not None):
            passed[at] = Passed.FOOT
        else:
            line = read_line(cells, today=today, offered=offered, at=at)
            lines.append(_with(line, [_MERGED]) if at in merged else line)
    found = repeats(lines)
    lines = [_with(line, found.get(at, ())) for at, line in enumerate(lines)]
    return PaperList(header, tuple(lines), passed, foot, tuple(foot_reasons(lines, foot)))


def read_lines(rows: Sequence[Sequence[str]], *, today: date) -> list[TypedLine]:
    """The lines of the persons alone."""
    return list(read_list(rows, today=today).lines)


def _cells(row: Sequence[str], header: Header) -> dict[Cell, str]:
    pairs = zip(header.cells, row, strict=False)
    return {cell: text for cell, text in pairs if cell is not None}


def _with(line: TypedLine, findings: Iterable[CellFinding]) -> TypedLine:
    return replace(line, findings=(*line.findings, *findings))


_MERGED: Final = CellFinding(
    Cell.NAME,
    Reason(
        "merged-cells",
        gettext_noop("Cells of this line are merged with others. Please check what belongs here."),
        asks=True,
    ),
)

# Surnames fold to the same letters ("Tống Công …"): the words are compared with their marks, and
# without marks only where a number or nothing follows.
_TOTAL: Final = re.compile(
    r"(?:tổng cộng|tổng số|tổng|cộng)(?:[\s:(.,].*)?|(?:tong cong|tong so)[\s:(.]*(?:[0-9].*)?",
    re.DOTALL,
)
_SIGNATURE: Final = re.compile(
    r"(?:nguoi lap|dai dien|tm|kt|tl|truong ban|chu tich|giam doc|thu truong|ky ghi ro|ky ten"
    r"|ban chi dao|danh sach nay|an dinh|ngay \d{1,2} thang|.{0,40} ngay .{0,4} ?thang)\b.*"
)
_ROMAN: Final = re.compile(r"(?:[IVXL]{1,6}|[A-Z])[.)]?", re.IGNORECASE | re.ASCII)


def _is_filled(text: str) -> bool:
    return bool(text.strip())


def _is_total(row: Sequence[str]) -> bool:
    """Whether the first words of the row say "Tổng cộng"."""
    first = next((text for text in row if _is_filled(text)), "")
    return bool(_TOTAL.fullmatch(nfc(first).casefold()))


def _is_heading(cells: Mapping[Cell, str]) -> bool:
    """A row between lines that names a group: "I | Thôn Mẫu", or words where the numbers stand."""
    filled = {cell: text.strip() for cell, text in cells.items() if _is_filled(text)}
    no = filled.pop(Cell.NO, "")
    if not no or no[0].isdigit() or set(filled) - {Cell.NAME}:
        return False
    return bool(_ROMAN.fullmatch(no)) or not filled


def _is_below(row: Sequence[str], cells: Mapping[Cell, str], *, after_foot: bool) -> bool:
    """Whether the row belongs to the signatures below a list: their titles, day and names."""
    filled = [text for text in row if _is_filled(text)]
    if any(c.isdigit() for c in cells.get(Cell.NO, "")):
        return False
    if after_foot:
        named = _is_filled(cells.get(Cell.NAME, ""))
        return not named or not any(_is_telling(cells.get(cell, "")) for cell in _TELLING)
    title = _SIGNATURE.fullmatch(fold(filled[0][:_LONGEST_FOOT]))
    return bool(title) and not any(c.isdigit() for text in filled[1:] for c in text)


def _is_telling(text: str) -> bool:
    return is_tick(text) or any(c.isdigit() for c in text)


# Where a person's line has a number or a tick, and a signature none.
_TELLING: Final = (
    Cell.MEN, Cell.WOMEN, Cell.BIRTH, Cell.PAPER, Cell.PHONE, Cell.BAG, *VOLUME_CELLS, Cell.VOLUME,
)  # fmt: skip
_PEOPLE: Final = re.compile(r"([0-9][0-9.]{0,8}) ?(?:nguoi|luot nguoi|ca)\b", re.ASCII)
_UNITS: Final = re.compile(r"([0-9][0-9.]{0,8}) ?(?:don vi|tui|dv)\b", re.ASCII)
_COUNT: Final = re.compile(r"[0-9]{1,6}|[0-9]{1,3}(?:\.[0-9]{3})", re.ASCII)


def _read_foot(row: Sequence[str], cells: Mapping[Cell, str]) -> Foot:
    words = fold(" ".join(text[:_LONGEST_FOOT] for text in row))
    people, units = _PEOPLE.search(words), _UNITS.search(words)
    by_volume = {
        volume: count
        for cell, volume in VOLUME_CELLS.items()
        if (count := _count(cells.get(cell, ""))) is not None
    }
    sexes = [_count(cells.get(cell, "")) for cell in (Cell.MEN, Cell.WOMEN)]
    of_sexes = sum(count or 0 for count in sexes) if any(sexes) else None
    return Foot(
        _count(people[1]) if people else of_sexes,
        _count(units[1]) if units else (sum(by_volume.values()) if by_volume else None),
        by_volume,
    )


def _count(text: str) -> int | None:
    found = _COUNT.fullmatch(text.strip())
    return int(found[0].replace(".", "")) if found else None


def foot_reasons(lines: Sequence[TypedLine], foot: Foot | None) -> list[Reason]:
    """Where the foot of the list tells another number than was read."""
    if foot is None:
        return []
    given = [line for line in lines if line.outcome is Outcome.DONATED]
    told: list[tuple[str, str, int | None, int, dict[str, str]]] = [
        ("foot-people", _FOOT_PEOPLE, foot.people, len(lines), {}),
        ("foot-units", _FOOT_UNITS, foot.units, len(given), {}),
    ]
    for volume, count in foot.by_volume.items():
        read = sum(line.volume == volume for line in given)
        told.append((f"foot-{volume}", _FOOT_VOLUME, count, read, {"volume": str(volume)}))
    return [
        Reason(
            rule,
            sentence,
            {"told": format_number(count), "read": format_number(read), **params},
            asks=True,
        )
        for rule, sentence, count, read, params in told
        if count is not None and count != read
    ]


_FOOT_PEOPLE: Final = gettext_noop(
    "The foot of the list says %(told)s people; %(read)s lines were read."
)
_FOOT_UNITS: Final = gettext_noop(
    "The foot of the list says %(told)s units; %(read)s lines with a donation were read."
)
_FOOT_VOLUME: Final = gettext_noop(
    "The foot of the list says %(told)s bags of %(volume)s ml; %(read)s were read."
)


@dataclass(frozen=True, slots=True)
class _Once:
    """Something that stands once in a list: where, its sentence, and what is compared."""

    rule: str
    cell: Cell
    sentence: str
    key: Callable[[TypedLine], Hashable]
    asks: bool = False


_ONCE: Final = (
    _Once("paper-twice", Cell.PAPER, gettext_noop(
        "Line %(line)s has the same identity number."),
        lambda line: line.paper),
    _Once("bag-twice", Cell.BAG, gettext_noop(
        "Line %(line)s has the same bag. One bag holds the blood of one person."),
        lambda line: line.bag),
    _Once("certificate-twice", Cell.CERTIFICATE, gettext_noop(
        "Line %(line)s has the same certificate."),
        lambda line: line.certificate, asks=True),
    _Once("person-twice", Cell.NAME, gettext_noop(
        "Line %(line)s has the same name and birth. Is it the same person?"),
        lambda line: (fold(line.name), line.birth) if line.name and line.birth else "", asks=True),
)  # fmt: skip


def repeats(lines: Sequence[TypedLine]) -> dict[int, tuple[CellFinding, ...]]:
    """What stands in a list twice, by the index of each line concerned; each names the nearest
    other line. Persons of the same name and birth with different papers are two persons."""
    found: dict[int, list[CellFinding]] = defaultdict(list)
    for once in _ONCE:
        places: dict[Hashable, list[int]] = defaultdict(list)
        for at, line in enumerate(lines):
            if key := once.key(line):
                places[key].append(at)
        for same in places.values():
            for at in same:
                others = [other for other in same if other != at]
                if once.cell is Cell.NAME:
                    others = [o for o in others if not _surely_two(lines[at], lines[o])]
                if others:
                    other = max((o for o in others if o < at), default=others[0])
                    reason = Reason(
                        once.rule, once.sentence, {"line": lines[other].label}, asks=once.asks
                    )
                    found[at].append(CellFinding(once.cell, reason))
    return {at: tuple(findings) for at, findings in found.items()}


def _surely_two(one: TypedLine, other: TypedLine) -> bool:
    return one.paper_kind is other.paper_kind and one.paper != other.paper


__all__ = [
    "CellFinding",
    "Foot",
    "Outcome",
    "PaperList",
    "Passed",
    "TypedLine",
    "foot_reasons",
    "read_line",
    "read_lines",
    "read_list",
    "repeats",
]
