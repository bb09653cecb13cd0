"""Donors, and what is done with their files, on the administrators' desk."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from donors.actions.consents import give_consents
from donors.actions.erasure import erase
from donors.actions.honours import give_honour
from donors.actions.joins import merge, not_same
from donors.actions.requests import register_request
from donors.facts import PaperFacts
from donors.models import (
    Consent,
    Custody,
    Donor,
    Honour,
    HonourTier,
    Merge,
    NotSame,
    PersonRequest,
)
from ledger.actor import SYSTEM
from ledger.models import Change
from ledger.scope import Role
from tests.desk.pages import address, change, errors_of
from tests.factories import MembershipFactory
from tests.factories_donors import DonorFactory

pytestmark = pytest.mark.django_db
LOOKED_AT: list[Any] = [Custody, Consent, PersonRequest, Merge, NotSame, Honour]
NUMBER = "031190004567"


def cared_for(keeper: Any, **facts: Any) -> Donor:
    """A donor with one row of each kind."""
    donor, other, third = (DonorFactory.create(keeper=keeper, **facts) for _n in range(3))
    today = localdate()
    merge(by=SYSTEM, key=uuid4(), donor=other, into=donor, reason="trùng")
    not_same(by=SYSTEM, key=uuid4(), one=third, other=donor)
    give_consents(
        by=SYSTEM, key=uuid4(), donor=donor, purposes=["recall"], method="desk", given_on=today
    )
    tier = HonourTier.objects.get(code="person-5")
    give_honour(by=SYSTEM, key=uuid4(), donor=donor, tier=tier, given_on=today)
    register_request(
        by=SYSTEM, key=uuid4(), donor=donor, keeper=keeper, kind="access", received_on=today
    )
    return donor


@pytest.fixture
def donor(commune, rules) -> Donor:
    return cared_for(
        commune, name="Trần Thị Lan", papers=[PaperFacts("cccd", NUMBER)], phone="+84912345678"
    )


def test_files_are_scoped_and_searched_without_marks(desk, client_of, stranger, donor) -> None:
    MembershipFactory.create(
        user=stranger, organisation=stranger.memberships.first().organisation,
        role=Role.ADMINISTRATOR.value,
    )  # fmt: skip
    foreign = client_of(stranger)
    for model in (Donor, *LOOKED_AT):
        page = desk.get(address(model, "changelist"), {"q": "tran lan"})
        assert str(donor) in page.content.decode(), model
        assert str(donor) not in foreign.get(address(model, "changelist")).content.decode()
        record = model.objects.first()
        assert record is not None
        assert desk.get(address(model, "change", record.pk)).status_code == 200
        assert foreign.get(address(model, "change", record.pk)).status_code == 404


def test_numbers_and_sealed_cells_are_not_on_the_desk(desk, boss, donor) -> None:
    for client in (desk, boss):
        text = client.get(address(Donor, "change", donor.pk)).content.decode()
        assert "Trần Thị Lan" in text
        for hidden in (NUMBER, "912345678", "567"):
            assert hidden not in text


def test_a_file_is_mended_through_its_action(desk, donor) -> None:
    answer = change(desk, donor, name="Trần Thị Lân", occupation="Giáo viên")
    assert answer.status_code == 302, errors_of(answer)
    donor.refresh_from_db()
    assert (donor.name, donor.occupation) == ("Trần Thị Lân", "Giáo viên")
    assert donor.papers.get().hint == "567"
    left = Change.objects.filter(target_id=str(donor.pk), action="edit-donor").get()
    assert left.reason == "đính chính theo công văn"
    assert "Lân" not in str(left.cells)


@pytest.mark.parametrize(
    "values", [{"name": "Trần 2"}, {"reason": "theo bà Trần Thị Lan"}, {"birth_date": "31/13/1990"}]
)
def test_what_cannot_be_is_refused(desk, donor, values) -> None:
    answer = change(desk, donor, **values)
    assert answer.status_code == 200
    assert errors_of(answer)


def test_what_has_its_own_page_is_only_looked_at(desk, boss, donor) -> None:
    for model in LOOKED_AT:
        record = model.objects.first()
        assert record is not None
        assert desk.post(address(model, "change", record.pk), {}).status_code == 403
        assert boss.get(address(model, "add")).status_code == 403
    assert boss.get(address(Donor, "add")).status_code == 403


def test_an_erased_file_takes_no_change(desk, donor) -> None:
    erase(by=SYSTEM, key=uuid4(), donor=donor, reason="theo đề nghị")
    url = address(Donor, "change", donor.pk)
    assert desk.get(url).status_code == 200
    version = Donor.objects.get(pk=donor.pk).version
    desk.post(url, {"key": uuid4(), "reason": "x", "opened_version": version})
    assert Donor.objects.get(pk=donor.pk).version == version


@pytest.mark.parametrize("model", [Donor, *LOOKED_AT])
def test_lists_cost_the_same_for_one_and_for_many(boss, commune, donor, model) -> None:
    boss.get(address(model, "changelist"))
    with CaptureQueriesContext(connection) as few:
        boss.get(address(model, "changelist"))
    for _n in range(3):
        cared_for(commune)
    with CaptureQueriesContext(connection) as many:
        boss.get(address(model, "changelist"))
    assert len(many) <= len(few), [query["sql"][:150] for query in many.captured_queries]
