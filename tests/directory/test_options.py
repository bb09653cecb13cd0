"""Suggestions while typing: what they offer, in which order, and to whom."""

import pytest

from directory.models import Organisation
from directory.pickers import MOST_OPTIONS
from tests.directory.pages import address, html_of, queries_of, values_offered
from tests.factories import (
    HAI_PHONG,
    KIEN_THUY_DISTRICT,
    LAI_CHAU,
    XA_KIEN_THUY,
    OrganisationFactory,
    VenueFactory,
    area,
)

pytestmark = pytest.mark.django_db
NAMES = ["area-options", "organisation-options", "venue-options"]


@pytest.fixture
def client(client_of, recorder):
    return client_of(recorder)


def offered(client, name, **query) -> list[str]:
    answer = client.get(address(name), query)
    assert answer.status_code == 200
    return values_offered(html_of(answer))


def test_kien_thuy_offers_both_lives_by_their_labels(client) -> None:
    labels = [area(key).label for key in (KIEN_THUY_DISTRICT, XA_KIEN_THUY)]
    assert offered(client, "area-options", q="kien thuy") == labels
    assert offered(client, "area-options", q="kien thuy", day="30/11/2024") == labels
    assert offered(client, "area-options", q="kien thuy", day="2026-11-22") == labels[::-1]


@pytest.mark.parametrize("day", ["hôm qua", "31/2/2024", "\x00", "1" * 500])
def test_a_day_that_cannot_be_read_counts_as_none(client, day) -> None:
    assert len(offered(client, "area-options", q="kien thuy", day=day)) == 2


def test_organisations_of_a_kind(client, commune) -> None:
    hospital = OrganisationFactory.create(name="Bệnh viện Kiến Thuỵ", kind="hospital")
    assert offered(client, "organisation-options", q="kien thuy", kind="hospital") == [
        hospital.name
    ]
    both = offered(client, "organisation-options", q="kien thuy", kind="nonsense")
    assert set(both) == {commune.name, hospital.name}


def test_nothing_foreign_leaks(client, lai_chau_committee) -> None:
    VenueFactory.create(name="Nhà văn hoá Lai Châu", area=area(LAI_CHAU))
    for name in ("organisation-options", "venue-options"):
        for typed in ("lai chau", "ban chi dao tinh", "nha van hoa", "a"):
            assert "Lai Châu" not in html_of(client.get(address(name), {"q": typed}))


def test_a_namesake_out_of_sight_does_not_lengthen_a_label(client) -> None:
    for place in (HAI_PHONG, LAI_CHAU):
        OrganisationFactory.create(name="Hội Chữ thập đỏ tỉnh", area=area(place))
    assert offered(client, "organisation-options", q="chu thap do") == ["Hội Chữ thập đỏ tỉnh"]


def test_names_are_escaped(client) -> None:
    VenueFactory.create(name='<b>"Nhà" & sân</b>', area=area(XA_KIEN_THUY))
    html = html_of(client.get(address("venue-options"), {"q": "nha"}))
    assert "<b>" not in html
    assert "&lt;b&gt;&quot;Nhà&quot; &amp; sân" in html


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("typed", ["", " ", "%", "\x00", "(((", "x" * 5000, "a " * 500])
def test_any_text_is_answered(client, name, typed) -> None:
    assert client.get(address(name), {"q": typed}).status_code == 200


@pytest.mark.parametrize("name", NAMES[1:])
def test_queries_stay_flat(client, name) -> None:
    OrganisationFactory.create(name="Trường Kiến An")
    VenueFactory.create(name="Trường Kiến An")
    one = queries_of(client, address(name) + "?q=truong")
    OrganisationFactory.create_batch(20, name="Trường Kiến An")
    VenueFactory.create_batch(20, name="Trường Kiến An")
    assert queries_of(client, address(name) + "?q=truong") == one
    assert len(offered(client, name, q="truong")) == MOST_OPTIONS
    assert Organisation.objects.filter(name="Trường Kiến An").count() == 21


@pytest.mark.parametrize("name", NAMES)
def test_wrong_method_and_anonymous(client, name, db) -> None:
    assert client.post(address(name)).status_code == 405
    client.logout()
    assert client.get(address(name)).status_code == 302
