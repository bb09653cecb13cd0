"""The registry of records that have a history page; each app adds its own in ``ready()``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from ledger.cells import Cell
from ledger.scope import Scope


@dataclass(frozen=True, slots=True)
class Record:
    """How one kind of record is fetched and read: ``fetch`` goes through the scope, ``cell_label``
    and ``cell_text`` put a cell's name and value into words."""

    model: type[models.Model]
    fetch: Callable[[Scope], models.QuerySet[Any]]
    cell_label: Callable[[str], str]
    cell_text: Callable[[str, Cell], str]
    page: Callable[[Any], str]


_records: dict[str, Record] = {}


def register(record: Record) -> None:
    _records[record.model._meta.label_lower] = record


def record_for(label: str) -> Record | None:
    """The kind of record named ``app.model``, or None where it keeps no history page."""
    return _records.get(label)


def registered() -> dict[str, Record]:
    return dict(_records)
