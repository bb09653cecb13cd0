"""Somebody new at the reception: entered and received on one screen."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from donors.models import Custody, Donor
from ledger.keys import new_id
from ledger.models import Access, Change
from tests.factories_donors import DonorFactory
from tests.factories_units import drive_today
from tests.units.desks import scan
from units.models import Registration

pytestmark = pytest.mark.django_db
NUMBER = "031190004567"
CARD = f"{NUMBER}|012345678|Nguyễn Thị Lan|05121990|Nữ|Thôn 1, xã Kiến Thụy|01012022"


@pytest.fixture
def drive(commune, rules):
    return drive_today(commune)


@pytest.fixture
def desk(client_of, recorder):
    return client_of(recorder)


def text(response) -> str:
    return response.content.decode()


def walk_in(client, drive, **facts):
    first = client.get(reverse("units:walk-in", args=[drive.pk])).context["walk_in"]
    post = {
        "key": str(first["key"].value()), "donor_id": str(first["donor_id"].value()),
        "name": "Trần Thị Hồng", "birth": "09/08/1992", "sex": "female", "paper": "cccd",
        "number": "031192007777", "phone": "0912 000 111",
    }  # fmt: skip
    return client.post(reverse("units:walk-in", args=[drive.pk]), {**post, **facts})


def test_a_card_fills_in_the_form_of_somebody_new(desk, drive):
    form = scan(desk, drive, CARD).context["walk_in"]
    assert form["name"].value() == "Nguyễn Thị Lan"
    assert form["birth"].value() == "05/12/1990"
    assert form["sex"].value() == "female"
    assert form["number"].value() == NUMBER
    assert form["nation"].value()


def test_somebody_new_is_entered_and_received(desk, drive, commune):
    response = walk_in(desk, drive)
    assert response.status_code == 200
    row = Registration.objects.get()
    assert (row.name, row.source, row.queue_no) == ("Trần Thị Hồng", "walk_in", 1)
    assert Custody.objects.get().organisation == commune
    assert Access.objects.filter(kind="nation").count() == 1
    kept = [str(change.cells) for change in Change.objects.filter(target_label__startswith="units")]
    assert not any("Hồng" in cells or "031192007777" in cells for cells in kept)


def test_the_nation_is_asked_once_for_one_card(desk, drive):
    form = scan(desk, drive, CARD).context["walk_in"]
    post = {name: form[name].value() or "" for name in form.fields}
    response = desk.post(reverse("units:walk-in", args=[drive.pk]), post)
    assert response.status_code == 200
    assert Registration.objects.count() == 1
    assert Access.objects.filter(kind="nation").count() == 1
    post |= {"key": str(new_id()), "donor_id": str(new_id()), "number": "031190004568"}
    post |= {"name": "Vũ Thị Mận"}
    desk.post(reverse("units:walk-in", args=[drive.pk]), post)
    assert Access.objects.filter(kind="nation").count() == 2


def test_only_the_name_is_needed(desk, drive):
    assert walk_in(desk, drive, birth="", sex="", number="", phone="").status_code == 200
    assert Registration.objects.get().donor.birth_year is None


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "Lan 2"),
        ("birth", "ngày mai"),
        ("birth", "01/01/2999"),
        ("number", "0311920077"),
        ("phone", "12"),
    ],
)
def test_wrong_facts_come_back_with_their_reason(desk, drive, field, typed):
    response = walk_in(desk, drive, **{field: typed})
    assert response.status_code == 422
    assert response.context["walk_in"].errors[field]
    assert response.context["walk_in"][field].value() == typed
    assert not Donor.objects.exists()


def test_a_likeness_is_asked_about_on_the_same_screen(desk, drive, commune):
    known = DonorFactory.create(keeper=commune, name="Trần Thị Hồng", birth_date=date(1992, 8, 9))
    response = walk_in(desk, drive)
    assert response.status_code == 422
    assert f'name="donor" value="{known.pk}"' in text(response)
    assert not Registration.objects.exists()
    assert walk_in(desk, drive, other="on").status_code == 200
    assert Registration.objects.get().donor_id != known.pk


def test_a_new_person_sent_twice_is_one_person(desk, drive):
    first = desk.get(reverse("units:walk-in", args=[drive.pk])).context["walk_in"]
    same = {"key": str(first["key"].value()), "donor_id": str(first["donor_id"].value())}
    assert walk_in(desk, drive, **same).status_code == 200
    again = walk_in(desk, drive, **same, other="on")
    assert again.status_code == 200
    changed = walk_in(desk, drive, **same, name="Trần Thị Hồng Nhung", other="on")
    assert changed.status_code == 409
    assert Donor.objects.count() == Registration.objects.count() == 1


def test_too_young_is_refused_and_nothing_is_entered(desk, drive):
    response = walk_in(desk, drive, birth=f"01/01/{localdate().year - 16}", number="")
    assert response.status_code == 409
    assert not Donor.objects.exists()
