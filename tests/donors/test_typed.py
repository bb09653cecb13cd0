"""What clerks type of a person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donors.rules.people import Sex
from donors.rules.typed import (
    BLOOD_GROUPS,
    Birth,
    NotTyped,
    is_tick,
    read_birth,
    read_blood_group,
    read_sex,
    read_sex_columns,
    read_volume,
)
from tests.donors.outcomes import outcome
from words.sentences import NotUnderstood

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "day", "year"),
    [
        ("05/12/1990", date(1990, 12, 5), 1990),
        ("5/12/1990", date(1990, 12, 5), 1990),
        ("5.12.1990", date(1990, 12, 5), 1990),
        ("5-12-1990", date(1990, 12, 5), 1990),
        ("1990-12-05", date(1990, 12, 5), 1990),
        ("05121990", date(1990, 12, 5), 1990),
        (" 05/12/1990\r\n", date(1990, 12, 5), 1990),
        ("12/1990", None, 1990),
        ("tháng 12/1990", None, 1990),
        ("1990", None, 1990),
        ("năm 1990", None, 1990),
        ("22/11/2026", TODAY, 2026),
        ("2026", None, 2026),
    ],
)
def test_a_birth_is_a_day_or_a_year(typed, day, year):
    assert read_birth(typed, today=TODAY) == Birth(day, year)


def test_an_empty_birth_is_unknown():
    assert read_birth("  ", today=TODAY) is None


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("23/11/2026", "birth-to-come"),
        ("2027", "birth-to-come"),
        ("12/2026", None),
        ("05/12/90", "four-digit-year"),
        ("90", "not-a-time"),
        ("12/05", "year-missing"),
        ("30/02/1990", "no-such-day"),
        ("12/25/1990", "no-such-month"),
        ("quý I/1990", "not-a-birth"),
        ("5–7/12/1990", "not-a-birth"),
        ("sau 1990", "not-a-birth"),
        ("20051205", "year-out-of-range"),
        ("01011890", "year-out-of-range"),
        ("=TODAY()", "not-a-time"),
        ("x" * 4000, "not-a-time"),
        ("33212", "not-a-time"),
    ],
)
def test_what_is_no_birth_is_refused_with_a_reason(typed, rule):
    if rule is None:
        assert read_birth(typed, today=TODAY) == Birth(None, 2026)
        return
    with pytest.raises(NotUnderstood) as refused:
        read_birth(typed, today=TODAY)
    assert refused.value.rule == rule


def test_a_refusal_quotes_what_was_typed():
    with pytest.raises(NotUnderstood) as refused:
        read_birth("05121990 Hà", today=TODAY)
    assert refused.value.params["typed"] == "05121990 Hà"


@given(st.dates(date(1900, 1, 1), TODAY))
def test_any_day_until_today_is_read_back(day):
    assert read_birth(f"{day:%d/%m/%Y}", today=TODAY) == Birth(day, day.year)
    assert read_birth(f"{day:%d%m%Y}", today=TODAY) == Birth(day, day.year)


@given(st.text(max_size=40))
def test_any_birth_is_read_or_refused(typed):
    birth = outcome(lambda: read_birth(typed, today=TODAY))
    if isinstance(birth, Birth):
        assert birth.year <= TODAY.year
        assert birth.day is None or birth.day <= TODAY
    else:
        assert birth is None or str(birth)


@pytest.mark.parametrize(
    ("typed", "sex"),
    [
        ("Nam", Sex.MALE),
        ("NAM ", Sex.MALE),
        ("Nữ", Sex.FEMALE),
        ("nu", Sex.FEMALE),
        ("M", Sex.MALE),
        ("f", Sex.FEMALE),
        ("", None),
    ],
)
def test_a_sex_is_a_word(typed, sex):
    assert read_sex(typed) == sex


@pytest.mark.parametrize("typed", ["x", "1", "nam nữ", "khác", "=1"])
def test_what_is_no_sex_is_refused(typed):
    with pytest.raises(NotTyped) as refused:
        read_sex(typed)
    assert refused.value.rule == "not-a-sex"


@pytest.mark.parametrize(
    ("men", "women", "expected"),
    [
        ("x", "", (Sex.MALE, "")),
        ("", "X", (Sex.FEMALE, "")),
        ("1990", "", (Sex.MALE, "1990")),
        (" ", "05/12/1990", (Sex.FEMALE, "05/12/1990")),
        ("", "", (None, "")),
    ],
)
def test_the_filled_column_says_the_sex(men, women, expected):
    assert read_sex_columns(men, women) == expected


def test_two_filled_columns_are_refused():
    with pytest.raises(NotTyped) as refused:
        read_sex_columns("1990", "x")
    assert refused.value.rule == "both-sexes"


def test_ticks():
    assert all(is_tick(sign) for sign in ("x", "X", " ✓ ", "v"))
    assert not any(is_tick(sign) for sign in ("", "250", "o"))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("O+", "O+"), ("o +", "O+"), ("O Rh+", "O+"), ("ORh+", "O+"), ("O Rh (+)", "O+"),
        ("O(+)", "O+"), ("0+", "O+"), ("O dương", "O+"), ("O DƯƠNG TÍNH", "O+"),
        ("O Rh(D)+", "O+"), ("O RhD dương", "O+"), ("nhóm O", "O"), ("Nhóm máu O, Rh+", "O+"),
        ("AB-", "AB-"), ("AB–", "AB-"), ("AB âm", "AB-"), ("A Rh âm tính", "A-"),
        ("B negative", "B-"), ("A", "A"), ("ab", "AB"), ("", None), ("  ", None),
        ("A Rh (D) +", "A+"),
    ],
)  # fmt: skip
def test_a_blood_group_is_read_as_it_is_written(typed, code):
    assert read_blood_group(typed) == code
    assert code is None or code in BLOOD_GROUPS


@pytest.mark.parametrize("typed", ["C", "A+B", "O x", "ABO", "x", "+", "O++", "chưa rõ", "250"])
def test_what_is_no_blood_group_is_refused(typed):
    with pytest.raises(NotTyped) as refused:
        read_blood_group(typed)
    assert refused.value.rule == "not-a-blood-group"


def test_every_code_reads_back():
    for code in BLOOD_GROUPS:
        assert read_blood_group(code) == code


@given(st.text("ABO0+-() rhRHdâmương", max_size=12))
def test_any_blood_group_is_read_or_refused(typed):
    code = outcome(lambda: read_blood_group(typed))
    assert code is None or isinstance(code, NotTyped) or code in BLOOD_GROUPS


@pytest.mark.parametrize(
    ("typed", "column", "volume"),
    [
        ("250", None, 250),
        ("350 ml", None, 350),
        ("350ML", None, 350),
        ("450cc", None, 450),
        ("120", None, 120),
        ("x", 350, 350),
        ("1", 450, 450),
        ("250", 250, 250),
        ("", 250, None),
        ("", None, None),
    ],
)
def test_a_volume_is_a_number_or_a_tick_in_its_column(typed, column, volume):
    assert read_volume(typed, column=column) == volume


@pytest.mark.parametrize(
    ("typed", "column", "rule"),
    [
        ("x", None, "only-the-number"),
        ("0", None, "not-a-volume"),
        ("2500", None, "not-a-volume"),
        ("250,5", None, "not-a-volume"),
        ("350", 250, "other-volume"),
        ("=250", None, "only-the-number"),
        ("-250", None, "negative"),
        ("2 túi", 250, "only-the-number"),
    ],
)
def test_what_is_no_volume_is_refused_with_a_reason(typed, column, rule):
    with pytest.raises(NotUnderstood) as refused:
        read_volume(typed, column=column)
    assert refused.value.rule == rule


@given(st.text(max_size=30), st.sampled_from([None, 250, 350, 450]))
def test_any_volume_is_read_or_refused(typed, column):
    volume = outcome(lambda: read_volume(typed, column=column))
    if isinstance(volume, int):
        assert 0 < volume <= 1000
    else:
        assert volume is None or str(volume)
