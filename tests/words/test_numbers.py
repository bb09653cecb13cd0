"""Numbers as typed: understood as a Vietnamese clerk means them, or refused with the reason."""

import pickle
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from words.numbers import NotANumber, format_number, parse_number, split_qualifier
from words.sentences import quoted

UNDERSTOOD = [
    ("345", "345"),
    (" 345 ", "345"),
    ("\t345\r\n", "345"),
    ("\ufeff345", "345"),
    ("0", "0"),
    ("0345", "345"),
    ("1.000", "1000"),
    ("1 000", "1000"),
    ("1\u00a0000", "1000"),
    ("1\u202f000", "1000"),
    ("1\u2009748\u2009935", "1748935"),
    ("１２", "12"),
    ("１．０００", "1000"),
    ("39.660", "39660"),
    ("1.748.935", "1748935"),
    ("168,8", "168.8"),
    ("168,80", "168.8"),
    ("1.000,5", "1000.5"),
    ("1 000,5", "1000.5"),
    ("1.000,500", "1000.5"),
    ("0,5", "0.5"),
    ("0,125", "0.125"),
    ("1234,567", "1234.567"),
    ("9999999999", "9999999999"),
    ("9.999.999.999,9", "9999999999.9"),
]

REFUSED = [
    ("", "empty"),
    ("  ", "empty"),
    ("1,000", "one-or-thousand"),
    ("012,345", "one-or-thousand"),
    ("1.5", "decimal-point"),
    ("12.34", "decimal-point"),
    ("10.00", "decimal-point"),
    ("1.0000", "decimal-point"),
    ("0.345", "decimal-point"),
    ("012.345", "decimal-point"),
    ("1234.567", "decimal-point"),
    (".5", "decimal-point"),
    ("1,000.5", "english-style"),
    ("1,000,000", "english-style"),
    ("1 00", "groups"),
    ("1  000", "groups"),
    ("0912 345 678", "groups"),
    ("1.000 000", "groups"),
    ("1.00.000", "groups"),
    ("1.000.5", "groups"),
    ("1, 5", "groups"),
    (",5", "groups"),
    ("345.", "groups"),
    ("345,", "groups"),
    ("1,5,5", "groups"),
    ("-5", "negative"),
    ("- 5", "negative"),
    ("−5", "negative"),
    ("–1.000", "negative"),
    ("abc", "only-the-number"),
    ("12 người", "only-the-number"),
    ("2 nghìn", "only-the-number"),
    ("1e5", "only-the-number"),
    ("0x10", "only-the-number"),
    ("NaN", "only-the-number"),
    ("Infinity", "only-the-number"),
    ("1_000", "only-the-number"),
    ("1\t000", "only-the-number"),
    ("12\n13", "only-the-number"),
    ("+5", "only-the-number"),
    ("1.000+", "only-the-number"),
    ("<5", "only-the-number"),
    ("50%", "only-the-number"),
    ("trên 1.000", "only-the-number"),
    (".", "only-the-number"),
    ("-", "only-the-number"),
    ("450-500", "range"),
    ("1.000 – 1.200", "range"),
    ("١٢", "other-digits"),
    ("१२", "other-digits"),
    ("5²", "other-digits"),
    ("12345678901", "too-many-digits"),
    ("079204001234", "too-many-digits"),
    ("12.345.678.901", "too-many-digits"),
    ("1" * 5000, "too-many-digits"),
    ("1." + "1" * 5000, "too-many-digits"),
    ("1," + "1" * 5000, "too-many-digits"),
]


@pytest.mark.parametrize(("typed", "number"), UNDERSTOOD)
def test_understood(typed, number):
    assert parse_number(typed) == Decimal(number)


@pytest.mark.parametrize(("typed", "rule"), REFUSED)
def test_refused(typed, rule):
    with pytest.raises(NotANumber) as refused:
        parse_number(typed)
    assert refused.value.rule == rule
    assert "%(" not in str(refused.value)
    assert len(str(refused.value)) < 250


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("1,000", {"fraction": "1", "whole": "1.000"}),
        ("1,234", {"fraction": "1,2340", "whole": "1.234"}),
        ("1.5", {"fraction": "1,5", "whole": "15"}),
        ("12.34", {"fraction": "12,34", "whole": "1.234"}),
        ("0.345", {"fraction": "0,345", "whole": "345"}),
        ("1.0000", {"fraction": "1", "whole": "10.000"}),
        (".5", {"fraction": "0,5", "whole": "5"}),
        ("1,000.5", {"suggestion": "1.000,5"}),
        ("1,000,000", {"suggestion": "1.000.000"}),
    ],
)
def test_a_refusal_shows_the_possible_readings(typed, readings):
    with pytest.raises(NotANumber) as refused:
        parse_number(typed)
    params = refused.value.params
    assert params == {"typed": typed, **readings}
    for reading in readings.values():
        assert reading in str(refused.value)
        parse_number(reading)


def test_a_refusal_can_be_pickled():
    with pytest.raises(NotANumber) as refused:
        parse_number("1,000")
    again = pickle.loads(pickle.dumps(refused.value))  # noqa: S301 - made on the line itself
    assert (again.rule, str(again)) == (refused.value.rule, str(refused.value))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (345, "345"),
        (1000, "1.000"),
        (1748935, "1.748.935"),
        (Decimal("168.8"), "168,8"),
        (Decimal("168.80"), "168,8"),
        (Decimal("345.0"), "345"),
        (Decimal("1E+3"), "1.000"),
        (Decimal("1000.5"), "1.000,5"),
        (Decimal("0.05"), "0,05"),
        (Decimal("1.234"), "1,2340"),
        (Decimal("-0"), "0"),
        (Decimal("-0.0"), "0"),
        (-1000, "-1.000"),
    ],
)
def test_format_number(value, written):
    assert format_number(value) == written


@given(st.decimals(min_value=0, max_value=9999999999, places=4) | st.integers(0, 9999999999))
@example(Decimal("1.234"))
@example(Decimal("999.999"))
def test_what_is_written_is_read_back(value):
    assert parse_number(format_number(value)) == value


@given(st.integers(0, 9999999999), st.sampled_from([".", " ", "\u00a0", "\u202f"]))
def test_groups_may_be_parted_by_points_or_spaces(value, separator):
    assert parse_number(f"{value:,}".replace(",", separator)) == value


@given(st.text(alphabet="0123456789., ", max_size=12))
@example("1,000")
def test_no_number_has_a_second_reading(typed):
    """Whatever is accepted keeps every digit, and a lone group of three is never a fraction."""
    try:
        number = parse_number(typed)
    except NotANumber:
        return
    whole, _, fraction = typed.strip().partition(",")
    digits = whole.replace(".", "").replace(" ", "")
    assert number == Decimal(f"{digits}.{fraction or 0}")
    if len(fraction) == 3 and "." not in whole and " " not in whole:
        assert len(whole) > 3 or int(whole) == 0


def assert_said_whole(sentence, typed):
    assert sentence
    assert "%(" not in sentence.replace(quoted(typed), "")


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused(typed):
    try:
        number = parse_number(typed)
    except NotANumber as refused:
        number = Decimal(0)
        assert_said_whole(str(refused), typed)
    assert number >= 0
    assert number.is_finite()


@pytest.mark.parametrize(
    ("typed", "qualifier", "rest"),
    [
        ("trên 1.000", "over", "1.000"),
        ("Trên 1.000", "over", "1.000"),
        ("TRÊN 1.000", "over", "1.000"),
        ("tren 1.000", "over", "1.000"),
        (unicodedata.normalize("NFD", "trên 1.000"), "over", "1.000"),
        ("trên1.000", "over", "1.000"),
        ("  hơn \u00a0 450", "over", "450"),
        ("over 450", "over", "450"),
        ("more  than 450", "over", "450"),
        (">450", "over", "450"),
        ("> 450", "over", "450"),
        ("gần 450", "nearly", "450"),
        ("nearly 450", "nearly", "450"),
        ("khoảng 450", "about", "450"),
        ("chừng 450", "about", "450"),
        ("độ 450", "about", "450"),
        ("about 450", "about", "450"),
        ("~450", "about", "450"),
        ("dự kiến 500", "forecast", "500"),
        ("du kien 500", "forecast", "500"),
        ("forecast 500", "forecast", "500"),
        ("đúng 345", "exact", "345"),
        ("exactly 345", "exact", "345"),
        ("345", None, "345"),
        ("độc 450", None, "độc 450"),
        ("dưới 450", None, "dưới 450"),
        ("trên", "over", ""),
        ("", None, ""),
        ("< 5", None, "< 5"),
        ("1.000+", None, "1.000+"),
        ("trên gần 5", "over", "gần 5"),
        ("dự, kiến 5", None, "dự, kiến 5"),
    ],
)
def test_split_qualifier(typed, qualifier, rest):
    assert split_qualifier(typed) == (qualifier, rest)


@pytest.mark.parametrize("typed", ["trên gần 5", ">=5", "< 5", "≥ 5", "dưới 450", "không dưới 9"])
def test_words_that_are_not_known_end_in_a_refusal(typed):
    _, rest = split_qualifier(typed)
    with pytest.raises(NotANumber):
        parse_number(rest)


@given(st.text(max_size=20))
def test_splitting_never_touches_a_digit(typed):
    _, rest = split_qualifier(typed)
    kept = unicodedata.normalize("NFC", typed)
    assert [c for c in rest if c.isdigit()] == [c for c in kept if c.isdigit()]
