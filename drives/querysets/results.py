"""Reads of results, and honest sums over them."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Q, Sum

from drives.querysets.drives import allowed
from drives.rules.figures import Figure, Qualifier, Total, combined
from ledger.scope import Scope, Verb

if TYPE_CHECKING:
    from drives.models import Result  # noqa: F401  (names the rows in an annotation)

SUMMABLE = (Qualifier.EXACT, Qualifier.OVER, Qualifier.NEARLY, Qualifier.ABOUT)


def total_columns(name: str, path: str = "", only: Q | None = None) -> dict[str, Any]:
    """Aggregates that together make the honest :class:`Total` of one figure in one pass."""
    only = only if only is not None else Q()
    value, sign = f"{path}{name}_n", f"{path}{name}_q"
    columns: dict[str, Any] = {
        f"{name}_sum": Sum(value, filter=only & Q(**{f"{sign}__in": [q.value for q in SUMMABLE]}))
    }
    for qualifier in Qualifier:
        columns[f"{name}_{qualifier.value}"] = Count(
            value, filter=only & Q(**{sign: qualifier.value})
        )
    columns[f"{name}_unknown"] = Count("pk", filter=only & Q(**{f"{value}__isnull": True}))
    return columns


def read_total(name: str, row: dict[str, Any]) -> Total:
    """The :class:`Total` out of a row of :func:`total_columns`."""
    seen = {qualifier for qualifier in SUMMABLE if row[f"{name}_{qualifier.value}"]}
    figure = Figure(Decimal(row[f"{name}_sum"]), combined(seen)) if seen else None
    return Total(figure, row[f"{name}_unknown"], row[f"{name}_{Qualifier.FORECAST.value}"])


class ResultQuerySet(models.QuerySet["Result"]):
    def visible_to(self, scope: Scope) -> Self:
        condition = allowed(scope, Verb.SEE, "drive__")
        return self.none() if condition is None else self.filter(condition)
