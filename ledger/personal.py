"""Cells about a person in a Change: sealed under that person's data key, and read again by whom it
is shown to, as long as the key is there."""

import json
import logging
from dataclasses import dataclass
from typing import cast

from ledger.cells import SEALED, Cell, CellChanges, written
from ledger.models import Change
from ledger.seals import Blob, Forgotten, MissingKey, Tampered, seal, unseal

ERASED = {"sealed": "erased"}
UNREADABLE = {"sealed": "unreadable"}
MASK = "•"
SHOWN_OF_A_NUMBER = 3

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Personal:
    """Which cells of a record are about a person, and that person's wrapped data key."""

    names: frozenset[str]
    key: Blob


def take_out(
    changes: CellChanges, personal: Personal, *, context: str
) -> tuple[CellChanges, bytes | None]:
    """The changes with a mark in each personal cell that says something, and what was there,
    sealed; None where no personal cell changed."""
    taken = {name: pair for name, pair in changes.items() if name in personal.names}
    if not taken:
        return changes, None
    marks = {name: [_mark(cell) for cell in pair] for name, pair in taken.items()}
    return changes | marks, seal(personal.key, written(taken), context=context)


def _mark(cell: Cell) -> Cell:
    """That a cell was empty is no secret, and says whether it was filled or changed."""
    return None if cell in (None, "", [], {}) else SEALED


def context_of(label: str, pk: str, version: int) -> str:
    """What a sealed Change is bound to: it opens in no other place."""
    return f"ledger.change:{label}:{pk}:{version}"


def read(change: Change, key: Blob | None, *, allowed: bool) -> CellChanges:
    """The cells of a change: with what was sealed where it is ``allowed``, with the mark where not,
    with another mark where the key was destroyed or does not fit."""
    cells = cast(CellChanges, change.cells)
    if change.sealed is None:
        return cells
    if key is None:
        return _marked(cells, ERASED)
    if not allowed:
        return cells
    context = context_of(change.target_label, change.target_id, change.version)
    try:
        opened: CellChanges = json.loads(unseal(key, change.sealed, context=context))
    except Forgotten:
        return _marked(cells, ERASED)
    except (MissingKey, Tampered):
        logger.exception("The sealed cells of %s cannot be opened", change)
        return _marked(cells, UNREADABLE)
    return cells | opened


def _marked(cells: CellChanges, mark: Cell) -> CellChanges:
    return {name: [mark if cell == SEALED else cell for cell in cells[name]] for name in cells}


def masked(name: str, cell: Cell, numbers: frozenset[str]) -> Cell:
    """The cell with all but the end of each number hidden: of the cell itself if ``numbers`` names
    it, and of whatever stands under such a name inside it."""
    if isinstance(cell, dict):
        return {key: masked(key, item, numbers) for key, item in cell.items()}
    if isinstance(cell, list):
        return [masked(name, item, numbers) for item in cell]
    is_number = name in numbers and cell not in (None, "") and not isinstance(cell, bool)
    return mask_number(str(cell)) if is_number else cell


def mask_number(number: str) -> str:
    """``031203004567`` as ``•••••••••567``; a number of three signs or less says nothing."""
    hidden = max(len(number) - SHOWN_OF_A_NUMBER, 0) or len(number)
    return MASK * hidden + number[hidden:]
