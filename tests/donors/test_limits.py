"""The picture of all limits of a day."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donors.rules.limits import LIMIT_SEEDS, Component, Limits, MissingLimits
from donors.rules.people import Sex
from tests.donors.pictures import LIMITS, limits

VALUES = {seed.code: seed.value for seed in LIMIT_SEEDS}


def test_the_seeds_are_exactly_the_limits():
    assert {code.replace("-", "_") for code in VALUES} == set(Limits.__dataclass_fields__)
    assert len(VALUES) == len(LIMIT_SEEDS), "no code twice"


def test_the_seeds_are_those_of_the_circular():
    assert (LIMITS.age_least, LIMITS.age_most) == (18, 60)
    assert (LIMITS.weight_least_female, LIMITS.weight_least_male) == (42, 45)
    assert [LIMITS.interval(component) for component in Component] == [84, 84, 14, 14]


def test_every_seed_has_its_source_and_both_names():
    for seed in LIMIT_SEEDS:
        assert seed.source
        assert seed.name_vi
        assert seed.name_en
        assert seed.unit
        assert seed.certainty in {"S", "K"}
        assert seed.code.isascii()
        assert seed.code == seed.code.lower()


@given(st.sets(st.sampled_from(sorted(VALUES)), min_size=1))
def test_a_missing_limit_is_named_and_never_left_out(gone):
    with pytest.raises(MissingLimits) as refused:
        Limits.from_values({code: value for code, value in VALUES.items() if code not in gone})
    assert set(refused.value.codes) == gone


def test_codes_nobody_knows_are_left_aside():
    assert Limits.from_values(VALUES | {"shoe-size-least": Decimal(35)}) == LIMITS


def test_what_a_decision_used_is_kept_without_idle_zeros():
    kept = limits(weight_least_male="45.50", volume_most="500.00").as_json()
    assert kept["weight-least-male"] == "45.5"
    assert kept["volume-most"] == "500"
    assert Limits.from_json(kept).as_json() == kept


@given(st.fixed_dictionaries({code: st.decimals(0, 99999, places=2) for code in VALUES}))
def test_what_was_kept_is_read_back(values):
    read = Limits.from_values(values)
    assert Limits.from_json(read.as_json()) == read


def test_an_unknown_sex_asks_the_lower_weight():
    assert LIMITS.weight_least(Sex.FEMALE) == 42
    assert LIMITS.weight_least(Sex.MALE) == 45
    assert LIMITS.weight_least(None) == 42


def test_a_part_of_a_day_counts_as_a_day():
    assert limits(interval_plasma="13.5").interval(Component.PLASMA) == 14
