"""Reads of paper lists and of their lines."""

from typing import TYPE_CHECKING, Self

from django.db.models import Count, Q

from units.querysets.of_drive import OfDriveQuerySet

if TYPE_CHECKING:
    from units.models import PaperSheet  # noqa: F401  (names the rows in an annotation)


class PaperSheetQuerySet(OfDriveQuerySet["PaperSheet"]):
    def of_drive(self, drive: int) -> Self:
        return self.filter(drive=drive)

    def with_counts(self) -> Self:
        """``kept``: lines typed and still to be saved; ``saved``: lines that became records."""
        here = Q(lines__withdrawn_at__isnull=True)
        return self.annotate(
            kept=Count("lines", filter=here & Q(lines__sealed__isnull=False)),
            saved=Count("lines", filter=Q(lines__registration__isnull=False)),
        )
