"""Adding and mending venues."""

from dataclasses import dataclass
from uuid import UUID

from directory.models import Area, Venue
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import cells_of, digest_of
from ledger.models import Submission

ADD = "add-venue"
EDIT = "edit-venue"


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueValues:
    """All that is said of a venue."""

    name: str
    area: Area
    address: str = ""


def add_venue(*, by: Actor, key: UUID, values: VenueValues, reason: str = "") -> Receipt:
    """Add a venue. Raises ``KeyUsedBefore``."""

    def write(submission: Submission) -> Venue:
        venue = Venue.objects.create(name=values.name, area=values.area, address=values.address)
        leave_change(
            venue,
            by=by,
            action=ADD,
            before={},
            after=cells_of(venue),
            reason=reason,
            submission=submission,
        )
        return venue

    return once(key=key, by=by, action=ADD, digest=digest_of([values, reason]), write=write)


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

    def write(submission: Submission) -> Venue:
        record = lock(Venue.objects.with_area(), venue, version=version)
        before = cells_of(record)
        record.name, record.area, record.address = values.name, values.area, values.address
        record.save()
        leave_change(
            record,
            by=by,
            action=EDIT,
            before=before,
            after=cells_of(record),
            reason=reason,
            submission=submission,
        )
        return record

    digest = digest_of([venue, version, values, reason])
    return once(key=key, by=by, action=EDIT, digest=digest, write=write)
