"""Documents on paper: whole Vietnamese, headings on each page, our own files only."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from PIL import Image
from pypdf import PdfReader

from exchange import documents
from exchange.documents import Signature, document_response, pdf_response
from exchange.pdf import _OwnFiles, drawn

ROWS = [(f"Nguyễn Thị Hường {n}", 1950 + n % 50, f"G1234{n:08}") for n in range(1, 41)]
SIGNATURES = [
    Signature("Người lập biểu", name="Phạm Thị Hoa"),
    Signature("TM. Ban Chỉ đạo", title="Trưởng ban"),
]
LIST, LETTERS = "config/gallery_list.html", "config/gallery_letters.html"
CONTEXT = {"rows": ROWS, "signatures": SIGNATURES, "paper": ""}


@pytest.fixture
def page(rf: RequestFactory):
    request = rf.get("/")
    with translation.override("vi"):
        yield request


def program(name: str, *arguments: str | Path) -> bytes:
    """What one of poppler's programs prints."""
    if shutil.which(name) is None:
        pytest.fail(f"{name} is missing: apt-get install poppler-utils")
    return subprocess.run([name, *arguments], check=True, capture_output=True).stdout


def text_of(pdf: bytes, tmp_path: Path) -> list[str]:
    """The text of each page, as a reader copies it."""
    file = tmp_path / "document.pdf"
    file.write_bytes(pdf)
    return program("pdftotext", "-layout", file, "-").decode().split("\f")[:-1]


def test_a_list_on_paper(page, tmp_path):
    response = pdf_response(page, LIST, CONTEXT, "danh-sach.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="danh-sach.pdf"'
    assert response["Cache-Control"] == "no-store"
    pages = text_of(response.content, tmp_path)
    assert len(pages) == 3
    assert "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM" in pages[0]
    assert "Độc lập - Tự do - Hạnh phúc" in pages[0]
    assert "BAN CHỈ ĐẠO VẬN ĐỘNG HIẾN MÁU" in pages[0]
    for number, words in enumerate(pages, 1):
        # The heading stands again on each page; the number of the page at its foot.
        assert "Họ và tên" in words
        assert "Ký nhận" in words
        assert f"Trang {number}/3" in words
    text = "".join(pages)
    for name, year, bag in ROWS:
        assert f"{name} " in text
        assert str(year) in text
        assert bag in text
    # The totals and the signatures stand once, at the end.
    assert text.count("Tổng cộng 40 người") == 1
    assert "Tổng cộng" in pages[-1]
    assert "NGƯỜI LẬP BIỂU" in pages[-1]
    assert "Phạm Thị Hoa" in pages[-1]


def test_only_whole_embedded_fonts_are_used(page):
    pdf = pdf_response(page, LIST, CONTEXT, "x.pdf").content
    fonts = set()
    for sheet in PdfReader(BytesIO(pdf)).pages:
        resources: Any = sheet["/Resources"]
        used = [one.get_object() for one in resources["/Font"].values()]
        fonts |= {font["/BaseFont"].partition("+")[2] for font in used}
    assert fonts
    assert {font for font in fonts if not font.startswith("Be-Vietnam-Pro")} == set()


def test_the_same_document_is_the_same_file(page):
    first, again = (pdf_response(page, LIST, CONTEXT, "x.pdf").content for _ in range(2))
    assert first == again
    reader = PdfReader(BytesIO(first))
    assert not {"/CreationDate", "/ModDate"} & set(reader.metadata or {})
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "vi"


def test_a_wide_paper_and_a_page_for_each_letter(page, tmp_path):
    wide = pdf_response(page, LIST, {**CONTEXT, "paper": "wide"}, "x.pdf").content
    box = PdfReader(BytesIO(wide)).pages[0].mediabox
    assert box.width > box.height
    letters = pdf_response(page, LETTERS, CONTEXT, "x.pdf").content
    pages = text_of(letters, tmp_path)
    assert len(pages) == len(ROWS)
    for (name, _, _), words in zip(ROWS, pages, strict=True):
        assert f"Kính gửi anh/chị {name}," in words
        assert "Trang" not in words


def test_codes_are_scanned_from_the_paper(page, tmp_path):
    import zxingcpp

    file = tmp_path / "list.pdf"
    file.write_bytes(pdf_response(page, LIST, {**CONTEXT, "rows": ROWS[:5]}, "x.pdf").content)
    program("pdftoppm", "-r", "200", "-png", "-singlefile", file, tmp_path / "list")
    found = zxingcpp.read_barcodes(
        Image.open(tmp_path / "list.png"),
        zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128]),
    )
    assert {code.text for code in found} == {bag for _, _, bag in ROWS[:5]}


# what a document may reach


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a.png",
        "file:///etc/passwd",
        "data:text/css,a{}",
        "https://document.invalid/etc/passwd",
        "https://document.invalid/static/../manage.py",
        "https://document.invalid/static/%2e%2e/%2e%2e/etc/passwd",
        "https://document.invalid/static/js/shell.js",
        "https://document.invalid/static/css/no-such-file.css",
        "https://document.invalid/static/css/",
    ],
)
def test_nothing_but_our_own_static_files(address):
    with pytest.raises(ValueError, match="static file"):
        _OwnFiles().fetch(address)


def test_our_own_static_files():
    answer = _OwnFiles().fetch("https://document.invalid/static/css/document.css?x=1")
    assert b"@page" in answer.read()
    assert answer.content_type == "text/css"


def test_an_address_in_a_text_is_only_text():
    """No socket is opened (the tests allow none) and no file read: the page comes without them."""
    pdf = drawn(
        '<p>An</p><img src="file:///etc/passwd"><img src="http://192.0.2.1/a.png">'
        '<link rel="stylesheet" href="http://192.0.2.1/a.css">'
    )
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    assert b"root:" not in pdf


# without what draws PDFs


def test_without_pango_the_same_page_says_how_to_print(page, monkeypatch):
    monkeypatch.setattr(documents, "_drawing", lambda: None)
    response = pdf_response(page, LIST, {**CONTEXT, "pdf_url": "?pdf"}, "x.pdf")
    text = response.content.decode()
    assert (response.status_code, response["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert 'role="alert"' in text
    assert "Nguyễn Thị Hường 40" in text
    assert "?pdf" not in text


def test_a_missing_library_is_no_failure(monkeypatch):
    import sys

    documents._drawing.cache_clear()
    monkeypatch.setitem(sys.modules, "exchange.pdf", None)
    monkeypatch.delattr("exchange.pdf", raising=False)
    assert documents._drawing() is None
    documents._drawing.cache_clear()


def test_the_page_to_print(page):
    text = document_response(page, LIST, {**CONTEXT, "back_url": "/there/"}).content.decode()
    assert "/there/" in text
    assert "document-fonts" not in text
    assert "style=" not in text
    assert "document-screen" not in render_to_string(LIST, {**CONTEXT, "pdf": True}, page)
