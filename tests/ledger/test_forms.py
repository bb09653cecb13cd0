"""The form that carries its key, its version and what it was opened with."""

from uuid import UUID, uuid4

import pytest
from django import forms
from django.http import QueryDict

from ledger.forms import UNKNOWN_VERSION, TrackedForm


class SmallForm(TrackedForm):
    units = forms.IntegerField(required=False)
    women = forms.IntegerField(required=False)


def posted(**values: object) -> SmallForm:
    data = QueryDict(mutable=True)
    for name, value in {"key": uuid4(), "version": 3, "units": 345, **values}.items():
        if value is not None:
            data[name] = str(value)
    return SmallForm(data)


def test_every_form_has_a_key_of_its_own_and_keeps_it() -> None:
    form, other = SmallForm(), SmallForm()
    assert str(UUID(form["key"].value())) == form["key"].value()
    assert form["key"].value() != other["key"].value()
    assert form["key"].value() in str(form["key"])


def test_a_whole_post_is_cleaned() -> None:
    form = posted()
    assert form.is_valid()
    assert isinstance(form.cleaned_data["key"], UUID)
    assert form.cleaned_data["version"] == 3


@pytest.mark.parametrize("key", [None, "", "not-a-key", "0", "\x00"])
def test_a_bad_key_is_said_in_one_sentence_and_the_next_post_works(key) -> None:
    form = posted(key=key)
    assert not form.is_valid()
    assert list(form.errors) == ["__all__"]
    assert len(form.non_field_errors()) == 1
    assert form["units"].value() == "345"
    again = posted(key=form["key"].value())
    assert again.is_valid()


@pytest.mark.parametrize("version", ["x", "-1", "1.5", "9" * 5000])
def test_an_unreadable_version_is_no_version_of_a_record(version) -> None:
    form = posted(version=version)
    assert form.is_valid()
    assert form.cleaned_data["version"] == UNKNOWN_VERSION


@pytest.mark.parametrize("version", [None, ""])
def test_a_new_record_has_no_version(version) -> None:
    form = posted(version=version)
    assert form.is_valid()
    assert form.cleaned_data["version"] is None


def test_fingerprints_tell_which_fields_were_shown_otherwise() -> None:
    def prints(**initial: object) -> dict[str, str]:
        opened = SmallForm(initial={"version": 1, **initial})["opened"].value()
        return dict(pair.split(":") for pair in opened.split())

    then, now = prints(units=345, women=None), prints(units=346, women=None)
    assert set(then) == {"units", "women"}
    assert then["units"] != now["units"]
    assert then["women"] == now["women"]


def test_a_form_of_a_new_record_and_a_posted_one_make_no_fingerprints() -> None:
    assert SmallForm()["opened"].value() == ""
    form = posted(opened="units:abc")
    assert form["opened"].value() == "units:abc"
    assert form.fingerprints() == ""
