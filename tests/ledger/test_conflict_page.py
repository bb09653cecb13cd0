"""The page of two versions: a stale save, a post that comes again."""

from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from directory.models import Organisation, OrgBelow
from ledger.actions import KeyUsedBefore
from ledger.actor import Actor
from ledger.conflicts import earlier_record
from ledger.models import Change, Submission
from ledger.posts import as_post, raw_data
from tests.factories import HAI_PHONG, area
from tests.ledger.sheets import SheetForm, save_sheet
from tests.ledger.small_posts import typed

pytestmark = pytest.mark.urls("tests.ledger.sheet_urls")

BINH = Actor(id=2, name="Nguyễn Văn Bình")


class Page(HTMLParser):
    """The forms of a page: their address, hidden values and radio buttons."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        found = dict(attrs)
        if tag == "form":
            self.forms.append({"action": found.get("action"), "hidden": [], "radios": {}})
        elif tag == "input" and self.forms:
            if found.get("type") == "hidden":
                self.forms[-1]["hidden"].append((found["name"], found.get("value", "")))
            elif found.get("type") == "radio":
                radios = self.forms[-1]["radios"].setdefault(found["name"], {})
                radios[found["value"]] = "checked" in found
                assert "required" in found

    def form_to(self, action: str) -> dict[str, Any]:
        return next(form for form in self.forms if form["action"] == action)

    def post_to(self, action: str, **chosen: str) -> QueryDict:
        form = self.form_to(action)
        post = QueryDict(mutable=True)
        for name, value in form["hidden"]:
            post.appendlist(name, value)
        for name, radios in form["radios"].items():
            for value, is_checked in radios.items():
                if chosen.get(name, value if is_checked else "") == value:
                    post[name] = value
        return post


@pytest.fixture
def school(areas) -> Organisation:
    values = {"name": "Trường THPT Kiến Thụy", "kind": "school", "area": area(HAI_PHONG)}
    receipt = save_sheet(
        key=uuid4(), by=BINH, values=values | {"contact_name": "", "contact_phone": ""}
    )
    return Organisation.objects.get(pk=receipt.target_id)


def another_saves(school: Organisation, **changed: Any) -> None:
    form = SheetForm.of(school)
    data = {name: form[name].initial for name in ("name", "kind", "address", "contact_name")}
    phone = {"area": school.area, "contact_phone": school.contact_phone}
    save_sheet(
        key=uuid4(),
        by=BINH,
        values=data | phone | changed,
        pk=school.pk,
        version=school.version,
    )


def test_a_stale_save_shows_both_versions_and_loses_nothing(
    school, recorder: User, client_of
) -> None:
    client = client_of(recorder)
    address = reverse("sheet-edit", args=[school.pk])
    form = SheetForm.of(school)
    another_saves(school, contact_phone="0912 345 678", address="Số 1")
    mine = typed(form, contact_phone="0987 654 321", contact_name="Phạm Thị Hoa", send="1")

    answer = client.post(address, dict(mine.lists()))
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Nguyễn Văn Bình" in html
    assert Change.objects.count() == 2
    school.refresh_from_db()
    assert school.contact_phone == "0912 345 678"

    page = Page(html)
    shown = page.form_to(address)
    assert shown["radios"] == {
        "choose_contact_phone": {"theirs": False, "mine": False},
        "choose_address": {"theirs": True, "mine": False},
        "choose_contact_name": {"theirs": False, "mine": True},
    }
    hidden = dict(shown["hidden"])
    assert hidden["version"] == "2"
    assert hidden["key"] != form["key"].value()
    assert hidden["send"] == "1"

    unanswered = client.post(address, dict(page.post_to(address).lists()))
    assert unanswered.status_code == 409
    assert Change.objects.count() == 2

    answer = client.post(address, dict(page.post_to(address, choose_contact_phone="mine").lists()))
    assert answer.status_code == 302
    school.refresh_from_db()
    assert (school.version, school.contact_phone) == (3, "0987 654 321")
    assert (school.address, school.contact_name) == ("Số 1", "Phạm Thị Hoa")
    assert set(Change.objects.get(version=3).cells) == {"contact_phone", "contact_name"}


def test_a_third_save_meanwhile_is_caught_again(school, recorder, client_of) -> None:
    client = client_of(recorder)
    address = reverse("sheet-edit", args=[school.pk])
    form = SheetForm.of(school)
    another_saves(school, contact_phone="1")
    answer = client.post(address, dict(typed(form, contact_phone="2").lists()))
    page = Page(answer.content.decode())
    school.refresh_from_db()
    another_saves(school, contact_phone="3")
    answer = client.post(address, dict(page.post_to(address, choose_contact_phone="mine").lists()))
    assert answer.status_code == 409
    assert Page(answer.content.decode()).form_to(address)["radios"] == {
        "choose_contact_phone": {"theirs": False, "mine": False}
    }
    school.refresh_from_db()
    assert school.contact_phone == "3"


def test_saving_the_same_values_again_asks_nothing(school, recorder, client_of) -> None:
    form = SheetForm.of(school)
    another_saves(school, contact_phone="0912")
    address = reverse("sheet-edit", args=[school.pk])
    answer = client_of(recorder).post(address, dict(typed(form, contact_phone="0912").lists()))
    assert answer.status_code == 409
    assert not [form for form in Page(answer.content.decode()).forms if form["action"] == address]


def test_a_value_is_never_markup(school, recorder, client_of) -> None:
    form = SheetForm.of(school)
    another_saves(school, contact_name="<script>alert(1)</script>")
    address = reverse("sheet-edit", args=[school.pk])
    mine = typed(form, contact_name='"><script>alert(2)</script>')
    html = client_of(recorder).post(address, dict(mine.lists())).content.decode()
    assert "<script>alert" not in html


def test_the_same_post_again_is_answered_and_a_changed_one_is_caught(
    school, recorder, client_of
) -> None:
    client = client_of(recorder)
    address = reverse("sheet-edit", args=[school.pk])
    first = typed(SheetForm.of(school), contact_phone="1")
    code = client.post(address, dict(first.lists())).headers["Location"].strip("/")
    assert client.post(address, dict(first.lists())).headers["Location"] == f"/{code}/"

    first["contact_phone"] = "2"
    answer = client.post(address, dict(first.lists()))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert code in html
    page = Page(html)
    answer = client.post(address, dict(page.post_to(address, choose_contact_phone="mine").lists()))
    assert answer.status_code == 302
    school.refresh_from_db()
    assert (school.version, school.contact_phone) == (3, "2")


@pytest.fixture
def sent_new(commune, recorder, client_of) -> QueryDict:
    """A form of a new record that was posted and answered."""
    form = SheetForm(
        initial={"name": "Trường Tú Sơn", "kind": "school", "area": area(HAI_PHONG).pk}
    )
    post = as_post(raw_data(form))
    assert client_of(recorder).post(reverse("sheet-new"), dict(post.lists())).status_code == 302
    return post


def test_a_new_record_sent_twice_is_one_record(sent_new, recorder, client_of) -> None:
    answer = client_of(recorder).post(reverse("sheet-new"), dict(sent_new.lists()))
    assert answer.status_code == 302
    assert Organisation.objects.filter(name="Trường Tú Sơn").count() == 1


def test_back_change_and_post_again_may_change_the_first_record(
    sent_new, recorder, client_of
) -> None:
    client = client_of(recorder)
    sent_new["contact_phone"] = "0912"
    recorders_own = Organisation.objects.get(name="Trường Tú Sơn")
    # A recorder may change what lies below the own organisation.
    OrgBelow.objects.create(
        above=Organisation.objects.get(name="UBND xã Kiến Thụy"), below=recorders_own, depth=1
    )
    answer = client.post(reverse("sheet-new"), dict(sent_new.lists()))
    assert answer.status_code == 409
    page = Page(answer.content.decode())
    address = reverse("sheet-edit", args=[recorders_own.pk])
    answer = client.post(address, dict(page.post_to(address, choose_contact_phone="mine").lists()))
    assert answer.status_code == 302
    recorders_own.refresh_from_db()
    assert (recorders_own.version, recorders_own.contact_phone) == (2, "0912")


def test_back_change_and_post_again_may_be_another_new_record(
    sent_new, recorder, client_of
) -> None:
    sent_new["name"] = "Trường Đông Phương"
    client = client_of(recorder)
    answer = client.post(reverse("sheet-new"), dict(sent_new.lists()))
    assert answer.status_code == 409
    assert not Organisation.objects.filter(name="Trường Đông Phương").exists()
    page = Page(answer.content.decode())
    # The first record lies outside what the recorder may change: only the new one is offered.
    assert reverse("sheet-edit", args=[1]) not in [form["action"] for form in page.forms]
    again = page.post_to(reverse("sheet-new"))
    answer = client.post(reverse("sheet-new"), dict(again.lists()))
    assert answer.status_code == 302
    assert (
        Organisation.objects.filter(name__in=["Trường Đông Phương", "Trường Tú Sơn"]).count() == 2
    )


def test_an_earlier_post_of_another_kind_of_record_has_none_here(sent_new) -> None:
    refusal = KeyUsedBefore(Submission.objects.get(target_label="directory.organisation"))
    assert earlier_record(refusal, Organisation.objects.all()) is not None
    assert earlier_record(refusal, Organisation.objects.none()) is None
    assert earlier_record(refusal, User.objects.all()) is None
