"""Numbers of identity papers: understood, refused, masked; what a card's code says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donors.rules.papers import (
    CccdFacts,
    NotAPaper,
    PaperKind,
    disagreements,
    hint,
    masked,
    masked_hint,
    normalise,
    read_card_code,
    read_cccd,
)
from donors.rules.people import Sex
from tests.donors.outcomes import outcome

K = PaperKind


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (K.CCCD, "031095001234", "031095001234"),
        (K.CCCD, " 031 095 001 234\r\n", "031095001234"),
        (K.CCCD, "031.095.001.234", "031095001234"),
        (K.CCCD, "０３１０９５００１２３４", "031095001234"),
        (K.CMND, "031 234 567", "031234567"),
        (K.PASSPORT, "b1234567", "B1234567"),
        (K.PASSPORT, "C 1234567", "C1234567"),
        (K.MILITARY, "12-345-678", "12345678"),
        (K.POLICE, "123-456", "123456"),
        (K.DRIVING, "310123456789", "310123456789"),
        (K.STUDENT, "b21dccn123", "B21DCCN123"),
        (K.WORK, "NV/0012", "NV/0012"),
        (K.DONOR_CARD, "HM 0034521", "HM0034521"),
        (K.LOCAL_CONFIRMATION, "12/XN-UBND", "12/XNUBND"),
        (K.LOCAL_CONFIRMATION, "45/gxn-đt", "45/GXNĐT"),
    ],
)
def test_a_number_is_kept_without_what_stands_between(kind, typed, kept):
    assert normalise(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "rule"),
    [
        (K.CCCD, "", "empty"),
        (K.CCCD, " - ", "empty"),
        (K.CCCD, "31095001234", "one-digit-missing"),
        (K.CCCD, "031234567", "count-of-digits"),
        (K.CCCD, "0310950012345", "count-of-digits"),
        (K.CCCD, "03109500123A", "only-digits"),
        (K.CCCD, "٠٣١٠٩٥٠٠١٢٣٤", "only-digits"),
        (K.CCCD, "3.1095E+10", "only-digits"),
        (K.CMND, "31234567", "one-digit-missing"),
        (K.CMND, "031095001234", "count-of-digits"),
        (K.PASSPORT, "B12", "paper-length"),
        (K.PASSPORT, "ABCDEFGH", "letters-and-digits"),
        (K.PASSPORT, "B12/4567", "letters-and-digits"),
        (K.STUDENT, "=1+1", "letters-and-digits"),
        (K.WORK, "1" * 31, "paper-length"),
        (K.WORK, "https://example.vn/1", "letters-and-digits"),
        (K.WORK, "1", "paper-length"),
    ],
)
def test_what_is_no_number_is_refused_with_a_reason(kind, typed, rule):
    with pytest.raises(NotAPaper) as refused:
        normalise(kind, typed)
    assert refused.value.rule == rule


@given(st.sampled_from(PaperKind), st.text(max_size=60))
def test_anything_typed_is_understood_or_refused_and_never_repeated(kind, typed):
    kept = outcome(lambda: normalise(kind, typed))
    if isinstance(kept, str):
        assert normalise(kind, kept) == kept
    else:
        assert isinstance(kept, NotAPaper)
        assert "typed" not in kept.params
        assert str(kept)


@given(st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_a_number_of_twelve_digits_says_place_sex_and_year(number):
    facts = read_cccd(number)
    assert facts.province_code == number[:3]
    assert facts.birth_year % 100 == int(number[4:6])
    assert (facts.sex is Sex.FEMALE) == (number[3] in "13579")
    assert disagreements(facts, facts.sex, facts.birth_year) == []
    assert disagreements(facts, None, None) == []


@pytest.mark.parametrize(
    ("number", "facts"),
    [
        ("031095001234", CccdFacts("031", Sex.MALE, 1995)),
        ("031195001234", CccdFacts("031", Sex.FEMALE, 1995)),
        ("012206001234", CccdFacts("012", Sex.MALE, 2006)),
        ("012306001234", CccdFacts("012", Sex.FEMALE, 2006)),
    ],
)
def test_the_fourth_digit_is_century_and_sex(number, facts):
    assert read_cccd(number) == facts


def test_only_twelve_digits_have_facts():
    with pytest.raises(NotAPaper):
        read_cccd("031234567")


def test_a_number_that_disagrees_only_warns():
    facts = read_cccd("031195001234")
    year, sex = disagreements(facts, Sex.MALE, 1996)
    assert (year.rule, sex.rule) == ("cccd-birth-year", "cccd-sex")
    assert year.sentence % year.params == (
        "By the CCCD number the year of birth is 1995, here it is 1996. Please check."
    )
    assert sex.sentence == "The CCCD number is that of a woman, here it says man. Please check."


def test_lists_show_the_last_three_alone():
    assert masked("031095001234") == "•••••••••234"
    assert masked_hint(K.CCCD, hint("031095001234")) == "•••••••••234"
    assert masked_hint(K.CMND, "567") == "••••••567"
    assert masked_hint(K.PASSPORT, "567") == "••••••567"


def test_a_short_number_is_hidden_whole():
    assert masked("12345") == "•••••"
    assert hint("12345") == ""


@given(st.text("0123456789ABC", max_size=20))
def test_a_mask_never_shows_more_than_three(number):
    shown = masked(number).replace("•", "")
    assert len(shown) <= 3
    assert number.endswith(shown)
    assert len(masked(number)) == len(number)
    assert 2 * len(shown) < len(number) or not shown


CARD = "031095001234|031234567|Nguyễn Văn Ẩn|05121995|Nam|Thôn 3, Xã Mẫu, Hải Phòng|15072021"


def test_a_card_says_who_it_is():
    card = read_card_code(CARD)
    assert card is not None
    assert card.number == "031095001234"
    assert card.old_number == "031234567"
    assert card.name == "Nguyễn Văn Ẩn"
    assert card.birth_date == date(1995, 12, 5)
    assert card.birth_year == 1995
    assert card.sex is Sex.MALE
    assert card.address == "Thôn 3, Xã Mẫu, Hải Phòng"
    assert card.issued_on == date(2021, 7, 15)


def test_a_card_never_shows_itself_in_a_log():
    card = read_card_code(CARD)
    assert "031095001234" not in repr(card)
    assert "Ẩn" not in repr(card)


@pytest.mark.parametrize(
    "scanned",
    [
        CARD + "\r\n",
        "\ufeff" + CARD,
        CARD.replace("|", " | "),
        "\x02" + CARD + "\x03",
        CARD + "||Nguyễn Văn Cha|Trần Thị Mẹ|",
        CARD.replace("Ẩn", "A\u0302\u0309n"),
    ],
)
def test_scanners_add_this_and_that(scanned):
    card = read_card_code(scanned)
    assert card is not None
    assert (card.number, card.name) == ("031095001234", "Nguyễn Văn Ẩn")
    assert card.birth_date == date(1995, 12, 5)


@pytest.mark.parametrize(
    "scanned",
    [
        "",
        "|",
        "||||||",
        "031095001234",
        "https://example.vn/?a=1|2|3|4|5|6|7",
        "x" * 4000,
        "031095001234|" * 400,
        "IDVNM0950012340031095001234<<5",
        "31095001234|031234567|Nguyễn Văn Ẩn|05121995|Nam|Hải Phòng|15072021",
        "S1234567D|||NAME|01011990|M|SINGAPORE",
        "٠٣١٠٩٥٠٠١٢٣٤|||||||",
    ],
)
def test_anything_else_is_no_card(scanned):
    assert read_card_code(scanned) is None


def test_a_card_may_know_less():
    card = read_card_code("031160001234||Lê Thị Mẫu|00001960|Nữ|Hải Phòng|")
    assert card is not None
    assert (card.old_number, card.birth_date, card.birth_year) == ("", None, 1960)
    assert card.sex is Sex.FEMALE
    assert card.issued_on is None


def test_a_card_with_a_garbled_name_still_has_its_number():
    card = read_card_code("031160001234||L? Th? #1|31021960|?|Hải Phòng|99999999")
    assert card is not None
    assert (card.number, card.name, card.sex) == ("031160001234", "", None)
    assert (card.birth_date, card.birth_year, card.issued_on) == (None, 1960, None)


@given(st.text(max_size=300) | st.lists(st.text(max_size=20), min_size=7).map("|".join))
def test_a_scan_of_anything_is_a_card_or_none(scanned):
    card = read_card_code(scanned)
    assert card is None or len(card.number) == 12


@given(st.lists(st.text(max_size=20), min_size=6, max_size=9))
def test_a_card_with_any_other_cells_is_read(cells):
    card = read_card_code("|".join(["031095001234", *cells]))
    assert card is not None
    assert card.number == "031095001234"
