"""Documents: one HTML page that is printed from the browser, or drawn as a PDF.

A template extends ``_documents/base.html`` and uses its parts; ``document_response`` shows it,
``pdf_response`` sends it as a PDF. Hundreds of letters are one document with a page for each.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from logging import getLogger
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header

logger = getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Signature:
    """One place to sign: "NGƯỜI LẬP BIỂU", or "TM. BAN CHỈ ĐẠO" with the title of who signs. The
    name stands below the space for the signature, where it is known."""

    role: str
    title: str = ""
    name: str = ""


def document_response(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, pdf_missing: bool = False
) -> HttpResponse:
    """The document as a page to read and print. The context may name ``pdf_url`` and ``back_url``
    for the links above it."""
    text = render_to_string(template, {**context, "pdf_missing": pdf_missing}, request)
    response = HttpResponse(text)
    response.headers["Cache-Control"] = "no-store"
    return response


def pdf_response(
    request: HttpRequest, template: str, context: Mapping[str, Any], filename: str
) -> HttpResponse:
    """The document as a PDF to save under ``filename`` (which names no person).

    Where this machine lacks what draws PDFs, the same document as a page, with a sentence that says
    how to print it: nobody waits for a paper in vain.
    """
    draw = _drawing()
    if draw is None:
        return document_response(request, template, context, pdf_missing=True)
    pdf = draw(render_to_string(template, {**context, "pdf": True}, request))
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, filename) or ""
    response.headers["Cache-Control"] = "no-store"
    return response


@cache
def _drawing() -> Callable[[str], bytes] | None:
    """What draws a PDF; None where its libraries (pango, harfbuzz) are missing."""
    try:
        from exchange.pdf import drawn
    except (ImportError, OSError):
        logger.warning("PDFs cannot be drawn here: see deploy/README.md", exc_info=True)
        return None
    return drawn
