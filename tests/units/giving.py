"""Bags given before, for tests of who may give again."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from directory.models import Organisation
from donors.models import Donor
from drives.models import Drive
from tests.factories import DriveFactory
from tests.factories_units import RegistrationFactory
from units.actions.given import keep_given
from units.models import Unit
from units.rules.states import State


def gave(
    donor: Donor, days_ago: int, *, at: Drive | Organisation, component: str = "whole"
) -> Unit:
    """A bag of this donor, so many days ago, at a drive of the organisation or at the drive."""
    day: date = localdate() - timedelta(days=days_ago)
    drive = at if isinstance(at, Drive) else DriveFactory.create(keeper=at, first_day=day)
    row = RegistrationFactory.create(drive, donor, state=State.DONATED)
    bag: Unit = Unit.objects.create(
        registration=row, drive=drive, donor=donor, given_on=day, year=day.year, volume=350,
        component=component, collected_by_name="Vũ Anh Tuấn",
    )  # fmt: skip
    keep_given([donor.pk])
    donor.refresh_from_db()
    return bag
