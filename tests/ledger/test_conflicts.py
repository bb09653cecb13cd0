"""The page of two versions, and what comes back from it."""

from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest
from django import forms
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from directory.models import Organisation, OrgBelow
from ledger.actions import KeyUsedBefore
from ledger.actor import Actor
from ledger.conflicts import earlier_record, settle, two_versions
from ledger.forms import TrackedForm
from ledger.models import Change, Submission
from ledger.posts import as_post, raw_data
from tests.factories import HAI_PHONG, area
from tests.ledger.sheets import SheetForm, save_sheet
from tests.ledger.test_posts import Browser

pytestmark = pytest.mark.urls("tests.ledger.sheet_urls")

BINH = Actor(id=2, name="Nguyễn Văn Bình")
NAMES = ["units", "women", "men"]
values = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3), max_size=3)
choices = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["theirs", "mine"]), max_size=3)


class Small(TrackedForm):
    units = forms.IntegerField(label="Đơn vị máu", required=False)
    women = forms.IntegerField(label="Nữ", required=False)
    men = forms.IntegerField(label="Nam", required=False)


def opened(version: int = 1, **initial: Any) -> Small:
    return Small(initial={"version": version, **initial})


def typed(form: forms.Form, **typed_values: Any) -> QueryDict:
    """The post of ``form`` after a person typed some values."""
    post = as_post(raw_data(form))
    for name, value in typed_values.items():
        post[name] = str(value)
    return post


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


# settle: what comes back.


@given(values, values)
def test_without_choices_a_post_stays_as_it_is(saved, mine) -> None:
    post = typed(opened(), **mine)
    assert settle(post, opened(**saved)) == post


@given(values, values, choices)
def test_chosen_fields_take_the_saved_values_and_the_others_mine(saved, mine, chosen) -> None:
    post = typed(opened(), **mine)
    before = raw_data(Small(post))
    for name, choice in chosen.items():
        post.appendlist("choose", name)
        post[f"choose_{name}"] = choice
    settled = settle(post, opened(version=2, **saved))
    theirs = raw_data(opened(version=2, **saved))
    for name in NAMES:
        expected = theirs if chosen.get(name) == "theirs" else before
        assert settled.getlist(name) == expected[name]
    assert settled["version"] == "1"
    assert not any(name.startswith("choose") for name in settled)


@given(values, st.sampled_from(["", "both", None]))
def test_an_asked_cell_without_an_answer_is_never_saved(saved, answer) -> None:
    post = typed(opened(), units=2)
    post.setlist("choose", ["units", "women"])
    post["choose_women"] = "mine"
    if answer is not None:
        post["choose_units"] = answer
    settled = settle(post, opened(**saved))
    assert settled["version"] == "-1"
    assert "opened" not in settled


@pytest.mark.parametrize("version", [None, "", "  "])
def test_a_post_that_lost_its_version_is_never_saved(version) -> None:
    post = typed(opened(), units=2)
    del post["version"]
    if version is not None:
        post["version"] = version
    assert settle(post, opened())["version"] == "-1"
    assert settle(post, Small()).get("version") == version


def test_the_own_fields_of_a_form_cannot_be_chosen_away() -> None:
    post = typed(opened(), units=2)
    post["choose_key"] = post["choose_version"] = "theirs"
    settled = settle(post, opened(version=9))
    assert (settled["key"], settled["version"]) == (post["key"], "1")


class Rows(TrackedForm):
    """Rows are fields with an index, as many as were posted or saved."""

    row_count = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        count = self.data.get("row_count") if self.is_bound else self.initial["row_count"]
        for row in range(int(str(count))):
            self.fields[f"row_{row}_name"] = forms.CharField(required=False)
            self.fields[f"row_{row}_day"] = forms.SplitDateTimeField(required=False)


def test_rows_of_both_sides_are_shown_and_settled() -> None:
    then = Rows(initial={"version": 1, "row_count": 1, "row_0_name": "Xã A"})
    mine = typed(then, row_count=3, row_1_name="Trường B", row_1_day_0="30/11/2024", row_2_name="")
    theirs = Rows(
        initial={
            "version": 2,
            "row_count": 4,
            "row_0_name": "Xã A",
            "row_1_name": "Trường C",
            "row_3_name": "Hội D",
        }
    )
    cells = {cell.name: cell for cell in two_versions(Rows(mine), theirs)}
    assert [(name, cell.choice) for name, cell in cells.items()] == [
        ("row_1_name", ""),
        ("row_1_day", "mine"),
        ("row_3_name", "theirs"),
    ]
    for name in cells:
        mine[f"choose_{name}"] = "theirs"
    settled = settle(mine, theirs)
    assert settled["row_count"] == "4"
    assert [settled.get(f"row_{n}_name") for n in range(4)] == ["Xã A", "Trường C", "", "Hội D"]
    assert settled["row_1_day_0"] == ""


def test_a_row_that_only_the_post_has_can_be_given_up() -> None:
    then = Rows(initial={"version": 1, "row_count": 0})
    mine = typed(
        then, row_count=1, row_0_name="Xã A", row_0_day_0="30/11/2024", row_0_day_1="07:00"
    )
    cells = [cell.name for cell in two_versions(Rows(mine), then)]
    assert cells == ["row_0_name", "row_0_day"]
    for name in cells:
        mine[f"choose_{name}"] = "theirs"
    settled = settle(mine, then)
    assert not [name for name in settled if name.startswith("row_0")]
    assert settled["row_count"] == "1"


# two_versions: who changed what.


@given(values, values, values)
def test_every_difference_is_shown_and_only_what_both_changed_is_asked(then, now, mine) -> None:
    form = Small(typed(opened(**then), **mine))
    cells = {cell.name: cell for cell in two_versions(form, opened(version=2, **now))}
    for name in NAMES:
        was, saved, own = then.get(name), now.get(name), mine.get(name, then.get(name))
        assert (name in cells) == (saved != own)
        if name in cells:
            expected = "mine" if saved == was else "theirs" if own == was else ""
            assert cells[name].choice == expected


def test_without_fingerprints_every_difference_is_asked() -> None:
    post = typed(opened(units=1), units=2)
    del post["opened"]
    (cell,) = two_versions(Small(post), opened(version=2, units=1))
    assert (cell.theirs, cell.mine, cell.choice) == ("1", "2", "")


class Worded(TrackedForm):
    kind = forms.ChoiceField(choices=[("bags", "túi"), ("ml", "mililít")], label="Đơn vị")
    box = forms.BooleanField(required=False)
    several = forms.MultipleChoiceField(choices=[("a", "Sáng"), ("b", "Chiều")])
    day = forms.DateField(required=False)
    own = forms.CharField(required=False)
    hidden = forms.CharField(required=False, widget=forms.HiddenInput)


def test_values_are_shown_in_words() -> None:
    fresh = Worded(
        initial={"version": 2, "kind": "bags", "box": True, "several": ["a"], "hidden": "x"}
    )
    fresh.fields["own"].text_of = lambda raw: f"«{raw}»" if raw else ""  # type: ignore[attr-defined]
    form = Worded(QueryDict("kind=ml&several=b&several=a&day=30/11/2024&own=1&hidden=y"))
    form.fields["own"].text_of = fresh.fields["own"].text_of  # type: ignore[attr-defined]
    form.fields["day"].full_label = "Ngày của hàng 1"  # type: ignore[attr-defined]
    cells = {cell.name: cell for cell in two_versions(form, fresh)}
    words = {name: (cell.theirs, cell.mine) for name, cell in cells.items()}
    assert words["kind"] == ("túi", "mililít")
    assert words["several"] == ("Sáng", "Chiều, Sáng")
    assert words["own"][1] == "«1»"
    assert words["day"][1] == "30/11/2024"
    assert len({*words["box"]}) == 2
    assert cells["day"].label == "Ngày của hàng 1"
    assert "hidden" not in words


def test_another_spelling_is_no_difference() -> None:
    form = Small(typed(opened(units=5), units=" 5 "))
    assert list(two_versions(form, opened(version=2, units=5))) == []


# The page.


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
    assert answer.status_code == 200
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
    code = client.post(address, dict(first.lists())).content.decode()
    assert client.post(address, dict(first.lists())).content.decode() == code

    first["contact_phone"] = "2"
    answer = client.post(address, dict(first.lists()))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert code in html
    page = Page(html)
    answer = client.post(address, dict(page.post_to(address, choose_contact_phone="mine").lists()))
    assert answer.status_code == 200
    school.refresh_from_db()
    assert (school.version, school.contact_phone) == (3, "2")


@pytest.fixture
def sent_new(commune, recorder, client_of) -> QueryDict:
    """A form of a new record that was posted and answered."""
    form = SheetForm(
        initial={"name": "Trường Tú Sơn", "kind": "school", "area": area(HAI_PHONG).pk}
    )
    post = as_post(raw_data(form))
    assert client_of(recorder).post(reverse("sheet-new"), dict(post.lists())).status_code == 200
    return post


def test_a_new_record_sent_twice_is_one_record(sent_new, recorder, client_of) -> None:
    answer = client_of(recorder).post(reverse("sheet-new"), dict(sent_new.lists()))
    assert answer.status_code == 200
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
    assert answer.status_code == 200
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
    assert answer.status_code == 200
    assert (
        Organisation.objects.filter(name__in=["Trường Đông Phương", "Trường Tú Sơn"]).count() == 2
    )


def test_an_earlier_post_of_another_kind_of_record_has_none_here(sent_new) -> None:
    refusal = KeyUsedBefore(Submission.objects.get(target_label="directory.organisation"))
    assert earlier_record(refusal, Organisation.objects.all()) is not None
    assert earlier_record(refusal, Organisation.objects.none()) is None
    assert earlier_record(refusal, User.objects.all()) is None


def test_the_browser_of_these_tests_reads_a_form_as_raw_data_does() -> None:
    form = opened(units=3)
    html = "".join(str(bound) for bound in form)
    assert Browser(html).raw == raw_data(form)
