"""What is done with the donor of the access table beyond entering the file."""

from typing import Any
from uuid import UUID, uuid4

from django.utils.timezone import localdate

from directory.models import Organisation
from donors.actions.consents import give_consents
from donors.actions.honours import give_honour
from donors.actions.joins import merge, not_same
from donors.actions.requests import register_request
from donors.models import Consent, Donor, Honour, HonourTier, Merge, NotSame
from ledger.actor import SYSTEM
from tests.factories_donors import DonorFactory


def care_of(donor: UUID, keeper: Organisation) -> dict[str, Any]:
    """The fields of ``World`` about it."""
    person, today = Donor.objects.get(pk=donor), localdate()
    joined, apart, alike = DonorFactory.create_batch(3, keeper=keeper)
    merge(by=SYSTEM, key=uuid4(), donor=joined, into=person, reason="nhập trùng")
    not_same(by=SYSTEM, key=uuid4(), one=apart, other=person)
    give_consents(
        by=SYSTEM, key=uuid4(), donor=person, purposes=["photos"], method="desk", given_on=today
    )
    tier = HonourTier.objects.get(code="person-5")
    give_honour(by=SYSTEM, key=uuid4(), donor=person, tier=tier, given_on=today)
    receipt = register_request(
        by=SYSTEM, key=uuid4(), donor=person, keeper=keeper, kind="access", received_on=today
    )
    return {
        "alike": alike.pk,
        "join": Merge.objects.get(donor=joined).pk,
        "apart": NotSame.objects.get().pk,
        "consent": Consent.objects.get(donor=person).pk,
        "honour": Honour.objects.get(donor=person).pk,
        "person_request": int(receipt.target_id),
    }
