"""Reads of bags."""

from typing import TYPE_CHECKING, Self

from units.querysets.of_drive import OfDriveQuerySet

if TYPE_CHECKING:
    from units.models import Unit  # noqa: F401  (names the rows in an annotation)


class UnitQuerySet(OfDriveQuerySet["Unit"]):
    def valid(self) -> Self:
        """Those not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)
