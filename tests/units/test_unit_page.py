"""One bag: who gave it, what changed; correcting and withdrawing it; looking back."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from drives.models import Drive
from ledger.models import Access
from tests.factories_units import drive_today
from tests.units.desk_records import drawn, open_the_desks, screened
from units.forms.collection import BagForm
from units.models import Handover, HandoverLine, Reaction, Unit
from units.rules.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def drive(commune, hospital, rules) -> Drive:
    return open_the_desks(drive_today(commune, receiver=hospital))


@pytest.fixture
def bag(drive, hospital, receiver) -> Unit:
    return drawn(
        screened(drive, name="Lò Văn Một"), "G123498654321", by=receiver.actor, receiver=hospital
    )


@pytest.fixture
def desk(client_of, receiver) -> Client:
    return client_of(receiver)


def at(name: str, *args: Any) -> str:
    return reverse(f"units:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_whoever_sees_the_drive_reads_the_bag_and_its_giver(client_of, viewer, recorder, bag):
    for person in (viewer, recorder):
        page = text_of(client_of(person).get(bag.get_absolute_url()))
        assert "G123498654321" in page
        assert "Lò Văn Một" in page
        assert str(bag.donor) in page
        assert bag.drive.title in page
        assert "Khám và tai biến" not in page
        assert at("unit-edit", bag) not in page


def test_health_is_shown_to_the_receiver_alone(desk, bag):
    Reaction.objects.create(
        registration=bag.registration, group="vasovagal", kind="B1", severity=1,
        at=bag.registration.state_at, notes="nằm nghỉ", recorded_by_name="Lan",
    )  # fmt: skip
    page = text_of(desk.get(bag.get_absolute_url()))
    assert "Khám và tai biến" in page
    assert "nằm nghỉ" in page
    assert at("unit-edit", bag) in page


def test_the_list_on_which_it_went_is_linked(desk, drive, hospital, bag):
    handover = Handover.objects.create(drive=drive, receiver=hospital)
    HandoverLine.objects.create(
        handover=handover, position=3, unit=bag, bag_code=bag.bag_code, listed_at=now()
    )
    page = text_of(desk.get(bag.get_absolute_url()))
    assert handover.get_absolute_url() in page
    assert "dòng 3" in page


def test_strangers_find_nothing_and_readers_change_nothing(
    client_of, stranger, recorder, viewer, bag
):
    for name in ("unit", "unit-edit", "unit-withdraw"):
        assert client_of(stranger).get(at(name, bag)).status_code == 404
        assert client_of(viewer).get(at(name, uuid4())).status_code == 404
    for person in (recorder, viewer):
        for name in ("unit-edit", "unit-withdraw"):
            assert client_of(person).get(at(name, bag)).status_code == 403


def edit_post(bag: Unit, **typed: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()), "version": str(bag.version), "bag_code": bag.bag_code,
        "volume": str(bag.volume), "day": bag.given_on.isoformat(),
        "receiver": str(bag.receiver_id or ""), "blood_group": bag.blood_group,
        "reason": "viết nhầm", **typed,
    }  # fmt: skip


def test_it_is_corrected_with_a_reason_that_stays_in_its_history(desk, bag):
    assert desk.get(at("unit-edit", bag)).status_code == 200
    answer = desk.post(at("unit-edit", bag), edit_post(bag, blood_group="O+", volume="250"))
    assert answer.url == bag.get_absolute_url()
    bag.refresh_from_db()
    assert (bag.blood_group, bag.volume, bag.bag_code) == ("O+", 250, "G123498654321")
    history = text_of(desk.get(reverse("ledger:history", args=["units.unit", bag.pk])))
    assert "viết nhầm" in history
    assert "Lò Văn Một" not in history


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"volume": "450"}, "volume"),
        ({"reason": ""}, "reason"),
        ({"bag_code": "https://example.org"}, "bag_code"),
        ({"reason": "nhầm với Văn Một"}, "reason"),
    ],
)
def test_what_is_wrong_is_said_beside_its_place(desk, bag, typed, field):
    answer = desk.post(at("unit-edit", bag), edit_post(bag, **typed))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_of_two_who_correct_the_second_sees_both(desk, bag):
    opened = edit_post(bag, blood_group="A+")
    desk.post(at("unit-edit", bag), edit_post(bag, blood_group="O+"))
    assert desk.post(at("unit-edit", bag), opened).status_code == 409
    bag.refresh_from_db()
    assert bag.blood_group == "O+"


def test_it_is_withdrawn_and_the_person_waits_again(desk, bag):
    address = at("unit-withdraw", bag)
    assert desk.get(address).status_code == 200
    post = {"key": str(uuid4()), "version": str(bag.version), "reason": ""}
    assert desk.post(address, post).status_code == 422
    assert desk.post(address, {**post, "reason": "nhầm người"}).url == bag.get_absolute_url()
    bag.refresh_from_db()
    assert bag.withdrawn_at is not None
    bag.registration.refresh_from_db()
    assert bag.registration.state == State.SCREENED.value
    page = text_of(desk.get(bag.get_absolute_url()))
    assert "nhầm người" in page
    for name in ("unit-edit", "unit-withdraw"):
        assert desk.get(at(name, bag)).status_code == 403


# looking back


def look(client: Client, code: str, purpose: str = "Kết quả sàng lọc") -> Any:
    return client.post(at("find"), {"code": code, "purpose": purpose})


@pytest.mark.parametrize("typed", ["G123498654321", "=G12349865432100", "g1234 98 654321"])
def test_a_bag_leads_to_its_page_and_the_look_is_kept(desk, receiver, bag, typed):
    assert look(desk, typed).url == bag.get_absolute_url()
    access = Access.objects.get()
    assert (access.kind, access.target_id) == ("lookback", str(bag.pk))
    assert (access.purpose, access.actor_id) == ("Kết quả sàng lọc", receiver.pk)


def test_a_donor_leads_to_every_bag(desk, bag):
    answer = look(desk, str(bag.donor))
    page = text_of(answer)
    assert bag.get_absolute_url() in page
    assert reverse("drives:drive", args=[bag.drive_id]) in page
    access = Access.objects.get()
    assert (access.target_label, access.count) == ("donors.donor", 1)


def test_without_a_purpose_nothing_is_looked_up(desk, bag):
    for purpose in ("", "  ", "số 0912 345 678"):
        assert look(desk, "G123498654321", purpose).status_code == 422
    assert not Access.objects.exists()


@pytest.mark.parametrize("typed", ["", "https://example.org", "x" * 4000, "KHÔNG-CÓ", "\x00"])
def test_what_is_no_bag_is_said(desk, bag, typed):
    assert look(desk, typed).status_code == 422
    assert not Access.objects.exists()


def test_strangers_look_in_vain(client_of, stranger, bag):
    for typed in (bag.bag_code, str(bag.donor)):
        answer = look(client_of(stranger), typed)
        assert answer.status_code == 422
        assert "Lò Văn Một" not in text_of(answer)
    assert not Access.objects.exists()


def test_several_bags_of_one_code_are_all_shown(desk, drive, hospital, bag, committee):
    other = open_the_desks(drive_today(committee, receiver=hospital))
    twin = drawn(screened(other), "G123498654321")
    answer = look(desk, "G123498654321")
    assert answer.status_code == 200
    page = text_of(answer)
    assert bag.get_absolute_url() in page
    assert twin.get_absolute_url() in page
    assert Access.objects.count() == 2


def test_the_form_keeps_what_a_bag_says(desk, drive, bag):
    form = desk.get(at("unit-edit", bag)).context["form"]
    assert isinstance(form, BagForm)
    assert form["bag_code"].value() == "G123498654321"
    assert str(form["volume"].value()) == "350"
