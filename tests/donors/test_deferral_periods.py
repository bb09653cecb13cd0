"""How long a deferral lasts, and the reasons as they are seeded."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donors.rules.days import Block, add_months, anniversary, first_free_day
from donors.rules.deferrals import DEFERRAL_SEEDS, Deferred, Group, Period, able_from
from tests.donors import slow_eligibility as slow

days = st.dates(date(1990, 1, 1), date(2040, 12, 31))
periods = st.one_of(
    st.builds(Period, months=st.integers(1, 60)),
    st.builds(Period, weeks=st.integers(1, 60)),
    st.builds(Period, days=st.integers(1, 400)),
    st.just(Period(permanent=True)),
)


@pytest.mark.parametrize(
    ("from_day", "period", "expected"),
    [
        (date(2026, 8, 31), Period(months=6), date(2027, 2, 28)),
        (date(2027, 8, 31), Period(months=6), date(2028, 2, 29)),
        (date(2026, 11, 30), Period(months=12), date(2027, 11, 30)),
        (date(2028, 2, 29), Period(months=12), date(2029, 2, 28)),
        (date(2026, 12, 31), Period(months=1), date(2027, 1, 31)),
        (date(2026, 11, 22), Period(weeks=4), date(2026, 12, 20)),
        (date(2026, 12, 28), Period(days=7), date(2027, 1, 4)),
        (date(2026, 12, 28), Period(permanent=True), None),
    ],
)
def test_a_period_ends_on_its_day(from_day, period, expected):
    assert able_from(from_day, period) == expected


@given(days, periods)
def test_a_period_ends_where_a_slow_walk_ends(from_day, period):
    assert able_from(from_day, period) == slow.end_of(from_day, period)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"months": 0},
        {"days": -1},
        {"months": 1, "days": 1},
        {"weeks": 2, "permanent": True},
    ],
)
def test_a_period_is_one_number_or_for_ever(wrong):
    with pytest.raises(ValueError, match="one positive number"):
        Period(**wrong)


@given(days, st.integers(0, 120))
def test_a_birthday_is_the_first_day_of_the_new_age(born, years):
    day = anniversary(born, years)
    assert slow.age_on(day, born) == years
    assert years == 0 or slow.age_on(day - slow.DAY, born) == years - 1


@given(days, st.integers(0, 60), st.integers(0, 60))
def test_more_months_never_end_earlier(day, one, more):
    assert add_months(day, one) <= add_months(day, one + more)


blocks = st.lists(
    st.builds(
        lambda first, lasting: Block(first, first + timedelta(days=lasting)),
        st.dates(date(2026, 1, 1), date(2026, 3, 1)),
        st.integers(1, 20),
    ),
    max_size=8,
)


@given(blocks, st.dates(date(2026, 1, 1), date(2026, 3, 1)))
def test_the_first_free_day_is_the_first(held, day):
    free = first_free_day(held, day)
    assert free is not None
    assert not any(block.holds_on(free) for block in held)
    assert all(
        any(block.holds_on(day + timedelta(days=n)) for block in held)
        for n in range((free - day).days)
    )


def test_an_open_end_leaves_no_free_day_once_it_began():
    for_ever = Block(date(2026, 2, 1), None)
    assert first_free_day([for_ever], date(2026, 1, 31)) == date(2026, 1, 31)
    assert first_free_day([for_ever], date(2026, 2, 1)) is None
    assert first_free_day([for_ever, Block(None, date(2026, 2, 1))], date(2026, 1, 1)) is None


def test_a_deferral_for_ever_never_ends():
    assert Deferred("hiv", "HIV", date(2020, 1, 1), None).holds_on(date(2999, 1, 1))


def test_the_seeds_have_each_code_once_and_all_they_need():
    assert len({seed.code for seed in DEFERRAL_SEEDS}) == len(DEFERRAL_SEEDS)
    for seed in DEFERRAL_SEEDS:
        assert seed.name_vi
        assert seed.name_en
        assert seed.source
        assert seed.certainty in {"S", "K"}
    assert {seed.group for seed in DEFERRAL_SEEDS} == set(Group)


@pytest.mark.parametrize(
    ("period", "codes"),
    [
        (Period(months=12), {"surgery", "malaria", "blood-received", "birth-or-end-of-pregnancy"}),
        (Period(months=6), {"tattoo", "piercing", "snakebite", "pancreatitis"}),
        (Period(weeks=4), {"dengue", "measles", "vaccine-bcg", "low-haemoglobin"}),
        (Period(days=7), {"flu", "cold", "migraine", "vaccine-other"}),
        (Period(permanent=True), {"hiv", "hepatitis-b", "hepatitis-c", "transplant", "addiction"}),
    ],
)
def test_the_seeds_wait_as_long_as_the_circular_says(period, codes):
    assert codes <= {seed.code for seed in DEFERRAL_SEEDS if seed.period == period}
