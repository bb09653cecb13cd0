"""What the drive day tells a donor's file of donations: kept beside it, to be read in lists."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from donors.models import Donor


def keep(
    donors: Collection[UUID], *, last_given: date | None, last_component: str, given: int
) -> None:
    """Write how often these very files gave, when last and what. Derived from bags, which leave
    their own changes: none is left here."""
    Donor.objects.filter(pk__in=donors).update(
        last_given=last_given, last_component=last_component, given=given
    )
