"""What the one search box understands."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donors.rules.codes import ALPHABET, new_code, read_code, shown_code
from donors.rules.question import NotAQuestion, has_number, read_question

LETTERS = [sign for sign in ALPHABET if sign.isalpha()]


@pytest.mark.parametrize(
    ("typed", "words", "year"),
    [
        ("Nguyễn Văn An", ("nguyen", "van", "an"), None),
        ("an  NGUYỄN", ("an", "nguyen"), None),
        ("Lan 1990", ("lan",), 1990),
        ("1990 lan trần", ("lan", "tran"), 1990),
        ("H'Hen Niê", ("h", "hen", "nie"), None),
        ("Thuỵ thuy", ("thuy",), None),
        ("đ", ("d",), None),
    ],
)
def test_words_with_a_year(typed, words, year) -> None:
    question = read_question(typed)
    assert (question.words, question.year, question.is_exact) == (words, year, False)


@pytest.mark.parametrize(
    ("typed", "numbers", "phone"),
    [
        ("031190004567", ("031190004567",), ""),
        ("0311 9000 4567", ("031190004567",), ""),
        ("C1234567", ("C1234567",), ""),
        ("c 123 4567", ("C1234567",), ""),
        ("0912 345 678", ("0912345678",), "+84912345678"),
        ("+84 912 345 678", (), "+84912345678"),
        ("912345678", ("912345678",), "+84912345678"),
        ("12/XN-UBND", ("12/XNUBND",), ""),
        ("SV0912", ("SV0912",), ""),
    ],
)
def test_one_whole_number(typed, numbers, phone) -> None:
    question = read_question(typed)
    assert (question.numbers, question.phone, question.words) == (numbers, phone, ())
    assert question.is_exact


def test_a_donor_code_in_any_spelling() -> None:
    code = new_code(random.Random(1))  # noqa: S311  (repeatable)
    for typed in (code, shown_code(code), shown_code(code).lower(), f" {code[:4]} {code[4:]} "):
        assert read_question(typed).code == code


def test_a_code_of_letters_alone_is_no_name_unless_it_has_a_space() -> None:
    start = "ABCDEFG"
    code = next(c for one in LETTERS for two in LETTERS if (c := read_code(start + one + two)))
    assert code.isalpha()
    assert read_question(code).code == code
    assert read_question(f"{code[:4]} {code[4:]}").words == ("abcd", code[4:].lower())


def test_a_scanned_card() -> None:
    card = "031190004567|123456789|Trần Thị Lan|05121990|Nữ|Thôn 2|01012022"
    assert read_question(card).numbers == ("031190004567", "123456789")


@pytest.mark.parametrize("typed", ["", "   ", "\0"])
def test_nothing_is_asked(typed) -> None:
    assert not read_question(typed)


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("1990", "part-of-a-number"),
        ("lan 567", "part-of-a-number"),
        ("12", "part-of-a-number"),
        ("…", "no-words"),
        ("lan 1990 1991", "two-years"),
        ("a" * 1001, "too-long"),
        ("nguyễn văn an 031190004567", "part-of-a-number"),
        ("https://example.org/?a=1", "part-of-a-number"),
    ],
)
def test_what_is_refused(typed, rule) -> None:
    with pytest.raises(NotAQuestion) as refusal:
        read_question(typed)
    assert refusal.value.rule == rule


@given(st.text(max_size=60))
def test_anything_gives_a_question_or_a_sentence(typed) -> None:
    try:
        question = read_question(typed)
    except NotAQuestion:
        return  # its sentence has no place for what was typed
    assert not (question.words and question.is_exact)
    assert all(word and " " not in word and "%" not in word for word in question.words)


def test_what_may_not_stand_in_an_address() -> None:
    assert has_number("0912 345 678")
    assert has_number("an 1990 1991")
    assert not has_number("an 1990")
