"""The volumes the screening desk offers, against a slow and obvious second computation."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drives.models import Drive
from tests.factories_units import drive_today
from tests.units.desk_records import arrived, open_the_desks
from units.actions.assessment import assess
from units.forms.screening import ExaminationForm
from units.models import Registration
from units.presenters.desks import verdict_of
from words.numbers import format_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def drive(commune, rules) -> Drive:
    return open_the_desks(drive_today(commune))


@pytest.fixture
def people(drive) -> dict[str, Registration]:
    return {sex: arrived(drive, sex=sex) for sex in ("female", "male")}


def slowly(weight: Decimal, haemoglobin: int | None, sex: str) -> list[int]:
    """Circular 26/2013 read line by line."""
    if weight < (42 if sex == "female" else 45):
        return []
    if haemoglobin is not None and haemoglobin < 120:
        return []
    volumes = [250, 350, 450]
    volumes = [volume for volume in volumes if volume <= 9 * weight and volume <= 500]
    if weight < 45:
        volumes = [volume for volume in volumes if volume <= 250]
    if haemoglobin is not None and haemoglobin < 125:
        volumes = [volume for volume in volumes if volume <= 350]
    return volumes


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    weight=st.decimals(30, 120, places=1),
    haemoglobin=st.none() | st.integers(100, 160),
    sex=st.sampled_from(["female", "male"]),
)
def test_what_is_offered_is_what_the_circular_allows(drive, people, weight, haemoglobin, sex):
    typed = {
        "weight": format_number(weight),
        "haemoglobin": "" if haemoglobin is None else str(haemoglobin),
        "component": "whole",
    }
    form = ExaminationForm(typed, days=[drive.first_day])
    form.is_valid()
    examination = form.examination()
    assert (examination.weight, examination.haemoglobin) == (weight, haemoglobin)
    assessed = assess(people[sex], examination, day=drive.first_day)
    verdict = verdict_of(assessed, examination, chosen=form.volume_meant)
    allowed = slowly(weight, haemoglobin, sex)
    assert [choice.value for choice in verdict.volumes if choice.possible] == allowed
    assert [choice.value for choice in verdict.volumes if choice.chosen] == allowed[-1:]
    assert bool(verdict.reasons) == (not allowed)
