"""One record of each kind in two provinces, and the desks of a superuser and an administrator."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import Membership, User
from directory.models import Organisation, Venue
from drives.models import Award, Drive, PeriodTotal, Result, Tolerance
from drives.rules.figures import Figure
from tests.factories import HAI_PHONG, LAI_CHAU, DriveFactory, VenueFactory, area


@pytest.fixture
def world(committee, commune, lai_chau_committee, administrator, recorder, stranger):
    """One record of each kind in Hải Phòng and one in Lai Châu."""
    here, there = _records(commune, HAI_PHONG), _records(lai_chau_committee, LAI_CHAU)
    here[User], there[User] = recorder, stranger
    here[Membership] = recorder.memberships.get()
    there[Membership] = stranger.memberships.first()
    return here, there


def _records(organisation: Organisation, key: str) -> dict[type, object]:
    drive = DriveFactory.create(
        keeper=organisation, title=f"Ngày hội {organisation.area.name}", area=area(key)
    )
    result = Result.objects.create(drive=drive)
    result.units = Figure(345)  # type: ignore[arg-type]  # an int is a number too
    result.save()
    return {
        Organisation: organisation,
        Venue: VenueFactory.create(area=area(key)),
        Drive: drive,
        Result: result,
        Award: Award.objects.create(
            drive=drive, authority="UBND tỉnh", form="Bằng khen", to="group"
        ),
        PeriodTotal: PeriodTotal.objects.create(
            area=area(key),
            keeper=organisation,
            from_day=date(2024, 1, 1),
            to_day=date(2025, 1, 1),
        ),
        Tolerance: Tolerance.objects.create(
            area=area(key), percent="0.5", valid_from=date(2024, 1, 1)
        ),
    }


@pytest.fixture
def boss(client_of: Callable[[User], Client], superuser: User) -> Client:
    return client_of(superuser)


@pytest.fixture
def desk(client_of: Callable[[User], Client], administrator: User) -> Client:
    """The desk of the administrator of Hải Phòng."""
    return client_of(administrator)
