"""Uploaded spreadsheets: read into the same rows as pasted ones, or refused in a sentence."""

import zlib
from datetime import date, datetime, time, timedelta
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exchange import measures
from exchange.pasted import Limits, NotRead
from exchange.sheets import MOST_BYTES, in_words, read_sheet, read_upload
from tests.exchange.books import DAY, ODS_BLANKS, ODS_CELL, TIME, cell, ods, packet, worksheet, xlsx


def rule_of(data: bytes, **options) -> str:
    with pytest.raises(NotRead) as refused:
        read_sheet(data, **options)
    assert str(refused.value)
    return refused.value.rule


def test_a_workbook_is_read_as_it_would_have_been_typed():
    rows = {
        2: [cell("B2", "Họ và tên"), cell("C2", "Số CCCD")],
        3: [cell("B3", " Nguyễn  Văn An"), cell("C3", 31190001234.0), cell("D3", True)],
        4: [cell("B4", 345.0), cell("C4", 168.8), cell("D4", False)],
        5: [cell("B5", 45626, DAY), cell("C5", 0.3541666667, TIME)],
    }
    sheet = read_sheet(xlsx({"Danh sách": worksheet(rows)}))
    assert (sheet.name, sheet.names, sheet.merged) == ("Danh sách", ["Danh sách"], frozenset())
    assert sheet.rows == [
        ["", "", "", ""],
        ["", "Họ và tên", "Số CCCD", ""],
        ["", "Nguyễn Văn An", "31190001234", "x"],
        ["", "345", "168,8", ""],
        ["", "30/11/2024", "08:30", ""],
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (345.0, "345"),
        (-5.0, "-5"),
        (168.8, "168,8"),
        (1234.5, "1.234,5"),
        (1.234, "1,2340"),
        (0.5, "0,5"),
        (31190001234.0, "31190001234"),
        (7, "7"),
        (True, "x"),
        (False, ""),
        ("=1+1", "=1+1"),
        (date(2024, 11, 3), "03/11/2024"),
        (datetime(2024, 11, 3), "03/11/2024"),  # noqa: DTZ001 - a sheet knows no zones
        (datetime(2024, 11, 3, 8, 5), "03/11/2024 08:05"),  # noqa: DTZ001 - as above
        (time(8, 5), "08:05"),
        (timedelta(hours=36, minutes=5), "36:05"),
    ],
)
def test_values_in_words(value, words):
    assert in_words(value) == words


def test_the_first_visible_sheet_that_is_not_empty_or_the_named_one():
    one, two = ({1: [cell("A1", name)]} for name in ("An", "Bình"))
    data = xlsx(
        {
            "Ẩn": worksheet(one),
            "Trống": worksheet({}),
            "Một": worksheet(one),
            "Hai": worksheet(two),
        },
        hidden=["Ẩn"],
    )
    sheet = read_sheet(data)
    assert (sheet.name, sheet.rows) == ("Một", [["An"]])
    assert sheet.names == ["Trống", "Một", "Hai"]
    assert read_sheet(data, sheet="Hai").rows == [["Bình"]]
    assert read_sheet(data, sheet="Trống").rows == []
    assert rule_of(data, sheet="Ẩn") == "no-such-sheet"


def test_lines_that_share_a_cell_are_named():
    rows = {n: [cell(f"A{n}", f"{n}")] for n in range(1, 7)}
    merged = '<mergeCells count="2"><mergeCell ref="A2:A4"/><mergeCell ref="A6:C6"/></mergeCells>'
    assert read_sheet(xlsx({"S": worksheet(rows, merged)})).merged == {3, 4}


def test_an_open_document_with_repeated_rows():
    twice = f'<table:table-row table:number-rows-repeated="2">{ODS_CELL}</table:table-row>'
    assert read_sheet(ods(twice + ODS_BLANKS)).rows == [["An"], ["An"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_files(encoding):
    sheet = read_sheet("STT;Họ và tên\n1;Nguyễn Văn An\n".encode(encoding))
    assert sheet.rows == [["STT", "Họ và tên"], ["1", "Nguyễn Văn An"]]


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"%PDF-1.4\n\0\0", "no-sheet"),
        (b"PK\x03\x04 no packet", "no-sheet"),
        (packet({"hello.txt": "An"}), "no-sheet"),
        (OLD_OFFICE + b"\0" * 600, "no-sheet"),
        (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "protected"),
        ("Nguyễn".encode()[:-2], "not-unicode"),
        (b"\x80\x81", "not-unicode"),
        (b"x" * (MOST_BYTES + 1), "too-large"),
    ],
)
def test_what_is_no_sheet_is_refused(data, rule):
    assert rule_of(data) == rule


def test_more_rows_than_are_read():
    rows = {n: [cell(f"A{n}", "An")] for n in range(1, 12)}
    data = xlsx({"S": worksheet(rows)})
    assert rule_of(data, limits=Limits(rows=10)) == "too-many-rows"
    assert len(read_sheet(data, limits=Limits(rows=11)).rows) == 11


def test_rows_that_are_only_coloured_do_not_count():
    rows = {n: [f'<c r="A{n}" s="1"/>'] for n in range(2, 5_000)}
    data = xlsx({"S": worksheet({1: [cell("A1", "An")], **rows})})
    assert read_sheet(data).rows == [["An"]]


# what would take all memory


@pytest.mark.parametrize(
    "rows",
    [
        {1: [cell("A1", "An")], 1_048_576: [cell("XFD1048576", "Bình")]},
        {1: [cell("A1", "An")], 1_048_576: ["<c><v>1</v></c>" * 3]},
        {1: [cell("A1", "An"), "<c  s=\"0\"\n r = 'ZZZ9999999' ><v>1</v></c>"]},
    ],
)
def test_a_cell_far_away_is_refused(rows):
    assert rule_of(xlsx({"S": worksheet(rows)})) == "far-cell"


def test_a_far_cell_of_any_sheet_and_under_any_name_is_refused():
    far = worksheet({1: [cell("A1", "An")], 1_048_576: [cell("XFD1048576", "Bình")]})
    near = worksheet({1: [cell("A1", "An")]})
    assert rule_of(xlsx({"S": near, "T": far})) == "far-cell"
    assert rule_of(xlsx({"S": near}, more={"xl/other.bin": far})) == "far-cell"


def test_filled_rows_repeated_without_end_are_refused():
    many = f'<table:table-row table:number-rows-repeated="9999999">{ODS_CELL}</table:table-row>'
    wide = ODS_CELL.replace(" ", ' table:number-columns-repeated="999999999" ', 1)
    assert rule_of(ods(many)) == "far-cell"
    assert rule_of(ods(f"<table:table-row>{wide}</table:table-row>")) == "far-cell"


def test_entities_are_refused():
    near = worksheet({1: [cell("A1", "An")]})
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + near
    assert rule_of(xlsx({"S": bomb})) == "no-sheet"


def test_a_broken_sheet_is_refused_and_a_broken_drawing_left_behind():
    near = worksheet({1: [cell("A1", "An")]})
    assert rule_of(xlsx({"S": near[:-20]})) == "no-sheet"
    drawn = xlsx({"S": near}, more={"xl/drawings/vmlDrawing1.vml": "<xml><br></xml>"})
    assert read_sheet(drawn).rows == [["An"]]


def test_the_packet_is_measured_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(measures, "MOST_UNPACKED", 100_000)
    near = worksheet({1: [cell("A1", "An")]})
    assert rule_of(xlsx({"S": near}, more={"xl/media/a.png": b"\0" * 100_000})) == "too-large"
    many: dict[str, str | bytes] = {f"xl/media/{n}.png": b"" for n in range(measures.MOST_PARTS)}
    assert rule_of(xlsx({"S": near}, more=many)) == "too-large"


def test_a_part_that_says_less_than_it_holds_goes_no_further():
    """Its sizes are a lie, its checksum fits the lie: only what was measured is handed on."""
    near = worksheet({1: [cell("A1", "An")]}).encode()
    rest = b" " * 50_000_000
    data = bytearray(xlsx({"S": near.decode()}))
    squeezed = zlib.compressobj(wbits=-15)
    long = squeezed.compress(near + rest) + squeezed.flush()
    with ZipFile(BytesIO(bytes(data))) as given:
        packed = BytesIO()
        with ZipFile(packed, "w", ZIP_STORED) as lying:
            for part in given.infolist():
                lying.writestr(part.filename, given.read(part))
            lying.writestr("xl/worksheets/sheet9.xml", long)
            info = lying.getinfo("xl/worksheets/sheet9.xml")
            info.compress_type, info.file_size, info.CRC = 8, len(near), zlib.crc32(near)
    raw = bytearray(packed.getvalue())
    # The local header too says: deflated.
    raw[info.header_offset + 8] = 8
    handed_on = measures.repacked(bytes(raw))
    assert len(handed_on) < 100_000


def test_two_parts_of_one_name_are_refused():
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("content.xml", "<a/>")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("content.xml", "<b/>")
    assert rule_of(made.getvalue()) == "no-sheet"


def test_an_upload_is_refused_by_its_size_alone():
    class Unread(SimpleUploadedFile):
        def read(self, *arguments):
            raise AssertionError

    upload = Unread("list.xlsx", b"x")
    upload.size = MOST_BYTES + 1
    with pytest.raises(NotRead):
        read_upload(upload)
    assert read_upload(SimpleUploadedFile("list.csv", b"An;1990")).rows == [["An", "1990"]]
