"""When a person gave last, over all files, and what follows from it."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate, now

from donors.rules.eligibility import LastGiven
from donors.rules.limits import Component
from tests.factories_donors import DonorFactory
from tests.factories_units import drive_today
from tests.units.giving import gave
from units.actions.eligibility import next_date_of, reasons_for
from units.models import Unit
from units.querysets.histories import last_given_many, last_given_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def donor(commune, rules):
    return DonorFactory.create(keeper=commune, birth_date=date(1990, 12, 5))


def ago(days: int) -> date:
    return localdate() - timedelta(days=days)


def test_nobody_gave(donor):
    assert last_given_of(donor) is None
    assert last_given_many([donor.pk]) == {}
    assert reasons_for(donor, day=localdate()) == []


def test_who_gave_before_the_system_gave_on_an_unknown_day(commune, rules):
    donor = DonorFactory.create(keeper=commune, declared_count=3)
    assert last_given_of(donor) == LastGiven(None)
    assert last_given_many([donor.pk]) == {donor.pk: LastGiven(None)}


def test_the_last_bag_counts_with_its_component(donor, commune):
    gave(donor, 200, at=commune)
    gave(donor, 20, at=commune, component="platelets")
    expected = LastGiven(ago(20), Component.PLATELETS)
    assert last_given_of(donor) == expected
    assert last_given_many([donor.pk]) == {donor.pk: expected}


def test_red_cells_of_a_bag_are_those_of_the_limits(donor, commune):
    gave(donor, 20, at=commune, component=Unit.Component.RED_CELLS.value)
    (reason,) = reasons_for(donor, day=localdate())
    assert (reason.rule, reason.until) == ("interval", localdate() + timedelta(days=64))


def test_a_withdrawn_bag_does_not_count(donor, commune):
    bag = gave(donor, 20, at=commune)
    type(bag).objects.filter(pk=bag.pk).update(withdrawn_at=now())
    assert last_given_of(donor) is None


def test_what_was_given_after_the_day_does_not_count(donor, commune):
    gave(donor, 200, at=commune)
    gave(donor, 20, at=commune)
    assert last_given_of(donor, on=ago(30)) == LastGiven(ago(200))
    assert last_given_many([donor.pk], on=ago(30)) == {donor.pk: LastGiven(ago(200))}


def test_the_own_drive_may_be_left_out(donor, commune):
    drive = drive_today(commune)
    gave(donor, 0, at=drive)
    assert last_given_of(donor) == LastGiven(localdate())
    assert last_given_of(donor, but_not_drive=drive.pk) is None


def test_all_files_of_a_person_count(donor, commune, lai_chau_committee):
    other = DonorFactory.create(keeper=lai_chau_committee)
    gave(other, 61, at=lai_chau_committee)
    type(other).objects.filter(pk=other.pk).update(merged_into=donor, head=donor)
    other.refresh_from_db()
    for file in (donor, other):
        assert last_given_of(file) == LastGiven(ago(61))
        (reason,) = reasons_for(file, day=localdate())
        assert reason.rule == "interval"
    assert last_given_many([donor.pk, other.pk]) == {
        donor.pk: LastGiven(ago(61)), other.pk: LastGiven(ago(61)),
    }  # fmt: skip
    assert next_date_of(donor, day=localdate()).day == ago(61) + timedelta(days=84)
