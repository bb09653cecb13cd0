"""Every row of the access table, really requested; and that no address lacks one."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from http import HTTPStatus
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, include, path, reverse

from accounts.open_doors import OPEN_DOORS
from ledger.records import registered
from tests.access import LEFT_OUT, TABLE, WHO, Row, World
from tests.house.conftest import House

# Of a session only its own table may be written: it is stamped, or ended.
SESSIONS = {"django_session"}
WRITES = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


class Writes:
    """The names of the tables that are written to."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if found := WRITES.match(sql):
            self.tables.add(found[1])
        return execute(sql, params, many, context)


def answer(house: House, row: Row, who: str, method: str) -> tuple[HttpResponse, set[str]]:
    """The answer to one request, and the tables it wrote to; all of it is taken back."""
    address = reverse(row.name, args=row.arguments(house.world))
    address += f"?{row.query}" if row.query else ""
    writes = Writes()
    with transaction.atomic(), connection.execute_wrapper(writes):
        response = getattr(house.client(who), method)(address)
        transaction.set_rollback(True)
    return response, writes.tables - SESSIONS


def faults(house: House, row: Row) -> Iterator[str]:
    """What is not as the row says, one sentence each."""
    for method, statuses in (("get", row.get), ("post", row.post), ("delete", row.delete)):
        for who, status in statuses.items():
            response, written = answer(house, row, who, method)
            asked = f"{method.upper()} {row} by {who} ({WHO[who]})"
            if response.status_code != status:
                yield f"{asked}: {response.status_code}, not {status}"
            expected = row.acts if method == "post" and status == HTTPStatus.OK else set()
            if written != expected:
                yield f"{asked}: wrote to {sorted(written)}, not {sorted(expected)}"
            text = response.content.decode(errors="replace")  # a PDF is no text
            for words in house.hidden.get(who, []):
                if words in text and not _is_owner_of_link(row):
                    yield f"{asked}: shows “{words}”"
            if who == "anonymous" and response.status_code == HTTPStatus.FOUND:
                place = response.headers["Location"]
                if row.name not in OPEN_DOORS and not place.startswith(reverse("accounts:login")):
                    yield f"{asked}: leads to {place}, not to the login"


def _is_owner_of_link(row: Row) -> bool:
    """A one-time link greets whoever holds it by the name of the person it is for."""
    return row.name == "accounts:invitation"


@pytest.mark.django_db
@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row} {row.query}".strip())
def test_row(house, row):
    found = list(faults(house, row))
    assert not found, "\n".join(["", *found])


# what is nowhere

NOWHERE: dict[str, Any] = {
    field.name: UUID(int=999_999_999) if field.type is UUID else 999_999_999
    for field in fields(World)
}
BEYOND_ANY_COLUMN: dict[str, Any] = {
    field.name: UUID(int=2**128 - 1) if field.type is UUID else 10**30 for field in fields(World)
}


@pytest.mark.django_db
@pytest.mark.parametrize("nowhere", [NOWHERE, BEYOND_ANY_COLUMN], ids=["unknown", "too-large"])
def test_what_is_nowhere_is_not_found(client_of, superuser, nowhere):
    client = client_of(superuser)
    client.raise_request_exception = False
    place = World(**nowhere)
    rows = [row for row in TABLE if _has_record(row)]
    found = {}
    for row in rows:
        only_posted = row.get["administrator"] == HTTPStatus.METHOD_NOT_ALLOWED
        ask = client.post if only_posted else client.get
        found[str(row)] = ask(reverse(row.name, args=row.arguments(place))).status_code
    assert {row: status for row, status in found.items() if status != HTTPStatus.NOT_FOUND} == {}
    assert len(rows) > len(TABLE) / 4


def _has_record(row: Row) -> bool:
    parts = row.at.split("/")
    return any(part in NOWHERE for part in parts) and row.name != "ledger:receipt"


# no address without a row, no row without an address


def addresses(
    patterns: Iterable[URLPattern | URLResolver], space: str = ""
) -> Iterator[tuple[str, str]]:
    """The full name of every address, and its pattern."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield (f"{space}{pattern.name}" if pattern.name else "", str(pattern.pattern))
        elif pattern.namespace not in LEFT_OUT:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)


def gaps(patterns: Iterable[URLPattern | URLResolver], rows: Iterable[Row]) -> list[str]:
    """Where the addresses and the table do not agree, one sentence each."""
    found = list(addresses(patterns))
    named, told = {name for name, _ in found}, {row.name for row in rows}
    return [
        *(f"The address {place} has no name." for name, place in found if not name),
        *(
            f"{name} has no row in tests/access.py: say there who gets what from it."
            for name in sorted(named - told - {""})
        ),
        *(f"{name} has a row in tests/access.py, but no address." for name in sorted(told - named)),
    ]


def test_every_address_has_a_row_and_every_row_an_address():
    found = gaps(get_resolver().url_patterns, TABLE)
    assert not found, "\n".join(found)


def test_a_new_address_is_missed_in_the_table():
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    rooms = ([path("new/", view, name="new"), path("nameless/", view)], "room")
    desk = ([path("hidden/", view, name="hidden")], "admin")
    patterns = [path("room/", include(rooms)), path("admin/", include(desk))]
    gone = next(row for row in TABLE if row.name == "home")
    assert gaps(patterns, [gone]) == [
        "The address nameless/ has no name.",
        "room:new has no row in tests/access.py: say there who gets what from it.",
        "home has a row in tests/access.py, but no address.",
    ]


def test_each_record_with_a_history_has_a_row():
    told = {row.at.partition("/")[0] for row in TABLE if row.name == "ledger:history"}
    assert set(registered()) - told == set()


def test_only_the_listed_doors_open_without_a_login():
    open_to_all = {row.name for row in TABLE if row.delete["anonymous"] != 401}
    assert open_to_all == OPEN_DOORS
