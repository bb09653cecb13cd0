"""Which recognition is due."""

from hypothesis import given
from hypothesis import strategies as st

from donors.rules.honours import TIER_SEEDS, TierSeed, Whom, tiers_due

PERSON = [tier for tier in TIER_SEEDS if tier.whom is Whom.PERSON]
FAMILY = [tier for tier in TIER_SEEDS if tier.whom is Whom.FAMILY]


def due(times: int, *given_already: str, tiers: list[TierSeed] = PERSON) -> list[str]:
    return [tier.code for tier in tiers_due(times, given_already, tiers)]


def test_the_seeds():
    assert [tier.times for tier in PERSON] == [5, 10, 15, 20, 30, 40, 50, 60, 70, 100]
    assert [tier.times for tier in FAMILY] == [3, 5, 10, 15, 20]
    assert len({tier.code for tier in TIER_SEEDS}) == len(TIER_SEEDS)
    assert {tier.certainty for tier in PERSON} == {"K"}
    assert {tier.certainty for tier in FAMILY} == {"S"}


def test_a_tier_is_due_when_it_is_reached():
    assert due(4) == []
    assert due(5) == ["person-5"]
    assert due(9, "person-5") == []
    assert due(10, "person-5") == ["person-10"]


def test_several_may_be_due_the_highest_first():
    assert due(12) == ["person-10", "person-5"]


def test_nobody_is_given_a_lower_tier_after_a_higher_one():
    assert due(15, "person-10") == ["person-15"]
    assert due(12, "person-10") == []


def test_families_have_their_own():
    assert due(4, tiers=FAMILY) == ["family-3"]


def test_what_was_given_by_other_tiers_takes_nothing_away():
    assert due(5, "family-3", "old-tier") == ["person-5"]


@given(st.integers(0, 120), st.sets(st.sampled_from([tier.code for tier in PERSON])))
def test_what_is_due_is_reached_not_given_and_above_all_that_was_given(times, given_already):
    found = tiers_due(times, given_already, PERSON)
    reached = [tier for tier in PERSON if tier.times <= times]
    highest = max((t.times for t in reached if t.code in given_already), default=0)
    assert set(found) == {tier for tier in reached if tier.times > highest}
    assert found == sorted(found, key=lambda tier: -tier.times)
