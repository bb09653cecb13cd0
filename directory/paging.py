"""Pages of long lists by keyset: each page starts where the last one ended, at the same cost at
any depth. The order is two NOT NULL columns, the second the primary key: a number or a UUID."""

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
    by_id: bool = False,
) -> Page[Row]:
    """The page of ``records`` in the order (``column``, primary key) after or before a token.

    A token that cannot be read gives the first page: it comes from an address bar. ``by_id``: the
    token is the primary key alone, for a column that may not stand in an address, such as a
    person's name; it costs one look-up more, and a row that left ``records`` leads to the first
    page.
    """
    read = _read_id if by_id else _read_token
    key = read(records, column, before or after)
    backward = bool(before) and key is not None
    falling = descending != backward
    order = [f"-{column}", "-pk"] if falling else [column, "pk"]
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
        next=_token(rows[-1], column, by_id) if has_next else "",
        previous=_token(rows[0], column, by_id) if has_previous else "",
    )


def _beyond(model: type[models.Model], column: str, key: tuple[Any, Any], sign: str) -> RowCompare:
    fields = (model._meta.get_field(column), model._meta.pk)
    value, pk = (
        Value(part, output_field=field.clone())  # type: ignore[union-attr]  # columns, checked
        for part, field in zip(key, fields, strict=True)
    )
    return RowCompare(F(column), F("pk"), value, pk, sign=sign)


def _token(row: models.Model, column: str, by_id: bool) -> str:
    return quote(str(row.pk) if by_id else f"{getattr(row, column)}~{row.pk}")


def _read_token(records: models.QuerySet[Row], column: str, token: str) -> tuple[Any, Any] | None:
    value, _, pk = unquote(token).rpartition("~")
    if "\0" in value:
        return None
    try:
        field = records.model._meta.get_field(column)
        return field.to_python(value), _read_pk(records, pk)  # type: ignore[union-attr]  # a column
    except (FieldDoesNotExist, ValidationError):
        return None


def _read_id(records: models.QuerySet[Row], column: str, token: str) -> tuple[Any, Any] | None:
    try:
        pk = _read_pk(records, unquote(token))
    except ValidationError:
        return None
    found = records.filter(pk=pk).order_by().values_list(column).first()
    return (found[0], pk) if found else None


def _read_pk(records: models.QuerySet[Row], text: str) -> Any:
    """Raises ValidationError for what is no id of these records."""
    field = records.model._meta.pk
    is_whole = isinstance(field, models.IntegerField)
    if not text or (is_whole and not (text.isascii() and text.isdecimal() and len(text) <= 18)):
        raise ValidationError("no id")
    return field.to_python(text)
