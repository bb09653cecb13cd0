"""The search for what must not be there finds it wherever it is."""

import logging
from uuid import uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils.timezone import now

from ledger.models import Change
from tests.factories import OrganisationFactory
from tests.house.nowhere import assert_nowhere, everything_logged, places_of

pytestmark = pytest.mark.both
NEEDLE = "Vừ Mí Sính Nguyệt"


def change_with(**values) -> Change:
    told = {"target_label": "a.toy", "target_id": str(uuid4()), "version": 1, "at": now()}
    return Change.objects.create(**told, actor_name="Hoa", action="toy", **({"cells": {}} | values))


def test_a_text_is_found_in_a_column_whatever_its_capital_letters(areas) -> None:
    assert_nowhere(NEEDLE)
    OrganisationFactory.create(address=f"nhà ông {NEEDLE.upper()}, bản Lũng Táo")
    with pytest.raises(AssertionError, match="nhà ông"):
        assert_nowhere(NEEDLE)


def test_a_text_is_found_inside_json_and_bytes(db) -> None:
    change_with(cells={"name": [None, NEEDLE]})
    assert places_of(NEEDLE)
    assert not places_of("0912345999")
    change_with(sealed=b"\x01 0912345999")
    assert places_of("0912345999")


def test_a_text_is_found_in_a_session(db) -> None:
    session = SessionStore()
    session["said"] = NEEDLE
    session.save()
    (place,) = places_of(NEEDLE)
    assert "session" in place


@pytest.mark.django_db(transaction=True)
def test_a_text_is_found_in_what_a_database_keeps_of_deleted_rows() -> None:
    left = "Giàng Seo Chứ Bảy"
    rows = [change_with(reason=left).pk, change_with(reason=left).pk]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA secure_delete=OFF")
        cursor.execute("ANALYZE")
    Change._base_manager.filter(pk__in=rows).delete()
    where = "in the file" if connection.vendor == "sqlite" else "in samples of"
    assert any(where in place for place in places_of(left))
    connection.close()


def test_the_log_is_heard_whole() -> None:
    with everything_logged() as told:
        logging.getLogger("a.room").debug("said softly")
    assert "said softly" in told.getvalue()
