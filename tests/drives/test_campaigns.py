"""Campaigns: their list, a campaign's drives and sums, adding and mending."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from drives.actions.campaigns import CampaignFacts, NameTaken, add_campaign, edit_campaign
from drives.forms.campaign import CampaignForm
from drives.models import Campaign
from drives.rules.figures import Qualifier
from drives.rules.states import State
from ledger.actions import Stale
from ledger.actor import Actor
from ledger.models import Change
from ledger.posts import raw_data
from tests.drives.records import fig, result_of
from tests.factories import CampaignFactory, DriveFactory

URL = "/campaigns/"
SOMEBODY = Actor(id=7, name="Nguyễn Văn Bình")


def text_of(answer) -> str:
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def post_of(campaign: Campaign | None = None, /, **typed: str) -> dict[str, object]:
    """What the browser posts: the form as opened, with these fields typed over."""
    form = CampaignForm.of(campaign) if campaign else CampaignForm()
    return {**raw_data(form), "key": str(uuid4()), **typed}


@pytest.fixture
def campaign(areas) -> Campaign:
    return CampaignFactory.create(name="Hành trình Đỏ", first_year=2013)


@pytest.fixture
def edit_url(campaign) -> str:
    return f"{URL}{campaign.pk}/edit/"


# Reading


def test_the_list_counts_the_drives_a_person_sees(
    client_of, viewer, stranger, campaign, committee, lai_chau
):
    lai_chau.campaigns.add(campaign)
    for state in (State.CONFIRMED, State.AWAITING, State.CANCELLED):
        DriveFactory.create(keeper=committee, state=state.value).campaigns.add(campaign)
    assert client_of(viewer).get(URL).context["rows"] == [(campaign, 2)]
    assert client_of(stranger).get(URL).context["rows"] == [(campaign, 1)]


def test_search_is_folded(client_of, viewer, campaign):
    CampaignFactory.create(name="Chủ nhật Đỏ")
    answer = client_of(viewer).get(URL, {"q": "hanh trinh"})
    assert [found for found, _count in answer.context["rows"]] == [campaign]
    assert "Không có chiến dịch nào khớp" in text_of(client_of(viewer).get(URL, {"q": "zzz"}))


def test_its_page_shows_the_drives_and_sums_of_the_scope(
    client_of, superuser, viewer, campaign, kien_thuy, lai_chau
):
    for drive in (kien_thuy, lai_chau):
        drive.campaigns.add(campaign)
    everything = client_of(superuser).get(f"{URL}{campaign.pk}/")
    assert everything.context["sums"].units.figure == fig(1345, Qualifier.OVER)
    mine = client_of(viewer).get(f"{URL}{campaign.pk}/")
    assert [row.title for row in mine.context["rows"]] == [kien_thuy.title]
    assert mine.context["sums"].units.figure == fig(345)


def test_only_confirmers_and_administrators_are_offered_to_write(
    client_of, recorder, viewer, confirmer, administrator, campaign
):
    for person, may in (
        (recorder, False), (viewer, False), (confirmer, True), (administrator, True),
    ):  # fmt: skip
        client = client_of(person)
        assert (f"{URL}new/" in client.get(URL).content.decode()) is may
        page = client.get(f"{URL}{campaign.pk}/").content.decode()
        assert (f"{URL}{campaign.pk}/edit/" in page) is may


def test_queries_of_the_list_do_not_grow(client_of, viewer, committee):
    client = client_of(viewer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        return len(captured)

    def one_more() -> None:
        DriveFactory.create(keeper=committee).campaigns.add(CampaignFactory.create())

    one_more()
    first = queries()
    for _ in range(19):
        one_more()
    assert queries() == first


# Writing


def test_a_confirmer_adds_one(client_of, confirmer, areas):
    client = client_of(confirmer)
    assert client.get(f"{URL}new/").status_code == 200
    answer = client.post(f"{URL}new/", post_of(name="  Lễ hội   Xuân Hồng ", first_year="2008"))
    created = Campaign.objects.get()
    assert (created.name, created.first_year, created.version) == ("Lễ hội Xuân Hồng", 2008, 1)
    assert answer.url == f"{URL}{created.pk}/"
    change = Change.objects.get()
    assert (change.action, change.actor_name) == ("add-campaign", "Nguyễn Văn Bình")
    assert "Mã biên nhận" in text_of(client.get(answer.url))


def test_the_same_post_twice_makes_one(client_of, confirmer, areas):
    client, post = client_of(confirmer), post_of(name="Chủ nhật Đỏ")
    assert client.post(f"{URL}new/", post).url == client.post(f"{URL}new/", post).url
    assert Campaign.objects.count() == 1


def test_back_changed_and_posted_again_is_caught(client_of, confirmer, areas):
    client, post = client_of(confirmer), post_of(name="Chủ nhật Đỏ")
    client.post(f"{URL}new/", post)
    answer = client.post(f"{URL}new/", {**post, "name": "Chủ nhật Xanh"})
    assert answer.status_code == 409
    assert Campaign.objects.get().name == "Chủ nhật Đỏ"


@pytest.mark.parametrize("typed", ["Hành trình Đỏ", "HANH TRINH DO"])
def test_a_name_is_taken_once(client_of, confirmer, campaign, typed):
    answer = client_of(confirmer).post(f"{URL}new/", post_of(name=typed))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["name"]
    assert typed in answer.content.decode()


def test_a_confirmer_mends_one(client_of, confirmer, campaign, edit_url):
    client = client_of(confirmer)
    assert 'value="Hành trình Đỏ"' in client.get(edit_url).content.decode()
    answer = client.post(edit_url, post_of(campaign, notes="Do Viện tổ chức."))
    assert answer.status_code == 302
    campaign.refresh_from_db()
    assert campaign.notes == "Do Viện tổ chức."
    assert list(Change.objects.get().cells) == ["notes"]
    history = client.get(f"/history/drives.campaign/{campaign.pk}/")
    assert "Do Viện tổ chức." in text_of(history)


def test_of_two_who_mend_at_once_the_second_sees_both_versions(
    client_of, confirmer, administrator, campaign, edit_url
):
    opened = post_of(campaign, first_year="2012")
    client_of(administrator).post(edit_url, post_of(campaign, first_year="2014"))
    answer = client_of(confirmer).post(edit_url, opened)
    assert answer.status_code == 409
    assert "2014" in answer.content.decode()
    campaign.refresh_from_db()
    assert campaign.first_year == 2014


def test_those_who_only_read_are_refused(client_of, recorder, viewer, campaign, edit_url):
    for person in (recorder, viewer):
        for url in (f"{URL}new/", edit_url):
            assert client_of(person).get(url).status_code == 403
            assert client_of(person).post(url, post_of(name="x")).status_code == 403
    assert Campaign.objects.get() == campaign


def test_what_is_not_there_and_who_is_not_in(client, client_of, confirmer, campaign, edit_url):
    for url in (f"{URL}999999/", f"{URL}999999/edit/"):
        assert client_of(confirmer).get(url).status_code == 404
    for url in (URL, f"{URL}new/", f"{URL}{campaign.pk}/", edit_url):
        assert client.get(url).url.startswith("/accounts/login/")
    for url in (URL, f"{URL}{campaign.pk}/"):
        assert client_of(confirmer).post(url).status_code == 405
    assert client_of(confirmer).put(edit_url).status_code == 405


def test_an_account_without_organisation_sees_none(client_of, campaign):
    nobody = User.objects.create(username="khach", full_name="Khách")
    assert client_of(nobody).get(URL).context["rows"] == []
    assert client_of(nobody).get(f"{URL}{campaign.pk}/").status_code == 404


# The actions


@pytest.mark.both
def test_the_action_refuses_a_taken_name_and_writes_nothing(campaign):
    with pytest.raises(NameTaken):
        add_campaign(by=SOMEBODY, key=uuid4(), facts=CampaignFacts(name="hành trình đỏ"))
    other = CampaignFactory.create()
    with pytest.raises(NameTaken):
        edit_campaign(
            by=SOMEBODY,
            key=uuid4(),
            campaign=other,
            version=0,
            facts=CampaignFacts(name="Hành trình Đỏ"),
        )
    assert not Change.objects.exists()
    assert Campaign.objects.filter(name="Hành trình Đỏ").count() == 1


@pytest.mark.both
def test_the_action_refuses_an_old_version(campaign):
    facts = CampaignFacts(name="Hành trình Đỏ", first_year=2012)
    edit_campaign(by=SOMEBODY, key=uuid4(), campaign=campaign, version=0, facts=facts)
    with pytest.raises(Stale):
        edit_campaign(by=SOMEBODY, key=uuid4(), campaign=campaign, version=0, facts=facts)


def test_sums_keep_out_what_does_not_count(client_of, superuser, campaign, committee):
    for state in (State.CONFIRMED, State.CANCELLED):
        drive = DriveFactory.create(keeper=committee, state=state.value, first_day=date(2025, 1, 1))
        drive.campaigns.add(campaign)
        result_of(drive, units=fig(10))
    sums = client_of(superuser).get(f"{URL}{campaign.pk}/").context["sums"]
    assert (sums.drives, sums.counted, sums.units.figure) == (2, 1, fig(10))
