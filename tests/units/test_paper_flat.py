"""The pages of paper lists ask as often for twenty lines as for one."""

import json
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ledger.keys import new_id
from tests.factories_paper import SheetFactory, some_list
from tests.factories_units import drive_today
from units.models import Unit

pytestmark = pytest.mark.django_db
MANY = 20


@pytest.fixture
def drive(commune, hospital, rules):
    return drive_today(commune, receiver=hospital)


def asked(act) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = act()
    assert answer.status_code == 200
    return len(queries)


def test_the_lists_of_a_drive(drive, client_of, recorder):
    client, page = client_of(recorder), reverse("units:lists", args=[drive.pk])
    SheetFactory.create(drive, some_list(1))
    client.get(page)
    few = asked(lambda: client.get(page))
    for n in range(MANY):
        SheetFactory.create(drive, some_list(2, seed=n))
    assert asked(lambda: client.get(page)) == few


@pytest.mark.parametrize("saved", [False, True])
def test_the_lines_and_the_people_of_a_list(saved, drive, client_of, recorder):
    client, counts = client_of(recorder), []
    for seed, size in enumerate((1, 1, MANY)):
        sheet = SheetFactory.create(drive, some_list(size, seed=seed))
        if saved:
            post = {"key": str(uuid4()), "want": "good", "save": "1"}
            assert client.post(sheet.get_absolute_url(), post).status_code == 302
            client.get(sheet.get_absolute_url())
            # Another list of the same codes would be refused.
            Unit.objects.update(bag_code="")
        counts.append(asked(partial(client.get, sheet.get_absolute_url())))
        drive = drive_today(drive.keeper)
    assert counts[1] == counts[2]


def test_lines_as_they_are_sent(drive, client_of, recorder):
    client, counts = client_of(recorder), []
    for size in (1, 1, MANY):
        sheet = SheetFactory.create(drive, some_list(size, seed=size))
        rows = [
            {"id": str(new_id()), "line": n, "cells": cells, "key": str(uuid4()), "version": 0}
            for n, cells in enumerate(some_list(size, seed=50 + size), size + 1)
        ]
        body = json.dumps({"owner": str(recorder.pk), "rows": rows})
        url = reverse("units:list-lines", args=[drive.pk, sheet.pk])
        counts.append(asked(partial(client.post, url, body, content_type="application/json")))
    assert counts[1] == counts[2]
