"""The way of a person through the day: the table, its refusals and the funnel."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.rules.states import (
    FUNNEL,
    RANK,
    STEPS,
    UNFINISHED,
    Desk,
    LeftWhy,
    Seen,
    State,
    StepRule,
    funnel,
    reached,
    refusal,
    seen_by_commune,
    step_named,
    steps_from,
)

S, D = State, Desk
AT = datetime(2027, 3, 12, 9, 5)  # noqa: DTZ001 (rules take the local hour as given)
states = st.sampled_from(State)
desks = st.sampled_from(Desk)
steps = st.sampled_from(sorted(STEPS))


def names(state, desk):
    return {step.name for step in steps_from(state, desk)}


def test_a_listed_donor_walks_through_three_desks():
    state: State | None = S.REGISTERED
    for name, desk in (
        ("arrive", D.RECEPTION),
        ("pass", D.SCREENING),
        ("give", D.COLLECTION),
    ):
        assert name in names(state, desk)
        state = STEPS[name].target
    assert state is S.DONATED


def test_who_is_not_registered_walks_in():
    assert names(None, D.RECEPTION) == {"walk-in"}
    assert names(None, D.LIST) == {"register"}
    assert names(None, D.COLLECTION) == set()


def test_paper_leads_straight_to_the_end():
    ends = {name for name in STEPS if name.startswith("enter-")}
    assert len(ends) == 6
    for state in (None, S.REGISTERED, S.ARRIVED, S.SCREENED, S.NO_SHOW):
        assert ends <= names(state, D.ENTRY)
    assert not ends & names(S.DONATED, D.ENTRY)
    assert not any(ends & names(S.REGISTERED, desk) for desk in Desk if desk is not D.ENTRY)


@pytest.mark.parametrize("step", STEPS.values(), ids=str)
def test_every_step_backward_needs_a_reason(step):
    if any(RANK[step.target] < RANK[source] for source in step.sources):
        assert step.needs_reason


@pytest.mark.parametrize("step", STEPS.values(), ids=str)
def test_every_step_forward_can_be_taken_back_at_one_of_its_desks_or_reception(step):
    if RANK[step.target] >= max(RANK[source] for source in step.sources):
        back = STEPS[step.undo]
        assert step.target in back.sources
        assert back.needs_reason
        assert back.desks & (step.desks | {D.RECEPTION, D.CLOSING})


def test_only_who_left_has_a_kind():
    for step in STEPS.values():
        assert (step.left is not None) == (step.target is S.LEFT)
    assert {step.left for step in STEPS.values() if step.left} == set(LeftWhy)


def test_every_state_is_reached_and_none_is_a_trap():
    assert {step.target for step in STEPS.values()} == set(State)
    for state in State:
        assert any(steps_from(state, desk) for desk in Desk)


def test_closing_finishes_every_unfinished_way():
    for state in UNFINISHED:
        assert {STEPS[n].target for n in names(state, D.CLOSING)} & {S.NO_SHOW, S.LEFT}


def test_a_no_show_who_comes_after_all_is_received_with_a_reason():
    assert names(S.NO_SHOW, D.RECEPTION) == {"return", "withdraw"}
    assert STEPS["return"].needs_reason


@given(states, desks, steps)
def test_a_step_is_refused_exactly_where_it_is_not_offered(state, desk, name):
    step = STEPS[name]
    reason = refusal(state, step, asking=desk, at=AT, today=AT.date())
    assert (reason is None) == (step in steps_from(state, desk))
    if reason:
        assert reason.sentence % {**reason.params}


@given(desks, steps)
def test_a_stranger_is_refused_what_needs_a_registration(desk, name):
    reason = refusal(None, STEPS[name], asking=desk, at=AT, today=AT.date())
    assert (reason is None) == (STEPS[name] in steps_from(None, desk))


def rule_of(state, name, asking):
    reason = refusal(state, STEPS[name], asking=asking, at=AT, today=AT.date())
    assert reason is not None
    return reason.rule


def test_refusals_say_where_the_person_stands():
    reason = refusal(S.DONATED, STEPS["give"], asking=D.COLLECTION, at=AT, today=date(2027, 3, 13))
    assert reason is not None
    assert reason.rule == "has-donated"
    assert reason.params == {"at": "09:05 12/03/2027"}
    assert rule_of(S.ARRIVED, "give", D.COLLECTION) == "not-examined"
    assert rule_of(S.REGISTERED, "pass", D.SCREENING) == "not-arrived"
    assert rule_of(S.ARRIVED, "arrive", D.RECEPTION) == "has-arrived"
    assert rule_of(S.SCREENED, "pass", D.SCREENING) == "is-screened"
    assert rule_of(S.DONATED, "arrive", D.SCREENING) == "not-at-this-desk"


def test_reception_is_not_told_a_deferral():
    assert rule_of(S.DEFERRED, "arrive", D.RECEPTION) == rule_of(S.LEFT, "arrive", D.RECEPTION)
    assert rule_of(S.DEFERRED, "give", D.COLLECTION) == "is-deferred"


def test_a_commune_sees_three_things():
    assert seen_by_commune(S.DONATED) is Seen.DONATED
    assert {seen_by_commune(s) for s in (S.ARRIVED, S.SCREENED, S.DEFERRED, S.LEFT)} == {
        Seen.NOT_DONATED
    }
    assert {seen_by_commune(s) for s in (S.REGISTERED, S.NO_SHOW, S.WITHDRAWN)} == {Seen.NOT_COME}


def test_a_name_nobody_knows_is_no_step():
    assert step_named("drop table") is None
    assert isinstance(step_named("give"), StepRule)


@given(st.lists(states))
def test_the_funnel_counts_each_person_at_every_stage_they_passed(people):
    stages = funnel({state: people.count(state) for state in State})
    for stage in stages:
        slow = 0
        for state in people:
            far = reached(state)
            if far is not None and FUNNEL.index(far) >= FUNNEL.index(stage.state):
                slow += 1
        assert stage.people == slow
    assert stages[0].people == sum(state is not S.WITHDRAWN for state in people)


def test_who_is_deferred_at_the_needle_had_been_found_fit():
    assert reached(S.DEFERRED, S.SCREENED) is S.SCREENED
    assert reached(S.DEFERRED, S.ARRIVED) is reached(S.LEFT) is S.ARRIVED
    assert reached(S.LEFT, None) is S.ARRIVED


def test_conversions():
    stages = funnel({S.REGISTERED: 2, S.NO_SHOW: 2, S.LEFT: 1, S.SCREENED: 2, S.DONATED: 3})
    assert [stage.people for stage in stages] == [10, 6, 5, 3]
    assert [str(s.of_before.percent) for s in stages if s.of_before] == ["60.0", "83.3", "60.0"]
    assert stages[-1].of_all is not None
    assert str(stages[-1].of_all.percent) == "30.0"
    assert all(stage.of_before is None for stage in funnel({}))
