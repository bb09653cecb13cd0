"""A sheet that was posted after its session had ended, carried over the login.

The typed fields travel in the login page as one sealed, signed, time-limited field: nothing of them
is stored on the server, nobody can read or alter them, also where they tell of a donor, or lead
them to another site.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from ledger import seals

SALT = "accounts.kept-sheet"
LIFE = timedelta(hours=12)
MOST_CHARACTERS = 1_000_000
FIELD = "sheet"


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """Fields in their order, and where they were going. ``user_id`` is the person whose session
    had ended, None when nobody can say."""

    path: str
    fields: tuple[tuple[str, str], ...]
    user_id: int | None = None
    had_files: bool = False

    def belongs_to(self, user_id: int) -> bool:
        return self.user_id in (None, user_id)


class TooLarge(Exception):
    """The sheet is larger than a page can carry."""


def sheet_of(request: HttpRequest, user_id: int | None) -> KeptSheet | None:
    """What was typed into the posted form; None when there is nothing to keep."""
    path = request.get_full_path()
    fields = tuple(
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name.lower()
        for value in values
        if isinstance(value, str)
    )
    if not fields or not _is_local(path):
        return None
    return KeptSheet(path, fields, user_id, had_files=bool(request.FILES))


def seal(sheet: KeptSheet) -> str:
    """The sheet as one text. Raises :class:`TooLarge`."""
    cells = [sheet.path, sheet.fields, sheet.user_id, sheet.had_files]
    key = seals.new_data_key()
    sealed = seals.seal(key, json.dumps(cells, ensure_ascii=False), context=SALT)
    text = _signer().sign(".".join(urlsafe_b64encode(part).decode() for part in (key, sealed)))
    if len(text) > MOST_CHARACTERS:
        raise TooLarge
    return text


def unseal(text: str) -> KeptSheet | None:
    """The sheet, or None when the text is forged, damaged or has run out."""
    if not text or len(text) > MOST_CHARACTERS:
        return None
    try:
        parts = _signer().unsign(text, max_age=LIFE).split(".")
        key, sealed = (urlsafe_b64decode(part) for part in parts)
        path, fields, user_id, had_files = json.loads(seals.unseal(key, sealed, context=SALT))
    except (signing.BadSignature, binascii.Error, ValueError, seals.Tampered, seals.MissingKey):
        return None
    if not _is_local(path):
        return None
    return KeptSheet(path, tuple((name, value) for name, value in fields), user_id, had_files)


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=SALT)


def _is_local(path: str) -> bool:
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
