"""Recording and mending awards given on the occasion of a drive."""

from dataclasses import dataclass
from uuid import UUID

from drives.actions.refusals import refuse_withdrawn
from drives.cells import figure_cell, withdrawal_cell
from drives.models import Award, Drive
from drives.rules.figures import Figure
from ledger.actions import Receipt
from ledger.actor import Actor
from ledger.cells import Cells, plain
from ledger.keeping import Keeping

PLAIN = ("drive", "authority", "form", "to")


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardFacts:
    """Who gave what to whom, and to how many, None being unknown."""

    authority: str
    form: str
    to: str
    count: Figure | None = None


def award_cells(award: Award) -> Cells:
    cells: Cells = {name: plain(getattr(award, name)) for name in PLAIN}
    return cells | {"count": figure_cell(award.count), "withdrawn": withdrawal_cell(award)}


AWARDS: Keeping[Award, AwardFacts] = Keeping(
    add="add-award",
    edit="edit-award",
    records=lambda: Award.objects.select_related("drive"),
    cells=award_cells,
    may_be_mended=refuse_withdrawn,
)


def add_award(*, by: Actor, key: UUID, drive: Drive, facts: AwardFacts) -> Receipt:
    """Record an award on a drive. Raises ``KeyUsedBefore``."""
    return AWARDS.make(Award(drive=drive), facts, by=by, key=key, of=drive.pk)


def edit_award(
    *,
    by: Actor,
    key: UUID,
    award: Award,
    version: int | None,
    facts: AwardFacts,
    reason: str = "",
) -> Receipt:
    """Mend an award. Raises ``Stale``, ``IsWithdrawn``, ``KeyUsedBefore``."""
    return AWARDS.mend(award.pk, facts, by=by, key=key, version=version, reason=reason)
