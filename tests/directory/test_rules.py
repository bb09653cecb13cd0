"""Rules of the directory: lives, names that mean one body, what cannot be."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.rules import (
    ABBREVIATIONS,
    Likeness,
    Named,
    Standing,
    answers,
    canonical_name,
    first_day_after,
    last_day,
    likeness,
    lives_during,
    lives_on,
    names_in,
    refusals,
    search_terms,
    short_day,
)

DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))
OPEN_DAYS = st.none() | DAYS
NAMES = st.text("abcdđ ỷUBNDxã", max_size=20)
REFORM = date(2025, 7, 1)


@pytest.mark.parametrize(("day", "text"), [(date(2025, 6, 30), "30/6/2025"), (REFORM, "1/7/2025")])
def test_a_day_in_a_name_has_no_leading_zeros(day: date, text: str) -> None:
    assert short_day(day) == text


def test_a_life_covers_its_first_day_and_not_its_end() -> None:
    assert lives_on(REFORM, None, REFORM)
    assert not lives_on(None, REFORM, REFORM)
    assert lives_on(None, REFORM, date(2025, 6, 30))


@given(DAYS)
def test_the_last_day_and_the_first_after_it_are_each_others_inverse(day: date) -> None:
    assert last_day(first_day_after(day)) == day


@given(OPEN_DAYS, OPEN_DAYS, DAYS, st.integers(1, 400))
def test_a_life_during_a_span_is_a_life_on_one_of_its_days(
    valid_from: date | None, valid_to: date | None, start: date, length: int
) -> None:
    if valid_from and valid_to and valid_from >= valid_to:
        return
    days = [start + timedelta(n) for n in range(length)]
    expected = any(lives_on(valid_from, valid_to, day) for day in days)
    assert lives_during(valid_from, valid_to, start, start + timedelta(length)) is expected


def test_open_spans_reach_every_life_on_their_side() -> None:
    assert lives_during(None, REFORM, None, date(2020, 1, 1))
    assert not lives_during(REFORM, None, None, REFORM)
    assert lives_during(REFORM, None, date(2030, 1, 1), None)
    assert not lives_during(None, REFORM, REFORM, None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Uỷ ban nhân dân xã Kiến Thụy", "UBND xã Kiến Thuỵ"),
        ("Trường Trung học phổ thông Kiến Thụy", "Trường THPT Kiến Thuỵ"),
        ("Ban Chỉ đạo vận động hiến máu tình nguyện", "BCĐ vận động HMTN"),
        ("Hội Chữ thập đỏ TP. Hải Phòng", "Hội CTĐ thành phố Hải Phòng"),
    ],
)
def test_long_forms_and_abbreviations_are_one_name(one: str, other: str) -> None:
    assert canonical_name(one) == canonical_name(other)


def test_an_abbreviation_inside_a_word_is_none() -> None:
    assert canonical_name("Hội thpta") == "hoi thpta"


@given(NAMES)
def test_the_canonical_name_is_settled(name: str) -> None:
    assert canonical_name(canonical_name(name)) == canonical_name(name)


def test_search_terms_offer_both_spellings() -> None:
    assert search_terms("Uỷ ban nhân dân xã") == [("ubnd", "uy ban nhan dan"), ("xa",)]
    assert all(spellings for spellings in search_terms(" ".join(ABBREVIATIONS) * 3))


def test_words_answer_a_label_that_holds_them_all() -> None:
    label = "Huyện Kiến Thuỵ, Hải Phòng (đến 30/6/2025)"
    assert answers("kien thuy", label)
    assert answers("Hải Phòng kiến", label)
    assert not answers("kien thuy lai chau", label)
    assert not answers("", label)


def test_a_typed_label_begins_with_its_name() -> None:
    assert names_in("Xã Kiến Thụy, Hải Phòng (từ 1/7/2025)")[0] == "xa kien thuy"
    assert "xa kien thuy, hai phong" in names_in("Xã Kiến Thụy, Hải Phòng (từ 1/7/2025)")
    assert "doi (ii)" in names_in("Đội (II)")
    assert names_in("") == names_in("  ") == []


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Named("UBND xã Kiến Thuỵ", 1, 9), Likeness.SAME_AREA),
        (Named("Uỷ ban nhân dân xã Kiến Thụy", 2, 9), Likeness.SAME_PROVINCE),
        (Named("UBND xã Kiến Thụy", 2, 8), None),
        (Named("UBND xã Kiến Thụy", 2, None), None),
        (Named("UBND xã Kiến Minh", 1, 9), None),
    ],
)
def test_likely_duplicates(other: Named, expected: Likeness | None) -> None:
    assert likeness(Named("UBND xã Kiến Thụy", 1, 9), other) is expected


@pytest.mark.parametrize(
    ("rule", "cell", "standing"),
    [
        ("ends-before-start", "valid_to", Standing(None, REFORM, REFORM)),
        ("parent-is-below", "parent", Standing(4, None, None, frozenset({3, 4}))),
        ("own-successor", "successors", Standing(4, None, REFORM, successors=(5, 4))),
        ("successor-without-end", "valid_to", Standing(4, None, None, successors=(5,))),
        (
            "area-outside-parent",
            "area",
            Standing(4, None, None, reaches=True, within_parent=False),
        ),
    ],
)
def test_what_cannot_be_is_named(rule: str, cell: str, standing: Standing) -> None:
    assert [(reason.rule, reason.cell) for reason in refusals(standing)] == [(rule, cell)]


def test_sentences_have_their_params() -> None:
    (reason,) = refusals(Standing(None, REFORM, date(2025, 6, 30)))
    assert (
        reason.sentence % reason.params
        == "The last day (29/6/2025) is before the first (1/7/2025)."
    )


def test_an_ordinary_organisation_is_not_refused() -> None:
    ended = Standing(4, date(2010, 1, 1), REFORM, frozenset({3}), (5,), True, True)
    assert refusals(ended) == []
    assert refusals(Standing(4, None, None, reaches=False, within_parent=False)) == []
