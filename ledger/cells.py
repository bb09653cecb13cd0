"""The cells of a record: what of it is compared, kept in a Change, and shown in its history.

A cell is a JSON value: text, number, bool, None, a list of cells, or ``{"id": …, "text": …}`` for
a link, kept with the words it had on that day.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

Cell = Any
Cells = dict[str, Cell]
CellChanges = dict[str, list[Cell]]

DERIVED = {"id", "version", "folded", "created_at"}


def plain(value: Any) -> Cell:
    """``value`` as a JSON cell; a record becomes its id and its words."""
    if isinstance(value, models.Model):
        return {"id": value.pk, "text": str(value)}
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | models.QuerySet):
        return [plain(item) for item in value]
    return value


def cells_of(record: models.Model, *, leave_out: Iterable[str] = ()) -> Cells:
    """The record's own columns, without ids and derived ones; links with their words."""
    left_out = DERIVED | set(leave_out)
    return {
        field.name: plain(getattr(record, field.name))
        for field in record._meta.concrete_fields
        if field.name not in left_out
    }


def differences(before: Cells, after: Cells) -> CellChanges:
    """Every cell that differs, as ``[old, new]``; a link counts by its id, not by its words."""
    names = before | after
    return {
        name: [before.get(name), after.get(name)]
        for name in names
        if _identity(before.get(name)) != _identity(after.get(name))
    }


def _identity(cell: Cell) -> Cell:
    if isinstance(cell, dict) and "id" in cell:
        return ("link", cell["id"])
    if isinstance(cell, list):
        return [_identity(item) for item in cell]
    # An empty text, an empty list and nothing say the same: not known.
    return None if cell in ("", [], {}) else cell


def digest_of(cells: Any) -> str:
    """SHA-256 of the values, so that two posts can be told equal or different."""
    text = json.dumps(plain(cells), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
