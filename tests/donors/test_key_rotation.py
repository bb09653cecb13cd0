"""Renewing keys keeps donors readable and findable (``manage.py reencrypt``)."""

import base64
import secrets

import pytest
from django.core.management import call_command

from donors.facts import PaperFacts
from donors.models import Donor, Paper
from donors.querysets.people import facts_of
from ledger import seals
from tests.factories_donors import DonorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NUMBER, PHONE = "031190004567", "+84912345678"


def ring(version: int) -> str:
    keys = (base64.b64encode(secrets.token_bytes(32)).decode() for _key in range(2))
    return f"{version}:{':'.join(keys)}"


def found() -> list[str]:
    by = (Donor.objects.with_number(NUMBER), Donor.objects.with_phone(PHONE))
    return [donor.name for donors in by for donor in donors]


def test_donors_are_brought_to_new_keys(commune, settings, capsys) -> None:
    first, second = ring(1), ring(2)
    settings.SEALING_KEYS = first
    donor = DonorFactory.create(
        keeper=commune, name="Trần Thị Lan", papers=[PaperFacts("cccd", NUMBER)], phone=PHONE,
        notes="gọi buổi tối",
    )  # fmt: skip
    DonorFactory.create(keeper=commune, papers=[], phone="")
    settings.SEALING_KEYS = f"{first},{second}"
    assert found() == ["Trần Thị Lan"] * 2, "found while half is old"
    call_command("reencrypt")
    settings.SEALING_KEYS = second
    assert found() == ["Trần Thị Lan"] * 2
    donor.refresh_from_db()
    assert facts_of(donor).notes == "gọi buổi tối"
    assert facts_of(donor).papers[0].number == NUMBER
    keys = [key for key in Donor.objects.values_list("data_key", flat=True) if key is not None]
    assert {seals.master_version(key) for key in keys} == {2}
    assert set(Paper.objects.values_list("index_version", flat=True)) == {2}
    capsys.readouterr()
