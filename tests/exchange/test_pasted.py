"""Text from a clipboard read into rows of cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.pasted import Limits, NotRead, as_pasted, is_formula, parse_pasted, tidy


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        (" \t \r\n\t\n", []),
        ("An", [["An"]]),
        ("An\t1990\r\nBình\t1985\r\n", [["An", "1990"], ["Bình", "1985"]]),
        # Empty columns at the right and empty rows at the end go; those between stay.
        ("An\t1990\t\t\n\t\t\t\nBình\t\t\t\n\n", [["An", "1990"], ["", ""], ["Bình", ""]]),
        ("\tAn\n", [["", "An"]]),
        ("An\n\tBình", [["An", ""], ["", "Bình"]]),
        # Quotes hold line breaks and doubled quotes.
        ('"Thôn 3\nxã ""K"""\tx', [['Thôn 3\nxã "K"', "x"]]),
        ('"Thôn 3\r\nxã K"\r\nAn', [["Thôn 3\nxã K"], ["An"]]),
        ('""\t"An"', [["", "An"]]),
        # A quote that is only a sign never swallows the lines below.
        ('"Tèo\t1990\nAn\t1985"', [['"Tèo', "1990"], ["An", '1985"']]),
        ('Nguyễn "Tèo" An\t1', [['Nguyễn "Tèo" An', "1"]]),
        ('"Tèo" An\t1', [['"Tèo" An', "1"]]),
        # Signs that come along invisibly, and words composed in two ways.
        ("\ufeffNguyễn\u00a0Văn \u200b An\t1", [["Nguyễn Văn An", "1"]]),
        ("Nguye\u0302\u0303n\t1", [["Nguyễn", "1"]]),
        # Between semicolons, if every line has one; between commas, if all are alike.
        ("An; 1990\nBình;1985; x", [["An", "1990", ""], ["Bình", "1985", "x"]]),
        ('An;"Thôn 3; xã K"\n', [["An", "Thôn 3; xã K"]]),
        ("An,1990,x\nBình,1985,", [["An", "1990", "x"], ["Bình", "1985", ""]]),
        ("Thôn 3, xã K\nThôn 4, xã K", [["Thôn 3, xã K"], ["Thôn 4, xã K"]]),
        ("An; 1990\nBình", [["An; 1990"], ["Bình"]]),
        ("168,8\n1.000,5", [["168,8"], ["1.000,5"]]),
        ("An; x\t1990", [["An; x", "1990"]]),
    ],
)
def test_rows_of_a_text(text, rows):
    assert parse_pasted(text) == rows


CELLS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12).map(
    lambda text: tidy(text.replace("\r", "\n").replace("\t", " "))
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=6))
def test_what_is_written_is_read_back(rows):
    width = max((n for row in rows for n, cell in enumerate(row, 1) if cell), default=0)
    while rows and not any(rows[-1]):
        rows.pop()
    expected = [[*row, *[""] * width][:width] for row in rows]
    assert parse_pasted(as_pasted(rows)) == expected


@given(st.text(max_size=200))
def test_any_text_is_read_into_one_shape(text):
    rows = parse_pasted(text)
    assert len({len(row) for row in rows}) <= 1
    assert not rows or any(rows[-1])
    assert all(cell == tidy(cell) for row in rows for cell in row)
    for row in rows:
        "".join(row).encode()


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("x" * 101, "too-long", "101"),
        ("a\tb\tc\td", "too-many-columns", "4"),
        ("a\nb\nc\nd", "too-many-rows", "4"),
        ("a\n" + "b" * 11, "cell-too-long", "Line 2, column 1 has 11"),
    ],
)
def test_too_much_is_refused_with_its_place(text, rule, words):
    with pytest.raises(NotRead) as refused:
        parse_pasted(text, Limits(rows=3, columns=3, cell=10, characters=100))
    assert refused.value.rule == rule
    assert words in str(refused.value)


def test_empty_rows_below_and_columns_beside_do_not_count():
    limits = Limits(rows=2, columns=2, cell=10, characters=1_000)
    assert parse_pasted("a\tb\t\t\t\t\nc" + "\n\t\t\t" * 50, limits) == [["a", "b"], ["c", ""]]


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", " =A1", "\u00a0=A1", "\ufeff=A1", "=\tcmd", "＝A1", "＝SUM(1)", "+A1", "+SUM(1;2)",
        "-A1+B2", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)", "＠SUM(A1)", "＋A1", "－A1*2", "\tAn",
        "\rAn", "\n=1", "-IF(A1,1,2)", '=HYPERLINK("x")', "+1*2", "-1^2", "- SUM(A1)",
    ],
)  # fmt: skip
def test_formulas(cell):
    assert is_formula(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "", " ", "=", "An", "+84912345678", "+84 912 345 678", "+84 (0) 912.345.678", "-", "--",
        "– –", "-5", "-1,5", "- không rõ", "- không (bận)", "0912 345 678", "a=b", "an@xa.vn",
        "12/3/1990", "- 12/3", "O+", "A-", "'=1",
    ],
)  # fmt: skip
def test_phones_dashes_and_remarks_are_no_formulas(cell):
    assert not is_formula(cell)


@given(st.text(max_size=30))
def test_any_cell_is_a_formula_or_not(cell):
    assert is_formula("=" + cell.strip() + "x")
    assert not is_formula("x" + cell)
