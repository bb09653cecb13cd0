"""Recording and mending official totals of an area over a period."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from directory.models import Area, Organisation
from drives.actions.refusals import refuse_withdrawn
from drives.cells import figure_cell, withdrawal_cell
from drives.models import PeriodTotal
from drives.rules.figures import Figure
from drives.rules.sheets import Basis
from ledger.actions import Receipt
from ledger.actor import Actor
from ledger.cells import Cells, plain
from ledger.keeping import Keeping

PLAIN = ("area", "keeper", "from_day", "to_day", "units_basis", "source", "notes")
FIGURES = ("drives", "units", "volunteers")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodTotalFacts:
    """An official total of ``[from_day, to_day)``; figures left out are unknown."""

    area: Area
    keeper: Organisation
    from_day: date
    to_day: date
    drives: Figure | None = None
    units: Figure | None = None
    volunteers: Figure | None = None
    units_basis: str = Basis.NOT_SAID.value
    source: str = ""
    notes: str = ""


def period_total_cells(record: PeriodTotal) -> Cells:
    """Its columns, each figure as one cell."""
    cells: Cells = {name: plain(getattr(record, name)) for name in PLAIN}
    cells |= {name: figure_cell(getattr(record, name)) for name in FIGURES}
    return cells | {"withdrawn": withdrawal_cell(record)}


PERIOD_TOTALS: Keeping[PeriodTotal, PeriodTotalFacts] = Keeping(
    add="add-period-total",
    edit="edit-period-total",
    records=lambda: PeriodTotal.objects.with_links(),
    cells=period_total_cells,
    may_be_mended=refuse_withdrawn,
)


def add_period_total(*, by: Actor, key: UUID, facts: PeriodTotalFacts) -> Receipt:
    """Record an official total. Raises ``KeyUsedBefore``."""
    return PERIOD_TOTALS.make(PeriodTotal(), facts, by=by, key=key)


def edit_period_total(
    *,
    by: Actor,
    key: UUID,
    period_total: PeriodTotal,
    version: int | None,
    facts: PeriodTotalFacts,
    reason: str = "",
) -> Receipt:
    """Mend an official total. Raises ``Stale``, ``IsWithdrawn``, ``KeyUsedBefore``."""
    return PERIOD_TOTALS.mend(
        period_total.pk, facts, by=by, key=key, version=version, reason=reason
    )
