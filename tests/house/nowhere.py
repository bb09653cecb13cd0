"""Searching everything an instance keeps for something that must not be there: ``assert_nowhere``
for the database and its files, ``everything_logged`` for the log."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from logging.config import DictConfigurator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DEFAULT_DB_ALIAS, connections


def assert_nowhere(*needles: str, using: str = DEFAULT_DB_ALIAS) -> None:
    """Fail where one of the texts stands anywhere in the database: in a row of any table, in a
    session, in the planner's samples (PostgreSQL), in the file or the ``-wal`` (SQLite). Capital
    letters or not. Give folded and normalised spellings as needles of their own, and none that a
    random digest could hold (three digits)."""
    found = [place for needle in needles for place in places_of(needle, using=using)]
    assert not found, "\n".join(found)


def places_of(needle: str, *, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Where the text stands, one sentence each; for the other half of a test, that it was there."""
    forms = {form.lower() for form in _forms(needle)}
    found = [
        f"{needle!r} in {place}: {text[:300]}"
        for place, text in _texts(using)
        if any(form in text.lower() for form in forms)
    ]
    for file in _files(using):
        held = file.read_bytes()
        if any(form.encode() in held for form in _forms(needle)):
            found.append(f"{needle!r} in the file {file.name}")
    return found


def _forms(needle: str) -> set[str]:
    """As typed, as JSON escapes it, and as hexadecimal digits, which is how dumps write bytes."""
    escaped = json.dumps(needle)[1:-1]
    return {needle, escaped, needle.encode().hex(), escaped.encode().hex()}


def _texts(using: str) -> Iterator[tuple[str, str]]:
    connection = connections[using]
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        yield from (("the dump", line) for line in connection.connection.iterdump())
    else:
        yield from _rows_of_postgresql(connection)
    for session in Session.objects.using(using).all():
        yield f"session {session.pk[:4]}…", repr(session.get_decoded())


def _rows_of_postgresql(connection: Any) -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT whole::text FROM {name} AS whole")  # noqa: S608 - its own tables
            yield from ((f"table {table}", row[0]) for row in cursor.fetchall())
        # What ANALYZE sampled: it outlives the row until the next ANALYZE.
        cursor.execute(
            "SELECT tablename, concat(most_common_vals::text, histogram_bounds::text)"
            " FROM pg_stats WHERE schemaname = 'public'"
        )
        yield from ((f"samples of {table}", text) for table, text in cursor.fetchall())


def _files(using: str) -> list[Path]:
    connection = connections[using]
    if connection.vendor != "sqlite":
        return []
    file = Path(connection.settings_dict["NAME"])
    beside = (file.with_name(f"{file.name}{ending}") for ending in ("", "-wal", "-journal"))
    return [one for one in beside if one.exists()]


@contextmanager
def everything_logged() -> Iterator[StringIO]:
    """All that any logger says from DEBUG up, as the instance's own log writes it."""
    told = StringIO()
    own = dict(settings.LOGGING["formatters"]["without_values"])
    handler = logging.StreamHandler(told)
    handler.setFormatter(DictConfigurator({}).configure_formatter(own))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield told
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
