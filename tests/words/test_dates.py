"""Days and periods as typed: understood as a Vietnamese clerk means them, or refused."""

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from words.dates import Days, NotADay, Span, bounds, format_day, format_when, parse_day, parse_when
from words.folding import fold
from words.sentences import quoted

days = st.dates(date(1900, 1, 2), date(2100, 12, 30))

ONE_DAY = [
    ("30/11/2024", date(2024, 11, 30)),
    (" 30/11/2024 ", date(2024, 11, 30)),
    ("30-11-2024", date(2024, 11, 30)),
    ("30–11–2024", date(2024, 11, 30)),
    ("30.11.2024", date(2024, 11, 30)),
    ("30 / 11 / 2024", date(2024, 11, 30)),
    ("30/11/２０２４", date(2024, 11, 30)),
    ("1/7/2025", date(2025, 7, 1)),
    ("05/12/2026", date(2026, 12, 5)),
    ("29/02/2024", date(2024, 2, 29)),
    ("ngày 30/11/2024", date(2024, 11, 30)),
    ("Ngày 30 tháng 11 năm 2024", date(2024, 11, 30)),
    ("30 tháng 11 năm 2024", date(2024, 11, 30)),
    ("30 thang 11 nam 2024", date(2024, 11, 30)),
    ("30 tháng 11, 2024", date(2024, 11, 30)),
    ("30/11 năm 2024", date(2024, 11, 30)),
    ("2024-11-30", date(2024, 11, 30)),
    ("2024/11/30", date(2024, 11, 30)),
]

SEVERAL_DAYS = [
    ("5-7/12/2024", date(2024, 12, 5), date(2024, 12, 7)),
    ("5–7/12/2024", date(2024, 12, 5), date(2024, 12, 7)),
    ("5 - 7 / 12 / 2024", date(2024, 12, 5), date(2024, 12, 7)),
    ("ngày 5-7/12/2024", date(2024, 12, 5), date(2024, 12, 7)),
    ("5-7 tháng 12 năm 2024", date(2024, 12, 5), date(2024, 12, 7)),
    ("từ 5 đến 7/12/2024", date(2024, 12, 5), date(2024, 12, 7)),
    ("từ ngày 5 đến hết ngày 7/12/2024", date(2024, 12, 5), date(2024, 12, 7)),
    ("từ 5/12 đến 7/12/2024", date(2024, 12, 5), date(2024, 12, 7)),
    ("từ 5/12/2024 đến 7/12/2024", date(2024, 12, 5), date(2024, 12, 7)),
    ("tu ngay 5/12/2024 toi ngay 7/12/2024", date(2024, 12, 5), date(2024, 12, 7)),
    ("30/11-1/12/2024", date(2024, 11, 30), date(2024, 12, 1)),
    ("30/11–01/12/2024", date(2024, 11, 30), date(2024, 12, 1)),
    ("30/11/2024 - 01/12/2024", date(2024, 11, 30), date(2024, 12, 1)),
    ("30-11-2024 - 01-12-2024", date(2024, 11, 30), date(2024, 12, 1)),
    ("31/12/2024–01/01/2025", date(2024, 12, 31), date(2025, 1, 1)),
]

SPANS = [
    ("tháng 11/2024", date(2024, 11, 1), date(2024, 12, 1)),
    ("thang 11/2024", date(2024, 11, 1), date(2024, 12, 1)),
    ("trong tháng 12 năm 2024", date(2024, 12, 1), date(2025, 1, 1)),
    ("11/2024", date(2024, 11, 1), date(2024, 12, 1)),
    ("11-2024", date(2024, 11, 1), date(2024, 12, 1)),
    ("quý IV/2024", date(2024, 10, 1), date(2025, 1, 1)),
    ("Quý 4 năm 2024", date(2024, 10, 1), date(2025, 1, 1)),
    ("quy i 2025", date(2025, 1, 1), date(2025, 4, 1)),
    ("năm 2025", date(2025, 1, 1), date(2026, 1, 1)),
    ("2025", date(2025, 1, 1), date(2026, 1, 1)),
    ("nửa đầu 2025", date(2025, 1, 1), date(2025, 7, 1)),
    ("nửa đầu năm 2025", date(2025, 1, 1), date(2025, 7, 1)),
    ("6 tháng đầu năm 2025", date(2025, 1, 1), date(2025, 7, 1)),
    ("sáu tháng đầu năm 2025", date(2025, 1, 1), date(2025, 7, 1)),
    ("nửa cuối 2025", date(2025, 7, 1), date(2026, 1, 1)),
    ("nửa sau năm 2025", date(2025, 7, 1), date(2026, 1, 1)),
    ("6 tháng cuối năm 2025", date(2025, 7, 1), date(2026, 1, 1)),
    ("2025, sau 30/6", date(2025, 7, 1), date(2026, 1, 1)),
    ("năm 2025, sau ngày 30/6", date(2025, 7, 1), date(2026, 1, 1)),
    ("2025, sau 30 tháng 6", date(2025, 7, 1), date(2026, 1, 1)),
    ("2025, trước 1/7", date(2025, 1, 1), date(2025, 7, 1)),
    ("sau 30/6/2025", date(2025, 7, 1), None),
    ("sau ngày 30 tháng 6 năm 2025", date(2025, 7, 1), None),
    ("sau tháng 6/2025", date(2025, 7, 1), None),
    ("trước 1/7/2025", None, date(2025, 7, 1)),
    ("trước năm 2025", None, date(2025, 1, 1)),
    ("trong khoảng 05/12/2024–07/12/2024", date(2024, 12, 5), date(2024, 12, 8)),
]

REFUSED = [
    ("", "empty"),
    (" \t", "empty"),
    ("30/11/24", "four-digit-year"),
    ("30/11/024", "four-digit-year"),
    ("30/11/20245", "four-digit-year"),
    ("tháng 11/24", "four-digit-year"),
    ("năm 24", "four-digit-year"),
    ("30-11", "year-missing"),
    ("30/11", "year-missing"),
    ("ngày 30 tháng 11", "year-missing"),
    ("5-7/12", "year-missing"),
    ("30/11-1/12", "year-missing"),
    ("tháng 11", "year-missing"),
    ("quý IV", "year-missing"),
    ("nửa đầu năm", "year-missing"),
    ("sau 30/6", "year-missing"),
    ("11/24", "year-missing"),
    ("12/31/2024", "no-such-month"),
    ("13/2024", "no-such-month"),
    ("1/0/2024", "no-such-month"),
    ("2024-30-11", "no-such-month"),
    ("31/02/2024", "no-such-day"),
    ("29/02/2025", "no-such-day"),
    ("0/1/2025", "no-such-day"),
    ("2025, sau 31/6", "no-such-day"),
    ("1/1/1899", "year-out-of-range"),
    ("1/1/2101", "year-out-of-range"),
    ("0000", "year-out-of-range"),
    ("quý 5/2024", "no-such-quarter"),
    ("quý 0/2024", "no-such-quarter"),
    ("7-5/12/2024", "last-day-before-first"),
    ("01/12/2024 - 30/11/2024", "last-day-before-first"),
    ("30/12-02/01/2025", "last-day-before-first"),
    ("trong khoảng 07/12/2024–05/12/2024", "last-day-before-first"),
    ("2025, sau 31/12", "no-day-left"),
    ("2025, trước 1/1", "no-day-left"),
    ("5-7/2024", "not-a-time"),
    ("5-7.2024", "not-a-time"),
    ("5-7 2024", "not-a-time"),
    ("5-7-12-2024", "not-a-time"),
    ("1-2-3/12/2024", "not-a-time"),
    ("11 2024", "not-a-time"),
    ("30 11 2024", "not-a-time"),
    ("30112024", "not-a-time"),
    ("345", "not-a-time"),
    ("hôm qua", "not-a-time"),
    ("đầu năm 2025", "not-a-time"),
    ("từ 1/7/2025", "not-a-time"),
    ("sau sau 30/6/2025", "not-a-time"),
    ("sau 2025, sau 30/6/2025", "not-a-time"),
    ("1²/12/2024", "not-a-time"),
    ("㉑/12/2024", "not-a-time"),
    ("٣٠/١١/٢٠٢٤", "not-a-time"),
    ("sau " * 500 + "2025", "not-a-time"),
]


@pytest.mark.parametrize(("typed", "day"), ONE_DAY)
def test_one_day(typed, day):
    assert parse_day(typed) == day
    assert parse_when(typed) == Days(day, day)


@pytest.mark.parametrize(("typed", "first", "last"), SEVERAL_DAYS)
def test_several_days(typed, first, last):
    assert parse_when(typed) == Days(first, last)


@pytest.mark.parametrize(("typed", "start", "end"), SPANS)
def test_spans(typed, start, end):
    assert parse_when(typed) == Span(start, end)


@pytest.mark.parametrize(("typed", "rule"), REFUSED)
def test_refused(typed, rule):
    with pytest.raises(NotADay) as refused:
        parse_when(typed)
    assert refused.value.rule == rule
    assert "%(" not in str(refused.value)
    assert len(str(refused.value)) < 250


@pytest.mark.parametrize("typed", [typed for typed, *_ in SEVERAL_DAYS + SPANS])
def test_where_one_day_is_asked_others_are_refused(typed):
    with pytest.raises(NotADay) as refused:
        parse_day(typed)
    assert refused.value.rule == "one-day-only"


@pytest.mark.parametrize(
    ("typed", "rule"),
    [("hôm qua", "not-a-day"), ("", "empty"), ("30-11", "year-missing")],
)
def test_a_day_that_is_none(typed, rule):
    with pytest.raises(NotADay) as refused:
        parse_day(typed)
    assert refused.value.rule == rule


def test_a_refusal_quotes_what_was_typed_and_what_is_wrong():
    with pytest.raises(NotADay, match="There is no month 31"):
        parse_when("12/31/2024")
    with pytest.raises(NotADay, match="Month 02/2024 has no day 31"):
        parse_when("31/2/2024")
    with pytest.raises(NotADay, match=r"\(30/11/2024\).*\(01/12/2024\)"):
        parse_when("01/12/2024 - 30/11/2024")
    with pytest.raises(NotADay, match="“Sau tháng 6” has no year"):
        parse_when("Sau  tháng 6")


@given(days, st.sampled_from(["{:02}/{:02}/{}", "{}/{}/{}", "{}-{}-{}", "{}.{}.{}"]))
def test_day_comes_before_month(day, pattern):
    assert parse_day(pattern.format(day.day, day.month, day.year)) == day


@given(days)
def test_iso_and_written_days_are_read_back(day):
    assert parse_day(day.isoformat()) == parse_day(format_day(day)) == day


@given(days, days)
def test_the_wording_of_days_is_read_back(one, other):
    when = Days(min(one, other), max(one, other))
    assert parse_when(format_when(when)) == when
    assert parse_when(fold(format_when(when))) == when


@given(days, st.integers(0, 40))
def test_the_wording_of_few_days_is_read_back(first, more):
    assume(first.year < 2100)
    when = Days(first, first + timedelta(days=more))
    assert parse_when(format_when(when)) == when
    assert parse_when(unicodedata.normalize("NFD", format_when(when))) == when


month_starts = st.builds(date, st.integers(1901, 2100), st.integers(1, 12), st.just(1))


@given(st.one_of(st.none(), days, month_starts), st.one_of(st.none(), days, month_starts))
def test_the_wording_of_a_span_is_read_back(one, other):
    assume(one or other)
    start, end = (min(one, other), max(one, other)) if one and other else (one, other)
    assume(start != end)
    when = Span(start, end)
    assert parse_when(format_when(when)) == when
    assert parse_when(fold(format_when(when)).upper()) == when
    assert format_when(when, language="en").isascii()


@given(st.text(max_size=40) | st.text(alphabet="0123456789/-. nămthgquýsađế", max_size=20))
def test_any_text_is_understood_or_refused(typed):
    try:
        when = parse_when(typed)
    except NotADay as refused:
        sentence = str(refused)
    else:
        sentence = format_when(when)
        assert parse_when(sentence) == when
    assert sentence
    assert "%(" not in sentence.replace(quoted(typed), "")


@pytest.mark.parametrize(
    ("when", "vietnamese", "english"),
    [
        (Days(date(2024, 11, 30), date(2024, 11, 30)), "30/11/2024", "30/11/2024"),
        (Days(date(2024, 12, 5), date(2024, 12, 7)), "5–7/12/2024", "5–7/12/2024"),
        (Days(date(2024, 11, 30), date(2024, 12, 1)), "30/11–01/12/2024", "30/11–01/12/2024"),
        (
            Days(date(2024, 12, 31), date(2025, 1, 1)),
            "31/12/2024–01/01/2025",
            "31/12/2024–01/01/2025",
        ),
        (Days(date(2024, 11, 1), date(2024, 11, 30)), "1–30/11/2024", "1–30/11/2024"),
        (Span(date(2024, 11, 1), date(2024, 12, 1)), "tháng 11/2024", "November 2024"),
        (Span(date(2024, 12, 1), date(2025, 1, 1)), "tháng 12/2024", "December 2024"),
        (Span(date(2024, 10, 1), date(2025, 1, 1)), "quý IV/2024", "Q4 2024"),
        (Span(date(2024, 4, 1), date(2024, 7, 1)), "quý II/2024", "Q2 2024"),
        (Span(date(2025, 1, 1), date(2026, 1, 1)), "năm 2025", "2025"),
        (Span(date(2025, 1, 1), date(2025, 7, 1)), "nửa đầu năm 2025", "first half of 2025"),
        (Span(date(2025, 7, 1), date(2026, 1, 1)), "2025, sau 30/6", "2025, after 30/6"),
        (Span(date(2025, 1, 1), date(2025, 9, 2)), "2025, trước 2/9", "2025, before 2/9"),
        (Span(date(2025, 7, 1), None), "sau 30/06/2025", "after 30/06/2025"),
        (Span(None, date(2025, 7, 1)), "trước 01/07/2025", "before 01/07/2025"),
        (
            Span(date(2024, 12, 5), date(2024, 12, 8)),
            "trong khoảng 05/12/2024–07/12/2024",
            "between 05/12/2024 and 07/12/2024",
        ),
    ],
)
def test_format_when(when, vietnamese, english):
    assert format_when(when) == vietnamese
    assert format_when(when, language="en") == english


def test_an_unknown_time_is_worded_by_the_caller():
    assert format_when(None) == ""
    assert format_when(None, none="chưa rõ") == "chưa rõ"


def test_bounds_are_half_open():
    assert bounds(parse_when("5-7/12/2024")) == (date(2024, 12, 5), date(2024, 12, 8))
    assert bounds(parse_when("sau 30/6/2025")) == (date(2025, 7, 1), None)


def test_impossible_values_cannot_be_made():
    with pytest.raises(ValueError, match="before the first"):
        Days(date(2024, 12, 2), date(2024, 12, 1))
    with pytest.raises(ValueError, match="not after its start"):
        Span(date(2024, 12, 1), date(2024, 12, 1))
    with pytest.raises(ValueError, match="needs a start or an end"):
        Span(None, None)
