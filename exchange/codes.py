"""Codes that scanners read, drawn as SVG inside a page or a document."""

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple

import zxingcpp
from django.utils.html import format_html
from django.utils.safestring import SafeString

Kind = Literal["code128", "qr", "datamatrix"]


class NotACode(ValueError):
    """The text cannot be written as a code of this kind: too long, or signs it does not know."""


class _Form(NamedTuple):
    """How a kind is drawn: the width of one module in millimetres, small enough for a list and
    large enough for a worn printer; the height, or None where it follows from the width."""

    format: zxingcpp.BarcodeFormat
    module: float
    height: float | None


_FORMS: Final[dict[str, _Form]] = {
    "code128": _Form(zxingcpp.BarcodeFormat.Code128, 0.3, 8),
    "qr": _Form(zxingcpp.BarcodeFormat.QRCode, 0.6, None),
    "datamatrix": _Form(zxingcpp.BarcodeFormat.DataMatrix, 0.6, None),
}
_UTF8: Final = 26  # among the ECI assignments
_DRAWN = re.compile(r'<svg width="(\d+)" height="(\d+)".*?<path d="([MZhv0-9 .-]+)"', re.DOTALL)


class _Drawing(NamedTuple):
    wide: int  # modules, with the quiet zone
    high: int
    path: str


def code_svg(text: str, kind: Kind = "code128", label: str = "") -> SafeString:
    """Return ``text`` as an ``<svg>`` of attributes alone (no style), black on white, with its
    quiet zone. Screen readers read ``label``, or the text.

    A QR code is UTF-8; Code 128 and DataMatrix hold Latin-1. Raises NotACode.
    """
    form, drawing = _FORMS[kind], _drawing(text, kind)
    return format_html(
        '<svg class="code {}" role="img" aria-label="{}" width="{}mm" height="{}mm"'
        ' viewBox="0 0 {} {}" preserveAspectRatio="none" shape-rendering="crispEdges">'
        '<rect width="100%" height="100%" fill="#fff"/><path d="{}"/></svg>',
        kind,
        label or text,
        f"{drawing.wide * form.module:.1f}",
        f"{form.height or drawing.high * form.module:.1f}",
        str(drawing.wide),
        str(drawing.high),
        drawing.path,
    )


@lru_cache(maxsize=4096)
def _drawing(text: str, kind: Kind) -> _Drawing:
    # Beyond ASCII a QR code says that it is UTF-8; old scanners know only what says nothing.
    options = {"eci": _UTF8} if kind == "qr" and not text.isascii() else {}
    try:
        code = zxingcpp.create_barcode(text, _FORMS[kind].format, **options)
    except ValueError as error:
        raise NotACode(kind) from error
    drawn = _DRAWN.search(code.to_svg())
    if drawn is None:
        raise NotACode(kind)
    return _Drawing(int(drawn[1]), int(drawn[2]), drawn[3])
