"""Reads of deferrals."""

from typing import TYPE_CHECKING, Self

from django.db import models

from donors.querysets.donors import custodies_in
from ledger.scope import Scope, Verb

if TYPE_CHECKING:
    from donors.models import Deferral, Donor  # noqa: F401  (names the rows in an annotation)


class DeferralQuerySet(models.QuerySet["Deferral"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those of donors whose health the person may know: the reason is medical."""
        custodies = custodies_in(scope, Verb.HEALTH)
        if custodies is None:
            return self
        return self.filter(models.Exists(custodies.filter(donor=models.OuterRef("donor"))))

    def in_force(self) -> Self:
        """Those that were not withdrawn; whether they have run out depends on the day asked."""
        return self.filter(withdrawn_at__isnull=True)

    def of_person(self, donor: "Donor") -> Self:
        """Those of all files of the person."""
        head = donor.head_id or donor.pk
        return self.filter(models.Q(donor=head) | models.Q(donor__head=head))
