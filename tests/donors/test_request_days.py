"""By when a donor's request is answered, and when a file may be erased."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donors.rules.requests import (
    DUE_WITHIN,
    RequestKind,
    acknowledge_by,
    due_on,
    erasure_allowed,
)

days = st.dates(date(2026, 1, 1), date(2036, 12, 31))


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (date(2026, 11, 23), date(2026, 11, 25)),  # Monday
        (date(2026, 11, 26), date(2026, 11, 30)),  # Thursday
        (date(2026, 11, 27), date(2026, 12, 1)),  # Friday
        (date(2026, 11, 28), date(2026, 12, 1)),  # Saturday
        (date(2026, 11, 29), date(2026, 12, 1)),  # Sunday
    ],
)
def test_two_working_days_to_acknowledge(received, expected):
    assert acknowledge_by(received) == expected


def test_holidays_do_not_count():
    tet = {date(2027, 2, day) for day in range(4, 11)}
    assert acknowledge_by(date(2027, 2, 3), tet) == date(2027, 2, 12)


@given(days, st.sets(st.dates(date(2026, 1, 1), date(2036, 12, 31)), max_size=20))
def test_exactly_two_working_days_lie_behind(received, holidays):
    day = acknowledge_by(received, holidays)
    working = [
        d
        for n in range(1, (day - received).days + 1)
        if (d := received + timedelta(days=n)).isoweekday() <= 5 and d not in holidays
    ]
    assert len(working) == 2
    assert working[-1] == day


def test_each_kind_has_its_due_day():
    assert set(DUE_WITHIN) == set(RequestKind)
    for kind in RequestKind:
        assert due_on(kind, date(2026, 11, 22)) == date(2026, 12, 7)


def test_a_file_is_kept_ten_years_from_its_last_fact():
    last = date(2026, 11, 22)
    assert erasure_allowed(last, date(2036, 11, 21)) == (False, date(2036, 11, 22))
    assert erasure_allowed(last, date(2036, 11, 22)) == (True, date(2036, 11, 22))
    assert erasure_allowed(date(2028, 2, 29), date(2038, 2, 28)) == (False, date(2038, 3, 1))


def test_a_file_without_facts_may_go_at_once():
    assert erasure_allowed(None, date(2026, 11, 22)) == (True, None)


@given(days, days)
def test_once_allowed_an_erasure_stays_allowed(last, day):
    allowed, from_day = erasure_allowed(last, day)
    assert from_day is not None
    assert allowed == (day >= from_day)
    assert erasure_allowed(last, from_day).allowed
