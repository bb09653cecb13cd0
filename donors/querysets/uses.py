"""What donors' files may be used for."""

from django.db.models import Exists, OuterRef

from donors.models import Consent, Purpose
from donors.querysets.donors import DonorQuerySet


def usable(donors: DonorQuerySet) -> DonorQuerySet:
    """Those for lists, invitations and exports: not erased, nor restricted at their wish."""
    return donors.filter(data_key__isnull=False, restricted_at__isnull=True)


def invitable(donors: DonorQuerySet) -> DonorQuerySet:
    """Those of the usable who agreed to be invited to give again."""
    agreed = Consent.objects.in_force().filter(purpose=Purpose.RECALL)
    return usable(donors).filter(Exists(agreed.filter(donor=OuterRef("pk"))))
