"""The pages of organisations: list, one, adding and mending."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from directory.forms.organisations import OrganisationForm
from directory.models import Organisation, OrgBelow
from ledger.models import Change
from ledger.posts import raw_data
from ledger.querysets import changes_of
from ledger.scope import EVERYTHING, Role
from tests.directory.pages import address, filled, html_of, queries_of
from tests.factories import (
    HAI_PHONG,
    KIEN_THUY_DISTRICT,
    LAI_CHAU,
    XA_KIEN_THUY,
    OrganisationFactory,
    area,
    member_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, recorder):
    return client_of(recorder)


@pytest.fixture
def school(commune) -> Organisation:
    return OrganisationFactory.create(
        name="Trường THPT Kiến Thuỵ", kind="school", area=area(XA_KIEN_THUY), parent=commune
    )


def names(client: Client, **query: str) -> list[str]:
    return [row.name for row in client.get(address("organisations"), query).context["page"].rows]


# The list.


def test_the_list_shows_what_the_scope_sees(client, commune, lai_chau_committee) -> None:
    html = html_of(client.get(address("organisations")))
    assert commune.name in html
    assert "Lai Châu" not in html


def test_the_list_is_searched_folded_and_by_abbreviation(client, commune, school) -> None:
    assert names(client, q="kien thuy") == [school.name, commune.name]
    assert names(client, q="uỷ ban nhân dân") == [commune.name]
    assert names(client, q="trung hoc pho thong") == [school.name]
    assert names(client, q="xyz") == []


def test_the_list_is_filtered_by_kind_area_and_life(client, commune, school) -> None:
    past = OrganisationFactory.create(
        name="UBND huyện Kiến Thuỵ", area=area(KIEN_THUY_DISTRICT), valid_to=date(2025, 7, 1)
    )
    assert names(client, kind="school") == [school.name]
    assert past.name not in names(client)
    assert names(client, life="ended") == [past.name]
    assert past.name in names(client, life="all")
    assert set(names(client, area=area(XA_KIEN_THUY).label)) == {school.name, commune.name}
    assert past.name in names(client, area=area(HAI_PHONG).label, life="all")


def test_a_filter_that_cannot_be_read_says_so_and_shows_none(client, commune) -> None:
    answer = client.get(address("organisations"), {"area": "kien thuy"})
    assert answer.context["page"].rows == []
    assert answer.context["filters"].errors["area"]
    assert 'name="area_choice"' in html_of(answer)
    assert client.get(address("organisations"), {"kind": "x", "after": "~~"}).status_code == 200


def test_pages_go_on_and_back(client, committee) -> None:
    OrganisationFactory.create_batch(60)
    first = client.get(address("organisations")).context
    second = client.get(address("organisations"), {"after": first["page"].next}).context
    assert (len(first["page"].rows), len(second["page"].rows)) == (50, first["count"] - 50)
    back = client.get(address("organisations"), {"before": second["page"].previous}).context
    assert list(back["page"].rows) == list(first["page"].rows)


def test_queries_of_the_list_stay_flat(client, committee) -> None:
    one = queries_of(client, address("organisations"))
    OrganisationFactory.create_batch(20, parent=committee)
    assert queries_of(client, address("organisations")) == one


def test_an_empty_list_says_what_to_do_first(client_of) -> None:
    nobody = member_of(
        OrganisationFactory.create(name="Xyz", valid_to=date(2020, 1, 1)), Role.VIEWER
    )
    assert 'class="empty"' in html_of(client_of(nobody).get(address("organisations")))


@pytest.fixture(autouse=True)
def _map(areas) -> None:
    """Every page stands on the small map."""


# One organisation.


def test_the_page_shows_what_is_around_it(client, committee, commune, school) -> None:
    past = OrganisationFactory.create(name="UBND huyện Kiến Thuỵ", valid_to=date(2025, 7, 1))
    past.successors.add(commune)
    html = html_of(client.get(address("organisation", commune.pk)))
    for text in (committee.name, school.name, past.name, area(XA_KIEN_THUY).label):
        assert text in html
    assert f"/history/directory.organisation/{commune.pk}/" in html
    assert commune.name in html_of(client.get(address("organisation", past.pk)))


def test_what_is_out_of_sight_is_named_without_a_link(client, commune, lai_chau_committee) -> None:
    commune.successors.add(lai_chau_committee)
    assert lai_chau_committee.name not in html_of(client.get(address("organisation", commune.pk)))


def test_queries_of_the_page_stay_flat(client, commune) -> None:
    OrganisationFactory.create(parent=commune)
    one = queries_of(client, address("organisation", commune.pk))
    OrganisationFactory.create_batch(20, parent=commune)
    assert queries_of(client, address("organisation", commune.pk)) == one


# Adding.


def new(**typed: str) -> dict[str, str]:
    form = OrganisationForm(scope=EVERYTHING)
    plain = {"name": "Câu lạc bộ 25", "kind": "club", "area": area(XA_KIEN_THUY).label}
    return filled(form, **{**plain, **typed})


def test_an_organisation_is_added(client, commune) -> None:
    posted = new(parent=commune.name, valid_from="1/9/2026", contact_phone="0912 345 678")
    answer = client.post(address("organisation-new"), posted, follow=True)
    added = Organisation.objects.get(name="Câu lạc bộ 25")
    assert answer.redirect_chain == [(address("organisation", added.pk), 302)]
    assert (added.parent, added.valid_from) == (commune, date(2026, 9, 1))
    change = Change.objects.get(target_id=str(added.pk), action="add-organisation")
    assert change.submission is not None
    assert change.submission.receipt in html_of(answer)
    assert OrgBelow.objects.filter(above=commune.parent, below=added, depth=2).exists()


def test_the_same_post_twice_adds_one(client) -> None:
    posted = new()
    answers = [client.post(address("organisation-new"), posted) for _ in range(2)]
    assert Organisation.objects.filter(name="Câu lạc bộ 25").count() == 1
    page = address("organisation", Organisation.objects.get(name="Câu lạc bộ 25").pk)
    assert [answer["Location"] for answer in answers] == [page, page]


def test_back_changed_and_sent_again_is_caught(client, commune) -> None:
    posted = new(parent=commune.name)
    client.post(address("organisation-new"), posted)
    answer = client.post(address("organisation-new"), {**posted, "name": "Câu lạc bộ 26"})
    added = Organisation.objects.get(name="Câu lạc bộ 25")
    assert answer.status_code == 409
    assert address("organisation-edit", added.pk) in html_of(answer)
    assert not Organisation.objects.filter(name="Câu lạc bộ 26").exists()


def test_a_likely_duplicate_is_asked_about_once(client, commune) -> None:
    posted = new(name="Uỷ ban nhân dân xã Kiến Thuỵ", kind="peoples_committee")
    answer = client.post(address("organisation-new"), posted)
    html = html_of(answer)
    assert address("organisation", commune.pk) in html
    assert 'name="still_new"' in html
    assert 'value="Uỷ ban nhân dân xã Kiến Thuỵ"' in html
    assert Organisation.objects.filter(folded__contains="kien thuy").count() == 1
    again = client.post(address("organisation-new"), {**posted, "still_new": "on"})
    assert again.status_code == 302


def test_the_first_page_asks_about_no_duplicate(client) -> None:
    assert 'name="still_new"' not in html_of(client.get(address("organisation-new")))


def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(client) -> None:
    posted = new(area="kien thuy", valid_from="31/2/2026", address="Thôn 1")
    answer = client.post(address("organisation-new"), posted)
    assert set(answer.context["form"].errors) == {"area", "valid_from"}
    html = html_of(answer)
    for text in ('value="kien thuy"', 'value="31/2/2026"', 'value="Thôn 1"', "area_choice"):
        assert text in html


def test_an_area_of_another_province_is_refused(client) -> None:
    answer = client.post(address("organisation-new"), new(area=area(LAI_CHAU).label))
    (error,) = answer.context["form"].errors.get_json_data()["area"]
    assert error["code"] == "foreign-area"


def test_a_recorder_puts_it_below_the_own_organisation_or_none(client, committee, commune) -> None:
    refused = client.post(address("organisation-new"), new(parent=committee.name))
    (error,) = refused.context["form"].errors.get_json_data()["parent"]
    assert error["code"] == "foreign-parent"
    assert client.post(address("organisation-new"), new()).status_code == 302


def test_an_authority_lies_within_the_area_above_it(client, commune) -> None:
    posted = new(kind="red_cross", parent=commune.name, area=area(HAI_PHONG).label)
    answer = client.post(address("organisation-new"), posted)
    (error,) = answer.context["form"].errors.get_json_data()["area"]
    assert error["code"] == "area-outside-parent"


# Mending.


def edit(organisation: Organisation, **typed: str) -> dict[str, str]:
    return filled(OrganisationForm.of(organisation, scope=EVERYTHING), **typed)


def test_an_organisation_is_mended_with_a_reason(client_of, confirmer, commune, school) -> None:
    client = client_of(confirmer)
    posted = edit(
        school,
        valid_to="30/6/2026",
        successor_1=commune.name,
        parent="",
        reason="Sáp nhập",
    )
    assert client.post(address("organisation-edit", school.pk), posted).status_code == 302
    school.refresh_from_db()
    assert (school.valid_to, school.parent) == (date(2026, 7, 1), None)
    assert list(school.successors.all()) == [commune]
    newest = changes_of(school)[0]
    assert set(newest.cells) == {"valid_to", "successors", "parent"}
    assert newest.reason == "Sáp nhập"
    history = html_of(client.get(f"/history/directory.organisation/{school.pk}/"))
    assert "30/06/2026" in history


def test_a_page_sent_back_untouched_changes_nothing(client, school) -> None:
    school.successors.clear()
    posted = edit(school)
    assert client.post(address("organisation-edit", school.pk), posted).status_code == 302
    school.refresh_from_db()
    assert school.version == 0
    assert not changes_of(school).exists()


def test_a_stale_save_shows_both_versions_and_the_choice_is_kept(client, school, commune) -> None:
    mine = edit(school, address="Thôn 1", contact_name="Phạm Thị Hoa")
    client.post(address("organisation-edit", school.pk), edit(school, address="Thôn 2"))
    answer = client.post(address("organisation-edit", school.pk), mine)
    html = html_of(answer)
    assert answer.status_code == 409
    assert "Thôn 1" in html
    assert "Thôn 2" in html
    school.refresh_from_db()
    settled = {
        **mine,
        "key": str(uuid4()),
        "version": str(school.version),
        "choose_address": "theirs",
        "choose_contact_name": "mine",
    }
    assert client.post(address("organisation-edit", school.pk), settled).status_code == 302
    school.refresh_from_db()
    assert (school.address, school.contact_name) == ("Thôn 2", "Phạm Thị Hoa")


def test_two_changes_of_one_link_are_shown_by_their_labels(
    client_of, administrator, commune, school
) -> None:
    client = client_of(administrator)
    club = OrganisationFactory.create(name="Câu lạc bộ Một", parent=commune, kind="club")
    mine = edit(school, parent=club.name)
    client.post(address("organisation-edit", school.pk), edit(school, parent=""))
    answer = client.post(address("organisation-edit", school.pk), mine)
    assert answer.status_code == 409
    assert 'name="choose_parent"' in html_of(answer)
    assert "Câu lạc bộ Một" in html_of(answer)


def test_a_circle_is_refused_beside_the_field(client_of, administrator, commune, school) -> None:
    posted = edit(commune, parent=school.name)
    answer = client_of(administrator).post(address("organisation-edit", commune.pk), posted)
    codes = [e["code"] for e in answer.context["form"].errors.get_json_data()["parent"]]
    assert codes == ["parent-is-below"]


@pytest.mark.parametrize("name", ["kind", "area", "parent", "valid_from", "valid_to"])
def test_members_do_not_change_their_own_reach(client, commune, name) -> None:
    typed = {
        "kind": "steering_committee",
        "area": area(HAI_PHONG).label,
        "parent": "",
        "valid_from": "1/1/2020",
        "valid_to": "1/1/2030",
    }
    before = Organisation.objects.filter(pk=commune.pk).values(name).get()
    posted = edit(commune, **{name: typed[name], "address": "Thôn 5"})
    assert client.post(address("organisation-edit", commune.pk), posted).status_code == 302
    commune.refresh_from_db()
    assert Organisation.objects.filter(pk=commune.pk).values(name).get() == before
    assert commune.address == "Thôn 5"


def test_a_recorder_does_not_cut_loose_what_stands_below(client, school) -> None:
    answer = client.post(address("organisation-edit", school.pk), edit(school, parent=""))
    (error,) = answer.context["form"].errors.get_json_data()["parent"]
    assert error["code"] == "foreign-parent"


def test_a_communes_officer_lifts_no_committee_to_the_whole_province(client_of, commune) -> None:
    other = OrganisationFactory.create(name="Hội Chữ thập đỏ xã", area=area(XA_KIEN_THUY))
    client = client_of(member_of(commune, Role.CONFIRMER))
    posted = edit(other, area=area(HAI_PHONG).label)
    answer = client.post(address("organisation-edit", other.pk), posted)
    (error,) = answer.context["form"].errors.get_json_data()["area"]
    assert error["code"] == "beyond-reach"
    kept = edit(other, address="Thôn 1")
    assert client.post(address("organisation-edit", other.pk), kept).status_code == 302


def test_the_form_of_many_successors_shows_them_all(client, school) -> None:
    school.valid_to = date(2026, 1, 1)
    school.save()
    school.successors.set(OrganisationFactory.create_batch(9))
    html = html_of(client.get(address("organisation-edit", school.pk)))
    assert 'name="successor_10"' in html
    assert client.post(address("organisation-edit", school.pk), edit(school)).status_code == 302
    assert school.successors.count() == 9


# Who may.


@pytest.mark.parametrize("who", ["recorder", "confirmer", "administrator", "superuser"])
def test_whoever_writes_opens_the_forms(request, client_of, commune, who) -> None:
    client = client_of(request.getfixturevalue(who))
    for url in (address("organisation-new"), address("organisation-edit", commune.pk)):
        assert client.get(url).status_code == 200


def test_a_stranger_finds_nothing(client_of, stranger, commune) -> None:
    client = client_of(stranger)
    for name in ("organisation", "organisation-edit"):
        assert client.get(address(name, commune.pk)).status_code == 404
    assert client.post(address("organisation-edit", commune.pk), {}).status_code == 404


def test_a_reader_does_not_write(client_of, viewer, commune) -> None:
    client = client_of(viewer)
    assert client.get(address("organisation", commune.pk)).status_code == 200
    for url in (address("organisation-new"), address("organisation-edit", commune.pk)):
        assert client.get(url).status_code == 403
        assert client.post(url, {}).status_code == 403
    html = html_of(client.get(address("organisations")))
    assert address("organisation-new") not in html


def test_a_neighbour_sees_and_does_not_write(client_of, committee, commune) -> None:
    sibling = OrganisationFactory.create(name="UBND xã Kiến Minh", parent=committee)
    client = client_of(member_of(sibling, Role.RECORDER))
    assert client.get(address("organisation", commune.pk)).status_code == 200
    assert client.get(address("organisation-edit", commune.pk)).status_code == 403


def test_bad_ids_and_wrong_methods(client, commune) -> None:
    for name in ("organisation", "organisation-edit"):
        assert client.get(address(name, 999_999)).status_code == 404
    for url in (address("organisations"), address("organisation", commune.pk)):
        assert client.post(url).status_code == 405
    assert client.delete(address("organisation-new")).status_code == 405
    assert client.put(address("organisation-edit", commune.pk)).status_code == 405


def test_anonymous_people_log_in_first(client, commune) -> None:
    client.logout()
    for name, args in [
        ("organisations", []),
        ("organisation", [commune.pk]),
        ("organisation-new", []),
        ("organisation-edit", [commune.pk]),
    ]:
        answer = client.get(address(name, *args))
        assert answer.status_code == 302
        assert "/accounts/login/" in answer["Location"]


def test_raw_data_of_the_form_names_every_part(school) -> None:
    names_posted = raw_data(OrganisationForm.of(school, scope=EVERYTHING))
    assert {"area", "area_choice", "area_for", "parent_choice"} <= set(names_posted)
