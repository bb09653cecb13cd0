"""Which organisations know a donor, and which province counts him or her."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from directory.actions.organisations import COLUMNS, OrganisationValues, edit_organisation
from directory.models import Organisation
from donors.actions import custody
from donors.models import Custody, Donor
from ledger.actor import SYSTEM
from tests.factories import HAI_PHONG, LAI_CHAU, OrganisationFactory, area
from tests.factories_donors import DonorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
HOW = Custody.How.REGISTERED


@pytest.fixture
def school(areas) -> Organisation:
    return OrganisationFactory.create(kind=Organisation.Kind.SCHOOL, name="Trường THPT số 1")


@pytest.fixture
def donor(school) -> Donor:
    return DonorFactory.create(keeper=school)


def move(organisation: Organisation, key: str) -> None:
    values = {name: getattr(organisation, name) for name in COLUMNS} | {"area": area(key)}
    edit_organisation(
        by=SYSTEM, key=uuid4(), organisation=organisation.pk, version=None,
        values=OrganisationValues(**values),
    )  # fmt: skip


def firsts() -> set[tuple[str, int]]:
    rows = Custody.objects.filter(first_in_province=True)
    return {(province, pk) for province, pk in rows.values_list("province_now__key", "pk")}


def test_what_an_organisation_knows_it_knows_once(donor, school) -> None:
    before = list(Custody.objects.values())
    custody.take([donor, donor], school, HOW, now())
    assert list(Custody.objects.values()) == before


def test_nothing_is_held_where_all_are_known(donor, school) -> None:
    with CaptureQueriesContext(connection) as queries:
        custody.take([donor], school, HOW, now())
    assert len(queries) == 1


def test_the_first_of_a_province_stands_for_it(donor, school) -> None:
    other = OrganisationFactory.create()
    far = OrganisationFactory.create(area=area(LAI_CHAU))
    nation = OrganisationFactory.create(area=area(HAI_PHONG).parent)
    for organisation in (other, far, nation):
        custody.take([donor], organisation, HOW, now())
    own = {row.organisation_id: row for row in Custody.objects.all()}
    assert firsts() == {(HAI_PHONG, own[school.pk].pk), (LAI_CHAU, own[far.pk].pk)}
    assert own[nation.pk].province_now is None
    assert {row.name_key_id for row in own.values()} == {donor.name_key_id}
    assert {row.birth_year for row in own.values()} == {donor.birth_year}


def test_an_organisation_that_moves_takes_its_donors_along(donor, school) -> None:
    other = OrganisationFactory.create()
    custody.take([donor], other, HOW, now())
    move(school, LAI_CHAU)
    own = {row.organisation_id: row for row in Custody.objects.all()}
    assert own[school.pk].province_now == area(LAI_CHAU)
    assert firsts() == {(LAI_CHAU, own[school.pk].pk), (HAI_PHONG, own[other.pk].pk)}
    move(school, HAI_PHONG)
    assert firsts() == {(HAI_PHONG, own[other.pk].pk)}


def test_an_organisation_that_stays_asks_once(donor, school) -> None:
    with CaptureQueriesContext(connection) as queries:
        custody.follow(school)
    assert len(queries) == 1
