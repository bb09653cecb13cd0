"""Cells of organisations and venues in words, for their histories."""

from collections.abc import Callable
from datetime import date

from django.db import models
from django.utils.translation import gettext

from directory.rules import last_day
from ledger.cells import Cell
from ledger.presenters import labels_of, texts_of
from words.dates import format_day


def cell_label(model: type[models.Model]) -> Callable[[str], str]:
    """As the model names its fields; an end is shown by its last day."""
    names = labels_of(model)

    def label(name: str) -> str:
        return gettext("Last day") if name == "valid_to" else names(name)

    return label


def cell_text(model: type[models.Model]) -> Callable[[str, Cell], str]:
    """The model's own words; the end of a life as its last day."""
    texts = texts_of(model)

    def text(name: str, cell: Cell) -> str:
        if name == "valid_to" and isinstance(cell, str) and cell:
            return format_day(last_day(date.fromisoformat(cell)))
        return texts(name, cell)

    return text
