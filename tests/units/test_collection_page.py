"""The collection desk: one bag of one person, checked as it is scanned; and what goes another
way."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now

from donors.models import Deferral, DeferralReason
from drives.models import Drive
from ledger.keys import new_id
from tests.factories import OrganisationFactory
from tests.factories_units import drive_today, received_by
from tests.units.desk_records import arrived, drawn, open_the_desks, screened
from units.models import Reaction, Registration, Screening, Unit
from units.rules.states import State

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
DIN = "G123498654321"


@pytest.fixture
def drive(commune, hospital, rules) -> Drive:
    return open_the_desks(drive_today(commune, receiver=hospital))


@pytest.fixture
def desk(client_of, receiver) -> Client:
    return client_of(receiver)


def at(name: str, *args: Any) -> str:
    return reverse(f"units:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def post_of(hospital: Any = None, **typed: Any) -> dict[str, Any]:
    receiver = {"receiver": str(hospital.pk)} if hospital else {}
    return {"key": str(new_id()), "bag_code": "A1", "volume": "350", **receiver, **typed}


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def state_of(row: Registration) -> str:
    row.refresh_from_db()
    return row.state


# the bag


def test_a_bag_is_recorded_with_the_allowed_volume_chosen(desk, drive, hospital, receiver):
    row = screened(drive)
    page = text_of(desk.get(at("collection-person", drive, row)))
    assert re.search(r'value="350" checked', page)
    assert 'value="450"' not in page
    answer = desk.post(at("collection-person", drive, row), post_of(hospital, bag_code=DIN))
    assert answer.url == at("collection", drive)
    unit = Unit.objects.get()
    assert (unit.bag_code, unit.volume, unit.receiver) == (DIN, 350, hospital)
    assert unit.collected_by_name == receiver.full_name
    said = text_of(desk.get(answer.url))
    assert DIN in said
    assert "Vừa lấy máu" in said


def test_a_double_scan_is_harmless(desk, drive):
    row, post = screened(drive), post_of()
    for _ in range(2):
        assert desk.post(at("collection-person", drive, row), post).status_code == 302
    assert Unit.objects.count() == 1


def test_the_same_form_with_other_values_shows_both(desk, drive):
    row, post = screened(drive), post_of()
    desk.post(at("collection-person", drive, row), post)
    answer = desk.post(at("collection-person", drive, row), {**post, "bag_code": "B2"})
    assert answer.status_code == 409
    assert Unit.objects.get().bag_code == "A1"


def test_another_desk_was_faster(desk, drive, superuser):
    row = screened(drive)
    drawn(row, "Z9", by=superuser.actor)
    answer = desk.post(at("collection-person", drive, row), post_of())
    assert answer.status_code == 409
    assert superuser.full_name in text_of(answer)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"bag_code": "https://example.org/tui"}, "bag_code"),
        ({"bag_code": "x" * 4000}, "bag_code"),
        ({"bag_code": f"{DIN}Z"}, "bag_code"),
        ({"bag_code": "031190004567|012345678|Lò Thị Lan|05121990|Nữ|Thôn 1|01012022"}, "bag_code"),
        ({"volume": "450"}, "volume"),
        ({"volume": ""}, "volume"),
        ({"started": "chín giờ"}, "started"),
        ({"drawn_volume": "200"}, "short_reason"),
        ({"drawn_volume": "900"}, "drawn_volume"),
        ({"drawn_volume": "=1"}, "drawn_volume"),
        ({"blood_group": "Q"}, "blood_group"),
        ({"short_reason": "của Văn Một", "drawn_volume": "200"}, "short_reason"),
    ],
)
def test_what_is_wrong_is_said_beside_its_place_and_kept(desk, drive, hospital, typed, field):
    row = screened(drive, name="Lò Văn Một")
    answer = desk.post(at("collection-person", drive, row), post_of(hospital, **typed))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    for name, value in typed.items():
        assert answer.context["form"][name].value() == value
    assert not Unit.objects.exists()


def test_a_code_used_here_is_refused_with_day_and_desk(desk, drive, hospital, receiver):
    drawn(screened(drive), "A1", by=receiver.actor, receiver=hospital)
    answer = desk.post(at("collection-person", drive, screened(drive)), post_of(hospital))
    assert answer.status_code == 422
    said = str(answer.context["form"].errors["bag_code"])
    assert f"{localdate():%d/%m/%Y}" in said
    assert receiver.full_name in said


def test_a_code_used_elsewhere_tells_nothing_of_it(desk, drive, hospital, committee):
    far = open_the_desks(drive_today(committee, receiver=hospital, title="Ngày hội nơi xa"))
    row = screened(far, name="Vàng A Xa")
    drawn(row, "A1", receiver=hospital)
    answer = desk.post(at("collection-person", drive, screened(drive)), post_of(hospital))
    said = text_of(answer)
    assert answer.status_code == 422
    assert "đã được dùng trong năm" in said
    for words in (far.title, row.name, str(row.donor), committee.name):
        assert words not in said


def test_unlikely_hours_are_asked_about_once(desk, drive):
    row = screened(drive)
    clock = f"{localtime(now()):%H:%M}"
    typed = post_of(started=clock, ended=clock)
    answer = desk.post(at("collection-person", drive, row), typed)
    assert answer.status_code == 422
    (question,) = answer.context["form"].questions()
    answer = desk.post(at("collection-person", drive, row), {**typed, question.html_name: "on"})
    assert answer.status_code == 302
    assert Unit.objects.get().started_at is not None


def test_of_several_receivers_the_own_one_is_taken(desk, drive, hospital):
    other = OrganisationFactory.create(kind="hospital")
    received_by(drive, other)
    row = screened(drive)
    desk.post(at("collection-person", drive, row), post_of())
    assert Unit.objects.get().receiver == hospital


def test_a_superuser_chooses_among_the_receivers(client_of, superuser, drive):
    other = OrganisationFactory.create(kind="hospital")
    received_by(drive, other)
    row = screened(drive)
    client = client_of(superuser)
    assert other.name in text_of(client.get(at("collection-person", drive, row)))
    client.post(at("collection-person", drive, row), post_of(other))
    assert Unit.objects.get().receiver == other


# while scanning


def test_a_code_is_checked_as_it_is_scanned(desk, drive, hospital):
    drawn(screened(drive), "A1", receiver=hospital)
    row = screened(drive)
    for code, words in (
        ("A2", "chưa dùng"),
        ("A1", "Mã này đã dùng"),
        ("https://example.org", "trang"),
        (f"{DIN}Z", "ký tự"),
    ):
        answer = desk.post(
            at("collection-check", drive, row), post_of(hospital, bag_code=code), headers=HTMX
        )
        assert answer.status_code == 200
        assert words.lower() in text_of(answer).lower(), code
    assert Unit.objects.count() == 1


def test_without_scripts_enter_only_checks(desk, drive, hospital):
    drawn(screened(drive), "A1", receiver=hospital)
    row = screened(drive)
    answer = desk.post(at("collection-person", drive, row), post_of(hospital, check="1"))
    assert answer.status_code == 200
    assert "Mã này đã dùng" in text_of(answer)
    assert state_of(row) == State.SCREENED.value


# another way


def test_nothing_drawn_is_recorded_with_words_and_a_day(desk, drive):
    row = screened(drive)
    reason = DeferralReason.objects.get(code="unfit-today")
    typed = {"key": str(new_id()), "words": "vỡ ven", "why": str(reason.pk)}
    answer = desk.post(at("collection-stop", drive, row), typed)
    assert answer.url == at("collection", drive)
    assert state_of(row) == State.DEFERRED.value
    assert Deferral.objects.get().reason == reason
    page = text_of(desk.get(at("collection-person", drive, row)))
    assert "vỡ ven" in page
    back = {"key": str(new_id()), "reason": "lấy được tay kia"}
    assert desk.post(at("desk-back", drive, "collection", row), back).status_code == 302
    assert state_of(row) == State.ARRIVED.value
    assert Screening.objects.get().stop_reason == ""


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"words": ""}, "words"), ({"why": ""}, "why"), ({"words": "số 0912 345 678"}, "words")],
)
def test_nothing_drawn_asks_for_words_and_reason(desk, drive, typed, field):
    row = screened(drive)
    reason = DeferralReason.objects.get(code="unfit-today")
    post = {"key": str(new_id()), "words": "vỡ ven", "why": str(reason.pk), **typed}
    answer = desk.post(at("collection-stop", drive, row), post)
    assert answer.status_code == 422
    assert list(answer.context["stop_form"].errors) == [field]
    assert state_of(row) == State.SCREENED.value


def test_who_was_not_examined_is_told_so(desk, drive):
    answer = desk.get(at("collection-person", drive, arrived(drive)))
    assert "chưa được khám" in text_of(answer) or "chưa khám" in text_of(answer)
    assert 'name="bag_code"' not in text_of(answer)


# reactions


def reaction_post(**typed: Any) -> dict[str, Any]:
    at_now = localtime(now())
    return {
        "key": str(new_id()), "what": "B1", "severity": "1", "day": f"{at_now:%d/%m/%Y}",
        "hour": f"{at_now:%H:%M}", **typed,
    }  # fmt: skip


def test_a_reaction_is_recorded_mended_and_withdrawn(desk, drive):
    row = screened(drive)
    drawn(row, "A1")
    answer = desk.post(at("reaction-new", drive, row), reaction_post(notes="nằm nghỉ"))
    assert answer.url == at("collection-person", drive, row)
    reaction = Reaction.objects.get()
    assert (reaction.group, reaction.kind) == ("vasovagal", "B1")
    assert "nằm nghỉ" in text_of(desk.get(answer.url))
    edited = reaction_post(version="1", what="vasovagal", severity="2", reason="nặng hơn")
    assert desk.post(at("reaction", drive, reaction), edited).status_code == 302
    reaction.refresh_from_db()
    assert (reaction.kind, reaction.severity) == ("", 2)
    address = at("reaction-withdraw", drive, reaction)
    assert desk.get(address).status_code == 200
    gone = {"key": str(new_id()), "version": "2", "reason": "nhầm người"}
    assert desk.post(address, gone).status_code == 302
    assert "nhầm người" in text_of(desk.get(at("collection-person", drive, row)))
    assert desk.get(at("reaction", drive, reaction)).status_code == 403


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"what": ""}, "what"),
        ({"what": "Z9"}, "what"),
        ({"severity": "6"}, "severity"),
        ({"hour": ""}, "hour"),
        ({"day": "01/01/2020"}, "day"),
        ({"notes": "gọi Lò Văn Một về"}, "notes"),
    ],
)
def test_a_reaction_that_cannot_be_is_refused_beside_its_field(desk, drive, typed, field):
    row = screened(drive, name="Lò Văn Một")
    answer = desk.post(at("reaction-new", drive, row), reaction_post(**typed))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Reaction.objects.exists()


def test_a_reaction_of_another_drive_is_not_found(desk, drive, committee, hospital):
    other = open_the_desks(drive_today(committee, receiver=hospital))
    row = screened(other)
    desk.post(at("reaction-new", other, row), reaction_post())
    assert desk.get(at("reaction", drive, Reaction.objects.get())).status_code == 404
