"""Setting the tolerance of a province."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from directory.models import Area
from drives.models import Tolerance
from ledger.actions import Receipt
from ledger.actor import Actor
from ledger.keeping import Keeping


@dataclass(frozen=True, slots=True, kw_only=True)
class ToleranceFacts:
    """``percent`` of a difference is not asked about in ``[valid_from, valid_to)``."""

    area: Area
    percent: Decimal
    valid_from: date
    valid_to: date | None = None
    source: str = ""


TOLERANCES: Keeping[Tolerance, ToleranceFacts] = Keeping(
    add="add-tolerance",
    edit="edit-tolerance",
    records=lambda: Tolerance.objects.select_related("area"),
)


def add_tolerance(*, by: Actor, key: UUID, facts: ToleranceFacts) -> Receipt:
    """Set a tolerance. Raises ``KeyUsedBefore``."""
    return TOLERANCES.make(Tolerance(), facts, by=by, key=key)


def edit_tolerance(
    *,
    by: Actor,
    key: UUID,
    tolerance: Tolerance,
    version: int | None,
    facts: ToleranceFacts,
    reason: str,
) -> Receipt:
    """Mend a tolerance. Raises ``Stale``, ``KeyUsedBefore``."""
    return TOLERANCES.mend(tolerance.pk, facts, by=by, key=key, version=version, reason=reason)
