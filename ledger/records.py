"""The registries of records that have a history page, and of actions in words; each app adds its
own in ``ready()``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext

from ledger.cells import Cell, CellChanges
from ledger.models import Change
from ledger.personal import masked, read
from ledger.presenters import labels_of, texts_of
from ledger.scope import Scope
from ledger.seals import Blob


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How one kind of record is fetched and read: ``fetch`` goes through the scope, ``cell_label``
    and ``cell_text`` put a cell's name and value into words (left out: as the model says), and
    ``page`` is the address of a record.

    Of a record about a person, ``open_sealed`` gives the wrapped data key, None once it was
    destroyed; ``may_open`` says who reads what is sealed (left out: nobody); and of the numbers
    that ``numbers`` names, in a cell or inside one, only the end is ever shown.
    """

    model: type[models.Model]
    fetch: Callable[[Scope], models.QuerySet[Any]]
    page: Callable[[Any], str]
    cell_label: Callable[[str], str] | None = None
    cell_text: Callable[[str, Cell], str] | None = None
    open_sealed: Callable[[Any], Blob | None] | None = None
    may_open: Callable[[Scope, Any], bool] | None = None
    numbers: frozenset[str] = frozenset()

    @property
    def label(self) -> Callable[[str], str]:
        return self.cell_label or labels_of(self.model)

    @property
    def text(self) -> Callable[[str, Cell], str]:
        return self.cell_text or texts_of(self.model)

    def reader(self, record: Any, scope: Scope) -> Callable[[Change], CellChanges]:
        """Reads the changes of ``record`` as far as they are shown within ``scope``. Asks for the
        key and the permission once, for a whole page of changes."""
        if self.open_sealed is None:
            return lambda change: change.cells
        key = self.open_sealed(record)
        allowed = self.may_open is not None and self.may_open(scope, record)

        def shown(change: Change) -> CellChanges:
            cells = read(change, key, allowed=allowed)
            return {
                name: [masked(name, cell, self.numbers) for cell in pair]
                for name, pair in cells.items()
            }

        return shown

    def find(self, pk: str, scope: Scope) -> Any | None:
        """The record with this id, None outside the scope or where there is none."""
        try:
            return self.fetch(scope).filter(pk=pk).first()
        except (ValueError, ValidationError):
            return None  # no id of this kind of record


_records: dict[str, Record] = {}
_actions: dict[str, str | Promise] = {}


def register(record: Record) -> None:
    _records[record.model._meta.label_lower] = record


def record_for(label: str) -> Record | None:
    """The kind of record named ``app.model``, or None where it keeps no history page."""
    return _records.get(label)


def registered() -> dict[str, Record]:
    return dict(_records)


def name_action(action: str, words: str | Promise) -> None:
    """Put an action's id into words: ``name_action("record-result", _("result recorded"))``."""
    _actions[action] = words


def action_text(action: str) -> str:
    return str(_actions.get(action) or gettext("values changed"))


def named_actions() -> frozenset[str]:
    return frozenset(_actions)
