"""Every widget carries Bootstrap's class, and what is wrong is tied to its field."""

import pytest
from django import forms
from django.template import Context, RequestContext, Template

from config.templatetags import house
from drives.rules.states import State


class Sheet(forms.Form):
    name = forms.CharField(label="Tên", help_text="Như trên giấy mời.")
    place = forms.CharField(widget=forms.TextInput(attrs={"class": "wide form-control"}))
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    notes = forms.CharField(widget=forms.Textarea)
    agreed = forms.BooleanField(label="Đồng ý")
    session = forms.ChoiceField(widget=forms.RadioSelect, choices=[("m", "Sáng"), ("e", "Tối")])
    groups = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, choices=[("s", "Sinh viên")]
    )
    moment = forms.SplitDateTimeField()
    key = forms.CharField(widget=forms.HiddenInput)


def drawn(form: forms.Form, name: str) -> str:
    source = '{% include "_components/field.html" with field=field %}'
    return Template(source).render(Context({"field": form[name]}))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("name", 'class="form-control"'),
        ("place", 'class="wide form-control"'),
        ("kind", 'class="form-select"'),
        ("notes", 'class="form-control"'),
        ("agreed", 'class="form-check-input"'),
        ("session", 'class="form-check-input"'),
        ("groups", 'class="form-check-input"'),
        ("moment", 'class="form-control"'),
    ],
)
def test_widget_is_dressed(name, expected):
    assert expected in str(Sheet()[name])


def test_hidden_input_and_the_group_around_boxes_stay_plain():
    assert "class" not in str(Sheet()["key"])
    assert '<div id="id_session">' in str(Sheet()["session"])


def test_both_parts_of_a_double_widget_are_dressed():
    assert str(Sheet()["moment"]).count("form-control") == 2


def test_help_and_error_are_tied_to_the_field():
    form = Sheet({})
    html = drawn(form, "name")
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert '<label class="form-label" for="id_name">' in html


def test_group_is_a_fieldset_with_its_label_as_legend():
    html = drawn(Sheet({}), "session")
    assert '<fieldset aria-describedby="id_session_error"><legend' in html
    assert "<label class=" not in html


def test_label_of_a_single_box_stands_behind_it():
    html = drawn(Sheet(), "agreed")
    assert html.index("<input") < html.index("Đồng ý")


def test_summary_links_each_error_to_a_control_that_exists():
    form = Sheet({})
    source = '{% include "_components/errors.html" %}{% for field in form %}{{ field }}{% endfor %}'
    html = Template(source).render(Context({"form": form}))
    for name, target in (("name", "id_name"), ("session", "id_session_0"), ("kind", "id_kind")):
        assert f'<a href="#{target}">{form[name].label}</a>' in html
        assert f'id="{target}"' in html


def test_summary_of_a_sound_form_is_nothing():
    source = '{% include "_components/errors.html" %}'
    assert not Template(source).render(Context({"form": Sheet()})).strip()


def test_every_state_has_its_tone_and_icon():
    assert house.STATES.keys() == {state.value for state in State}


def test_page_links_keep_the_filter(rf):
    source = '{% include "_components/page_links.html" %}'
    request = rf.get("/drives/", {"q": "kien thuy", "after": "old"})
    page = {"next": "2024-11-30~7", "previous": ""}
    html = Template(source).render(RequestContext(request, {"page": page}))
    assert 'href="?q=kien+thuy&amp;after=2024-11-30~7"' in html
    assert html.count('aria-disabled="true"') == 1
