"""Reads of results, and honest sums over them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Q, Sum

from drives.querysets.drives import DriveQuerySet, allowed
from drives.rules.figures import Figure, Qualifier, Total, combined
from drives.rules.sheets import Basis
from drives.rules.states import State
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


@dataclass(frozen=True, slots=True)
class Sums:
    """Honest totals over ``counted`` of ``drives`` drives: a second record of one drive and a
    cancelled drive are not in them. ``units`` are bags and what may be bags; ``converted`` is
    another measure and is never added to them."""

    drives: int
    counted: int
    attended: Total
    units: Total
    converted: Total

    @property
    def left_out(self) -> int:
        """How many of the drives are listed but not counted."""
        return self.drives - self.counted


def sums_of(drives: DriveQuerySet) -> Sums:
    """The totals of these drives in one query; a drive without a figure is counted as unknown."""
    counted = Q(duplicate_of__isnull=True) & ~Q(state=State.CANCELLED.value)
    converted = Q(result__units_basis=Basis.CONVERTED.value, result__units_n__isnull=False)
    others = Q(result__units_n__isnull=True) | ~Q(result__units_basis=Basis.CONVERTED.value)
    columns = {
        "drives": Count("pk"),
        "counted": Count("pk", filter=counted),
        **total_columns("attended", "result__", counted),
        **total_columns("units", "result__", counted & others),
    }
    for name, column in total_columns("units", "result__", counted & converted).items():
        columns[f"converted_{name}"] = column
    row = drives.order_by().aggregate(**columns)
    return Sums(
        drives=row["drives"],
        counted=row["counted"],
        attended=read_total("attended", row),
        units=read_total("units", row),
        converted=read_total("converted_units", row),
    )


class ResultQuerySet(models.QuerySet["Result"]):
    def visible_to(self, scope: Scope) -> Self:
        condition = allowed(scope, Verb.SEE, "drive__")
        return self.none() if condition is None else self.filter(condition)
