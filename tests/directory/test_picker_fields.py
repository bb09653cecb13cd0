"""The fields that find a record by its name, as posted with and without scripts."""

import re
import unicodedata
from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from directory.forms import (
    AreaField,
    DayField,
    LinkOrWords,
    OrganisationField,
    ScopedForm,
    VenueField,
)
from directory.models import Area, Organisation
from ledger.posts import raw_data
from ledger.scope import EVERYTHING, Grant, Role, Scope
from tests.factories import (
    HAI_PHONG,
    KIEN_THUY_DISTRICT,
    LAI_CHAU,
    XA_KIEN_THUY,
    OrganisationFactory,
    VenueFactory,
    area,
)

pytestmark = pytest.mark.django_db


class Sheet(ScopedForm):
    days = forms.CharField(required=False)
    area = AreaField(required=False, day_field="days")
    keeper = OrganisationField(required=False)
    host = OrganisationField(required=False, words_allowed=True)
    venue = VenueField(required=False, words_allowed=True)


@pytest.fixture
def scope(committee) -> Scope:
    home = area(HAI_PHONG)
    return Scope((Grant(Role.CONFIRMER, committee.pk, committee.name, home.place, home.pk),))


def sheet(scope: Scope, initial: dict[str, Any] | None = None, **posted: str) -> Sheet:
    return Sheet(posted, scope=scope, initial=initial)


def codes(form: Sheet, name: str) -> list[str]:
    return [error["code"] for error in form.errors.get_json_data().get(name, [])]


def choices_in(html: str) -> list[str]:
    return re.findall(r'type="radio" name="\w+_choice" value="(\w+)"', html)


def kept_in(html: str) -> list[str]:
    return re.findall(r'type="hidden" name="\w+_choice" value="(\w+)"', html)


def test_a_label_is_the_record(commune, scope) -> None:
    form = sheet(scope, area=area(XA_KIEN_THUY).label, keeper="ubnd xã kiến thuỵ")
    assert form.is_valid()
    assert form.cleaned_data["area"] == area(XA_KIEN_THUY)
    assert form.cleaned_data["keeper"] == commune


def test_several_are_offered_and_the_text_stays(scope) -> None:
    form = sheet(scope, area="kien thuy")
    assert codes(form, "area") == ["several"]
    html = str(form["area"])
    ids = [str(area(key).pk) for key in (KIEN_THUY_DISTRICT, XA_KIEN_THUY)]
    assert choices_in(html) == ids
    assert 'value="kien thuy"' in html


@pytest.mark.parametrize("offered", [{}, {"area_for": "kien thuy"}])
def test_a_choice_beside_the_text_decides(scope, offered: dict[str, Any]) -> None:
    chosen = area(KIEN_THUY_DISTRICT)
    form = sheet(scope, area="kien thuy", area_choice=str(chosen.pk), **offered)
    assert form.is_valid()
    assert form.cleaned_data["area"] == chosen
    assert kept_in(str(form["area"])) == [str(chosen.pk)]
    assert f'value="{chosen.label}"' in str(form["area"])


def test_the_day_of_the_form_decides_between_lives(scope) -> None:
    then = sheet(scope, area="kiến thuỵ", days="sáng 30/11/2024".removeprefix("sáng "))
    assert then.is_valid()
    assert then.cleaned_data["area"] == area(KIEN_THUY_DISTRICT)
    now = sheet(scope, area="kiến thuỵ", days="tháng 11/2026")
    assert now.is_valid()
    assert now.cleaned_data["area"] == area(XA_KIEN_THUY)
    assert codes(sheet(scope, area="kiến thuỵ", days="hôm nọ"), "area") == ["several"]


def test_a_choice_for_another_text_is_not_taken(scope) -> None:
    form = sheet(
        scope,
        area=area(LAI_CHAU).label,
        area_choice=str(area(XA_KIEN_THUY).pk),
        area_for="kien thuy",
    )
    assert form.is_valid()
    assert form.cleaned_data["area"] == area(LAI_CHAU)
    plain = sheet(scope, area="lai chau", area_choice=str(area(XA_KIEN_THUY).pk))
    assert plain.is_valid()
    assert plain.cleaned_data["area"] == area(LAI_CHAU)


def test_a_slip_offers_the_nearest(scope) -> None:
    form = sheet(scope, area="Kien Thui")
    assert codes(form, "area") == ["nearest"]
    chosen = choices_in(str(form["area"]))[0]
    again = sheet(scope, area="Kien Thui", area_for="Kien Thui", area_choice=chosen)
    assert again.is_valid()
    assert again.cleaned_data["area"].pk == int(chosen)


def test_what_is_like_nothing_is_said_clearly(scope) -> None:
    form = sheet(scope, area="Xyzw", keeper="Xyzw")
    assert codes(form, "area") == codes(form, "keeper") == ["none"]


@pytest.mark.parametrize("name", ["keeper", "host"])
@pytest.mark.parametrize("with_name", [True, False])
def test_a_foreign_organisation_is_refused(scope, lai_chau_committee, name, with_name) -> None:
    typed = lai_chau_committee.name if with_name else "Ban Chỉ đạo"
    posted: Any = {name: typed, f"{name}_choice": str(lai_chau_committee.pk)}
    form = sheet(scope, **posted)
    assert codes(form, name) == ["gone"]
    assert str(lai_chau_committee.pk) not in choices_in(str(form[name]))


@pytest.mark.parametrize("choice", ["0", "9" * 30, "-1", "x", "²", "1.0", "words"])
def test_a_choice_that_is_no_id_is_refused(commune, scope, choice) -> None:
    form = sheet(scope, keeper="ubnd", keeper_choice=choice)
    if choice == "words":  # said by nobody here, so the text counts
        assert form.is_valid()
        assert form.cleaned_data["keeper"] == commune
    else:
        assert codes(form, "keeper") == ["gone"]


def test_decomposed_letters_name_the_same_record(commune, scope) -> None:
    form = sheet(scope, host=unicodedata.normalize("NFD", commune.name))
    assert form.is_valid()
    assert form.cleaned_data["host"] == LinkOrWords(commune)


def test_words_stay_words_in_nfc(scope) -> None:
    typed = unicodedata.normalize("NFD", "  Công ty  may Hoà Bình ")
    form = sheet(scope, host=typed)
    assert form.is_valid()
    assert form.cleaned_data["host"] == LinkOrWords(words="Công ty may Hoà Bình")
    assert form.cleaned_data["host"]


def test_an_empty_field_says_nothing(scope) -> None:
    form = sheet(scope, host="  ")
    assert form.is_valid()
    assert form.cleaned_data["area"] is None
    assert not form.cleaned_data["host"]


def test_part_of_a_name_is_asked_about_where_words_are_allowed(commune, scope) -> None:
    form = sheet(scope, host="UBND")
    assert codes(form, "host") == ["unsure"]
    assert choices_in(str(form["host"])) == [str(commune.pk), "words"]
    kept = sheet(scope, host="UBND", host_choice="words", host_for="UBND")
    assert kept.is_valid()
    assert kept.cleaned_data["host"] == LinkOrWords(words="UBND")
    linked = sheet(scope, host="UBND", host_choice=str(commune.pk), host_for="UBND")
    assert linked.is_valid()
    assert linked.cleaned_data["host"] == LinkOrWords(commune)


def test_part_of_a_name_is_taken_where_only_records_are(commune, scope) -> None:
    form = sheet(scope, keeper="UBND")
    assert form.is_valid()
    assert form.cleaned_data["keeper"] == commune


def test_text_has_a_limit(scope) -> None:
    assert codes(sheet(scope, host="x" * 201), "host") == ["long"]
    assert codes(sheet(scope, area="x" * 301), "area") == ["long"]


def test_a_required_field_says_so(scope) -> None:
    class Strict(ScopedForm):
        area = AreaField()

    form = Strict({}, scope=scope)
    assert [error["code"] for error in form.errors.get_json_data()["area"]] == ["required"]


def test_a_record_out_of_sight_stays_while_its_label_does(lai_chau_committee, scope) -> None:
    initial = {"host": LinkOrWords(lai_chau_committee)}
    fresh = Sheet(scope=scope, initial=initial)
    posted = {name: values[0] for name, values in raw_data(fresh).items()}
    assert posted["host"] == lai_chau_committee.name
    form = sheet(scope, initial, **posted)
    assert form.is_valid()
    assert form.cleaned_data["host"] == LinkOrWords(lai_chau_committee)
    changed = sheet(scope, initial, **{**posted, "host": "Ban khác"})
    assert changed.is_valid()
    assert changed.cleaned_data["host"] == LinkOrWords(words="Ban khác")


def test_a_form_sent_back_untouched_has_not_changed(commune, scope) -> None:
    initial = {"area": area(XA_KIEN_THUY), "host": LinkOrWords(commune), "keeper": commune}
    fresh = Sheet(scope=scope, initial=initial)
    posted = {name: values[0] for name, values in raw_data(fresh).items()}
    form = sheet(scope, initial, **posted)
    assert form.is_valid()
    assert not form.has_changed()
    assert form.cleaned_data["keeper"] == commune
    assert sheet(scope, initial, **{**posted, "host": ""}).changed_data == ["host"]


def test_labels_of_one_form_are_read_together(commune, django_assert_num_queries) -> None:
    class Rows(ScopedForm):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            for number in range(10):
                self.fields[f"row_{number}"] = OrganisationField(required=False)

    OrganisationFactory.create_batch(10)
    rows = Organisation.objects.with_area()
    initial = {f"row_{number}": row for number, row in enumerate(rows[:10])}
    form = Rows(scope=EVERYTHING, initial=initial)
    with django_assert_num_queries(1):
        html = str(form)
    assert len(kept_in(html)) == 10


def test_a_picker_needs_a_scope() -> None:
    class Loose(forms.Form):
        area = AreaField()

    with pytest.raises(TypeError, match="Loose"):
        str(Loose())


def test_venues_link_or_stay_words(scope) -> None:
    hall = VenueFactory.create(name="Nhà văn hoá xã", area=area(XA_KIEN_THUY))
    assert sheet(scope, venue="nha van hoa xa").is_valid()
    form = sheet(scope, venue="Nhà văn hoá xã")
    assert form.is_valid()
    assert form.cleaned_data["venue"] == LinkOrWords(hall)


def test_the_widget_names_its_sources_without_inline_code(scope) -> None:
    html = str(Sheet(scope=scope))
    assert 'src="/directory/areas/options/"' in html
    assert 'data-day-field="id_days"' in html
    assert "style=" not in html
    assert "onclick" not in html

    class Receivers(ScopedForm):
        receiver = OrganisationField(kinds=Organisation.RECEIVERS)

    assert "?kind=blood_establishment&amp;kind=hospital" in str(Receivers(scope=scope))


def test_an_area_is_refused_on_a_day_it_did_not_live(areas) -> None:
    district = area(KIEN_THUY_DISTRICT)
    AreaField.check_day(district, date(2025, 6, 30))
    with pytest.raises(ValidationError) as refused:
        AreaField.check_day(district, date(2025, 7, 1))
    assert refused.value.code == "not-alive"
    (sentence,) = refused.value.messages
    assert "30/6/2025" in sentence
    assert area(XA_KIEN_THUY).label in sentence
    with pytest.raises(ValidationError) as refused:
        AreaField.check_day(area(XA_KIEN_THUY), date(2025, 6, 30))
    assert "1/7/2025" in refused.value.messages[0]
    AreaField.check_day(area(LAI_CHAU), date(1990, 1, 1))


def test_a_labelled_area_outside_its_day_is_still_found(areas) -> None:
    """The field finds what was named; only the form knows whether the day forbids it."""
    form = sheet(EVERYTHING, area=area(KIEN_THUY_DISTRICT).label, days="1/1/2026")
    assert form.is_valid()
    assert form.cleaned_data["area"] == Area.objects.get(key=KIEN_THUY_DISTRICT)


class Life(forms.Form):
    first = DayField(required=False)
    last = DayField(required=False, last=True)


def test_days_are_read_as_people_write_them() -> None:
    form = Life({"first": "1-7-2025", "last": "30/6/2026"})
    assert form.is_valid()
    assert form.cleaned_data == {"first": date(2025, 7, 1), "last": date(2026, 7, 1)}
    assert Life({}).is_valid()
    assert not Life({"first": "31/2/2025"}).is_valid()
    fresh = Life(initial={"first": date(2025, 7, 1), "last": date(2025, 7, 1)})
    assert [fresh["first"].value(), fresh["last"].value()] == ["01/07/2025", "30/06/2025"]
    again = Life({"first": "01/07/2025", "last": "30/06/2025"}, initial=fresh.initial)
    assert not again.has_changed()
