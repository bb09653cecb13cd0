"""HTML drawn on paper by WeasyPrint. Imported when the first PDF is asked for: it costs seconds,
and a machine may lack the libraries it needs (``exchange.documents`` then says so)."""

from hashlib import sha256
from pathlib import PurePosixPath
from threading import Lock
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

# No address is asked: the fetcher below knows the path alone.
BASE: Final = "https://document.invalid/"
_TYPES: Final = {
    ".css": "text/css",
    ".ttf": "font/ttf",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
# Pango's fonts are shared by all threads, and one long list at a time is memory enough.
_ONE_AT_A_TIME: Final = Lock()


class _OwnFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Hands out our own static files; no network, no other file of this machine."""

    def fetch(self, url: str, headers: object = None) -> Any:
        path = unquote(urlsplit(url).path)
        prefix = "/" + settings.STATIC_URL.strip("/") + "/"
        if not url.startswith(BASE) or not path.startswith(prefix):
            message = f"A document only uses static files, not {url[:80]}"
            raise ValueError(message)
        name = path.removeprefix(prefix)
        kind = _TYPES.get(PurePosixPath(name).suffix)
        content = _content(name) if kind else None
        if content is None:
            message = f"There is no static file {name[:80]} for documents"
            raise ValueError(message)
        return URLFetcherResponse(url, content, {"Content-Type": kind})


def _content(name: str) -> bytes | None:
    """A static file: as collected, where its name has a checksum, else as it lies in its app."""
    try:
        if staticfiles_storage.exists(name):
            with staticfiles_storage.open(name) as file:
                return bytes(file.read())
        found = finders.find(name)
    except SuspiciousFileOperation:
        return None
    if not isinstance(found, str):
        return None
    with open(found, "rb") as file:  # noqa: PTH123 - finders speak in texts
        return file.read()


def drawn(html: str) -> bytes:
    """Return the pages of ``html`` as a PDF, tagged for screen readers. The same text gives the
    same bytes: no time and no random number is in it."""
    with _ONE_AT_A_TIME:
        fonts = FontConfiguration()
        page = HTML(string=html, base_url=BASE, url_fetcher=_OwnFiles(), media_type="print")
        pdf: bytes = page.write_pdf(
            font_config=fonts,
            pdf_tags=True,
            pdf_identifier=sha256(html.encode()).hexdigest()[:32].encode(),
        )
    return pdf
