"""What the drive day says of donors on their own pages."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from donors.models import Donor
from tests.factories_donors import DonorFactory
from tests.factories_units import RegistrationFactory, drive_today
from tests.units.desk_records import drawn, open_the_desks, screened
from words.dates import format_day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


def test_two_files_at_one_drive_are_said_plainly(commune, recorder, client_of) -> None:
    drive = drive_today(commune)
    one, other = (RegistrationFactory.create(drive).donor for _n in range(2))
    third = DonorFactory.create(keeper=commune)
    client, day = client_of(recorder), format_day(localdate())

    def notes(donor: Donor) -> list[str]:
        page = client.get(reverse("donors:pair", args=[one.pk, donor.pk]))
        found: list[str] = page.context["notes"]
        return found

    (note,) = notes(other)
    assert day in note
    assert notes(third) == []


def test_everything_kept_has_drives_and_bags(commune, hospital, recorder, client_of) -> None:
    drive = open_the_desks(drive_today(commune, receiver=hospital, title="Ngày hội Giọt hồng"))
    donor = drawn(screened(drive), "HP00017", receiver=hospital).donor
    text = client_of(recorder).post(reverse("donors:donor-data", args=[donor.pk])).content.decode()
    assert "Ngày hội Giọt hồng" in text
    assert "HP00017" in text
