"""Measurements as they are typed: a value, a question, or a sentence."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.rules.drawing import (
    HAEMOGLOBIN,
    MEASUREMENTS,
    PULSE,
    SYSTOLIC,
    WEIGHT,
    Typed,
    pressures_refusal,
    read_measurement,
    read_pressures,
)
from words.numbers import format_number

kinds = st.sampled_from(sorted(MEASUREMENTS)).map(MEASUREMENTS.__getitem__)


def said(typed, of):
    read = read_measurement(typed, of)
    rule = read.reason.rule if read.reason else None
    return read.value, rule, bool(read.reason and read.reason.asks)


@pytest.mark.parametrize(
    ("typed", "of", "value", "rule"),
    [
        ("52", WEIGHT, "52", None),
        ("52,5", WEIGHT, "52.5", None),
        ("52.5", WEIGHT, "52.5", None),
        ("29", WEIGHT, None, "weight-impossible"),
        ("525", WEIGHT, None, "weight-impossible"),
        ("52,55", WEIGHT, None, "weight-decimals"),
        ("120", SYSTOLIC, "120", None),
        ("12", SYSTOLIC, "120", "systolic-in-another-unit"),
        ("1200", SYSTOLIC, None, "systolic-impossible"),
        ("72", PULSE, "72", None),
        ("7", PULSE, None, "pulse-impossible"),
        ("72,5", PULSE, None, "pulse-decimals"),
        ("125", HAEMOGLOBIN, "125", None),
        ("12,5", HAEMOGLOBIN, "125", "haemoglobin-in-another-unit"),
        ("12.5", HAEMOGLOBIN, "125", "haemoglobin-in-another-unit"),
        ("12,55", HAEMOGLOBIN, None, "haemoglobin-impossible"),
        ("2", HAEMOGLOBIN, None, "haemoglobin-impossible"),
        ("1.000", WEIGHT, None, "weight-impossible"),
        ("nặng", WEIGHT, None, "only-the-number"),
        ("-52", WEIGHT, None, "negative"),
    ],
)
def test_what_is_typed(typed, of, value, rule):
    expected = Decimal(value) if value else None
    asks = bool(rule and rule.endswith("another-unit"))
    assert said(typed, of) == (expected, rule, asks)


@given(kinds)
def test_an_empty_cell_is_not_measured(of):
    assert read_measurement("  ", of) == Typed()


@given(kinds, st.data())
def test_every_plausible_value_is_taken_as_it_is(of, data):
    value = data.draw(st.decimals(of.least, of.most, places=of.decimals))
    assert read_measurement(format_number(value), of) == Typed(value)


@given(st.text(), kinds)
def test_any_text_is_a_value_or_has_a_reason(text, of):
    read = read_measurement(text, of)
    assert read.value is None or of.least <= read.value <= of.most
    if read.reason:
        assert read.reason.sentence % {**read.reason.params}
        assert read.reason.asks == (read.value is not None)
    else:
        assert (read.value is None) == (not text.strip())


@pytest.mark.parametrize(
    ("typed", "systolic", "diastolic"),
    [
        ("120/80", 120, 80),
        (" 120 / 80 ", 120, 80),
        ("120-80", 120, 80),
        ("12/8", 120, 80),
        ("120", 120, None),
        ("", None, None),
    ],
)
def test_two_pressures_in_one_cell(typed, systolic, diastolic):
    one, other = read_pressures(typed)
    assert (one.value, other.value) == (systolic, diastolic)


def test_pressures_belong_together():
    assert pressures_refusal(Decimal(120), Decimal(80)) is None
    assert pressures_refusal(None, Decimal(80)) is None
    reason = pressures_refusal(Decimal(80), Decimal(120))
    assert reason is not None
    assert reason.rule == "diastolic-not-below-systolic"
