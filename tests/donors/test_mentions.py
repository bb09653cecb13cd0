"""Words that stay for ever do not say who a donor is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donors.rules.mentions import mentions

NAME = "Trần Thị Ngọc Lan"


@pytest.mark.parametrize(
    "text",
    [
        "Bà Trần Thị Ngọc Lan yêu cầu",
        "tran thi NGOC LAN xin rút",
        "chị Ngọc Lan gọi điện",
        "số máy 0912 345 678",
        "gọi +84912345678",
        "CCCD 031190004567",
        "031.190.004.567",
    ],
)
def test_a_name_or_a_number_is_found(text):
    assert mentions(text, NAME)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nhập trùng, cùng giấy tờ",
        "Theo công văn 123/BCĐ ngày 30/11/2024",
        "hồ sơ 2345-6789-A",
        "đợt của xã Ngọc, bà Lan",
        "Lan Ngọc",
    ],
)
def test_other_words_are_free(text):
    assert not mentions(text, NAME)


def test_a_single_word_is_no_name_to_look_for():
    assert not mentions("hoa", "Hoa")


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_name_is_found_wherever_it_stands(before, after):
    assert mentions(f"{before} {NAME} {after}", NAME)
