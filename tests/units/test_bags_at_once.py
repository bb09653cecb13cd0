"""Several desks at the same moment: one success, and a named refusal for the other."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from ledger.actions import Receipt
from tests.drives.test_at_once import together
from tests.factories_donors import DonorFactory
from tests.factories_units import RegistrationFactory, drive_today
from tests.units.desk_records import bag, days_ago, open_the_desks, screened
from units.actions.bag_codes import BagRefused
from units.actions.bags import record_unit
from units.actions.refusals import CannotGive, NotNow
from units.models import Unit
from units.rules.states import State

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def test_two_desks_taking_one_bag_get_one_success_and_one_named_refusal(
    commune, hospital, rules, receiver
):
    drive = open_the_desks(drive_today(commune, receiver=hospital))
    told = [bag(screened(drive), "A1", receiver=hospital) for _ in range(2)]
    answers = together(*[recording(receiver, one) for one in told])
    assert Counter(map(type, answers)) == {Receipt: 1, BagRefused: 1}, answers
    (refused,) = (answer for answer in answers if isinstance(answer, BagRefused))
    ((reason,),) = refused.reasons.values()
    assert reason.rule == "bag-code-used-here"
    assert Unit.objects.get().bag_code == "A1"


def test_two_drives_taking_one_bag_too(commune, committee, hospital, rules, receiver):
    """The days of two drives are not held together: the constraint decides."""
    drives = [open_the_desks(drive_today(one)) for one in (commune, committee)]
    told = [bag(screened(drive), "A1", receiver=hospital) for drive in drives]
    answers = together(*[recording(receiver, one) for one in told])
    assert Counter(map(type, answers)) == {Receipt: 1, BagRefused: 1}, answers


def test_two_desks_taking_one_person_too(commune, hospital, rules, receiver):
    drive = open_the_desks(drive_today(commune, receiver=hospital))
    person = screened(drive)
    told = [bag(person, code, receiver=hospital) for code in ("A1", "A2")]
    answers = together(*[recording(receiver, one) for one in told])
    assert Counter(map(type, answers)) == {Receipt: 1, NotNow: 1}, answers
    (refused,) = (answer for answer in answers if isinstance(answer, NotNow))
    assert refused.reason.rule == "has-donated"


def test_two_drives_taking_one_donor_count_right(commune, committee, rules, receiver):
    donor = DonorFactory.create(sex="male", birth_date=days_ago(30 * 365))
    drives = [open_the_desks(drive_today(one)) for one in (commune, committee)]
    people = [RegistrationFactory.create(one, donor, state=State.SCREENED) for one in drives]
    told = [bag(one, code) for one, code in zip(people, ("A", "B"), strict=True)]
    answers = together(*[recording(receiver, one) for one in told])
    assert Counter(map(type, answers)) == {Receipt: 1, CannotGive: 1}, answers
    donor.refresh_from_db()
    assert donor.given == Unit.objects.valid().count() == 1


def recording(person: Any, told: Any) -> Callable[[], Receipt]:
    return lambda: record_unit(by=person.actor, bag=told)
