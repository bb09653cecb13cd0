"""Lists about donors' files cost the same for one row and for many."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from donors.actions.consents import give_consents, withdraw_consent
from donors.actions.joins import merge, not_same, unmerge
from donors.actions.requests import register_request
from donors.facts import PaperFacts
from donors.models import Consent, Donor, Merge
from donors.querysets.able import able_on
from donors.querysets.people import limits_on
from donors.querysets.uses import usable
from ledger.actor import SYSTEM
from tests.factories_donors import DonorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
MANY = 12


def add(donor: Donor, n: int) -> None:
    """One more of each: a likely pair, a join, two people, requests, a consent withdrawn."""
    keeper = donor.keeper
    other, joined, apart, one = DonorFactory.create_batch(4, keeper=keeper)
    DonorFactory.create_batch(2, keeper=keeper, papers=[PaperFacts("cmnd", f"031{n:06}")])
    merge(by=SYSTEM, key=uuid4(), donor=joined, into=donor, reason="trùng")
    unmerge(by=SYSTEM, key=uuid4(), merge=Merge.objects.get(donor=joined), reason="nhầm")
    not_same(by=SYSTEM, key=uuid4(), one=apart, other=one)
    for asked in (donor, other):
        register_request(
            by=SYSTEM, key=uuid4(), donor=asked, keeper=keeper, kind="access",
            received_on=localdate(),
        )  # fmt: skip
    give_consents(
        by=SYSTEM, key=uuid4(), donor=donor, purposes=["photos"], method="desk",
        given_on=localdate(),
    )  # fmt: skip
    withdraw_consent(by=SYSTEM, key=uuid4(), consent=Consent.objects.in_force().get())


@pytest.mark.parametrize("name", ["duplicates", "joins", "apart", "requests", "donor"])
def test_queries_do_not_grow_with_the_rows(name, commune, recorder, client_of) -> None:
    donor = DonorFactory.create(keeper=commune)
    url = reverse(f"donors:{name}", args=[donor.pk] if name == "donor" else [])
    client = client_of(recorder)
    add(donor, 0)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for n in range(1, MANY):
        add(donor, n)
    with CaptureQueriesContext(connection) as many:
        page = client.get(url)
    assert page.status_code == 200
    assert len(many) == len(few), [query["sql"][:160] for query in many.captured_queries]


def test_a_restricted_file_is_not_among_those_who_may_give(commune) -> None:
    day, limits = localdate(), limits_on(localdate())
    one, other = DonorFactory.create_batch(2, keeper=commune, birth_year=1990)
    Donor.objects.filter(pk=other.pk).update(restricted_at=now())
    assert Donor.objects.filter(able_on(day, limits)).get() == one
    assert usable(Donor.objects.all()).get() == one


def test_the_list_of_donors_leads_to_requests_and_pairs(
    commune, recorder, viewer, client_of
) -> None:
    text = client_of(recorder).get(reverse("donors:list")).content.decode()
    assert reverse("donors:duplicates") in text
    text = client_of(viewer).get(reverse("donors:list")).content.decode()
    assert reverse("donors:requests") in text
    assert reverse("donors:duplicates") not in text
