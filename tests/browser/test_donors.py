"""Looking for donors, entering one, showing a number: with and without scripts."""

from datetime import date

import pytest

from donors.facts import PaperFacts
from donors.models import Donor
from ledger.models import Access
from tests.factories_donors import DonorFactory

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "031190004567"


@pytest.fixture
def lan(commune) -> Donor:
    DonorFactory.create(keeper=commune, name="Lê Thị Hoà")
    return DonorFactory.create(
        keeper=commune, name="Trần Thị Ngọc Lan", birth_date=date(1990, 12, 5),
        papers=[PaperFacts("cccd", NUMBER)],
    )  # fmt: skip


@pytest.fixture
def hoa(person, with_password, recorder, lan):
    return person().log_in(with_password(recorder))


def test_answers_come_while_typing_and_no_number_stands_in_the_address(hoa, lan) -> None:
    hoa.go("/donors/")
    rows = hoa.page.locator("#results tbody tr")
    assert rows.count() == 2
    for typed in ("lan tr", NUMBER, str(lan)):
        hoa.page.locator("#ask_q").fill("")
        hoa.page.locator("#ask_q").type(typed)
        hoa.page.wait_for_function("() => document.querySelectorAll('#results tr').length === 2")
        assert "Ngọc Lan" in rows.first.inner_text()
        assert hoa.page.url.endswith("/donors/")
    hoa.page.locator("#ask_q").fill("lan tr")
    with hoa.page.expect_navigation():
        hoa.page.keyboard.press("Enter")
    assert hoa.page.url.endswith("/donors/?q=lan+tr")
    hoa.page.locator("#ask_q").fill(NUMBER)
    with hoa.page.expect_navigation():
        hoa.page.locator("form[role=search] button").first.click()
    assert NUMBER not in hoa.page.url
    assert "Ngọc Lan" in rows.first.inner_text()


def test_somebody_alike_is_named_while_the_name_is_typed(hoa, lan) -> None:
    hoa.go("/donors/new/")
    hoa.page.locator("#id_name").fill("tran thi ngoc lan")
    hoa.page.locator("#id_birth").type("05/12/1990")
    hoa.page.locator("#alike a", has_text="Trần Thị Ngọc Lan").wait_for()
    assert hoa.page.locator("#id_birth").input_value() == "05/12/1990"
    hoa.page.locator("#alike input[name=other]").check()
    with hoa.page.expect_navigation():
        hoa.page.locator(".foot button").click()
    assert Donor.objects.filter(name="tran thi ngoc lan").exists()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_number_is_shown_in_its_place(person, with_password, recorder, lan, scripts) -> None:
    hoa = person(scripts=scripts).log_in(with_password(recorder)).go(f"/donors/{lan.pk}/")
    assert NUMBER not in hoa.page.content()
    hoa.page.locator("#numbers summary").first.click()
    hoa.page.locator("#numbers select").first.select_option("check")
    hoa.page.locator("#numbers form button").first.click()
    hoa.page.locator("#numbers", has_text=NUMBER).wait_for()
    assert NUMBER not in hoa.page.url
    assert Access.objects.get().kind == Access.Kind.REVEAL
    assert hoa.axe() == []


def test_a_donor_is_entered_by_keyboard_without_scripts(person, with_password, recorder) -> None:
    hoa = person(scripts=False).log_in(with_password(recorder)).go("/donors/new/")
    hoa.page.locator("#id_name").focus()
    hoa.page.keyboard.type("Bùi Thị Hạnh")
    hoa.page.keyboard.press("Tab")
    hoa.page.keyboard.type("1995")
    with hoa.page.expect_navigation():
        hoa.page.keyboard.press("Enter")
    assert "Bùi Thị Hạnh" in hoa.page.locator("h1").inner_text()
    assert Donor.objects.get().birth_year == 1995
