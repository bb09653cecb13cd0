"""The two bulletins every installation can show, as records."""

from datetime import date
from decimal import Decimal

import pytest

from drives.models import Drive
from drives.rules.figures import Figure, Qualifier
from drives.rules.states import State
from tests.drives.records import result_of
from tests.factories import KIEN_THUY_DISTRICT, LAI_CHAU, DriveFactory, area


@pytest.fixture
def kien_thuy(commune) -> Drive:
    """Over 450 came, 345 units; the record is kept by the commune that took over."""
    drive = DriveFactory.create(
        title="Ngày hội hiến máu tình nguyện đợt II năm 2024",
        keeper=commune,
        area=area(KIEN_THUY_DISTRICT),
        host_words="UBND huyện Kiến Thuỵ",
        first_day=date(2024, 11, 30),
        session=Drive.Session.MORNING,
        venue_words="Nhà luyện tập thể thao huyện",
        round=2,
        year=2024,
    )
    over = Figure(Decimal(450), Qualifier.OVER)
    result_of(drive, attended=over, units=Figure(Decimal(345)))
    return drive


@pytest.fixture
def lai_chau(lai_chau_committee) -> Drive:
    """Over 2.000 came, over 1.000 units, some time after the half-year of 2025."""
    drive = DriveFactory.create(
        title="Hành trình Đỏ tại Lai Châu",
        keeper=lai_chau_committee,
        host=lai_chau_committee,
        area=area(LAI_CHAU),
        first_day=None,
        within_from=date(2025, 7, 1),
        within_to=date(2026, 1, 1),
        state=State.CONFIRMED.value,
    )
    result_of(
        drive,
        attended=Figure(Decimal(2000), Qualifier.OVER),
        units=Figure(Decimal(1000), Qualifier.OVER),
    )
    return drive
