"""Reads of paper lists and of their lines."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Count, Q

from units.querysets.of_drive import OfDriveQuerySet

if TYPE_CHECKING:
    from donors.models import Paper
    from units.models import PaperLine, PaperSheet


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


def bags_of(sheet: "PaperSheet") -> Counter[int | None]:
    """The bags that came from a list, by volume."""
    from units.models import Unit

    units = Unit.objects.valid().filter(registration__paper_lines__sheet=sheet.pk).order_by()
    rows = units.values_list("volume").annotate(bags=Count("pk"))
    return Counter(dict(rows))


def saved_lines(sheet: "PaperSheet") -> "models.QuerySet[PaperLine]":
    """The lines of a list that are records, in their order, with all that a row shows."""
    from units.models import Unit

    bags = Unit.objects.valid().select_related("receiver")
    rows = sheet.lines.filter(registration__isnull=False).select_related(
        "registration__donor__organisation", "registration__organisation"
    )
    return rows.prefetch_related(
        models.Prefetch("registration__units", queryset=bags, to_attr="bags")
    ).order_by("position", "pk")


def numbers_of(lines: "Iterable[PaperLine]") -> "dict[UUID, Paper]":
    """One identity paper of each person of saved lines, by donor."""
    from donors.models import Paper

    donors = [line.registration.donor_id for line in lines if line.registration]
    rows = Paper.objects.filter(donor__in=donors).order_by("-kind", "-pk")
    # The citizen's card, where there is one, comes last and stays.
    return {paper.donor_id: paper for paper in rows}
