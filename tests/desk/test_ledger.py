"""The desk of what was done."""

import pytest
from django.urls import reverse

from drives.models import Drive
from tests.desk.pages import (
    NATION_ONLY,
    address,
)


@pytest.mark.parametrize("model", NATION_ONLY)
def test_the_ledger_is_the_nations(desk, boss, world, model):
    assert desk.get(address(model, "changelist")).status_code == 403
    assert boss.get(address(model, "changelist")).status_code == 200


def test_history_leads_to_the_ledger(desk, world):
    drive = world[0][Drive]
    answer = desk.get(address(Drive, "history", drive.pk))
    assert answer["Location"] == reverse("ledger:history", args=["drives.drive", drive.pk])
