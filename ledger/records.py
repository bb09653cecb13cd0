"""The registries of records that have a history page, and of actions in words; each app adds its
own in ``ready()``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext

from ledger.cells import Cell
from ledger.presenters import labels_of, texts_of
from ledger.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How one kind of record is fetched and read: ``fetch`` goes through the scope, ``cell_label``
    and ``cell_text`` put a cell's name and value into words (left out: as the model says), and
    ``page`` is the address of a record."""

    model: type[models.Model]
    fetch: Callable[[Scope], models.QuerySet[Any]]
    page: Callable[[Any], str]
    cell_label: Callable[[str], str] | None = None
    cell_text: Callable[[str, Cell], str] | None = None

    @property
    def label(self) -> Callable[[str], str]:
        return self.cell_label or labels_of(self.model)

    @property
    def text(self) -> Callable[[str, Cell], str]:
        return self.cell_text or texts_of(self.model)

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
