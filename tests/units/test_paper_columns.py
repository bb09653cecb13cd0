"""Headings of paper lists: spelt in many ways, in one row or two, or missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.rules.paper_columns import (
    COLUMNS,
    USUAL_ORDER,
    Cell,
    Header,
    recognise_cells,
    recognise_header,
)

C = Cell


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("STT", C.NO),
        ("Số TT", C.NO),
        ("Họ và tên", C.NAME),
        ("HỌ VÀ TÊN NGƯỜI HIẾN MÁU", C.NAME),
        ("ho va ten", C.NAME),
        ("Họ,  tên", C.NAME),
        ("Họ và tên đệm", C.FAMILY),
        ("Nam", C.MEN),
        ("Năm", C.BIRTH),
        ("Năm sinh", C.BIRTH),
        ("Ngày, tháng, năm sinh", C.BIRTH),
        ("Nữ", C.WOMEN),
        ("Nam/Nữ", C.SEX),
        ("Giới tính", C.SEX),
        ("Số CCCD/CMND", C.PAPER),
        ("Số căn cước công dân", C.PAPER),
        ("Nghề nghiệp/ Chức vụ", C.OCCUPATION),
        ("Đơn vị/Thôn", C.GROUP),
        ("Đơn vị công tác", C.GROUP),
        ("Đơn vị máu", C.VOLUME),
        ("Điện thoại", C.PHONE),
        ("SĐT liên hệ", C.PHONE),
        ("Nhóm máu", C.BLOOD_GROUP),
        ("Số lần đã hiến máu", C.TIMES),
        ("Lần hiến gần nhất", C.LAST_GIVEN),
        ("Lần hiến máu gần nhất (ngày)", C.LAST_GIVEN),
        ("250", C.V250),
        ("350 ml", C.V350),
        ("450ml", C.V450),
        ("Thể tích (ml)", C.VOLUME),
        ("Mã số túi", C.BAG),
        ("Số giấy chứng nhận", C.CERTIFICATE),
        ("Ký nhận", C.SIGNED),
        ("Ghi chú", C.NOTE),
        ("DANH SÁCH NGƯỜI HIẾN MÁU", None),
        ("Nguyễn Văn Mẫu", None),
        ("", None),
        ("năm sinh " * 40, None),
    ],
)
def test_a_heading(heading, cell):
    assert recognise_cells([heading]) == (cell,)


def test_two_rows_with_merged_cells():
    rows = [
        ["UỶ BAN NHÂN DÂN XÃ MẪU"],
        ["DANH SÁCH NGƯỜI HIẾN MÁU", "", "", "", ""],
        [],
        ["STT", "Họ và tên", "Năm sinh", "", "Số CCCD", "Thể tích", "", "", "Ghi chú"],
        ["", "", "Nam", "Nữ", "", "250", "350", "450", ""],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"],
        ["1", "Phạm Văn Mẫu", "1990", "", "", "", "x", "", ""],
    ]
    assert recognise_header(rows) == Header(
        (C.NO, C.NAME, C.MEN, C.WOMEN, C.PAPER, C.V250, C.V350, C.V450, C.NOTE), 6
    )


def test_a_short_first_row_of_a_heading():
    rows = [["TT", "Họ tên", "Năm sinh"], ["", "", "Nam", "Nữ"]]
    assert recognise_header(rows) == Header((C.NO, C.NAME, C.MEN, C.WOMEN), 2)


def test_the_first_line_of_a_person_is_not_taken_for_a_heading():
    rows = [["STT", "Họ và tên", "Giới tính"], ["1", "Phạm Văn Mẫu", "Nam"]]
    assert recognise_header(rows).first == 1


def test_what_stands_twice_is_the_first_ones():
    assert recognise_cells(["Ghi chú", "Họ tên", "Ghi chú"]) == (C.NOTE, C.NAME, None)


def test_without_a_heading_the_usual_order_is_taken():
    person = ["Phạm Văn Mẫu", "1990", "", "001090012345"]
    assert recognise_header([["1", *person]]) == Header(USUAL_ORDER, found=False)
    assert recognise_header([person]) == Header(USUAL_ORDER[1:], found=False)
    assert recognise_header([]) == Header(USUAL_ORDER, found=False)


def test_every_column_is_found_by_each_of_its_headings():
    for column in COLUMNS.values():
        for alias in column.aliases:
            assert recognise_cells([alias]) == (column.cell,), alias
    assert set(COLUMNS) == set(Cell)
    assert set(USUAL_ORDER) <= set(Cell)


@given(st.permutations(list(USUAL_ORDER)), st.data())
def test_columns_in_any_order_under_any_of_their_headings(order, data):
    heading = [data.draw(st.sampled_from(COLUMNS[cell].aliases)).upper() for cell in order]
    assert recognise_header([heading]) == Header(tuple(order), 1)


@given(
    st.lists(st.lists(st.one_of(st.text(max_size=9), st.sampled_from(["Nam", "STT", "họ tên"]))))
)
def test_any_grid_has_a_header(rows):
    header = recognise_header(rows)
    assert 0 <= header.first <= len(rows)
    known = [cell for cell in header.cells if cell]
    assert len(known) == len(set(known))
