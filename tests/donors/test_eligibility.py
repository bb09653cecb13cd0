"""Who may give on a day: every rule by its id, and all of them against a slow computation."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from donors.rules.deferrals import Deferred
from donors.rules.eligibility import (
    FACT_NAMES,
    Fact,
    LastGiven,
    NextDate,
    Outlook,
    Person,
    Reason,
    next_possible_date,
    public_answer,
    reasons_not_to_give,
    unknown_facts,
)
from donors.rules.limits import Component
from donors.rules.measurements import Measured
from donors.rules.people import Sex
from donors.rules.volumes import allowed_volumes, greatest_volume
from tests.donors import slow_eligibility as slow
from tests.donors.pictures import LIMITS, limits

DAY = date(2026, 11, 22)
ADULT = Person(birth_date=date(1990, 12, 5), sex=Sex.FEMALE)
FLU = Deferred("flu", "Cúm", date(2026, 11, 20), date(2026, 11, 27), "Thông tư 26/2013/TT-BYT")
HIV = Deferred("hiv", "Nhiễm HIV", date(2020, 1, 1), None)


def reasons(**facts: Any) -> list[Reason]:
    asked: dict[str, Any] = {
        "person": ADULT,
        "day": DAY,
        "last_given": None,
        "deferrals": (),
        "limits": LIMITS,
    }
    return reasons_not_to_give(**asked | facts)


def rules(**facts: Any) -> list[str]:
    return [reason.rule for reason in reasons(**facts)]


def said(reason: Reason) -> str:
    return reason.sentence % reason.params


def next_date(**facts: Any) -> NextDate:
    asked: dict[str, Any] = {
        "person": ADULT,
        "day": DAY,
        "last_given": None,
        "deferrals": (),
        "limits": LIMITS,
    }
    return next_possible_date(**asked | facts)


def on(day: date) -> NextDate:
    return NextDate(Outlook.FROM, day)


def test_nothing_stands_against_a_healthy_adult():
    measured = Measured(Decimal(50), 120, 80, 72, True, Decimal(130))
    assert rules(measured=measured, volume=450) == []
    assert next_date() == on(DAY)


def test_nothing_is_held_against_what_is_unknown():
    assert rules(person=Person(), measured=Measured()) == []
    assert next_date(person=Person()) == on(DAY)


# Age


@pytest.mark.parametrize(
    ("born", "day", "expected"),
    [
        (date(2008, 11, 23), DAY, ["age-least"]),
        (date(2008, 11, 22), DAY, []),
        (date(1966, 11, 22), DAY, []),
        (date(1965, 11, 23), DAY, []),
        (date(1965, 11, 22), DAY, ["age-most"]),
        # Born on 29 February: a year is full on 1 March.
        (date(2008, 2, 29), date(2026, 2, 28), ["age-least"]),
        (date(2008, 2, 29), date(2026, 3, 1), []),
        (date(1964, 2, 29), date(2025, 2, 28), []),
        (date(1964, 2, 29), date(2025, 3, 1), ["age-most"]),
    ],
)
def test_age_is_counted_in_full_years(born, day, expected):
    assert rules(person=Person(birth_date=born), day=day) == expected


@pytest.mark.parametrize(
    ("year", "day", "expected"),
    [
        (2008, date(2025, 12, 31), ["age-least"]),
        (2008, date(2026, 1, 1), []),
        (1965, date(2026, 12, 30), []),
        (1965, date(2026, 12, 31), ["age-most"]),
    ],
)
def test_a_birth_year_refuses_only_who_is_surely_too_young_or_too_old(year, day, expected):
    assert rules(person=Person(birth_year=year), day=day) == expected


def test_age_says_from_when_or_that_it_is_for_ever():
    (young,) = reasons(person=Person(birth_date=date(2009, 3, 12)))
    assert young.until == date(2027, 3, 12)
    assert said(young) == "not yet 18 years old; old enough from 12/03/2027"
    (old,) = reasons(person=Person(birth_date=date(1960, 3, 12)))
    assert old.permanent
    assert old.until is None
    assert said(old) == "over 60 years old"


def test_a_birth_year_says_that_it_was_only_the_year():
    (young,) = reasons(person=Person(birth_year=2010))
    assert said(young) == "by the year of birth not yet 18 years old before 01/01/2028"
    (old,) = reasons(person=Person(birth_year=1950))
    assert said(old) == "by the year of birth over 60 years old"


def test_the_birth_date_counts_before_the_year():
    assert rules(person=Person(birth_date=date(1990, 1, 1), birth_year=2020)) == []


# Interval


@pytest.mark.parametrize(
    ("component", "days"),
    [
        (Component.WHOLE, 84),
        (Component.RED_CELLS, 84),
        (Component.PLASMA, 14),
        (Component.PLATELETS, 14),
    ],
)
def test_the_component_of_the_last_donation_sets_the_interval(component, days):
    last = LastGiven(DAY, component)
    assert rules(day=DAY + timedelta(days=days - 1), last_given=last) == ["interval"]
    assert rules(day=DAY + timedelta(days=days), last_given=last) == []
    assert next_date(last_given=last) == on(DAY + timedelta(days=days))


def test_the_interval_says_the_days_gone_and_the_day_to_come():
    (reason,) = reasons(day=date(2027, 2, 17), last_given=LastGiven(date(2026, 12, 18)))
    assert said(reason) == "gave 61 days ago; 84 days are full from 12/03/2027"
    assert reason.until == date(2027, 3, 12)
    assert not reason.medical


@pytest.mark.parametrize(
    ("ago", "sentence"),
    [
        (0, "gave on this day already; 84 days are full from 14/02/2027"),
        (1, "gave the day before; 84 days are full from 13/02/2027"),
    ],
)
def test_the_interval_has_words_for_today_and_yesterday(ago, sentence):
    (reason,) = reasons(last_given=LastGiven(DAY - timedelta(days=ago)))
    assert said(reason) == sentence


def test_a_donation_of_a_later_day_stands_against_no_earlier_one():
    assert rules(last_given=LastGiven(DAY + timedelta(days=3))) == []


def test_a_donation_of_unknown_day_leaves_the_next_day_unknown():
    assert rules(last_given=LastGiven(None)) == []
    assert next_date(last_given=LastGiven(None)) == NextDate(Outlook.UNKNOWN)
    assert next_date(last_given=LastGiven(None), deferrals=[FLU]) == on(date(2026, 11, 27))
    assert next_date(last_given=LastGiven(None), deferrals=[HIV]) == NextDate(Outlook.NEVER)


# Deferrals


def test_a_deferral_has_its_end_its_source_and_a_public_sentence():
    (reason,) = reasons(deferrals=[FLU])
    assert reason.rule == "deferral-flu"
    assert said(reason) == "deferred until 27/11/2026: Cúm"
    assert reason.until == date(2026, 11, 27)
    assert reason.source == "Thông tư 26/2013/TT-BYT"
    assert reason.medical
    public = reason.public
    assert public.rule == "not-today"
    assert public.sentence % public.params == (
        "You cannot donate today. You can donate from 27/11/2026."
    )


def test_a_permanent_deferral_shows_nothing_of_itself_in_public():
    (reason,) = reasons(deferrals=[HIV])
    assert said(reason) == "permanently deferred: Nhiễm HIV"
    assert reason.permanent
    (low,) = reasons(measured=Measured(haemoglobin=Decimal(100)))
    assert reason.public == low.public, "it reads like any reason without a day"


def test_a_deferral_holds_from_its_first_day_to_the_day_before_its_end():
    for day, expected in (
        (date(2026, 11, 19), []),
        (date(2026, 11, 20), ["deferral-flu"]),
        (date(2026, 11, 26), ["deferral-flu"]),
        (date(2026, 11, 27), []),
    ):
        assert rules(day=day, deferrals=[FLU]) == expected


def test_overlapping_deferrals_are_all_named_and_the_last_end_counts():
    tattoo = Deferred("tattoo", "Xăm", date(2026, 9, 1), date(2027, 3, 1))
    assert rules(deferrals=[FLU, tattoo]) == ["deferral-flu", "deferral-tattoo"]
    assert next_date(deferrals=[FLU, tattoo]) == on(date(2027, 3, 1))


def test_one_deferral_can_begin_where_another_ends():
    later = Deferred("cold", "Cảm lạnh", date(2026, 11, 27), date(2026, 12, 4))
    assert next_date(deferrals=[later, FLU]) == on(date(2026, 12, 4))


def test_the_next_day_is_never_for_one_who_is_too_old_by_then():
    almost = Person(birth_date=date(1965, 12, 1))
    assert next_date(person=almost, last_given=LastGiven(DAY)) == NextDate(Outlook.NEVER)


def test_the_public_answer_is_a_day_or_nothing():
    def words(outlook: NextDate) -> str:
        finding = public_answer(outlook, DAY)
        return finding.sentence % finding.params

    assert words(on(date(2027, 3, 12))) == (
        "You cannot donate today. You can donate from 12/03/2027."
    )
    nothing = "You cannot donate today. Thank you for coming."
    assert words(on(DAY)) == nothing
    assert words(NextDate(Outlook.NEVER)) == nothing
    assert words(NextDate(Outlook.UNKNOWN)) == nothing


# Measurements


@pytest.mark.parametrize(
    ("measured", "expected"),
    [
        (Measured(systolic=99), ["systolic"]),
        (Measured(systolic=100), []),
        (Measured(systolic=159), []),
        (Measured(systolic=160), ["systolic"]),
        (Measured(diastolic=59), ["diastolic"]),
        (Measured(diastolic=60), []),
        (Measured(diastolic=99), []),
        (Measured(diastolic=100), ["diastolic"]),
        (Measured(pulse=59), ["pulse"]),
        (Measured(pulse=60), []),
        (Measured(pulse=90), []),
        (Measured(pulse=91), ["pulse"]),
        (Measured(regular=False), ["pulse-regular"]),
        (Measured(regular=True), []),
        (Measured(haemoglobin=Decimal("119.9")), ["haemoglobin-least"]),
        (Measured(haemoglobin=Decimal(120)), []),
        (Measured(weight=Decimal("41.9")), ["weight-least"]),
        (Measured(weight=Decimal(42)), []),
    ],
)
def test_a_measurement_has_its_bounds(measured, expected):
    assert rules(measured=measured) == expected


def test_men_need_more_weight_for_whole_blood():
    man = Person(birth_year=1990, sex=Sex.MALE)
    assert rules(person=man, measured=Measured(weight=Decimal("44.9"))) == ["weight-least"]
    assert rules(person=man, measured=Measured(weight=Decimal(45))) == []


def test_apheresis_asks_its_own_weight():
    light = Measured(weight=Decimal("49.9"))
    for component in slow.APHERESIS:
        assert rules(component=component, measured=light) == ["apheresis-weight-least"]


def test_a_measured_reason_is_medical_has_no_day_and_says_the_numbers():
    (reason,) = reasons(measured=Measured(weight=Decimal("40.5")))
    assert said(reason) == "weighs 40,5 kg; women need at least 42 kg"
    assert reason.medical
    assert reason.until is None
    assert not reason.permanent
    (pressure,) = reasons(measured=Measured(systolic=165))
    assert said(pressure) == "systolic pressure 165 mmHg; from 100 to under 160 is allowed"


# Volumes


@pytest.mark.parametrize(
    ("weight", "expected"),
    [
        ("41.9", ()),
        ("42", (250,)),
        ("44.9", (250,)),
        ("45", (250, 350)),
        ("49.9", (250, 350)),
        ("50", (250, 350, 450)),
        ("120", (250, 350, 450)),
    ],
)
def test_the_volumes_on_offer_go_with_the_weight(weight, expected):
    most = greatest_volume(Decimal(weight), LIMITS, sex=Sex.FEMALE)
    assert allowed_volumes(most) == expected


def test_450_ml_need_50_kg_and_more_than_350_a_higher_haemoglobin():
    at: dict[str, Any] = {"sex": Sex.MALE, "limits": LIMITS}
    assert greatest_volume(Decimal("49.9"), **at) == 449
    assert greatest_volume(Decimal(50), **at) == 450
    assert greatest_volume(Decimal(70), **at) == 500
    assert greatest_volume(Decimal(70), haemoglobin=Decimal(124), **at) == 350
    assert greatest_volume(Decimal(70), haemoglobin=Decimal(119), **at) == 0


def test_other_bags_may_be_offered():
    assert allowed_volumes(400, offered=[400, 200]) == (200, 400)


def test_a_volume_above_the_allowed_is_named_with_the_greatest():
    (reason,) = reasons(measured=Measured(weight=Decimal(48)), volume=450)
    assert reason.rule == "volume-most"
    assert said(reason) == "450 ml is too much for 48 kg; at most 432 ml"
    assert reason.medical


def test_a_volume_nobody_may_give_is_refused_without_a_weight():
    assert rules(volume=500) == []
    (reason,) = reasons(volume=501)
    assert said(reason) == "501 ml is too much; at most 500 ml"
    assert not reason.medical
    assert rules(volume=650, component=Component.PLATELETS) == []


def test_a_large_volume_with_a_lower_haemoglobin_is_named():
    measured = Measured(weight=Decimal(60), haemoglobin=Decimal(122))
    assert rules(measured=measured, volume=350) == []
    (reason,) = reasons(measured=measured, volume=450)
    assert reason.rule == "haemoglobin-least-large"
    assert said(reason) == "haemoglobin 122 g/l; more than 350 ml needs at least 125 g/l"


def test_who_may_not_give_at_all_is_not_told_about_the_volume_too():
    measured = Measured(weight=Decimal(40), haemoglobin=Decimal(100))
    assert rules(measured=measured, volume=450) == ["weight-least", "haemoglobin-least"]


# What is not known


def missing(**facts: Any) -> list[Fact]:
    asked: dict[str, Any] = {"person": ADULT, "day": DAY, "last_given": None, "limits": LIMITS}
    return unknown_facts(**asked | facts)


def test_what_is_unknown_is_listed_beside():
    assert missing() == []
    assert missing(person=Person()) == [Fact.BIRTH]
    assert missing(last_given=LastGiven(None)) == [Fact.LAST_GIVEN]
    assert missing(person=Person(), measured=Measured()) == [
        Fact.BIRTH, Fact.SEX, Fact.WEIGHT, Fact.BLOOD_PRESSURE, Fact.PULSE, Fact.HAEMOGLOBIN,
    ]  # fmt: skip


def test_a_birth_year_is_enough_unless_it_decides():
    assert missing(person=Person(birth_year=1990)) == []
    assert missing(person=Person(birth_year=2008)) == [Fact.BIRTH_DATE]
    assert missing(person=Person(birth_year=1965)) == [Fact.BIRTH_DATE]


def test_the_sex_is_asked_only_where_it_decides():
    full: dict[str, Any] = {"systolic": 120, "diastolic": 80, "pulse": 70, "regular": True,
            "haemoglobin": Decimal(130)}  # fmt: skip
    person = Person(birth_year=1990)
    assert missing(person=person, measured=Measured(Decimal(60), **full)) == []
    assert missing(person=person, measured=Measured(Decimal(44), **full)) == [Fact.SEX]
    assert missing(
        person=person, measured=Measured(Decimal(44), **full), component=Component.PLASMA
    ) == []  # fmt: skip


def test_every_fact_has_a_name():
    assert set(FACT_NAMES) == set(Fact)


def test_a_changed_limit_changes_the_answer():
    strict = limits(interval_whole=90, age_most=55)
    assert rules(person=Person(birth_year=1968), limits=strict) == ["age-most"]
    last = LastGiven(DAY - timedelta(days=84))
    (reason,) = reasons(last_given=last, limits=strict)
    assert said(reason).startswith("gave 84 days ago; 90 days")


# Everything, against the slow computation

days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
births = st.one_of(
    st.builds(Person, birth_date=st.dates(date(1964, 1, 1), date(1969, 12, 31))),
    st.builds(Person, birth_date=st.dates(date(2006, 1, 1), date(2012, 12, 31))),
    st.builds(Person, birth_date=st.sampled_from([date(2008, 2, 29), date(1964, 2, 29)])),
    st.builds(Person, birth_year=st.integers(1964, 1969) | st.integers(2006, 2012)),
    st.builds(Person),
)
lasts = st.none() | st.builds(
    LastGiven,
    st.none() | st.dates(date(2025, 9, 1), date(2028, 12, 31)),
    st.sampled_from(Component),
)


@st.composite
def deferrals_of_one(draw: st.DrawFn) -> list[Deferred]:
    found = []
    for n in range(draw(st.integers(0, 4))):
        start = draw(st.dates(date(2025, 6, 1), date(2029, 1, 1)))
        lasting = draw(st.one_of(st.integers(1, 400), st.none() if n == 3 else st.nothing()))
        end = None if lasting is None else start + timedelta(days=lasting)
        found.append(Deferred(f"d{n}", f"D{n}", start, end))
    return found


@given(births, days, lasts, deferrals_of_one())
def test_dated_reasons_are_those_of_the_slow_rules(person, day, last, deferred):
    fast = reasons(person=person, day=day, last_given=last, deferrals=deferred)
    assert [r.rule for r in fast] == list(slow.dated_rules(person, day, last, deferred, LIMITS))
    for reason in fast:
        said(reason)
        assert reason.public.sentence % reason.public.params
        if reason.until is not None:
            assert reason.until > day
            after = slow.dated_rules(person, reason.until, last, deferred, LIMITS)
            before = slow.dated_rules(person, reason.until - slow.DAY, last, deferred, LIMITS)
            assert reason.rule not in after
            assert reason.rule in before


@settings(max_examples=60, deadline=None)
@given(births, days, lasts, deferrals_of_one())
def test_the_next_day_is_the_one_the_slow_walk_comes_to(person, day, last, deferred):
    fast = next_date(person=person, day=day, last_given=last, deferrals=deferred)
    walked = slow.next_day(person, day, last, deferred, LIMITS)
    if fast.outlook is Outlook.UNKNOWN:
        assert walked == day
        assert last is not None
        assert last.day is None
    else:
        assert fast.day == walked
        assert (fast.outlook is Outlook.NEVER) == (walked is None)


weights = st.decimals(30, 110, places=1)
haemoglobins = st.none() | st.decimals(100, 140, places=1)
sexes = st.sampled_from([None, *Sex])
components = st.sampled_from(Component)


@given(weights, sexes, haemoglobins, components)
def test_the_greatest_volume_is_the_last_the_slow_rules_allow(weight, sex, haemoglobin, component):
    most = greatest_volume(weight, LIMITS, sex=sex, haemoglobin=haemoglobin, component=component)
    allowed = [
        volume
        for volume in range(1, 701)
        if slow.may_give_volume(volume, weight, LIMITS, sex, haemoglobin, component)
    ]
    assert most == max(allowed, default=0)


@given(
    sexes,
    components,
    st.builds(
        Measured,
        weight=st.none() | weights,
        systolic=st.none() | st.integers(80, 200),
        diastolic=st.none() | st.integers(40, 120),
        pulse=st.none() | st.integers(40, 130),
        regular=st.sampled_from([None, True, False]),
        haemoglobin=haemoglobins,
    ),
    st.none() | st.integers(50, 700),
)
def test_measured_reasons_are_those_of_the_slow_rules(sex, component, measured, volume):
    person = Person(birth_year=1990, sex=sex)
    found = reasons(person=person, component=component, measured=measured, volume=volume)
    for reason in found:
        said(reason)
    expected = list(slow.measured_rules(person, LIMITS, component, measured))
    assert [r.rule for r in found if "volume" not in r.rule and "large" not in r.rule] == expected
    if volume is not None and measured.weight is not None and not expected:
        refused = not slow.may_give_volume(
            volume, measured.weight, LIMITS, sex, measured.haemoglobin, component
        )
        assert bool(found) == refused
