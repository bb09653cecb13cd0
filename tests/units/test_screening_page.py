"""The screening desk: whom it calls, what the limits say, what is decided and taken back."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from donors.models import Deferral, DeferralReason
from drives.models import Drive
from tests.factories_units import RegistrationFactory, drive_today
from tests.units.desk_records import arrived, days_ago, drawn, found_fit, open_the_desks, screened
from units.forms.screening import ExaminationForm
from units.models import DriveDay, Registration, Screening
from units.rules.states import State

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def drive(commune, hospital, rules) -> Drive:
    return open_the_desks(drive_today(commune, receiver=hospital))


@pytest.fixture
def desk(client_of, receiver) -> Client:
    return client_of(receiver)


def at(name: str, *args: Any) -> str:
    return reverse(f"units:{name}", args=[getattr(arg, "pk", arg) for arg in args])


def post_of(**typed: Any) -> dict[str, Any]:
    well = {
        "weight": "52", "systolic": "120", "diastolic": "80", "pulse": "72", "haemoglobin": "135",
        "component": "whole", "key": str(uuid4()), "volume": "450", "proposed": "450",
        "verdict": "fit",
    }  # fmt: skip
    return well | typed


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def state_of(row: Registration) -> str:
    row.refresh_from_db()
    return row.state


# who may


def test_until_the_receiver_opens_them_the_desks_say_so(client_of, receiver, commune, hospital):
    drive, client = drive_today(commune, receiver=hospital), client_of(receiver)
    page = text_of(client.get(at("screening", drive)))
    assert "Mở các bàn" in page
    assert "danh sách giấy" in page
    answer = client.post(at("open-desks", drive), {"key": str(uuid4())})
    assert answer.url == at("screening", drive)
    day = DriveDay.objects.get(drive=drive)
    assert day.desks_opened_by_name == receiver.full_name
    assert "Chờ tại bàn này" in text_of(client.get(answer.url))


def test_a_commune_is_refused_with_a_friendly_sentence(client_of, recorder, drive):
    for name in ("screening", "collection"):
        answer = client_of(recorder).get(at(name, drive))
        assert answer.status_code == 403
        assert "cơ sở tiếp nhận máu" in answer.content.decode()


def test_before_its_day_the_desk_says_when(client_of, receiver, commune, hospital):
    drive = drive_today(commune, receiver=hospital, first_day=days_ago(-3))
    open_the_desks(drive)
    assert "Chưa đến ngày" in text_of(client_of(receiver).get(at("screening", drive)))


# calling


def test_who_waits_longest_stands_first(desk, drive):
    first, second = arrived(drive, name="Lò Văn Một"), arrived(drive, name="Lò Văn Hai")
    page = text_of(desk.get(at("screening", drive)))
    assert page.index("Lò Văn Một") < page.index("Lò Văn Hai")
    assert at("screening-person", drive, first) in page
    assert second.queue_no == 2


@pytest.mark.parametrize("asked", ["1", "#1", "lo mot", "Một Lò"])
def test_one_person_meant_is_called(desk, drive, asked):
    row = arrived(drive, name="Lò Văn Một")
    arrived(drive, name="Trần Thị Hai")
    answer = desk.post(at("screening", drive), {"asked": asked})
    assert answer.url == at("screening-person", drive, row)


def test_a_donor_code_and_a_paper_call_too(desk, drive):
    row = arrived(drive)
    for asked in (str(row.donor), row.donor.code.lower()):
        answer = desk.post(at("screening", drive), {"asked": asked})
        assert answer.url == at("screening-person", drive, row)


def test_several_are_shown_and_nobody_is_said(desk, drive, committee):
    arrived(drive, name="Lò Văn Một")
    arrived(drive, name="Lò Thị Một")
    answer = desk.post(at("screening", drive), {"asked": "lo"})
    assert answer.status_code == 200
    assert text_of(answer).count("Một") >= 4
    elsewhere = arrived(drive_today(committee), name="Vàng A Xa")
    for asked in ("vang xa", str(elsewhere.donor), "https://example.org", "x" * 4000, ""):
        answer = desk.post(at("screening", drive), {"asked": asked})
        assert answer.status_code == 422
        assert "Vàng A Xa" not in text_of(answer)


def test_the_lists_alone_are_read_again_and_not_while_nothing_changed(desk, drive):
    arrived(drive, name="Lò Văn Một")
    answer = desk.get(at("screening", drive), headers=HTMX)
    part = text_of(answer)
    assert "Lò Văn Một" in part
    assert "<html" not in part
    seen = re.search(r'name="seen" value="([^"]+)"', part)
    assert seen
    again = desk.get(at("screening", drive), {"seen": seen[1]}, headers=HTMX)
    assert again.status_code == 204


# deciding


def test_fit_goes_on_to_collection(desk, drive, receiver, hospital):
    row = arrived(drive)
    page = text_of(desk.get(at("screening-person", drive, row)))
    assert row.name in page
    answer = desk.post(at("screening-person", drive, row), post_of())
    assert answer.url == at("screening", drive)
    assert state_of(row) == State.SCREENED.value
    screening = Screening.objects.get()
    assert (screening.allowed_volume, screening.examiner_name) == (450, receiver.full_name)
    said = text_of(desk.get(answer.url))
    assert "đủ điều kiện" in said
    assert str(row.donor) in said


def test_a_double_post_is_harmless(desk, drive):
    row, post = arrived(drive), post_of()
    for _ in range(2):
        assert desk.post(at("screening-person", drive, row), post).status_code == 302
    assert Screening.objects.count() == 1
    assert "trước đó" in text_of(desk.get(at("screening", drive)))


def test_another_desk_was_faster(desk, drive, superuser):
    row = arrived(drive)
    found_fit(row, by=superuser.actor)
    answer = desk.post(at("screening-person", drive, row), post_of(verdict="defer:unfit-today"))
    assert answer.status_code == 409
    assert superuser.full_name in text_of(answer)
    assert Screening.objects.get().decision == "fit"


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"weight": ""}, "weight", "Cân"),
        ({"weight": "nặng"}, "weight", "số"),
        ({"weight": "470"}, "weight", "470"),
        ({"systolic": "80", "diastolic": "120"}, "diastolic", "huyết áp"),
        ({"volume": ""}, "volume", "tối đa"),
        ({"volume": "=1+1"}, "volume", "tối đa"),
        ({"weight": "44"}, "__all__", "44 kg"),
        ({"weight": "47"}, "__all__", "450 ml"),
        ({"verdict": "defer"}, "why", "lý do"),
        ({"verdict": "defer", "why": "999999"}, "why", ""),
        ({"verdict": "defer", "since": "31/02/2026"}, "since", "02/2026"),
    ],
)
def test_what_is_wrong_is_said_beside_its_place_and_kept(desk, drive, typed, field, words):
    row = arrived(drive)
    answer = desk.post(at("screening-person", drive, row), post_of(**typed))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert field in form.errors, form.errors
    assert words.lower() in str(form.errors[field]).lower()
    for name, value in typed.items():
        if name in ("weight", "systolic", "since"):
            assert form[name].value() == value
    assert state_of(row) == State.ARRIVED.value


def test_another_unit_is_asked_about_once(desk, drive):
    row, typed = arrived(drive), post_of(haemoglobin="13,5")
    answer = desk.post(at("screening-person", drive, row), typed)
    assert answer.status_code == 422
    (question,) = answer.context["form"].questions()
    assert "135" in str(question.errors)
    answer = desk.post(at("screening-person", drive, row), {**typed, question.html_name: "on"})
    assert answer.status_code == 302
    assert Screening.objects.get().haemoglobin == 135


def test_a_deferral_without_a_day_ends_by_its_reason(desk, drive):
    row = arrived(drive)
    tattoo = DeferralReason.objects.get(code="tattoo")
    typed = post_of(verdict="defer", why=str(tattoo.pk), since="31/08/2026", volume="")
    assert desk.post(at("screening-person", drive, row), typed).status_code == 302
    assert f"{Deferral.objects.get().able_from:%d/%m/%Y}" == "28/02/2027"
    page = text_of(desk.get(at("screening-person", drive, row)))
    assert "28/02/2027" in page


def test_a_shorter_wait_is_refused_beside_its_field(desk, drive):
    flu = DeferralReason.objects.get(code="flu")
    typed = post_of(verdict="defer", why=str(flu.pk), since="", able_from=f"{localdate():%d/%m/%Y}")
    answer = desk.post(at("screening-person", drive, arrived(drive)), typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["able_from"]


def test_a_suggested_reason_is_one_button(desk, drive):
    row = arrived(drive)
    typed = post_of(haemoglobin="110", verdict="check")
    page = text_of(desk.post(at("screening-person", drive, row), typed))
    assert 'value="defer:low-haemoglobin"' in page
    typed |= {"verdict": "defer:low-haemoglobin"}
    assert desk.post(at("screening-person", drive, row), typed).status_code == 302
    assert Deferral.objects.get().reason.code == "low-haemoglobin"


# asking the limits


def limits(desk: Client, drive: Drive, row: Registration, **typed: Any) -> str:
    answer = desk.post(at("screening-limits", drive, row), post_of(**typed), headers=HTMX)
    assert answer.status_code == 200
    assert not Screening.objects.exists()
    return text_of(answer)


def test_the_volume_follows_the_weight(desk, drive):
    row = arrived(drive)
    part = limits(desk, drive, row, weight="47")
    assert "tối đa 350 ml: 47 kg" in part
    assert re.search(r'value="350" checked', part)
    assert re.search(r'value="450" disabled', part)
    # What the page had proposed follows on; what somebody chose stays.
    up = limits(desk, drive, row, weight="52", volume="350", proposed="350")
    assert re.search(r'value="450" checked', up)
    kept = limits(desk, drive, row, weight="52", volume="250", proposed="450")
    assert re.search(r'value="250" checked', kept)


def test_broken_limits_are_named(desk, drive):
    part = limits(desk, drive, arrived(drive), weight="44", systolic="170", pulse="95")
    assert "44 kg" in part
    assert "170 mmHg" in part
    assert "95" in part
    assert "checked" not in part


def test_what_is_not_typed_yet_is_said_quietly(desk, drive):
    part = limits(desk, drive, arrived(drive), haemoglobin="", pulse="")
    assert "Chưa rõ" in part
    assert limits(desk, drive, arrived(drive), weight="", verdict="")


def test_the_end_is_computed_as_soon_as_a_reason_is_chosen(desk, drive):
    row = arrived(drive)
    headers = {**HTMX, "HX-Target": "deferral-end"}
    for code, since, words in (
        ("tattoo", "31/08/2026", 'value="28/02/2027"'),
        ("hiv", "", "checked"),
        ("flu", "01/01/2020", "đã qua"),
        ("flu", "hôm kia", 'name="able_from"'),
    ):
        why = str(DeferralReason.objects.get(code=code).pk)
        answer = desk.post(
            at("screening-limits", drive, row), post_of(why=why, since=since), headers=headers
        )
        assert words in text_of(answer), code


def test_without_scripts_a_button_asks_the_same(desk, drive):
    row = arrived(drive)
    answer = desk.post(
        at("screening-person", drive, row), post_of(weight="47", verdict="check", volume="")
    )
    assert answer.status_code == 200
    page = text_of(answer)
    assert "tối đa 350 ml: 47 kg" in page
    assert 'value="47"' in page
    assert state_of(row) == State.ARRIVED.value


# correcting and taking back


def test_it_is_corrected_with_a_reason(desk, drive):
    row = screened(drive)
    address = at("screening-edit", drive, row)
    assert 'value="52"' in text_of(desk.get(address))
    screening = Screening.objects.get()
    typed = post_of(weight="62", version=str(screening.version), reason="đọc nhầm cân")
    assert desk.post(address, typed).url == at("screening-person", drive, row)
    screening.refresh_from_db()
    assert (screening.weight, screening.allowed_volume) == (62, 450)
    without = desk.post(address, {**typed, "key": str(uuid4()), "reason": "", "version": "2"})
    assert without.status_code == 422
    stale = desk.post(address, {**typed, "key": str(uuid4()), "pulse": "80"})
    assert stale.status_code == 409


def test_a_reason_names_nobody(desk, drive):
    row = screened(drive, name="Lò Văn Một")
    typed = post_of(version="1", reason="nhầm với Văn Một")
    answer = desk.post(at("screening-edit", drive, row), typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["reason"]


def test_it_is_taken_back_with_a_reason(desk, drive):
    row = screened(drive)
    address = at("desk-back", drive, "screening", row)
    assert desk.get(address).status_code == 200
    assert desk.post(address, {"key": str(uuid4()), "reason": ""}).status_code == 422
    answer = desk.post(address, {"key": str(uuid4()), "reason": "khám lại"})
    assert answer.url == at("screening-person", drive, row)
    assert state_of(row) == State.ARRIVED.value


def test_after_the_donation_it_is_not_taken_back(desk, drive):
    row = screened(drive)
    drawn(row, "A1")
    answer = desk.post(
        at("desk-back", drive, "screening", row), {"key": str(uuid4()), "reason": "khám lại"}
    )
    assert answer.status_code == 409
    assert state_of(row) == State.DONATED.value


def test_somebody_leaves_and_comes_back(desk, drive):
    row = arrived(drive)
    address = at("desk-leave", drive, "screening", row)
    assert desk.post(address, {"key": str(uuid4()), "why": "enough"}).status_code == 302
    assert state_of(row) == State.LEFT.value
    again = desk.post(address, {"key": str(uuid4()), "why": "enough"})
    assert again.status_code == 409
    back = at("desk-back", drive, "screening", row)
    assert desk.post(back, {"key": str(uuid4()), "reason": "chưa về"}).status_code == 302
    assert state_of(row) == State.ARRIVED.value


def test_who_does_not_wait_here_is_told_where_they_stand(desk, drive):
    row = RegistrationFactory.create(drive)
    page = desk.get(at("screening-person", drive, row))
    assert page.status_code == 200
    assert "chưa" in text_of(page)
    other = arrived(drive_today(drive.keeper))
    assert desk.get(at("screening-person", drive, other)).status_code == 404


def test_measurements_are_seen_by_no_commune(client_of, recorder, viewer, confirmer, drive):
    row = screened(drive)
    screening = Screening.objects.get()
    for person in (recorder, viewer, confirmer):
        client = client_of(person)
        for address in (
            at("screening-person", drive, row),
            at("screening-edit", drive, row),
            at("collection-person", drive, row),
        ):
            assert client.get(address).status_code == 403
        history = reverse("ledger:history", args=["units.screening", screening.pk])
        assert client.get(history).status_code == 404


def test_the_form_offers_each_reason_once_under_its_group(rules):
    form = ExaminationForm(days=[localdate()])
    groups = form.fields["why"].choices[1:]  # type: ignore[attr-defined]  # a ChoiceField
    offered = [pk for _group, rows in groups for pk, _label in rows]
    assert len(offered) == len(set(offered)) == DeferralReason.objects.count()
