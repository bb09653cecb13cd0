"""Adding and mending venues."""

from dataclasses import dataclass
from uuid import UUID

from directory.models import Area, Venue
from ledger.actions import Receipt
from ledger.actor import Actor
from ledger.keeping import Keeping


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueValues:
    """All that is said of a venue."""

    name: str
    area: Area
    address: str = ""


VENUES: Keeping[Venue, VenueValues] = Keeping(
    add="add-venue", edit="edit-venue", records=lambda: Venue.objects.with_area()
)


def add_venue(*, by: Actor, key: UUID, values: VenueValues, reason: str = "") -> Receipt:
    """Add a venue. Raises ``KeyUsedBefore``."""
    return VENUES.make(Venue(), values, by=by, key=key, reason=reason)


def edit_venue(
    *,
    by: Actor,
    key: UUID,
    venue: int,
    version: int | None,
    values: VenueValues,
    reason: str = "",
) -> Receipt:
    """Mend the venue with this id, opened at ``version``. Raises ``Stale`` or ``KeyUsedBefore``."""
    return VENUES.mend(venue, values, by=by, key=key, version=version, reason=reason)
