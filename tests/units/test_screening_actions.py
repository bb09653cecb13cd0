"""Examinations: the decision, the limits it used, correcting it and taking it back."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.utils.timezone import localdate, now

from donors.actions.deferrals import DeferralRefused, proposed_end
from donors.models import Custody, Deferral, DeferralReason, Limit
from drives.models import Drive
from ledger.actions import KeyUsedBefore, Receipt, Stale
from ledger.actor import SYSTEM
from ledger.models import Change
from tests.factories import DriveFactory
from tests.factories_units import RegistrationFactory, drive_today
from tests.units.desk_records import (
    WELL,
    arrived,
    days_ago,
    drawn,
    found_fit,
    open_the_desks,
    screened,
    waits,
)
from units.actions.assessment import Examination, Fit, assess
from units.actions.refusals import CannotGive, NotNow, Refused
from units.actions.screening import correct, examine, undo
from units.actions.stops import stop_draw, undo_stop
from units.models import Registration, Screening, Unit
from units.rules.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def drive(commune, hospital, rules) -> Drive:
    return open_the_desks(drive_today(commune, receiver=hospital))


def deferred(registration: Registration, code: str, **values: Any) -> Receipt:
    by = values.pop("by", None)
    return examine(
        by=by or SYSTEM, key=uuid4(), registration=registration, examination=WELL,
        verdict=waits(code, **values),
    )  # fmt: skip


def corrected(
    registration: Registration, by: Any, verdict: Any, examination: Examination = WELL
) -> Receipt:
    screening = Screening.objects.select_related("registration").get(registration=registration)
    return correct(
        by=by.actor, key=uuid4(), screening=screening, version=screening.version,
        examination=examination, verdict=verdict, reason="ghi nhầm",
    )  # fmt: skip


def state_of(registration: Registration) -> str:
    registration.refresh_from_db()
    return registration.state


def names(refused: Any) -> list[str]:
    return [reason.rule for reason in refused.value.reasons]


# deciding


def test_who_is_fit_goes_on_with_the_greatest_volume_and_the_limits_used(drive, hospital, receiver):
    person = arrived(drive)
    found_fit(person, 450, by=receiver.actor, receiver=hospital)
    assert state_of(person) == State.SCREENED.value
    screening = Screening.objects.get()
    assert (screening.decision, screening.allowed_volume, screening.broken) == ("fit", 450, [])
    assert screening.limits_used["volume-most-per-kg"] == "9"
    assert screening.examined_on == localdate()
    assert screening.examiner_name == receiver.full_name
    assert Custody.objects.filter(donor=person.donor, organisation=hospital).exists()


def test_the_examiner_may_be_stricter(drive):
    person = arrived(drive)
    found_fit(person, 250)
    assert Screening.objects.get().allowed_volume == 250


@pytest.mark.parametrize(
    ("values", "volume", "rule"),
    [
        ({"weight": Decimal("44.9")}, 250, "weight-least"),
        ({"weight": Decimal(47)}, 450, "volume-most"),
        ({"systolic": 160}, 350, "systolic"),
        ({"systolic": 99}, 350, "systolic"),
        ({"diastolic": 100}, 350, "diastolic"),
        ({"pulse": 91}, 350, "pulse"),
        ({"pulse_regular": False}, 350, "pulse-regular"),
        ({"haemoglobin": 119}, 350, "haemoglobin-least"),
        ({"haemoglobin": 124}, 450, "haemoglobin-least-large"),
    ],
)
def test_fit_against_a_limit_is_refused_by_its_name(drive, values, volume, rule):
    person = arrived(drive)
    with pytest.raises(CannotGive) as refused:
        found_fit(person, volume, examination=replace(WELL, **values))
    assert names(refused) == [rule]
    assert state_of(person) == State.ARRIVED.value
    assert not Screening.objects.exists()


def test_fit_within_the_interval_is_refused(drive, committee):
    person = arrived(drive)
    past = DriveFactory.create(keeper=committee, first_day=days_ago(20))
    before = RegistrationFactory.create(past, person.donor)
    Unit.objects.create(
        registration=before, drive=past, donor=person.donor, given_on=days_ago(20),
        year=days_ago(20).year, volume=350, collected_by_name="Lan",
    )  # fmt: skip
    with pytest.raises(CannotGive) as refused:
        found_fit(person)
    assert names(refused) == ["interval"]


def test_without_the_weight_nobody_is_fit(drive):
    with pytest.raises(Refused) as refused:
        found_fit(arrived(drive), examination=replace(WELL, weight=None))
    assert refused.value.reason.rule == "weight-missing"


def test_a_volume_of_no_bag_is_refused(drive):
    with pytest.raises(Refused) as refused:
        found_fit(arrived(drive), 300)
    assert refused.value.reason.rule == "no-such-bag"


def test_without_limits_nobody_is_examined(drive):
    Limit.objects.filter(code="pulse-most").update(valid_to=days_ago(1))
    with pytest.raises(Refused) as refused:
        found_fit(arrived(drive))
    assert refused.value.reason.rule == "limits-missing"


def test_a_deferral_has_the_end_of_its_reason(drive, receiver):
    person = arrived(drive)
    deferred(person, "tattoo", since=date(2026, 8, 31), by=receiver.actor)
    assert state_of(person) == State.DEFERRED.value
    deferral = Deferral.objects.get()
    assert deferral.able_from == date(2027, 2, 28)
    assert (deferral.donor, deferral.registration) == (person.donor, person.pk)
    assert Screening.objects.get().deferral == deferral


def test_the_examiner_may_let_somebody_wait_longer_or_for_ever(drive):
    longer = localdate() + timedelta(days=365)
    deferred(arrived(drive), "flu", able_from=longer)
    deferred(arrived(drive), "flu", able_from=None)
    assert list(Deferral.objects.order_by("pk").values_list("able_from", "permanent")) == [
        (longer, False),
        (None, True),
    ]


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"since": 0, "able_from": 3}, "deferral-too-short"),
        ({"since": 30}, "deferral-over"),
        ({"since": -1}, "deferral-to-come"),
    ],
)
def test_days_that_cannot_be_are_refused(drive, values, rule):
    since = days_ago(values.pop("since"))
    if "able_from" in values:
        values["able_from"] = localdate() + timedelta(days=values["able_from"])
    person = arrived(drive)
    with pytest.raises(DeferralRefused) as refused:
        deferred(person, "flu", since=since, **values)
    assert refused.value.finding.rule == rule
    assert state_of(person) == State.ARRIVED.value


def test_for_ever_has_no_day(drive):
    with pytest.raises(DeferralRefused) as refused:
        deferred(arrived(drive), "hiv", able_from=localdate() + timedelta(days=9))
    assert refused.value.finding.rule == "deferral-permanent"


def test_the_second_desk_is_told(drive):
    person = arrived(drive)
    found_fit(person)
    with pytest.raises(NotNow) as refused:
        deferred(person, "flu")
    assert Screening.objects.get().decision == "fit"
    assert refused.value.reason.rule == "is-screened"


def test_who_has_not_arrived_is_not_examined(drive):
    with pytest.raises(NotNow) as refused:
        found_fit(RegistrationFactory.create(drive))
    assert refused.value.reason.rule == "not-arrived"


def test_the_same_post_is_one_examination_another_one_is_caught(drive, receiver):
    person, key = arrived(drive), uuid4()

    def post(volume: int) -> Receipt:
        return examine(
            by=receiver.actor, key=key, registration=person, examination=WELL, verdict=Fit(volume)
        )

    assert [post(350).repeated, post(350).repeated] == [False, True]
    with pytest.raises(KeyUsedBefore):
        post(250)


def test_nothing_medical_stands_in_what_a_commune_reads(drive, receiver):
    person = arrived(drive)
    deferred(person, "tattoo", by=receiver.actor)
    screening = Screening.objects.select_related("registration").get()
    undo(by=receiver.actor, key=uuid4(), screening=screening, version=1, reason="hình xăm cũ")
    told = [str(c.cells) + c.reason for c in Change.objects.filter(target_id=str(person.pk))]
    told += person.steps.values_list("reason", flat=True)
    for words in ("Xăm", "xăm", "tattoo"):
        assert words not in " ".join(told)


# correcting


def test_a_typing_slip_is_corrected(drive, receiver):
    person = screened(drive)
    corrected(person, receiver, Fit(450), replace(WELL, weight=Decimal(62)))
    screening = Screening.objects.get()
    assert (screening.weight, screening.allowed_volume) == (Decimal(62), 450)
    change = Change.objects.filter(target_label="units.screening").first()
    assert change is not None
    assert change.cells["weight"] == ["52", "62"]
    assert state_of(person) == State.SCREENED.value


def test_from_fit_to_waiting_and_back(drive, receiver):
    person = screened(drive)
    corrected(person, receiver, waits("cold"))
    assert state_of(person) == State.DEFERRED.value
    corrected(person, receiver, waits("flu"))
    assert Deferral.objects.get().reason.code == "flu"
    corrected(person, receiver, Fit(350))
    assert state_of(person) == State.SCREENED.value
    assert Deferral.objects.get().withdrawn_at is not None
    assert Screening.objects.get().deferral is None


def test_a_limit_that_changed_since_changes_nothing_decided(drive, receiver):
    person = screened(drive, 450)
    Limit.objects.filter(code="volume-most-per-kg").update(value=Decimal(7))
    screening = Screening.objects.get()
    assert (screening.allowed_volume, screening.limits_used["volume-most-per-kg"]) == (450, "9")
    corrected(person, receiver, Fit(450), replace(WELL, pulse=75))
    assert Screening.objects.get().limits_used["volume-most-per-kg"] == "9"
    drawn(person, "A1", volume=450)
    with pytest.raises(CannotGive):
        found_fit(arrived(drive), 450)


def test_after_the_donation_the_decision_stays(drive, receiver):
    person = screened(drive)
    drawn(person, "A1")
    for verdict, rule in ((waits("cold"), "decision-was-followed"), (Fit(250), "volume-below-bag")):
        with pytest.raises(Refused) as refused:
            corrected(person, receiver, verdict)
        assert refused.value.reason.rule == rule
    corrected(person, receiver, Fit(450), replace(WELL, weight=Decimal(60)))


def test_a_correction_needs_a_reason_and_the_newest_version(drive, receiver):
    person = screened(drive)
    screening = Screening.objects.select_related("registration").get(registration=person)
    told: dict[str, Any] = {
        "by": receiver.actor, "screening": screening, "examination": WELL, "verdict": Fit(250),
    }  # fmt: skip
    with pytest.raises(Refused):
        correct(**told, key=uuid4(), version=1, reason=" ")
    correct(**told, key=uuid4(), version=1, reason="nhầm")
    with pytest.raises(Stale):
        correct(**told, key=uuid4(), version=1, reason="nhầm")


# taking back


def test_a_decision_is_taken_back_and_made_again_in_one_record(drive, receiver):
    person = arrived(drive)
    deferred(person, "cold")
    screening = Screening.objects.select_related("registration").get()
    undo(by=receiver.actor, key=uuid4(), screening=screening, version=1, reason="khám lại")
    assert state_of(person) == State.ARRIVED.value
    assert Deferral.objects.get().withdrawn_reason == "khám lại"
    assert Screening.objects.get().withdrawn_at is not None
    found_fit(person)
    again = Screening.objects.get()
    assert (again.pk, again.version, again.withdrawn_at) == (screening.pk, 3, None)
    drawn(person, "A1")
    with pytest.raises(NotNow) as refused:
        undo(by=receiver.actor, key=uuid4(), screening=again, version=3, reason="khám lại")
    assert refused.value.reason.rule == "has-donated"


# nothing drawn


def test_nothing_drawn_has_its_words_and_its_waiting_time(drive, receiver):
    person = screened(drive)
    stop_draw(
        by=receiver.actor, key=uuid4(), registration=person, deferral=waits("unfit-today"),
        words="vỡ ven",
    )  # fmt: skip
    assert state_of(person) == State.DEFERRED.value
    assert Screening.objects.get().stop_reason == "vỡ ven"
    assert Deferral.objects.get().able_from == localdate() + timedelta(days=1)
    assert person.steps.order_by("-pk")[0].reason == ""
    undo_stop(by=receiver.actor, key=uuid4(), registration=person, reason="lấy được ở tay kia")
    assert state_of(person) == State.ARRIVED.value
    assert Deferral.objects.get().withdrawn_at is not None
    found_fit(person)
    drawn(person, "A1")


# asking


def test_what_is_asked_while_typing_is_what_the_decision_uses(drive):
    person = arrived(drive)
    asked = assess(person, replace(WELL, weight=Decimal(47)), day=localdate())
    assert (asked.reasons, asked.most, asked.volumes, asked.usual) == ([], 423, (250, 350), 350)
    light = assess(person, replace(WELL, weight=Decimal(44)), day=localdate())
    assert ([r.rule for r in light.reasons], light.volumes) == (["weight-least"], ())
    assert light.usual is None


def test_platelets_have_limits_of_their_own(drive):
    person = arrived(drive)
    for_machine = replace(WELL, component="platelets", weight=Decimal(61))
    asked = assess(person, for_machine, day=localdate())
    assert (asked.most, asked.volumes, asked.usual) == (650, (), 650)
    found_fit(person, 600, examination=for_machine)
    unit = drawn(person, "P1", component="platelets", volume=600)
    person.donor.refresh_from_db()
    assert (unit.component, person.donor.last_component) == ("platelets", "platelets")


def test_the_end_of_a_reason_is_the_rules_own(rules):
    for reason in DeferralReason.objects.all():
        end = proposed_end(reason, localdate())
        assert (end is None) == reason.permanent
        assert end is None or end > now().date()
