"""Recording and mending official totals of an area over a period."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from directory.models import Area, Organisation
from drives.cells import figure_cell
from drives.models import PeriodTotal
from drives.rules.figures import Figure
from drives.rules.sheets import Basis
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import Cells, digest_of, plain
from ledger.models import Submission

ADD = "add-period-total"
EDIT = "edit-period-total"
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
    return cells | {name: figure_cell(getattr(record, name)) for name in FIGURES}


def add_period_total(*, by: Actor, key: UUID, facts: PeriodTotalFacts) -> Receipt:
    """Record an official total. Raises ``KeyUsedBefore``."""

    def write(submission: Submission) -> PeriodTotal:
        return _put(PeriodTotal(), facts, by=by, action=ADD, submission=submission)

    return once(key=key, by=by, action=ADD, digest=digest_of(facts), write=write)


def edit_period_total(
    *,
    by: Actor,
    key: UUID,
    period_total: PeriodTotal,
    version: int | None,
    facts: PeriodTotalFacts,
    reason: str = "",
) -> Receipt:
    """Mend an official total. Raises ``Stale``, ``KeyUsedBefore``."""

    def write(submission: Submission) -> PeriodTotal:
        current = lock(PeriodTotal.objects.with_links(), period_total.pk, version=version)
        return _put(current, facts, by=by, action=EDIT, submission=submission, reason=reason)

    digest = digest_of([period_total.pk, version, facts, reason])
    return once(key=key, by=by, action=EDIT, digest=digest, write=write)


def _put(
    record: PeriodTotal,
    facts: PeriodTotalFacts,
    *,
    by: Actor,
    action: str,
    submission: Submission,
    reason: str = "",
) -> PeriodTotal:
    before = period_total_cells(record) if record.pk else {}
    for name in (*PLAIN, *FIGURES):
        setattr(record, name, getattr(facts, name))
    record.save()
    leave_change(
        record, by=by, action=action, before=before, after=period_total_cells(record),
        submission=submission, reason=reason,
    )  # fmt: skip
    return record
