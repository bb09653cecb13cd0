"""An ordinary form drawn by crispy has the house's markup and nothing of its own."""

import pytest
from crispy_forms.layout import Fieldset, Row
from django import forms
from django.template import Context, Template

from ledger.forms import TrackedForm
from ledger.layouts import Card, laid_out


class Sheet(TrackedForm):
    name = forms.CharField(label="Tên", help_text="Như trên giấy mời.")
    address = forms.CharField(label="Địa chỉ", required=False)
    phone = forms.CharField(label="Điện thoại", required=False)


def drawn(form: forms.Form, *parts) -> str:
    page = Template("{% load crispy_forms_tags %}{% crispy form helper %}")
    return page.render(Context({"form": form, "helper": laid_out(*parts)}))


def component(form: forms.Form, name: str) -> str:
    source = '{% include "_components/field.html" with field=field %}'
    return Template(source).render(Context({"field": form[name]}))


@pytest.mark.parametrize("form", [Sheet(), Sheet({})], ids=["empty", "wrong"])
def test_field_is_the_houses_own_component(form):
    assert component(form, "name").strip() in drawn(form, "name")


def test_page_keeps_the_form_its_token_and_its_errors():
    html = drawn(Sheet({"key": "spoilt"}), "name", "address")
    assert not any(piece in html for piece in ("<form", "csrf", "alert", "style=", "<script"))


def test_fields_stand_in_the_layouts_order_and_hidden_ones_are_never_forgotten():
    html = drawn(Sheet(), "phone", Card("name"))
    places = [html.index(f'name="{name}"') for name in ("phone", "name", "key", "version")]
    assert places == sorted(places)
    assert 'name="opened"' in html
    assert 'name="address"' not in html


def test_row_and_group():
    html = drawn(Sheet(), Fieldset("Nơi đến", Row("address", "phone")))
    assert '<fieldset><legend class="form-label">Nơi đến</legend>' in html
    assert '<div class="row-x"><div class="field">' in html


@pytest.mark.parametrize(
    ("folded", "expected"),
    [(None, "<header><h2>"), (True, "<details><summary><h2>"), (False, "<details open><summary>")],
)
def test_card_folds_only_where_it_may(folded, expected):
    html = drawn(Sheet(), Card("name", heading="Tên & nơi", hint="nếu có", folded=folded))
    assert f'<section class="card-x">{expected}' in html
    assert "Tên &amp; nơi</h2><small>nếu có</small>" in html


def test_card_without_a_heading_has_no_header():
    assert "<header>" not in drawn(Sheet(), Card("name"))


def test_layout_that_names_a_missing_field_is_an_error():
    with pytest.raises(Exception, match="nothing"):
        drawn(Sheet(), Card("nothing"))
