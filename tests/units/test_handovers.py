"""Handovers: their steps, and the bags which make a difference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.rules.handovers import (
    HANDOVER_STEPS,
    Bag,
    CountDifference,
    Difference,
    Finding,
    HandoverState,
    Side,
    compare,
    compare_counts,
    handover_refusal,
    handover_steps,
    summary,
)

BOTH = frozenset(Side)
H = HandoverState
codes = st.sampled_from(["", "A1", "A2", "A3", "A4"])
volumes = st.sampled_from([None, 250, 350, 450])
bags = st.lists(st.builds(Bag, codes, volumes, st.sampled_from(["", "O", "A+"]), st.booleans()))


def names(state, *sides):
    return [step.name for step in handover_steps(state, sides)]


def test_the_way_of_a_handover():
    assert names(H.OPEN, Side.GIVER) == ["send"]
    assert names(H.OPEN, Side.RECEIVER) == []
    assert names(H.SENT, Side.RECEIVER) == ["confirm", "dispute"]
    assert names(H.SENT, Side.GIVER) == ["take-back"]
    assert names(H.DISPUTED, Side.GIVER) == ["take-back"]
    assert names(H.DISPUTED, Side.RECEIVER) == ["confirm", "undo-answer"]
    assert names(H.CONFIRMED, Side.GIVER) == []
    assert names(H.CONFIRMED, Side.RECEIVER) == ["undo-answer"]


@pytest.mark.parametrize("step", HANDOVER_STEPS.values(), ids=lambda step: step.name)
def test_every_step_backward_needs_a_reason(step):
    order = [H.OPEN, H.SENT, H.DISPUTED, H.CONFIRMED]
    backward = any(order.index(step.target) < order.index(source) for source in step.sources)
    assert step.needs_reason == backward


@given(
    st.sampled_from(HandoverState),
    st.sampled_from(list(HANDOVER_STEPS)),
    st.sets(st.sampled_from(Side)),
)
def test_a_step_is_refused_exactly_where_it_is_not_offered(state, name, sides):
    step = HANDOVER_STEPS[name]
    refused = handover_refusal(state, step, sides) is not None
    assert refused == (step not in handover_steps(state, sides))


def test_findings_bag_by_bag():
    listed = [Bag("A1", 350), Bag("A2", 350), Bag("A3", 250), Bag("A4", None)]
    found = [
        Bag("A2", 250),
        Bag("A3", 250, damaged=True),
        Bag("A3", 250),
        Bag("A4", 450),
        Bag("B", 450),
    ]
    assert compare(listed, found) == [
        Difference(Finding.MISSING, "A1", 350),
        Difference(Finding.OTHER_VOLUME, "A2", 350, 250),
        Difference(Finding.DAMAGED, "A3", 250, 250),
        Difference(Finding.EXTRA, "B", found=450),
    ]


def test_bags_without_a_code_are_counted_by_volume():
    listed = [Bag("", 350), Bag("", 350), Bag("", 250)]
    assert compare(listed, [Bag("", 350), Bag("", 450)]) == [
        Difference(Finding.MISSING, "", 350),
        Difference(Finding.MISSING, "", 250),
        Difference(Finding.EXTRA, "", found=450),
    ]


@given(bags)
def test_a_list_does_not_differ_from_itself_but_for_damage(listed):
    assert {d.finding for d in compare(listed, listed)} <= {Finding.DAMAGED}


@given(bags, bags)
def test_findings_against_looking_at_each_code(listed, found):
    differences = compare(listed, found)
    given_codes = {bag.code for bag in listed if bag.code}
    found_codes = {bag.code for bag in found if bag.code}

    def coded(finding):
        return {d.code for d in differences if d.finding is finding and d.code}

    assert coded(Finding.MISSING) == given_codes - found_codes
    assert coded(Finding.EXTRA) == found_codes - given_codes
    for volume in (None, 250, 350, 450):
        bare = [sum(not b.code and b.volume == volume for b in side) for side in (listed, found)]
        missing = sum(d == Difference(Finding.MISSING, "", volume) for d in differences)
        extra = sum(d == Difference(Finding.EXTRA, "", found=volume) for d in differences)
        assert missing - extra == bare[0] - bare[1]
        assert not (missing and extra)
    for difference in differences:
        assert difference.reason.sentence % {**difference.reason.params}


def test_counts_by_volume():
    given_counts = {250: 10, 350: 200}
    assert compare_counts(given_counts, {250: 10, 350: 198, 450: 1}) == (
        CountDifference(350, 200, 198),
        CountDifference(450, 0, 1),
    )
    assert compare_counts(given_counts, {250: None}) == ()
    assert compare_counts({}, {}) == ()
    reason = CountDifference(350, 200, 198).reason
    assert reason.params == {"volume": "350", "given": "200", "received": "198"}


@given(bags)
def test_the_foot_counts_every_bag_once(listed):
    foot = summary(listed)
    assert foot.bags == len(listed) == sum(foot.by_volume.values()) == sum(foot.by_group.values())
    assert foot.millilitres == sum(bag.volume for bag in listed if bag.volume)
    assert foot.without_volume == sum(bag.volume is None for bag in listed)


def test_what_is_unknown_stands_last():
    foot = summary([Bag("1", None, ""), Bag("2", 450, "O"), Bag("3", 250, "A+")])
    assert list(foot.by_volume) == [250, 450, None]
    assert list(foot.by_group) == ["A+", "O", ""]
