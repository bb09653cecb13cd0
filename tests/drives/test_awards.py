"""Awards on the occasion of a drive."""

import re
from uuid import uuid4

import pytest

from drives.actions.awards import AwardFacts, add_award, edit_award
from drives.forms.award import AwardForm
from drives.models import Award, Drive
from drives.rules.figures import Qualifier
from drives.rules.states import State
from ledger.actions import Stale
from ledger.actor import Actor
from ledger.models import Change
from ledger.posts import raw_data
from tests.drives.records import fig
from tests.factories import DriveFactory

SOMEBODY = Actor(id=7, name="Phạm Thị Hoa")


@pytest.fixture
def drive(commune) -> Drive:
    """Honours follow weeks later: its figures are confirmed already."""
    return DriveFactory.create(keeper=commune, state=State.CONFIRMED.value)


@pytest.fixture
def award(drive) -> Award:
    return Award.objects.create(
        drive=drive, authority="Chủ tịch UBND tỉnh Lai Châu", form="Bằng khen", to="people"
    )


@pytest.fixture
def new_url(drive) -> str:
    return f"/drives/{drive.pk}/awards/new/"


@pytest.fixture
def edit_url(drive, award) -> str:
    return f"/drives/{drive.pk}/awards/{award.pk}/"


def post_of(award: Award | None = None, /, **typed: str) -> dict[str, object]:
    form = AwardForm.of(award) if award else AwardForm()
    return {**raw_data(form), "key": str(uuid4()), **typed}


def test_a_recorder_adds_one_with_its_number(client_of, recorder, drive, new_url):
    client = client_of(recorder)
    assert client.get(new_url).status_code == 200
    post = post_of(authority="Chủ tịch UBND tỉnh", form="Bằng khen", to="people", count_n="24")
    answer = client.post(new_url, post)
    assert answer.url == f"/drives/{drive.pk}/?tab=awards"
    award = Award.objects.get()
    assert (award.drive, award.form, award.count) == (drive, "Bằng khen", fig(24))
    assert Change.objects.get().cells["count"] == [None, {"q": "exact", "n": "24"}]
    assert "Bằng khen" in client.get(answer.url).content.decode()


def test_an_unknown_number_stays_unknown(client_of, recorder, new_url):
    post = post_of(authority="Ban Chỉ đạo", form="Giấy khen", to="group")
    assert client_of(recorder).post(new_url, post).status_code == 302
    assert Award.objects.get().count is None


def test_a_bound_is_kept(client_of, recorder, new_url):
    post = post_of(authority="Ban Chỉ đạo", form="Giấy khen", to="group", count_n="trên 20")
    client_of(recorder).post(new_url, post)
    assert Award.objects.get().count == fig(20, Qualifier.OVER)


@pytest.mark.parametrize("field", ["authority", "form", "to", "count"])
def test_what_is_wrong_is_said_beside_its_field(client_of, recorder, new_url, field):
    typed = {"authority": "A", "form": "B", "to": "people", "count_n": "5"}
    typed["count_n" if field == "count" else field] = "nhiều" if field == "count" else ""
    answer = client_of(recorder).post(new_url, post_of(**typed))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Award.objects.exists()


def test_the_same_post_twice_makes_one_and_a_changed_one_is_caught(client_of, recorder, new_url):
    client, post = client_of(recorder), post_of(authority="A", form="B", to="people")
    client.post(new_url, post)
    assert client.post(new_url, post).status_code == 302
    answer = client.post(new_url, {**post, "form": "C"})
    assert answer.status_code == 409
    assert Award.objects.get().form == "B"


def test_a_recorder_mends_one(client_of, recorder, award, edit_url):
    client = client_of(recorder)
    assert "Chủ tịch UBND tỉnh Lai Châu" in client.get(edit_url).content.decode()
    assert client.post(edit_url, post_of(award, count_n="24")).status_code == 302
    award.refresh_from_db()
    assert award.count == fig(24)
    history = client.get(f"/history/drives.award/{award.pk}/").content.decode()
    assert re.search(r"Số lượng.*?24", history, re.DOTALL)


def test_of_two_who_mend_at_once_the_second_sees_both(client_of, recorder, award, edit_url):
    opened = post_of(award, form="Giấy khen")
    client = client_of(recorder)
    client.post(edit_url, post_of(award, form="Kỷ niệm chương"))
    answer = client.post(edit_url, opened)
    assert answer.status_code == 409
    award.refresh_from_db()
    assert award.form == "Kỷ niệm chương"


def test_those_who_only_see_the_drive_are_refused(client_of, viewer, confirmer, new_url, edit_url):
    for person in (viewer, confirmer):
        for url in (new_url, edit_url):
            assert client_of(person).get(url).status_code == 403
            assert client_of(person).post(url, post_of(form="x")).status_code == 403


def test_strangers_find_nothing(client_of, stranger, new_url, edit_url):
    for url in (new_url, edit_url):
        assert client_of(stranger).get(url).status_code == 404
        assert client_of(stranger).post(url, {}).status_code == 404


def test_an_award_belongs_to_its_drive(client_of, recorder, commune, award):
    other = DriveFactory.create(keeper=commune)
    client = client_of(recorder)
    assert client.get(f"/drives/{other.pk}/awards/{award.pk}/").status_code == 404
    assert client.get(f"/drives/{other.pk}/awards/999999/").status_code == 404
    assert client.get("/drives/999999/awards/new/").status_code == 404


def test_other_methods_and_anonymous_people(client, client_of, recorder, new_url, edit_url):
    for url in (new_url, edit_url):
        assert client_of(recorder).delete(url).status_code == 405
        assert client.get(url).url.startswith("/accounts/login/")


@pytest.mark.both
def test_the_actions_leave_their_changes_and_refuse_an_old_version(drive):
    facts = AwardFacts(authority="UBND", form="Bằng khen", to="group", count=fig(4))
    receipt = add_award(by=SOMEBODY, key=uuid4(), drive=drive, facts=facts)
    award = Award.objects.get(pk=receipt.target_id)
    assert (award.version, award.count) == (1, fig(4))
    more = AwardFacts(authority="UBND", form="Bằng khen", to="group", count=fig(5))
    edit_award(by=SOMEBODY, key=uuid4(), award=award, version=1, facts=more)
    with pytest.raises(Stale):
        edit_award(by=SOMEBODY, key=uuid4(), award=award, version=1, facts=facts)
    assert [change.action for change in Change.objects.order_by("version")] == [
        "add-award", "edit-award",
    ]  # fmt: skip
