"""Bags written down, corrected, withdrawn: each code once, each person one bag."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils.timezone import localdate, now

from donors.models import Custody
from drives.models import Drive
from ledger.actions import KeyUsedBefore, Receipt, Stale
from ledger.models import Change
from tests.factories import DriveFactory, OrganisationFactory
from tests.factories_donors import DonorFactory
from tests.factories_units import RegistrationFactory, drive_today
from tests.units.desk_records import arrived, bag, days_ago, drawn, open_the_desks, screened
from units.actions.bag_codes import BagRefused
from units.actions.bags import correct_unit, put_units, record_unit, withdraw_unit
from units.actions.refusals import CannotGive, DayClosed, NotNow, Refused
from units.models import DriveDay, Unit
from units.rules.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DIN = "G123498654321"


@pytest.fixture
def drive(commune, hospital, rules) -> Drive:
    return open_the_desks(drive_today(commune, receiver=hospital))


def rules_of(refused: Any) -> list[str]:
    """The rules of a caught BagRefused."""
    return [reason.rule for reasons in refused.value.reasons.values() for reason in reasons]


def corrected(unit: Unit, by: Any, reason: str = "viết nhầm", **facts: Any) -> Receipt:
    unit.refresh_from_db()
    told = bag(
        unit.registration, unit.bag_code, volume=unit.volume, given_on=unit.given_on,
        receiver=unit.receiver, blood_group=unit.blood_group,
    )  # fmt: skip
    values = {name: getattr(told, name) for name in told.__slots__} | facts
    return correct_unit(
        by=by, key=uuid4(), unit=unit, version=unit.version, bag=type(told)(**values),
        reason=reason,
    )  # fmt: skip


# recording


def test_a_bag_is_recorded_with_its_step_change_history_and_custody(drive, hospital, receiver):
    person = screened(drive)
    unit = drawn(person, f"={DIN}00", by=receiver.actor, receiver=hospital)
    assert (unit.bag_code, unit.year, unit.version) == (DIN, localdate().year, 1)
    person.refresh_from_db()
    assert person.state == State.DONATED.value
    assert person.steps.order_by("-pk")[0].desk == "collection"
    person.donor.refresh_from_db()
    told = person.donor.last_given, person.donor.last_component, person.donor.given
    assert told == (localdate(), "whole", 1)
    custody = Custody.objects.get(donor=person.donor, organisation=hospital)
    assert custody.how == "collected"
    change = Change.objects.get(target_id=str(unit.pk))
    assert change.cells["bag_code"] == [None, DIN]
    assert change.cells["registration"][1]["text"].startswith(str(person.donor))
    assert person.name not in str(change.cells)


def test_the_same_post_twice_is_one_bag(drive, receiver):
    told = bag(screened(drive), "A1")
    first, second = (record_unit(by=receiver.actor, bag=told) for _ in range(2))
    assert (first.code, first.at) == (second.code, second.at)
    assert second.repeated
    assert Unit.objects.count() == 1


def test_the_same_key_with_another_volume_is_refused(drive, receiver):
    told = bag(screened(drive), "A1")
    record_unit(by=receiver.actor, bag=told)
    with pytest.raises(KeyUsedBefore):
        record_unit(by=receiver.actor, bag=bag(told.registration, "A1", id=told.id, volume=250))


def test_a_code_of_this_drive_is_refused_with_day_and_desk(drive, hospital, receiver):
    drawn(screened(drive), "A1", by=receiver.actor, receiver=hospital)
    with pytest.raises(BagRefused) as refused:
        drawn(screened(drive), " a1 ", receiver=hospital)
    assert rules_of(refused) == ["bag-code-used-here"]
    ((reason,),) = refused.value.reasons.values()
    assert reason.params["desk"] == receiver.full_name


def test_a_code_of_another_drive_is_refused_without_a_word_of_it(
    drive, hospital, lai_chau_committee
):
    far = open_the_desks(drive_today(lai_chau_committee, receiver=hospital))
    drawn(screened(far), "A1", receiver=hospital)
    with pytest.raises(BagRefused) as refused:
        drawn(screened(drive), "A1", receiver=hospital)
    ((reason,),) = refused.value.reasons.values()
    assert (reason.rule, dict(reason.params)) == ("bag-code-used-this-year", {})


def test_another_receiver_year_or_withdrawal_frees_a_code(drive, hospital, receiver):
    other = OrganisationFactory.create(kind="hospital")
    unit = drawn(screened(drive), "A1", receiver=hospital)
    drawn(screened(drive), "A1", receiver=other)
    drawn(screened(drive), "A1")
    withdraw_unit(by=receiver.actor, key=uuid4(), unit=unit, version=1, reason="nhầm túi")
    drawn(screened(drive), "A1", receiver=hospital)
    Unit.objects.valid().filter(receiver=hospital).update(year=localdate().year - 1)
    drawn(screened(drive), "A1", receiver=hospital)


def test_bags_without_a_code_never_meet(drive, hospital):
    for _ in range(2):
        drawn(screened(drive), "", receiver=hospital)


def test_without_a_linked_receiver_a_code_is_unique_at_its_drive(
    drive, commune, lai_chau_committee
):
    drawn(screened(drive), "A1")
    with pytest.raises(BagRefused) as refused:
        drawn(screened(drive), "A1")
    assert rules_of(refused) == ["bag-code-used-here"]
    drawn(screened(open_the_desks(drive_today(lai_chau_committee))), "A1")


def test_a_second_bag_of_a_person_is_refused(drive, receiver):
    person = screened(drive)
    drawn(person, "A1")
    with pytest.raises(NotNow) as refused:
        drawn(person, "A2")
    assert refused.value.reason.rule == "has-donated"


def test_whoever_was_not_examined_gives_nothing(drive):
    with pytest.raises(NotNow) as refused:
        drawn(arrived(drive), "A1")
    assert refused.value.reason.rule == "not-examined"
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        (f"{DIN}Z", "bag-check"),
        (f"={DIN}61", "bag-check"),
        ("https://example.org/1", "scan-url"),
        ("x" * 41, "bag-too-long"),
        ("x" * 4000, "scan-too-long"),
    ],
)
def test_a_code_that_is_none_is_refused_by_name(drive, code, rule):
    person = screened(drive)
    with pytest.raises(BagRefused) as refused:
        drawn(person, code)
    assert rules_of(refused) == [rule]


def test_more_than_allowed_is_refused(drive):
    with pytest.raises(BagRefused) as refused:
        drawn(screened(drive, 250), "A1", volume=350)
    assert rules_of(refused) == ["volume-above-allowed"]


def test_a_bag_of_another_size_than_there_are_is_refused(drive):
    with pytest.raises(BagRefused) as refused:
        drawn(screened(drive), "A1", volume=300)
    assert rules_of(refused) == ["volume-not-offered"]


def test_a_short_draw_needs_its_reason(drive):
    person = screened(drive)
    with pytest.raises(BagRefused) as refused:
        drawn(person, "A1", drawn_volume=180)
    assert rules_of(refused) == ["short-draw-without-reason"]
    unit = drawn(person, "A1", drawn_volume=180, short_reason="chảy chậm")
    assert (unit.volume, unit.drawn_volume) == (350, 180)


def test_unlikely_times_are_asked_about_once(drive):
    person, end = screened(drive), now()
    times: dict[str, Any] = {"started_at": end - timedelta(minutes=40), "ended_at": end}
    with pytest.raises(BagRefused) as refused:
        drawn(person, "A1", **times)
    assert rules_of(refused) == ["draw-length-unusual"]
    assert drawn(person, "A1", **times, confirmed={"draw-length-unusual"}).ended_at == end


def test_a_time_to_come_is_refused(drive):
    later = now() + timedelta(hours=1)
    with pytest.raises(Refused) as refused:
        drawn(screened(drive), "A1", started_at=later, ended_at=later + timedelta(minutes=5))
    assert refused.value.reason.rule in ("hour-to-come", "hour-after-drive")


def test_a_day_before_the_drive_is_refused(drive):
    with pytest.raises(Refused) as refused:
        drawn(screened(drive), "A1", given_on=days_ago(1))
    assert refused.value.reason.rule == "not-a-day-of-the-drive"


def test_before_the_desks_are_open_nothing_is_recorded(commune, rules):
    drive = drive_today(commune)
    person = RegistrationFactory.create(drive, state=State.SCREENED)
    with pytest.raises(Refused) as refused:
        drawn(person, "A1")
    assert refused.value.reason.rule == "desks-not-open"


def test_a_closed_day_takes_no_bag(drive):
    person = screened(drive)
    DriveDay.objects.update(state="closed", closed_at=now())
    with pytest.raises(DayClosed):
        drawn(person, "A1")


def test_who_gave_elsewhere_in_between_is_stopped_by_name(drive, committee):
    other = open_the_desks(drive_today(committee))
    person = screened(drive)
    twice = RegistrationFactory.create(other, person.donor, state=State.SCREENED)
    drawn(twice, "B1")
    with pytest.raises(CannotGive) as refused:
        drawn(person, "A1")
    assert [reason.rule for reason in refused.value.reasons] == ["interval"]
    person.refresh_from_db()
    assert person.state == State.SCREENED.value


# correcting


def test_volume_code_and_group_are_corrected_with_a_change(drive, receiver):
    unit = drawn(screened(drive), "A1")
    corrected(unit, receiver.actor, volume=250, bag_code="A2", blood_group="O+")
    unit.refresh_from_db()
    assert (unit.volume, unit.bag_code, unit.blood_group) == (250, "A2", "O+")
    change = Change.objects.filter(target_id=str(unit.pk)).first()
    assert change is not None
    assert (change.action, change.reason) == ("correct-unit", "viết nhầm")
    assert change.cells["volume"] == [350, 250]


def test_to_a_code_that_is_taken_it_is_refused(drive, receiver):
    drawn(screened(drive), "A1")
    unit = drawn(screened(drive), "A2")
    with pytest.raises(BagRefused) as refused:
        corrected(unit, receiver.actor, bag_code="A1")
    assert rules_of(refused) == ["bag-code-used-here"]


def test_above_what_was_allowed_it_is_refused(drive, receiver):
    unit = drawn(screened(drive), "A1")
    with pytest.raises(BagRefused) as refused:
        corrected(unit, receiver.actor, volume=450)
    assert rules_of(refused) == ["volume-above-allowed"]


def test_when_the_day_is_closed_only_what_comes_later_is_taken(drive, receiver):
    unit = drawn(screened(drive), "A1")
    DriveDay.objects.update(state="closed", closed_at=now())
    corrected(unit, receiver.actor, blood_group="A+", certificate_no="0012")
    with pytest.raises(DayClosed):
        corrected(unit, receiver.actor, volume=250)


def test_of_two_who_correct_the_second_is_told(drive, receiver):
    unit = drawn(screened(drive), "A1")
    told = bag(unit.registration, "A3")
    correct_unit(by=receiver.actor, key=uuid4(), unit=unit, version=1, bag=told, reason="nhầm")
    with pytest.raises(Stale):
        correct_unit(by=receiver.actor, key=uuid4(), unit=unit, version=1, bag=told, reason="nhầm")


# withdrawing


def test_the_bag_stays_and_the_person_waits_again(drive, receiver):
    person = screened(drive)
    unit = drawn(person, "A1")
    withdraw_unit(by=receiver.actor, key=uuid4(), unit=unit, version=1, reason="nhầm người")
    unit.refresh_from_db()
    person.refresh_from_db()
    assert (unit.withdrawn_reason, person.state) == ("nhầm người", State.SCREENED.value)
    person.donor.refresh_from_db()
    assert (person.donor.last_given, person.donor.given) == (None, 0)
    drawn(person, "A1")


def test_the_day_before_counts_again(drive, receiver, committee):
    donor = DonorFactory.create(sex="male", birth_date=days_ago(30 * 365))
    old = DriveFactory.create(keeper=committee, first_day=days_ago(100))
    past = RegistrationFactory.create(old, donor, state=State.DONATED)
    Unit.objects.create(
        registration=past, drive=old, donor=donor, given_on=days_ago(100),
        year=days_ago(100).year, volume=350, collected_by_name="Lan",
    )  # fmt: skip
    person = RegistrationFactory.create(drive, donor, state=State.SCREENED)
    unit = drawn(person, "A1")
    donor.refresh_from_db()
    assert (donor.last_given, donor.given) == (localdate(), 2)
    withdraw_unit(by=receiver.actor, key=uuid4(), unit=unit, version=1, reason="nhầm")
    donor.refresh_from_db()
    assert (donor.last_given, donor.given) == (days_ago(100), 1)


def test_twice_is_refused(drive, receiver):
    unit = drawn(screened(drive), "A1")
    withdraw_unit(by=receiver.actor, key=uuid4(), unit=unit, version=1, reason="nhầm")
    with pytest.raises(Refused) as refused:
        withdraw_unit(by=receiver.actor, key=uuid4(), unit=unit, version=2, reason="nhầm")
    assert refused.value.reason.rule == "bag-withdrawn"


def test_without_a_reason_it_is_refused(drive, receiver):
    unit = drawn(screened(drive), "A1")
    with pytest.raises(NotNow):
        withdraw_unit(by=receiver.actor, key=uuid4(), unit=unit, version=1, reason=" ")
    unit.refresh_from_db()
    assert unit.withdrawn_at is None


# many at once


def put(bags: list[Any], by: Any) -> list[Unit]:
    from django.db import transaction

    from tests.factories_donors import new_submission

    with transaction.atomic():
        return put_units(bags, by=by, at=now(), submission=new_submission(by))


def test_a_list_is_written_whole(drive, hospital, receiver):
    people = RegistrationFactory.create_batch(5, drive, state=State.DONATED)
    told = [bag(one, f"L{n}", receiver=hospital) for n, one in enumerate(people)]
    units = put(told, receiver.actor)
    assert [unit.bag_code for unit in units] == ["L0", "L1", "L2", "L3", "L4"]
    assert {Unit.objects.get(pk=unit.pk).version for unit in units} == {1}
    assert Custody.objects.filter(organisation=hospital, how="collected").count() == 5
    for one in people:
        one.donor.refresh_from_db()
        assert one.donor.given == 1


def test_of_a_list_with_a_code_twice_nothing_is_written(drive, receiver):
    people = RegistrationFactory.create_batch(3, drive, state=State.DONATED)
    drawn(screened(drive), "OLD")
    codes = ["A", "a", "OLD"]
    told = [bag(one, code) for one, code in zip(people, codes, strict=True)]
    with pytest.raises(BagRefused) as refused:
        put(told, receiver.actor)
    assert {pk: reasons[0].rule for pk, reasons in refused.value.reasons.items()} == {
        told[1].id: "bag-code-twice",
        told[2].id: "bag-code-used-here",
    }
    assert Unit.objects.count() == 1
