"""What comes back from the page of two versions, and which cells it asks about."""

from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from ledger.conflicts import settle, two_versions
from ledger.forms import TrackedForm
from ledger.posts import raw_data
from tests.ledger.small_posts import Small, opened, typed
from tests.ledger.test_posts import Browser

NAMES = ["units", "women", "men"]
values = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3), max_size=3)
choices = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["theirs", "mine"]), max_size=3)


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
    fresh.fields["own"].text_of = lambda raw: f"«{raw}»" if raw else ""  # type: ignore[attr-defined]  # a hook
    form = Worded(QueryDict("kind=ml&several=b&several=a&day=30/11/2024&own=1&hidden=y"))
    form.fields["own"].text_of = fresh.fields["own"].text_of  # type: ignore[attr-defined]  # a hook
    form.fields["day"].full_label = "Ngày của hàng 1"  # type: ignore[attr-defined]  # a hook
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


def test_the_browser_of_these_tests_reads_a_form_as_raw_data_does() -> None:
    form = opened(units=3)
    html = "".join(str(bound) for bound in form)
    assert Browser(html).raw == raw_data(form)
