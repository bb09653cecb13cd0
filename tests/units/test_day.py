"""Hours of a drive, queue numbers, time slots and counts by hour."""

import itertools
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.rules.day import (
    DAY_STEPS,
    Hour,
    Slot,
    by_hour,
    free_slots,
    hour_refusal,
    next_queue_no,
    slots,
    slots_refusal,
)

FIRST, LAST = date(2027, 3, 12), date(2027, 3, 13)
days = st.datetimes(datetime(2027, 3, 10), datetime(2027, 3, 15))  # noqa: DTZ001 (local hours)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, day, hour, minute)  # noqa: DTZ001 (rules take local hours)


def rule(reason):
    return reason.rule if reason else None


def test_a_closed_day_is_opened_again_only_with_a_reason():
    assert DAY_STEPS["reopen"].needs_reason
    assert not DAY_STEPS["close"].needs_reason


@pytest.mark.parametrize(
    ("hour", "named"),
    [
        (at(11, 23, 59), "hour-before-drive"),
        (at(12, 0), None),
        (at(13, 23, 59), None),
        (at(14, 0), "hour-after-drive"),
    ],
)
def test_an_hour_outside_the_drive_is_refused(hour, named):
    reason = hour_refusal(hour, FIRST, LAST)
    assert rule(reason) == named
    if reason:
        assert reason.sentence % {**reason.params}


def test_an_hour_to_come_is_refused():
    assert rule(hour_refusal(at(12, 9), FIRST, LAST, now=at(12, 8))) == "hour-to-come"
    assert hour_refusal(at(12, 8), FIRST, LAST, now=at(12, 8)) is None


@given(days)
def test_unknown_days_refuse_no_hour(hour):
    assert hour_refusal(hour, None, None) is None


@given(st.integers(0, 50), st.lists(st.integers(1, 60)))
def test_a_queue_number_is_never_given_twice(last, taken):
    number = next_queue_no(last, taken)
    assert number > last
    assert number not in taken
    assert number >= 1


def test_slots_of_a_morning():
    made = slots(time(7, 30), time(9, 15), 30, 20)
    assert [(slot.start, slot.end) for slot in made] == [
        (time(7, 30), time(8)),
        (time(8), time(8, 30)),
        (time(8, 30), time(9)),
        (time(9), time(9, 15)),
    ]
    assert {slot.capacity for slot in made} == {20}


@given(st.times(), st.times(), st.integers(-5, 400), st.integers(-1, 50))
def test_slots_follow_each_other_without_a_gap(first, last, minutes, capacity):
    if slots_refusal(first, last, minutes, capacity) is not None:
        with pytest.raises(ValueError, match="no slots"):
            slots(first, last, minutes, capacity)
        return
    made = slots(first, last, minutes, capacity)
    assert (made[0].start, made[-1].end) == (first, last)
    assert all(one.end == other.start for one, other in itertools.pairwise(made))
    assert all(slot.start < slot.end for slot in made)


@pytest.mark.parametrize(
    ("numbers", "named"),
    [
        ((time(9), time(9), 30, 1), "slots-end-before-start"),
        ((time(7), time(9), 0, 1), "slots-of-nothing"),
        ((time(7), time(9), 30, 0), "slots-of-nothing"),
        ((time(0), time(23), 1, 5), "too-many-slots"),
    ],
)
def test_slots_that_cannot_be(numbers, named):
    assert rule(slots_refusal(*numbers)) == named


def test_a_full_slot_is_not_offered():
    one, other = Slot(time(7), time(8), 2), Slot(time(8), time(9), 2)
    assert free_slots([one, other], {time(7): 2, time(8): 1}) == (other,)


@given(st.lists(days))
def test_by_hour_counts_every_time_once(times):
    hours = by_hour(times)
    assert sum(hour.count for hour in hours) == len(times)
    for hour in hours:
        end = hour.start + timedelta(hours=1)
        assert hour.count == sum(hour.start <= t < end for t in times)
    starts = [hour.start for hour in hours]
    assert starts == sorted(set(starts))


def test_an_empty_hour_between_two_is_shown_but_not_the_night():
    assert by_hour([at(12, 7, 5), at(12, 9, 0), at(13, 8)]) == (
        Hour(at(12, 7), 1),
        Hour(at(12, 8), 0),
        Hour(at(12, 9), 1),
        Hour(at(13, 8), 1),
    )
