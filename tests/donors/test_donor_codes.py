"""Donor codes: made, typed, scanned."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donors.rules.codes import ALPHABET, new_code, read_code, shown_code

codes = st.integers().map(lambda seed: new_code(random.Random(seed)))  # noqa: S311  # no secret
signs = st.sampled_from(ALPHABET)


@given(codes)
def test_a_code_is_read_back_in_any_writing(code):
    assert len(code) == 9
    assert set(code) <= set(ALPHABET)
    for typed in (code, shown_code(code), code.lower(), f" {shown_code(code)}\r\n",
                  " ".join(code), shown_code(code).replace("-", "–")):  # fmt: skip
        assert read_code(typed) == code


def test_a_code_is_shown_in_groups():
    assert shown_code("ABCDEFGH2") == "ABCD-EFGH-2"


@given(codes, st.integers(0, 8), signs)
def test_one_wrong_sign_is_found(code, place, sign):
    wrong = code[:place] + sign + code[place + 1 :]
    assert read_code(wrong) == (code if sign == code[place] else None)


@given(codes, st.permutations(range(9)))
def test_two_exchanged_signs_are_found(code, places):
    signs = list(code)
    signs[places[0]], signs[places[1]] = signs[places[1]], signs[places[0]]
    swapped = "".join(signs)
    assert read_code(swapped) == (code if swapped == code else None)


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "ABCD-EFGH", "0912345678", "031095001234", "https://example.vn/d/ABC2",
     "x" * 4000, "ABCD-EFGH-0", "ÁBCDEFGHJ", "A" * 9 + "\n" + "B" * 9],
)  # fmt: skip
def test_anything_else_is_no_code(typed):
    assert read_code(typed) is None


@given(st.text(max_size=60))
def test_a_scan_of_anything_is_a_code_or_none(typed):
    code = read_code(typed)
    assert code is None or (len(code) == 9 and read_code(code) == code)


def test_codes_made_one_after_the_other_differ():
    source = random.SystemRandom()
    assert len({new_code(source) for _ in range(200)}) == 200
