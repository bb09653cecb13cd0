"""Codes are read back from what is drawn."""

import re
from xml.etree import ElementTree

import pytest
import zxingcpp
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from exchange.codes import NotACode, code_svg

FORMATS = {
    "code128": zxingcpp.BarcodeFormat.Code128,
    "qr": zxingcpp.BarcodeFormat.QRCode,
    "datamatrix": zxingcpp.BarcodeFormat.DataMatrix,
}
DOTS = 4  # of one module


def read(svg: str, kind: str) -> str:
    """What a scanner of this kind of code reads of the drawing."""
    drawing = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    wide, high = (int(side) for side in drawing.attrib["viewBox"].split()[2:])
    picture = Image.new("L", (wide * DOTS, high * DOTS), 255)
    pen = ImageDraw.Draw(picture)
    path = next(part for part in drawing if part.tag == "path").attrib["d"]
    for found in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+Z", path):
        left, top, width, height = (int(number) * DOTS for number in found)
        pen.rectangle((left, top, left + width - 1, top + height - 1), fill=0)
    code = zxingcpp.read_barcode(picture, zxingcpp.BarcodeFormats([FORMATS[kind]]))
    assert code is not None
    return code.text


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("text", ["G123498654321", "GH-7K2M9", "0912345", "=G1234 26 000001"])
def test_what_is_drawn_is_read(kind, text):
    assert read(code_svg(text, kind), kind) == text


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20))
def test_any_bag_code_is_read(text):
    assert read(code_svg(text), "code128") == text


@given(st.text(st.characters(blacklist_categories=["C", "Z"]), min_size=1, max_size=40))
def test_a_qr_code_holds_vietnamese(text):
    assert read(code_svg(text, "qr"), "qr") == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [("", "qr"), ("Nguyễn", "code128"), ("x" * 200, "code128"), ("x" * 5000, "qr")],
)
def test_what_no_code_holds_is_refused_and_stands_as_text(text, kind):
    with pytest.raises(NotACode):
        code_svg(text, kind)
    page = engines["django"].from_string("{% load codes %}{% code text kind %}")
    assert page.render({"text": text, "kind": kind}) == f'<span class="code">{text}</span>'


def test_it_is_drawn_by_attributes_and_read_aloud():
    svg = code_svg('<&">', "qr")
    assert "style" not in svg
    assert 'aria-label="&lt;&amp;&quot;&gt;"' in svg
    assert 'aria-label="Túi 12"' in code_svg("12", label="Túi 12")
    assert re.search(r'width="[\d.]+mm" height="8.0mm"', svg) is None
    assert re.search(r'width="[\d.]+mm" height="8.0mm"', code_svg("G123498654321"))
