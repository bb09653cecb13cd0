"""Reads of bags."""

from typing import TYPE_CHECKING, Self

from units.querysets.of_drive import OfDriveQuerySet

if TYPE_CHECKING:
    from donors.models import Donor
    from units.models import Unit  # noqa: F401  (names the rows in an annotation)


class UnitQuerySet(OfDriveQuerySet["Unit"]):
    def valid(self) -> Self:
        """Those not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def with_links(self) -> Self:
        """With all that a bag's cells and page read of links."""
        return self.select_related(
            "registration__drive", "registration__donor", "drive", "donor", "receiver"
        )

    def of_person(self, donor: "Donor") -> Self:
        """The bags of all files of the person, newest first."""
        from donors.models import Donor

        files = Donor.objects.cluster_of(donor).values("pk")
        return self.filter(donor__in=files).order_by("-given_on", "-pk")

    def coded(self, code: str) -> Self:
        """Those which bear this code, as ``units.rules.bags.normalise`` gives it, newest first."""
        return self.filter(bag_code=code).exclude(bag_code="").order_by("-given_on", "-pk")
