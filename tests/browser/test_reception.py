"""The reception desk by keyboard and scanner, with and without scripts."""

from datetime import date

import pytest
from django.urls import reverse

from donors.facts import PaperFacts
from tests.factories_donors import DonorFactory
from tests.factories_units import RegistrationFactory, drive_today
from units.models import Registration

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "031190004567"
CARD = "031192007777||Trần Thị Hồng|09081992|Nữ|Thôn 2, xã Kiến Thụy|01012022"


@pytest.fixture
def drive(commune, rules):
    drive = drive_today(commune)
    lan = DonorFactory.create(
        keeper=commune, name="Nguyễn Thị Lan", sex="female", birth_date=date(1990, 12, 5),
        papers=[PaperFacts("cccd", NUMBER)],
    )  # fmt: skip
    RegistrationFactory.create(drive, lan)
    return drive


def ask(desk, words: str) -> None:
    """What a scanner does: signs, then Enter."""
    desk.ready().page.keyboard.type(words)
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_morning_by_keyboard_alone(person, with_password, recorder, drive, scripts):
    desk = person(scripts=scripts, width=360).log_in(with_password(recorder))
    desk.go(reverse("units:reception", args=[drive.pk]))
    ask(desk, NUMBER)
    assert "Nguyễn Thị Lan" in desk.page.locator("#answer").inner_text()
    assert desk.page.locator("#answer .ticket b").inner_text() == "1"
    ask(desk, NUMBER)  # a double scan
    assert desk.page.locator("#answer .ticket b").inner_text() == "1"
    ask(desk, CARD)
    desk.ready("button")
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")  # the form is filled in, its button has the focus
    assert desk.page.locator("#answer .ticket b").inner_text() == "2"
    ask(desk, "https://example.vn")
    assert desk.page.locator("input[name=asked]").input_value() == "https://example.vn"
    assert Registration.objects.filter(state="arrived").count() == 2
    assert desk.overflow() == 0
    assert desk.axe() == []


def test_a_name_is_chosen_with_enter(person, with_password, recorder, drive):
    desk = person().log_in(with_password(recorder))
    desk.go(reverse("units:reception", args=[drive.pk]))
    ask(desk, "lan 1990")
    assert desk.focused().startswith("Nguyễn Thị Lan")
    assert desk.axe() == []
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")
    assert Registration.objects.get(name="Nguyễn Thị Lan").queue_no == 1


def test_a_scanner_types_into_the_box_wherever_the_focus_is(person, with_password, recorder, drive):
    desk = person().log_in(with_password(recorder))
    desk.go(reverse("units:reception", args=[drive.pk]))
    desk.page.locator("a", has_text="Danh sách").first.focus()
    ask(desk, NUMBER)
    assert Registration.objects.get(name="Nguyễn Thị Lan").state == "arrived"


def test_another_desks_people_come_by_themselves_and_what_is_typed_stays(
    person, with_password, recorder, drive
):
    desk = person().log_in(with_password(recorder))
    desk.go(reverse("units:reception", args=[drive.pk]))
    desk.page.keyboard.type("Trần Th")
    other = RegistrationFactory.create(drive, name="Phạm Văn Dũng")
    from uuid import uuid4

    from units.actions.registrations import arrive

    arrive(by=recorder.actor, key=uuid4(), registration=other)
    desk.page.evaluate("() => htmx.trigger('#latest', 'refresh')")
    desk.page.locator("#latest", has_text="Phạm Văn Dũng").wait_for()
    assert desk.page.locator("input[name=asked]").input_value() == "Trần Th"
    desk.page.keyboard.type("ị")
    assert desk.page.locator("input[name=asked]").input_value() == "Trần Thị"
