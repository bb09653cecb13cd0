"""Paper lists for tests: invented people whose surnames have the shares of real ones."""

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.utils.timezone import localdate

from accounts.models import User
from accounts.scopes import scope_of
from drives.models import Drive
from exchange.grids import Posted
from ledger.actor import SYSTEM, Actor
from ledger.keys import new_id
from ledger.scope import Scope
from tests.factories_donors import some_cccd, some_name
from units.actions.paper.lines import put_lines
from units.actions.paper.sheets import SheetFacts, open_sheet
from units.models import PaperSheet
from units.rules.paper_columns import COLUMNS, Cell

Cells = dict[str, str]
USUAL = (
    "name", "men", "women", "paper", "group", "phone", "v250", "v350", "v450", "bag",
    "certificate", "result", "note",
)  # fmt: skip
# What may be wrong with a line, one each: cell and text.
FAULTS = (
    ("men", "một nghìn chín trăm"),
    ("phone", "0912 34"),
    ("paper", "=SUM(A1:A9)"),
    ("v250", "x"),
    ("name", ""),
)


def some_cells(chance: random.Random, number: int, **cells: str) -> Cells:
    """One line of somebody who gave 350 ml, as far as not said otherwise."""
    sex = chance.choice(["female", "male"])
    year = chance.randrange(1967, 2005)
    line = {
        "name": some_name(chance, sex),
        "women" if sex == "female" else "men": str(year),
        "paper": some_cccd(chance, sex, year),
        "group": f"Thôn {number % 9 + 1}",
        "phone": f"09{chance.randrange(10, 99)} {chance.randrange(10**6):06}",
        "v350": "x",
        "bag": f"HP{number:05}",
        "certificate": f"C{number:05}",
    }
    return {name: text for name, text in {**line, **cells}.items() if text}


def some_list(size: int, *, seed: int = 2026, faults: int = 0) -> list[Cells]:
    """``size`` lines, ``faults`` of them wrong, spread over the list."""
    chance = random.Random(seed)  # noqa: S311  (repeatable)
    lines = [some_cells(chance, number) for number in range(1, size + 1)]
    for nth in range(faults):
        cell, text = FAULTS[nth % len(FAULTS)]
        line = lines[(nth + 1) * size // (faults + 1)]
        if cell == "men":
            # Mended with another year, the number of the card would be asked about.
            line.pop("women", None)
            line.pop("paper")
        line[cell] = text
        if not text:
            del line[cell]
    return lines


def as_text(lines: Sequence[Mapping[str, str]], cells: Sequence[str] = USUAL) -> str:
    """The list as a spreadsheet puts it on the clipboard, with its heading."""
    heads = [COLUMNS[Cell(cell)].aliases[0] for cell in cells]
    rows = [[line.get(cell, "") for cell in cells] for line in lines]
    return "\n".join("\t".join(row) for row in [heads, *rows])


def posted(lines: Iterable[Mapping[str, str]], first: int = 1) -> list[Posted]:
    return [
        Posted(id=new_id(), number=number, cells=dict(line), key=uuid4())
        for number, line in enumerate(lines, first)
    ]


class SheetFactory:
    """Opens lists as the action does."""

    @classmethod
    def create(
        cls,
        drive: Drive,
        lines: Iterable[Mapping[str, str]] = (),
        *,
        by: Actor = SYSTEM,
        pk: UUID | None = None,
        **facts: Any,
    ) -> PaperSheet:
        facts = {"label": "Danh sách 1", "day": localdate(), "columns": USUAL, **facts}
        receipt = open_sheet(by=by, key=pk or new_id(), drive=drive, facts=SheetFacts(**facts))
        sheet = PaperSheet.objects.select_related("drive__keeper", "receiver").get(
            pk=receipt.target_id
        )
        if rows := posted(lines):
            put_lines(by=by, sheet=sheet, lines=rows)
        return sheet


def scope(user: User) -> Scope:
    return scope_of(user, localdate())
