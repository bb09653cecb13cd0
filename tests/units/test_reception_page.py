"""The reception desk: the one box and its answers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from ledger.keys import new_id
from tests.factories_donors import DonorFactory, some_cccd
from tests.factories_units import RegistrationFactory, drive_today
from tests.units.desks import scan
from units.models import Registration

pytestmark = pytest.mark.django_db
CARD = "{number}||{name}|05121990|Nữ|Thôn 1, xã Kiến Thụy|01012022"
NUMBER = "031190004567"


@pytest.fixture
def drive(commune, rules):
    return drive_today(commune)


@pytest.fixture
def desk(client_of, recorder):
    return client_of(recorder)


def person(keeper, number=NUMBER, **facts):
    from donors.facts import PaperFacts

    papers = [PaperFacts("cccd", number)] if number else []
    return DonorFactory.create(keeper=keeper, papers=papers, **facts)


def text(response):
    return response.content.decode()


def test_a_listed_person_is_received_by_the_card(desk, drive, commune):
    donor = person(commune, name="Nguyễn Thị Lan")
    row = RegistrationFactory.create(drive, donor)
    response = scan(desk, drive, CARD.format(number=NUMBER, name="Nguyễn Thị Lan"))
    assert response.status_code == 200
    row.refresh_from_db()
    assert (row.state, row.queue_no) == ("arrived", 1)
    assert "Nguyễn Thị Lan" in text(response)
    assert NUMBER not in text(response)
