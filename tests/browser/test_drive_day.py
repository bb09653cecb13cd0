"""The day of a drive end to end: three people at three desks, by keyboard, on phones and laptops,
from the list of names to the bag that its receiver has counted."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from donors.facts import PaperFacts
from donors.models import Deferral, DeferralReason, Donor
from donors.rules.codes import shown_code
from drives.rules.states import State as DriveState
from ledger.actor import SYSTEM
from ledger.models import Submission
from ledger.scope import Role
from tests.factories import member_of
from tests.factories_donors import DonorFactory
from tests.factories_units import RegistrationFactory, drive_today
from tests.units.desk_records import bag
from units.actions.bags import put_units
from units.models import Handover, Registration, Step, Unit
from units.rules.states import State

pytestmark = pytest.mark.django_db(transaction=True)
CARD = "031091234567|164123456|Đỗ Văn Thử|05061991|Nam|Thôn Cầu Đen, Kiến Thụy|01012022"
SECRET = "012090000018"


@pytest.fixture
def drive(commune, hospital, rules):
    return drive_today(commune, receiver=hospital, state=DriveState.AWAITING.value)


@pytest.fixture
def people(drive, commune, lai_chau_committee):
    """Listed: one who may give, one who will be deferred, one who gave 61 days ago; and, kept in
    another province only, one who gave 20 days ago."""
    grown: dict[str, Any] = {"birth_date": date(1990, 5, 6), "sex": "female"}
    rows = {
        "listed": RegistrationFactory.create(drive, name="Phạm Thị Hoa", **grown).donor,
        "ill": RegistrationFactory.create(drive, name="Lê Thị Mận", **grown).donor,
    }
    recent = DonorFactory.create(keeper=commune, name="Vũ Thị Nhài", **grown)
    elsewhere = DonorFactory.create(
        keeper=lai_chau_committee, name="Lò Thị Xoan", papers=[PaperFacts("cccd", SECRET)], **grown
    )
    for donor, days in ((recent, 61), (elsewhere, 20)):
        _gave(donor, days)
    return {**rows, "recent": recent, "elsewhere": elsewhere}


def _gave(donor: Donor, days: int) -> None:
    """At a drive of the donor's own keeper, some days ago."""
    from django.db import transaction

    from tests.factories_donors import new_submission

    day = localdate() - timedelta(days=days)
    then = drive_today(donor.keeper, first_day=day, title="Đợt trước")
    with transaction.atomic():
        row = RegistrationFactory.create(then, donor, state=State.DONATED)
        submission: Submission = new_submission(SYSTEM)
        put_units([bag(row, given_on=day)], by=SYSTEM, at=submission.at, submission=submission)


def asked(someone, text: str, answer: str) -> str:
    """Type into the box of a desk and press Enter; what the page says once it has answered."""
    page = someone.page
    page.locator("main input[name=asked]").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.locator("main", has_text=answer).wait_for()
    return someone.text()


def typed(someone, **values: str) -> None:
    for name, text in values.items():
        someone.page.locator(f"main [name={name}]:visible").first.focus()
        someone.page.keyboard.press("Control+A")
        someone.page.keyboard.type(text)


def pressed(someone, selector: str) -> str:
    """Press Enter on a button or link; what the page says then."""
    button = someone.page.locator(selector).first
    button.focus()
    with someone.page.expect_navigation():
        someone.page.keyboard.press("Enter")
    return someone.text()


def seen(someone) -> None:
    assert someone.axe() == []
    assert someone.overflow() <= 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_the_list_of_names_to_a_counted_bag(
    drive, people, hospital, recorder, receiver, person, with_password, scripts
):
    drawing = member_of(hospital, Role.RECEIVER, username="lan", full_name="Trần Thị Lan")
    reception = person(scripts=scripts, width=360).log_in(with_password(recorder))
    examiner = person(scripts=scripts).log_in(with_password(receiver))
    drawer = person(scripts=scripts, width=360).log_in(with_password(drawing))

    _receive(reception, drive, people)
    _examine(examiner, drive)
    _draw(drawer, drive)
    _hand_over(reception, examiner, drive)

    states = dict(Registration.objects.filter(drive=drive).values_list("name", "state"))
    assert states == {
        "Đỗ Văn Thử": "donated", "Phạm Thị Hoa": "donated", "Lê Thị Mận": "deferred",
    }  # fmt: skip
    assert Unit.objects.valid().filter(drive=drive).count() == 2


def _receive(desk, drive, people) -> None:
    desk.go(reverse("units:reception", args=[drive.pk]))
    seen(desk)
    # Nobody knows the card: its facts stand in the form, and the person is received with it.
    asked(desk, CARD, "Chưa có ai trong hồ sơ")
    assert desk.page.locator("[name=name]").input_value() == "Đỗ Văn Thử"
    assert desk.page.locator("[name=birth]").input_value() == "05/06/1991"
    seen(desk)
    assert "Đã đón" in pressed(
        desk,
        "main form[action*=walk-in] button[type=submit], "
        "main form[action*=walk-in] button.btn-primary",
    )
    # One from the list, by the donor code; a second scan says where the person stands.
    for _ in range(2):
        asked(desk, shown_code(people["listed"].code), "Chị Phạm Thị Hoa")
    here = Step.objects.filter(registration__drive=drive, name="arrive")
    assert here.count() == 1
    asked(desk, shown_code(people["ill"].code), "Chị Lê Thị Mận")
    # 61 days ago: stopped by name, with the day.
    text = asked(desk, shown_code(people["recent"].code), "Chị Vũ Thị Nhài")
    able = localdate() - timedelta(days=61) + timedelta(days=84)
    assert "61 ngày trước, đủ 84 ngày từ" in text
    assert f"{able:%d/%m/%Y}" in text
    seen(desk)
    # 20 days ago in another province: the day, and nothing else about the person.
    able = localdate() - timedelta(days=20) + timedelta(days=84)
    asked(desk, SECRET, f"{able:%d/%m/%Y}")
    html = desk.page.content()
    assert not any(word in html for word in ("Xoan", "Lai Châu", "Đợt trước", SECRET[:9]))
    assert Registration.objects.filter(drive=drive).count() == 3


def _examine(desk, drive) -> None:
    desk.go(reverse("units:screening", args=[drive.pk]))
    assert "chưa mở" in desk.text()
    pressed(desk, "main form button.btn-primary")
    for number, verdict in (("1", "fit"), ("2", "fit"), ("3", "defer")):
        asked(desk, number, "Huyết áp")
        typed(desk, weight="52", systolic="118", diastolic="76", pulse="72", haemoglobin="135")
        if verdict == "fit":
            desk.page.locator("main [name=volume][value='350']").check()
            pressed(desk, "main [name=verdict][value=fit]")
            continue
        _defer(desk)
    seen(desk)


def _defer(desk) -> None:
    """A cold: seven days, worked out by the house."""
    folded = desk.page.locator("main details:has([name=verdict][value=defer]) > summary")
    folded.focus()
    desk.page.keyboard.press("Enter")
    if desk.scripts:
        desk.page.locator(".deferral input[role=combobox]").focus()
        desk.page.keyboard.type("cam lanh")
        desk.page.locator(".deferral [role=option]:first-child", has_text="Cảm lạnh").wait_for()
        desk.page.keyboard.press("ArrowDown")
        with desk.page.expect_response(lambda answer: answer.request.method == "POST"):
            desk.page.keyboard.press("Enter")
    else:
        reason = DeferralReason.objects.get(code="cold")
        desk.page.locator("main select[name=why]").first.select_option(str(reason.pk))
    pressed(desk, "main [name=verdict][value=defer]")
    deferral = Deferral.objects.get()
    assert deferral.able_from == localdate() + timedelta(days=7)


def _draw(desk, drive) -> None:
    desk.go(reverse("units:collection", args=[drive.pk]))
    seen(desk)
    for number, code in (("1", "HP00001"), ("2", "HP00002")):
        asked(desk, number, "Mã túi máu")
        typed(desk, bag_code=code)
        seen(desk)
        pressed(desk, "main form:has([name=bag_code]) button.btn-primary")
    codes = Unit.objects.filter(drive=drive).values_list("bag_code", "volume")
    assert set(codes) == {("HP00001", 350), ("HP00002", 350)}


def _hand_over(giver, taker, drive) -> None:
    giver.go(reverse("units:handovers", args=[drive.pk]))
    seen(giver)
    pressed(giver, "main form[action*=open] button")
    pressed(giver, "main form[action*=fill] button")
    handover = Handover.objects.get()
    assert handover.lines.count() == 2
    seen(giver)
    giver.go(reverse("units:handover-send", args=[handover.pk]))
    pressed(giver, "main form .foot button.btn-primary")
    handover.refresh_from_db()
    assert handover.state == "sent"
    taker.go(reverse("units:handover-answer", args=[handover.pk]))
    seen(taker)
    pressed(taker, "main form button.btn-primary")
    handover.refresh_from_db()
    assert handover.state == "confirmed"


def test_two_people_are_missing_and_the_figures_are_confirmed_with_the_reason(
    drive, recorder, confirmer, person, with_password
):
    people = RegistrationFactory.create_batch(5, drive, state=State.DONATED)
    missing = RegistrationFactory.create_batch(2, drive, state=State.SCREENED)
    _bags(people)
    someone = person().log_in(with_password(recorder))
    someone.go(reverse("drives:result", args=[drive.pk]) + "?fill=names")
    assert someone.page.locator("#id_units").input_value() == "5"
    typed(someone, donated_n="7", units_n="7", volume_350="7", first_time_n="")
    someone.page.locator("[name=standing][value=official]").check()
    pressed(someone, "button[name=submit]")
    someone.go(reverse("units:match", args=[drive.pk]))
    seen(someone)
    text = pressed(someone, f"a[href*='{reverse('units:match-row', args=[drive.pk, 'donated'])}']")
    assert all(row.name in text for row in missing)

    officer = person(width=360).log_in(with_password(confirmer))
    officer.go(reverse("drives:confirm", args=[drive.pk]))
    text = pressed(officer, "button[name=confirm]")
    assert "chưa khớp" in text
    officer.go(reverse("units:match", args=[drive.pk]))
    seen(officer)
    officer.page.locator("[name=reason]").focus()
    officer.page.keyboard.type("Hai người hiến tại xe lưu động, danh sách gửi sau.")
    pressed(officer, "main form button.btn-primary")
    officer.go(reverse("drives:confirm", args=[drive.pk]))
    pressed(officer, "button[name=confirm]")
    drive.refresh_from_db()
    assert drive.state == DriveState.CONFIRMED.value


def _bags(people) -> None:
    from django.db import transaction

    from tests.factories_donors import new_submission

    with transaction.atomic():
        submission = new_submission(SYSTEM)
        bags = [bag(row, f"T{uuid4().hex[:8]}") for row in people]
        put_units(bags, by=SYSTEM, at=submission.at, submission=submission)
