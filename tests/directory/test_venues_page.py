"""The pages of venues: list, one, adding and mending."""

import pytest

from directory.forms.venues import VenueForm
from directory.models import Venue
from ledger.models import Change
from ledger.querysets import changes_of
from ledger.scope import EVERYTHING
from tests.directory.pages import address, filled, html_of, queries_of
from tests.factories import HAI_PHONG, LAI_CHAU, XA_KIEN_THUY, VenueFactory, area

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, recorder):
    return client_of(recorder)


@pytest.fixture
def hall(areas) -> Venue:
    return VenueFactory.create(name="Nhà luyện tập thể thao huyện", area=area(XA_KIEN_THUY))


def new(**typed: str) -> dict[str, str]:
    plain = {"name": "Nhà văn hoá xã", "area": area(XA_KIEN_THUY).label}
    return filled(VenueForm(scope=EVERYTHING), **{**plain, **typed})


def edit(venue: Venue, **typed: str) -> dict[str, str]:
    return filled(VenueForm.of(venue, scope=EVERYTHING), **typed)


def test_the_list_is_searched_and_filtered_within_the_province(client, hall) -> None:
    VenueFactory.create(name="Nhà luyện tập Lai Châu", area=area(LAI_CHAU))
    VenueFactory.create(name="Cung Văn hoá", area=area(HAI_PHONG))

    def names(**query: str) -> list[str]:
        return [row.name for row in client.get(address("venues"), query).context["page"].rows]

    assert names() == ["Cung Văn hoá", hall.name]
    assert names(q="luyen tap") == [hall.name]
    assert names(area=area(XA_KIEN_THUY).label) == [hall.name]
    assert names(area="kien thuy") == []


def test_queries_of_the_list_stay_flat(client, hall) -> None:
    one = queries_of(client, address("venues"))
    VenueFactory.create_batch(20)
    assert queries_of(client, address("venues")) == one


def test_an_empty_list_leads_to_the_first(client) -> None:
    assert address("venue-new") in html_of(client.get(address("venues")))


def test_a_venue_is_added_and_shown(client) -> None:
    answer = client.post(address("venue-new"), new(address="Thôn 2"), follow=True)
    added = Venue.objects.get(name="Nhà văn hoá xã")
    change = Change.objects.get(target_id=str(added.pk), action="add-venue")
    html = html_of(answer)
    assert answer.redirect_chain == [(address("venue", added.pk), 302)]
    assert change.submission is not None
    assert change.submission.receipt in html
    assert "Thôn 2" in html
    assert f"/history/directory.venue/{added.pk}/" in html


def test_a_likely_duplicate_is_asked_about_once(client, hall) -> None:
    posted = new(name="nhà luyện tập thể thao HUYỆN")
    answer = client.post(address("venue-new"), posted)
    assert address("venue", hall.pk) in html_of(answer)
    assert Venue.objects.count() == 1
    assert client.post(address("venue-new"), {**posted, "still_new": "on"}).status_code == 302


def test_an_area_of_another_province_is_refused(client, hall) -> None:
    for url, posted in [
        (address("venue-new"), new(area=area(LAI_CHAU).label)),
        (address("venue-edit", hall.pk), edit(hall, area=area(LAI_CHAU).label)),
    ]:
        answer = client.post(url, posted)
        (error,) = answer.context["form"].errors.get_json_data()["area"]
        assert error["code"] == "foreign-area"


def test_a_venue_is_mended(client, hall) -> None:
    posted = edit(hall, address="Thị trấn Núi Đối", reason="Bổ sung")
    assert client.post(address("venue-edit", hall.pk), posted).status_code == 302
    assert list(changes_of(hall)[0].cells) == ["address"]


def test_a_stale_save_shows_both_versions(client, hall) -> None:
    mine = edit(hall, address="Thôn 1")
    client.post(address("venue-edit", hall.pk), edit(hall, address="Thôn 2"))
    answer = client.post(address("venue-edit", hall.pk), mine)
    assert answer.status_code == 409
    assert "Thôn 2" in html_of(answer)


def test_back_changed_and_sent_again_is_caught(client) -> None:
    posted = new()
    client.post(address("venue-new"), posted)
    answer = client.post(address("venue-new"), {**posted, "name": "Nhà văn hoá khác"})
    assert answer.status_code == 409
    assert Venue.objects.count() == 1


@pytest.mark.parametrize("who", ["recorder", "confirmer", "administrator", "superuser"])
def test_whoever_writes_opens_the_forms(request, client_of, hall, who) -> None:
    client = client_of(request.getfixturevalue(who))
    for url in (address("venue-new"), address("venue-edit", hall.pk)):
        assert client.get(url).status_code == 200


def test_the_matrix(client, client_of, stranger, viewer, hall) -> None:
    page, form = address("venue", hall.pk), address("venue-edit", hall.pk)
    for url in (page, form):
        assert client_of(stranger).get(url).status_code == 404
    reader = client_of(viewer)
    assert reader.get(page).status_code == 200
    for url in (form, address("venue-new")):
        assert reader.get(url).status_code == 403
        assert reader.post(url, {}).status_code == 403
    for name in ("venue", "venue-edit"):
        assert client.get(address(name, 999_999)).status_code == 404
    for url in (page, address("venues")):
        assert client.post(url).status_code == 405
    for url in (form, address("venue-new")):
        assert client.delete(url).status_code == 405
    client.logout()
    for url in (page, form, address("venue-new"), address("venues")):
        assert client.get(url).status_code == 302
