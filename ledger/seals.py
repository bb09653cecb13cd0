"""The one place of cryptography: what is sealed, how it is found again, how it is forgotten.

A master key wraps data keys; a data key belongs to one person and seals that person's cells with
AES-256-GCM; an index key makes keyed digests, by which an exact value is found without being
opened. Whoever destroys a wrapped data key has forgotten all that it sealed.

Master and index keys have version numbers. The highest version writes; lower ones only open and
find, until ``manage.py reencrypt`` has brought everything to the highest. They come from
``GIOTHONG_KEYS``, on an embedded instance from ``DATA_DIR/keys``: entries with commas between, each
``version:master:index``, both keys being 32 bytes in base64. One of the two may be left out:
``2:<master>:`` renews the master key and keeps the index key of version 1.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from ledger.cells import plain, written

Blob = bytes | memoryview  # PostgreSQL's driver gives binary columns as memoryview

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
FORMAT = b"\x01"
HIGHEST_VERSION = 0xFFFF
VERSION_BYTES = 2
WRAPPED_BYTES = len(FORMAT) + VERSION_BYTES + NONCE_BYTES + KEY_BYTES + TAG_BYTES
ENTRY = re.compile(r"(?P<version>[0-9]{1,5}):(?P<master>[^:]*):(?P<index>[^:]*)")


class Forgotten(Exception):
    """The data key was destroyed: what it sealed cannot be opened by anyone."""


class Tampered(Exception):
    """The bytes are not what was sealed, or were sealed in another place or under another key."""


class MissingKey(Exception):
    """A version of a key that is not in the ring, or no longer."""


# The ring.


@dataclass(frozen=True, slots=True, repr=False)
class Ring:
    """The operator's keys by their version; shown in no log, as ``repr`` does not say them."""

    masters: Mapping[int, bytes]
    indexes: Mapping[int, bytes]

    @property
    def master_version(self) -> int:
        return max(self.masters)

    @property
    def index_version(self) -> int:
        return max(self.indexes)


def ring() -> Ring:
    """The keys of this instance. Raises ImproperlyConfigured where there are none, or bad ones."""
    text = _configured()
    if not text:
        message = (
            "There are no keys for personal data: set GIOTHONG_KEYS, or start with ./run,"
            " which generates them."
        )
        raise ImproperlyConfigured(message)
    return read_ring(text)


def has_ring() -> bool:
    """Whether this instance has keys yet. Raises ImproperlyConfigured for keys that are no keys."""
    text = _configured()
    if text:
        read_ring(text)
    return bool(text)


def new_ring() -> str:
    """The text of a fresh ring, with version 1 of both keys."""
    return ":".join(["1", *(_base64(secrets.token_bytes(KEY_BYTES)) for _key in range(2))])


def keep_new_ring(file: Path) -> None:
    """Write a fresh ring where an embedded instance finds it, readable by its owner only. Raises
    FileExistsError rather than write over keys."""
    if file.exists() and not file.read_text(encoding="ascii").strip():
        file.unlink()  # of a start that was broken off
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as kept:
        kept.write(f"{new_ring()}\n")
    forget_the_file()


def forget_the_file() -> None:
    """Read the file again when keys are next needed."""
    _text_of.cache_clear()


@lru_cache(maxsize=4)
def read_ring(text: str) -> Ring:
    """The ring that ``text`` writes down. Raises ImproperlyConfigured, which names the entry by
    its place and never by its content."""
    masters: dict[int, bytes] = {}
    indexes: dict[int, bytes] = {}
    for place, entry in enumerate(filter(None, re.split(r"[,\s]+", text)), start=1):
        parts = ENTRY.fullmatch(entry)
        if parts is None:
            raise _bad_entry(place, "is not version:master:index")
        version = int(parts["version"])
        if not 1 <= version <= HIGHEST_VERSION:
            raise _bad_entry(place, f"has a version outside 1 to {HIGHEST_VERSION}")
        for keys, key in ((masters, parts["master"]), (indexes, parts["index"])):
            if key and version in keys:
                raise _bad_entry(place, f"says version {version} again")
            if key:
                keys[version] = _key_of(key, place)
    if not masters or not indexes:
        message = "GIOTHONG_KEYS needs at least one master key and one index key."
        raise ImproperlyConfigured(message)
    return Ring(masters=masters, indexes=indexes)


def _configured() -> str:
    return settings.SEALING_KEYS or _kept(settings.SEALING_KEYS_FILE)


def _kept(file: Path | None) -> str:
    return (file is not None and file.exists() and _text_of(file)) or ""


@cache
def _text_of(file: Path) -> str:
    """Read once in a process: other keys need a restart, from the environment as from a file."""
    return file.read_text(encoding="ascii").strip()


def _key_of(text: str, place: int) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise _bad_entry(place, f"has a key that is not {KEY_BYTES} bytes in base64")
    return key


def _bad_entry(place: int, fault: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"Entry {place} of GIOTHONG_KEYS {fault}.")


def _base64(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")


# Data keys. Unwrapped ones are not cached: opening one costs about two microseconds, and a cache
# would hold keys of people who are forgotten meanwhile.


def new_data_key() -> bytes:
    """A fresh data key, wrapped by the current master key: 63 bytes."""
    return _wrap(secrets.token_bytes(KEY_BYTES))


def rewrap(wrapped: Blob) -> bytes:
    """The same data key under the current master key. Raises MissingKey and Tampered."""
    return _wrap(_unwrap(wrapped))


def master_version(wrapped: Blob) -> int:
    """The version of the master key that wrapped it. Raises Tampered for what is no data key."""
    blob = bytes(wrapped)
    if len(blob) != WRAPPED_BYTES or not blob.startswith(FORMAT):
        raise Tampered("this is no wrapped data key")
    return int.from_bytes(blob[len(FORMAT) : len(FORMAT) + VERSION_BYTES])


def current_master_version() -> int:
    return ring().master_version


def _wrap(data_key: bytes) -> bytes:
    version = ring().master_version
    head = FORMAT + version.to_bytes(VERSION_BYTES)
    return head + _encrypt(ring().masters[version], data_key, bound_to=head)


def _unwrap(wrapped: Blob | None) -> bytes:
    if wrapped is None:
        raise Forgotten("the data key was destroyed")
    version = master_version(wrapped)
    if version not in ring().masters:
        raise MissingKey(f"master key {version} is not in GIOTHONG_KEYS")
    blob = bytes(wrapped)
    head, sealed = blob[: len(FORMAT) + VERSION_BYTES], blob[len(FORMAT) + VERSION_BYTES :]
    return _decrypt(ring().masters[version], sealed, bound_to=head)


# Cells.


def seal(wrapped: Blob | None, text: str, *, context: str) -> bytes:
    """``text`` sealed under the data key, to be opened only with the same ``context``, which says
    whose cell it is: "donors.paper.number:<id>". Raises Forgotten, MissingKey and Tampered."""
    data_key = _unwrap(wrapped)
    return FORMAT + _encrypt(data_key, text.encode(), bound_to=context.encode())


def unseal(wrapped: Blob | None, blob: Blob, *, context: str) -> str:
    """What :func:`seal` was given. Raises Forgotten where the data key is None, Tampered where the
    bytes, the key or the context are others, MissingKey where the master key is not there."""
    data_key = _unwrap(wrapped)
    sealed = bytes(blob)
    if not sealed.startswith(FORMAT):
        raise Tampered("this was not sealed here")
    return _decrypt(data_key, sealed[len(FORMAT) :], bound_to=context.encode()).decode()


def _encrypt(key: bytes, data: bytes, *, bound_to: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, bound_to)


def _decrypt(key: bytes, sealed: bytes, *, bound_to: bytes) -> bytes:
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise Tampered("too short to be sealed")
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
    except InvalidTag:
        raise Tampered("sealed otherwise, elsewhere or under another key") from None


# Keyed digests.


def index(text: str, *, purpose: str) -> bytes:
    """32 bytes by which ``text``, normalised by the caller, is found again; those of two purposes
    ("paper", "phone") tell nothing of each other."""
    return _keyed(ring().indexes[ring().index_version], purpose, text)


def index_candidates(text: str, *, purpose: str) -> list[tuple[int, bytes]]:
    """Version and digest under every index key of the ring, newest first: what a row may hold
    while rows are brought to a new index key."""
    keys = ring().indexes
    return [
        (version, _keyed(keys[version], purpose, text)) for version in sorted(keys, reverse=True)
    ]


def index_version() -> int:
    """The version of the index key that :func:`index` uses; stored beside its digests."""
    return ring().index_version


def keyed_digest(cells: Any) -> str:
    """Like ``ledger.cells.digest_of``, for posts with personal data: nobody without the index key
    can find the values by trying. 64 hexadecimal digits. A new index key gives new digests."""
    return _keyed(ring().indexes[ring().index_version], "post", written(plain(cells))).hex()


def _keyed(key: bytes, purpose: str, text: str) -> bytes:
    told = f"{len(purpose)}:{purpose}:{text}"
    return hmac.new(key, told.encode(), hashlib.sha256).digest()


# What ``manage.py reencrypt`` brings to the current keys; rooms above add theirs in ``ready()``.


@dataclass(frozen=True, slots=True)
class Reindex:
    """``pending`` gives the rows whose digests are under an older index key; ``bring`` writes those
    of the given ids anew, in the transaction it is called in."""

    pending: Callable[[], models.QuerySet[Any]]
    bring: Callable[[list[Any]], None]


_wrapped: list[tuple[type[models.Model], str]] = []
_reindexes: list[Reindex] = []


def register_wrapped(model: type[models.Model], field: str) -> None:
    """Say that the binary column ``field`` holds wrapped data keys, or null."""
    if (model, field) not in _wrapped:
        _wrapped.append((model, field))


def register_reindex(
    pending: Callable[[], models.QuerySet[Any]], bring: Callable[[list[Any]], None]
) -> None:
    """Say which rows hold digests, and how they are written anew (see :class:`Reindex`)."""
    reindex = Reindex(pending, bring)
    if reindex not in _reindexes:
        _reindexes.append(reindex)


def wrapped_columns() -> list[tuple[type[models.Model], str]]:
    return list(_wrapped)


def reindexes() -> list[Reindex]:
    return list(_reindexes)
