"""Lines of a paper list whose columns are known already, as those of a grid: read against each
other as a pasted list is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from units.rules.paper_cells import CellFinding, TypedLine
from units.rules.paper_columns import COLUMNS, Cell
from units.rules.paper_lines import PaperList, read_list, repeats

# A heading that names every column, and a row that numbers them: nothing below is taken for one.
HEAD: Final = (
    [column.aliases[0] for column in COLUMNS.values()],
    [str(number) for number in range(1, len(COLUMNS) + 1)],
)
# The list as it is mostly printed, and the order in which any list is typed.
USUAL: Final = (
    Cell.NAME, Cell.MEN, Cell.WOMEN, Cell.PAPER, Cell.OCCUPATION, Cell.GROUP, Cell.PHONE,
    Cell.BLOOD_GROUP, Cell.TIMES, Cell.LAST_GIVEN, Cell.V250, Cell.V350, Cell.V450, Cell.BAG,
    Cell.CERTIFICATE, Cell.RESULT, Cell.NOTE,
)  # fmt: skip
ORDER: Final = (
    Cell.FAMILY, Cell.NAME, Cell.MEN, Cell.WOMEN, Cell.BIRTH, Cell.SEX, Cell.PAPER,
    Cell.OCCUPATION, Cell.GROUP, Cell.ADDRESS, Cell.PHONE, Cell.BLOOD_GROUP, Cell.TIMES,
    Cell.LAST_GIVEN, Cell.V250, Cell.V350, Cell.V450, Cell.VOLUME, Cell.BAG, Cell.CERTIFICATE,
    Cell.RESULT, Cell.NOTE, Cell.NO,
)  # fmt: skip
_ONCE: Final = frozenset({"paper-twice", "bag-twice", "certificate-twice", "person-twice"})


def in_order(keys: Iterable[str]) -> list[str]:
    """Columns, by the values of their cells, as they stand side by side; the name's is always
    among them."""
    wanted = {*keys, Cell.NAME.value}
    return [cell.value for cell in ORDER if cell.value in wanted]


def read_typed(
    lines: Sequence[Mapping[Cell, str]], *, today: date, merged: Collection[int] = ()
) -> PaperList:
    """Read lines by their cells; each line's ``at`` is its place among them, from 1."""
    rows = [[cells.get(cell, "") for cell in COLUMNS] for cells in lines]
    above = len(HEAD)
    found = read_list([*HEAD, *rows], today=today, merged={at + above for at in merged})
    placed = [replace(line, at=line.at - above) for line in found.lines]
    # Who stands twice is said with the places of these lines.
    again = repeats(placed)
    return replace(
        found,
        lines=tuple(_told(line, again.get(at, ())) for at, line in enumerate(placed)),
        passed={at - above: what for at, what in found.passed.items()},
    )


def _told(line: TypedLine, again: Sequence[CellFinding]) -> TypedLine:
    own = (one for one in line.findings if one.reason.rule not in _ONCE)
    return replace(line, findings=(*own, *again))
