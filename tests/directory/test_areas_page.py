"""The search page of administrative units, and the page of one life."""

import pytest

from directory.models import Area
from tests.directory.pages import address, html_of, queries_of
from tests.factories import HAI_PHONG, KIEN_THUY_DISTRICT, LAI_CHAU, XA_KIEN_THUY, area

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, viewer):
    return client_of(viewer)


def test_the_search_finds_both_lives_with_what_came_before_and_after(client) -> None:
    html = html_of(client.get(address("areas"), {"q": "kien thuy"}))
    for key in (KIEN_THUY_DISTRICT, XA_KIEN_THUY):
        assert area(key).label in html
    assert "Xã Kiến Minh" in html
    assert 'value="kien thuy"' in html


def test_without_words_todays_provinces_stand_there(client) -> None:
    shown = client.get(address("areas")).context["areas"]
    provinces = Area.objects.filter(level="province", valid_to=None)
    assert {one.key for one in shown} == set(provinces.values_list("key", flat=True))


def test_what_is_not_there_is_said(client) -> None:
    answer = client.get(address("areas"), {"q": "xyzw"})
    assert answer.context["areas"] == []
    assert 'class="empty"' in html_of(answer)


def test_one_life_shows_its_neighbours_in_space_and_time(client) -> None:
    html = html_of(client.get(address("area", area(KIEN_THUY_DISTRICT).pk)))
    for text in ("Xã Nghi Dương", "30/06/2025", "Thành phố Hải Phòng", "Xã Đoàn Xá"):
        assert text in html
    html = html_of(client.get(address("area", area(XA_KIEN_THUY).pk)))
    assert "01/07/2025" in html
    assert "Thị trấn Núi Đối" in html


@pytest.mark.parametrize("key", [HAI_PHONG, LAI_CHAU, "vn"])
def test_every_level_has_its_page(client, key) -> None:
    assert client.get(address("area", area(key).pk)).status_code == 200


def test_queries_stay_flat(client) -> None:
    one = queries_of(client, address("areas") + "?q=nui doi")
    assert queries_of(client, address("areas") + "?q=kien") == one


def test_the_matrix(client, stranger, client_of) -> None:
    page = address("area", area(LAI_CHAU).pk)
    assert client_of(stranger).get(page).status_code == 200  # the map is everybody's
    assert client.get(address("area", 999_999)).status_code == 404
    assert client.post(page).status_code == 405
    assert client.post(address("areas")).status_code == 405
    client.logout()
    for url in (page, address("areas")):
        assert client.get(url).status_code == 302
