"""Cells and changes in words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext

from ledger.cells import SEALED, Cell, CellChanges
from ledger.models import Change
from ledger.personal import ERASED, UNREADABLE
from words.dates import format_day
from words.moments import moment_text
from words.numbers import format_number

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)?")


def cell_text(cell: Cell) -> str:
    """Any cell in words: nothing is "unknown", links by their words, days as dd/mm/yyyy."""
    if cell is None or cell in ("", [], {}):
        return gettext("unknown")
    if isinstance(cell, bool):
        return gettext("yes") if cell else gettext("no")
    if isinstance(cell, int | float):
        return format_number(Decimal(str(cell)))
    if isinstance(cell, list):
        return ", ".join(cell_text(item) for item in cell)
    if isinstance(cell, dict):
        if "text" in cell:
            return cell_text(cell["text"])
        return ", ".join(f"{name}: {cell_text(item)}" for name, item in cell.items())
    return _day_or_text(str(cell))


def is_year(name: str) -> bool:
    """Whether the cell of this name is a year, which is a name and not a quantity."""
    return name == "year" or name.endswith("_year")


def year_text(cell: Cell) -> str:
    """2024, with no point between the thousands."""
    return str(cell) if isinstance(cell, int) else cell_text(cell)


def _day_or_text(text: str) -> str:
    try:
        if ISO_DAY.fullmatch(text):
            return format_day(date.fromisoformat(text))
        if ISO_MOMENT.fullmatch(text):
            return moment_text(datetime.fromisoformat(text))
    except ValueError:
        pass  # digits that only look like a day
    return text


def labels_of(model: type[models.Model]) -> Callable[[str], str]:
    """Names cells as the model names its fields."""

    def label(name: str) -> str:
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return capfirst(name.replace("_", " "))
        return str(capfirst(getattr(field, "verbose_name", name)))

    return label


def texts_of(model: type[models.Model]) -> Callable[[str, Cell], str]:
    """Words cells of the model's own columns: a choice by its label, the rest by themselves."""

    def text(name: str, cell: Cell) -> str:
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return cell_text(cell)
        if is_year(name):
            return year_text(cell)
        choices = dict(getattr(field, "flatchoices", ()) or ())
        if isinstance(cell, str | int) and cell not in ("", None) and cell in choices:
            return str(choices[cell])
        return cell_text(cell)

    return text


@dataclass(frozen=True, slots=True)
class CellLine:
    """One row of a history: a cell's name, what stood there, what stands there after."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangeText:
    """One change as a history shows it."""

    version: int
    at: str
    actor: str
    action: str
    reason: str
    receipt: str
    lines: list[CellLine]
    is_first: bool


def sealed_text(cell: Cell) -> str:
    """Why a cell about a person is not shown; empty for a cell that is."""
    if cell == SEALED:
        return gettext("sealed")
    if cell == ERASED:
        return gettext("erased on request")
    return gettext("sealed, cannot be opened now") if cell == UNREADABLE else ""


def change_text(
    change: Change,
    *,
    cells: CellChanges,
    action: str,
    label: Callable[[str], str],
    text: Callable[[str, Cell], str],
) -> ChangeText:
    """``change`` in words, with ``cells`` as far as they are shown; ``label`` and ``text`` word
    them. Reads its submission."""

    def words(name: str, cell: Cell) -> str:
        return sealed_text(cell) or text(name, cell)

    return ChangeText(
        version=change.version,
        at=moment_text(change.at),
        actor=change.actor_name,
        action=action,
        reason=change.reason,
        receipt=change.submission.receipt if change.submission else "",
        lines=[
            CellLine(label=label(name), old=words(name, old), new=words(name, new))
            for name, (old, new) in cells.items()
        ],
        is_first=all(old in (None, "", [], {}) for old, _new in cells.values()),
    )
