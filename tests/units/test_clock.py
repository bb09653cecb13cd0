"""Hours as they are typed."""

from contextlib import suppress
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.rules.clock import NotAnHour, read_clock


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("9:05", time(9, 5)),
        ("9h05", time(9, 5)),
        ("9h", time(9)),
        ("9 giờ", time(9)),
        ("9 giờ 5 phút", time(9, 5)),
        ("14.30", time(14, 30)),
        ("905", time(9, 5)),
        ("0905", time(9, 5)),
        ("23:59", time(23, 59)),
        ("９：０５", time(9, 5)),
    ],
)
def test_usual_ways_of_writing(typed, hour):
    assert read_clock(typed) == hour


@pytest.mark.parametrize("typed", ["", "9", "24:00", "9:60", "9:5:1", "chín giờ", "2460", "x" * 99])
def test_what_is_none_is_refused(typed):
    with pytest.raises(NotAnHour) as refused:
        read_clock(typed)
    assert str(refused.value)


@given(st.times())
def test_what_pages_write_is_read_again(at):
    assert read_clock(f"{at:%H:%M}") == at.replace(second=0, microsecond=0)


@given(st.text(max_size=30))
def test_anything_is_an_hour_or_refused(text):
    with suppress(NotAnHour):
        read_clock(text)
