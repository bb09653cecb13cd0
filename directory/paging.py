"""Pages of long lists by keyset: each page starts where the last one ended, at the same cost at
any depth. The order is two NOT NULL columns, the second the id."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import quote, unquote

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Value
from django.db.models.expressions import Func
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=models.Model)
PAGE_SIZE = 50


class RowCompare(Func):
    """``(a, b) < (c, d)`` as one row value: an index serves it on both databases, which the OR
    form that tuple look-ups compile to on SQLite is not."""

    output_field = models.BooleanField()

    def __init__(self, *pairs: Any, sign: str) -> None:
        super().__init__(*pairs, sign=sign)

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, tuple[Any, ...]]:
        parts = [compiler.compile(expression) for expression in self.get_source_expressions()]
        left, right = parts[:2], parts[2:]
        sql = (
            f"({', '.join(sql for sql, _ in left)}) {self.extra['sign']}"
            f" ({', '.join(sql for sql, _ in right)})"
        )
        return sql, tuple(param for _, params in parts for param in params)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page: its rows, and the tokens that lead on and back (empty at the ends)."""

    rows: Sequence[Row]
    next: str = ""
    previous: str = ""


def page_of(
    records: models.QuerySet[Row],
    *,
    column: str,
    descending: bool = False,
    after: str = "",
    before: str = "",
    size: int = PAGE_SIZE,
) -> Page[Row]:
    """The page of ``records`` in the order (``column``, id) after or before a token.

    A token that cannot be read gives the first page: it comes from an address bar.
    """
    key = _read_token(records.model, column, before or after)
    backward = bool(before) and key is not None
    falling = descending != backward
    order = [f"-{column}", "-id"] if falling else [column, "id"]
    found = records.order_by(*order)
    if key is not None:
        found = found.filter(_beyond(records.model, column, key, "<" if falling else ">"))
    rows = list(found[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backward:
        rows.reverse()
    if not rows:
        return Page(rows)
    has_next = more if not backward else True
    has_previous = more if backward else key is not None
    return Page(
        rows,
        next=_token(rows[-1], column) if has_next else "",
        previous=_token(rows[0], column) if has_previous else "",
    )


def _beyond(model: type[models.Model], column: str, key: tuple[Any, int], sign: str) -> RowCompare:
    field = model._meta.get_field(column)
    return RowCompare(
        F(column),
        F("id"),
        Value(key[0], output_field=field.clone()),  # type: ignore[union-attr]  # a column, checked
        Value(key[1], output_field=models.BigIntegerField()),
        sign=sign,
    )


def _token(row: models.Model, column: str) -> str:
    return quote(f"{getattr(row, column)}~{row.pk}")


def _read_token(model: type[models.Model], column: str, token: str) -> tuple[Any, int] | None:
    value, _, pk = unquote(token).rpartition("~")
    if not pk.isdecimal() or len(pk) > 18 or "\0" in value:
        return None
    try:
        field = model._meta.get_field(column)
        return field.to_python(value), int(pk)  # type: ignore[union-attr]  # a column
    except (FieldDoesNotExist, ValidationError):
        return None
