"""Bags, gifts and certificates come out even, or a sentence says what is missing."""

import contextlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.rules.balances import Balance, bag_reasons, balance, gift_reason, said, serial_reasons
from units.rules.serials import (
    NotSerials,
    SerialRange,
    count,
    joined,
    overlaps,
    read_serials,
    without,
)

volumes = st.dictionaries(st.sampled_from([250, 350, 450]), st.integers(0, 300))


ranges = st.builds(
    lambda prefix, ends: SerialRange(prefix, 3, min(ends), max(ends)),
    st.sampled_from(["", "HM"]),
    st.tuples(st.integers(0, 60), st.integers(0, 60)),
)
serials = st.lists(ranges, max_size=6)


def slow(ranges) -> Counter[tuple[str, int]]:
    """Every serial by itself."""
    return Counter((r.prefix, n) for r in ranges for n in range(r.first, r.last + 1))


@given(volumes, volumes, volumes, volumes)
def test_each_volume_is_brought_less_drawn_spoiled_and_taken_back(brought, drawn, spoiled, back):
    lines = balance(brought, drawn, spoiled, back)
    assert list(lines) == sorted({*brought, *drawn, *spoiled, *back})
    for volume, line in lines.items():
        if volume not in brought:
            assert line.difference is None
            continue
        left = brought[volume]
        for side in (drawn, spoiled, back):
            left -= side.get(volume, 0)
        assert line.difference == left
    for reason in bag_reasons(lines):
        assert reason.sentence % {**reason.params}


def test_two_bags_are_missing():
    [reason] = bag_reasons(balance({350: 200, 250: 10}, {350: 190, 250: 10}, {350: 3}, {350: 5}))
    assert (reason.rule, reason.params) == ("bags-missing", {"volume": "350", "count": "2"})


def test_more_drawn_than_brought_and_nobody_counted():
    reasons = bag_reasons(balance({350: 2}, {350: 3, 450: 1}, {}, {}))
    assert [reason.rule for reason in reasons] == ["bags-extra", "bags-not-counted"]


def test_gifts():
    assert gift_reason("áo mưa", Balance(100, 90, 0, 10)) is None
    reason = gift_reason("áo mưa", Balance(100, 90, 0, 7))
    assert reason is not None
    assert reason.params == {"label": "áo mưa", "count": "3"}
    assert gift_reason("áo mưa", Balance(None)) is None


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("0123456–0123655", ["0123456–0123655"]),
        ("0123456 - 0123655", ["0123456–0123655"]),
        ("0123456 đến 0123655", ["0123456–0123655"]),
        ("HM 0001-0010, HM0020", ["HM0001–HM0010", "HM0020"]),
        ("hm0001-0010;\nhm0012", ["HM0001–HM0010", "HM0012"]),
        ("0001 và 0003", ["0001", "0003"]),
        ("", []),
        (" , ", []),
    ],
)
def test_serials_as_people_write_them(typed, shown):
    assert [str(one) for one in read_serials(typed)] == shown


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("0123456–655", "serials-of-two-series"),
        ("A001–B010", "serials-of-two-series"),
        ("0010–0001", "serials-backward"),
        ("0001–0002–0003", "not-serials"),
        ("mười tờ", "not-serials"),
        ("000000001–999999999", "too-many-serials"),
        ("1" * 401, "serials-too-long"),
    ],
)
def test_what_is_no_serials(typed, rule):
    with pytest.raises(NotSerials) as refused:
        read_serials(typed)
    assert refused.value.rule == rule
    assert str(refused.value)


@given(st.text())
def test_any_text_is_serials_or_refused(typed):
    with contextlib.suppress(NotSerials):
        assert all(len(one) >= 1 for one in read_serials(typed))


@given(serials)
def test_ranges_are_read_back_as_they_are_shown(ranges):
    assert read_serials(", ".join(str(one) for one in ranges)) == ranges


@given(serials)
def test_joined_holds_the_same_serials_in_no_more_ranges(ranges):
    whole = joined(ranges)
    assert slow(whole) == Counter(set(slow(ranges)))
    assert len(whole) <= len(ranges)
    assert count(ranges) == len(set(slow(ranges)))


@given(serials)
def test_overlaps_are_the_serials_counted_twice(ranges):
    assert set(slow(overlaps(ranges))) == {n for n, times in slow(ranges).items() if times > 1}


@given(serials, serials)
def test_without_is_the_difference_of_the_sets(ranges, taken):
    assert set(slow(without(ranges, taken))) == set(slow(ranges)) - set(slow(taken))


@given(serials, serials, serials, serials)
def test_serials_come_out_even_exactly_when_each_is_in_one_place(brought, given_out, bad, back):
    reasons = serial_reasons(brought, given_out, bad, back)
    places = (
        Counter(given_out and slow(given_out)) + Counter(set(slow(bad))) + Counter(set(slow(back)))
    )
    even = (
        set(slow(brought)) == set(places)
        and max(places.values(), default=1) == 1
        and max(slow(brought).values(), default=1) == 1
    )
    assert even == (not reasons)
    for reason in reasons:
        assert reason.sentence % {**reason.params}


def test_missing_certificates_are_named():
    [reason] = serial_reasons(read_serials("001–010"), read_serials("001–004, 006–010"))
    assert reason.rule == "serials-missing"
    assert reason.params == {"serials": "005", "count": "1"}


def test_many_ranges_are_said_short():
    assert said(read_serials("1, 3, 5, 7, 9, 2")) == "1, 3, 5, 7, 9, …"
