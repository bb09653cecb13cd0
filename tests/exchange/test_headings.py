"""Which column of a pasted list is which."""

import pytest

from exchange.headings import split_heading
from exchange.pasted import parse_pasted
from tests.exchange.grid_page import COLUMNS

BODY = "1\tAn\t1990"


@pytest.mark.parametrize(
    ("text", "keys", "first"),
    [
        ("STT\tHọ và tên\tNăm sinh", [None, "name", "birth"], 2),
        ("stt\tHỌ VÀ TÊN \tnam sinh:", [None, "name", "birth"], 2),
        ("TT\tHọ tên\tNgày sinh", [None, "name", "birth"], 2),
        ("DANH SÁCH\nNgày 30/11\nSTT\tHọ và tên\tNăm sinh", [None, "name", "birth"], 4),
        # Two lines, the upper with merged cells; and the line that numbers the columns.
        (
            "STT\tHọ và tên\tNăm sinh\t\tGhi chú\n\t\tNam\tNữ\t",
            [None, "name", "men", "women", "note"],
            3,
        ),
        ("STT\tHọ và tên\tNăm sinh\n(1)\t(2)\t(3)", [None, "name", "birth"], 3),
        ("STT\tHọ và tên\tNăm sinh\nA\tB\t1", [None, "name", "birth"], 3),
        # Twice the same heading: the first is meant.
        ("Họ và tên\tNăm sinh\tHọ và tên", ["name", "birth", None], 2),
    ],
)
def test_heading_is_found(text, keys, first):
    headed = split_heading(parse_pasted(f"{text}\n{BODY}"), COLUMNS)
    assert headed.keys is not None
    assert headed.keys[: len(keys)] == keys
    assert headed.first == first
    assert headed.rows[0][:3] == ["1", "An", "1990"]


@pytest.mark.parametrize("text", ["", BODY, "1\tHọ và tên\t1990", "An\nBình"])
def test_lines_without_a_heading_stay_whole(text):
    rows = parse_pasted(text)
    headed = split_heading(rows, COLUMNS)
    assert (headed.keys, headed.rows, headed.first) == (None, rows, 1)


def test_a_list_of_one_column_may_have_a_heading():
    headed = split_heading(parse_pasted("Họ và tên\nAn\nBình"), COLUMNS)
    assert (headed.keys, headed.rows) == (["name"], [["An"], ["Bình"]])


def test_an_unknown_second_line_is_a_person():
    headed = split_heading(parse_pasted("Họ và tên\tNăm sinh\nNam\tLê Thị Nữ"), COLUMNS)
    assert headed.rows == [["Nam", "Lê Thị Nữ"]]
