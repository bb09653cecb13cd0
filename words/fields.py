"""The column that keeps a text's folded form or its sort key beside it."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from words.folding import fold


class BytewiseField(models.CharField[str, str]):
    """A text compared byte by byte on both databases (collation "C" on PostgreSQL), so that order
    is the text's own and an index serves ``words.folding.prefix_range``."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters: dict[str, Any] = dict(super().db_parameters(connection))
        parameters["collation"] = "C" if connection.vendor == "postgresql" else None
        return parameters


class FoldedField(BytewiseField):
    """``key(source)`` of the same record, kept for search, order and uniqueness.

    ``source`` names a text field of the model; ``key`` is ``fold`` (the default) or ``sort_key``.
    Empty where the source is; never null. Filled whenever the record is saved, by
    ``bulk_create`` too, but not by ``update()`` nor ``bulk_update()``;
    ``save(update_fields=…)`` must name this field beside its source. No length limit unless given:
    a key may be longer than its source.
    """

    def __init__(
        self,
        *args: Any,
        source: str,
        key: Callable[[str], str] = fold,
        **kwargs: Any,
    ) -> None:
        self.source = source
        self.key = key
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"]
        kwargs["source"] = self.source
        if self.key is not fold:
            kwargs["key"] = self.key
        return str(name), path, list(args), dict(kwargs)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        # Validation of uniqueness follows, and needs the key of the source as it is now.
        return super().clean(self._key_of(model_instance, value), model_instance)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self._key_of(model_instance, getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value

    def _key_of(self, record: models.Model | None, otherwise: Any) -> Any:
        if record is None:
            return otherwise
        return self.key(getattr(record, self.source) or "")
