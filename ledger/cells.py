"""The cells of a record: what of it is compared, kept in a Change, and shown in its history.

A cell is a JSON value: text, number, bool, None, a list of cells, or ``{"id": …, "text": …}`` for
a link, kept with the words it had on that day.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.functional import Promise

from words.fields import FoldedField

Cell = Any
Cells = dict[str, Cell]
CellChanges = dict[str, list[Cell]]

# Stands in a Change for a cell about a person, whose values are sealed beside it.
SEALED = {"sealed": True}

DERIVED = {"id", "version", "folded", "created_at"}
NEVER_KEPT = {"password", "last_login"}


def plain(value: Any) -> Cell:
    """``value`` as a JSON cell; a record becomes its id and its words.

    Equal values give equal cells, whether they come from a form or from the database: 345 and
    345.0, and one moment in two time zones. Raises TypeError for what no cell can hold.
    """
    match value:
        case None | bool() | int() | float() if not isinstance(value, Enum):
            return value
        case Enum():
            return plain(value.value)
        case str() | UUID() | Promise():
            return str(value)
        case models.Model():
            return {"id": plain(value.pk), "text": str(value)}
        case datetime():
            return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
        case date() | time():
            return value.isoformat()
        case Decimal():
            return f"{value.normalize() + 0:f}" if value.is_finite() else str(value)
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case set() | frozenset():
            return sorted((plain(item) for item in value), key=written)
        case list() | tuple() | models.QuerySet():
            return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    message = f"no cell can hold a {type(value).__name__}"
    raise TypeError(message)


def cells_of(record: models.Model, *, leave_out: Iterable[str] = ()) -> Cells:
    """The record's own columns, without its id, secrets and derived ones; links with their
    words."""
    left_out = DERIVED | NEVER_KEPT | set(leave_out)
    return {
        field.name: plain(getattr(record, field.name))
        for field in record._meta.concrete_fields
        if field.name not in left_out
        and not field.primary_key
        and not isinstance(field, FoldedField)
    }


def differences(before: Cells, after: Cells) -> CellChanges:
    """Every cell that differs, as ``[old, new]``; a link counts by its id, not by its words."""
    names = before | after
    return {
        name: [before.get(name), after.get(name)]
        for name in names
        if not same(before.get(name), after.get(name))
    }


def same(one: Cell, other: Cell) -> bool:
    """Whether two cells say the same: links by id; empty text, empty list and None all say that
    nothing is known."""
    return bool(_identity(one) == _identity(other))


def _identity(cell: Cell) -> Cell:
    if cell in ("", [], {}):
        return None
    if isinstance(cell, dict):
        if cell.get("id") is not None:
            return ("link", cell["id"])
        return {key: _identity(item) for key, item in cell.items()}
    if isinstance(cell, list):
        return [_identity(item) for item in cell]
    # True is no number, though Python counts it as 1.
    return ("yes or no", cell) if isinstance(cell, bool) else cell


def digest_of(cells: Any) -> str:
    """SHA-256 of the values, so that two posts can be told equal or different."""
    return hashlib.sha256(written(plain(cells)).encode()).hexdigest()


def written(cell: Cell) -> str:
    """A cell as JSON text, equal for equal cells."""
    return json.dumps(cell, sort_keys=True, ensure_ascii=False)
