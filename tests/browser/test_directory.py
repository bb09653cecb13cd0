"""The directory in a real browser: pickers by keyboard, with and without scripts; every page."""

import pytest
from playwright.sync_api import expect

from directory.models import Organisation, Venue
from tests.factories import KIEN_THUY_DISTRICT, XA_KIEN_THUY, OrganisationFactory, area

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "Nhà luyện tập thể thao huyện"


@pytest.fixture
def hoa(recorder, with_password):
    return with_password(recorder)


def test_suggestions_are_chosen_by_keyboard(person, hoa) -> None:
    at = person().log_in(hoa).go("/directory/venues/new/")
    at.type("Tên", NAME).tab_to("Địa bàn", tag="input")
    at.page.keyboard.type("kien thuy")
    options = at.page.get_by_role("option")
    labels = [area(key).label for key in (KIEN_THUY_DISTRICT, XA_KIEN_THUY)]
    expect(options).to_have_text(labels)
    status = at.page.locator("[data-picker-status]").first
    expect(status).to_contain_text("2")
    assert not at.axe()
    at.page.keyboard.press("ArrowDown")
    at.page.keyboard.press("Enter")
    expect(at.page.get_by_label("Địa bàn", exact=False).first).to_have_value(labels[0])
    expect(options.first).to_be_hidden()
    at.press("Thêm địa điểm")
    assert Venue.objects.get(name=NAME).area == area(KIEN_THUY_DISTRICT)


@pytest.mark.parametrize("width", [360, 1280])
def test_suggestions_are_chosen_by_mouse_or_finger(person, hoa, width) -> None:
    at = person(width=width).log_in(hoa).go("/directory/organisations/new/")
    at.page.locator("input[name=area]").press_sequentially("kien thuy")
    at.page.get_by_role("option", name="Xã Kiến Thụy").click()
    expect(at.page.locator("input[name=area]")).to_have_value(area(XA_KIEN_THUY).label)
    expect(at.page.locator("auto-complete ul").first).to_be_hidden()
    # The list of one picker closes when another one is typed into.
    at.page.locator("input[name=parent]").press_sequentially("kien thuy")
    expect(at.page.locator("auto-complete ul:visible")).to_have_count(1)


def test_escape_closes_the_list_and_keeps_the_text(person, hoa) -> None:
    at = person(width=360).log_in(hoa).go("/directory/venues/new/")
    at.tab_to("Địa bàn", tag="input")
    at.page.keyboard.type("kien thuy")
    expect(at.page.get_by_role("option")).to_have_count(2)
    assert at.overflow() == 0
    at.page.keyboard.press("Escape")
    expect(at.page.get_by_role("option").first).to_be_hidden()
    assert at.page.evaluate("() => document.activeElement.value") == "kien thuy"


def test_without_scripts_the_choice_stands_beside_the_field(person, hoa) -> None:
    at = person(scripts=False).log_in(hoa)
    at.page.goto(f"{at.address}/directory/venues/new/")
    at.page.get_by_label("Tên").first.fill(NAME)
    at.page.locator("input[name=area]").fill("kien thuy")
    at.page.locator("main form button").click()
    district = area(KIEN_THUY_DISTRICT)
    at.page.get_by_label(district.label).check()
    at.page.locator("main form button").click()
    assert Venue.objects.get(name=NAME).area == district


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_fits_and_is_accessible(person, administrator, with_password, width) -> None:
    committee = Organisation.objects.get(parent=None)
    club = OrganisationFactory.create(name="Câu lạc bộ Giọt hồng", kind="club", parent=committee)
    venue = Venue.objects.create(name=NAME, area=area(XA_KIEN_THUY))
    at = person(width=width).log_in(with_password(administrator))
    wrong: list[str] = []
    for path in (
        "areas/",
        "areas/?q=kien+thuy",
        f"areas/{area(KIEN_THUY_DISTRICT).pk}/",
        "organisations/",
        "organisations/?area=kien+thuy",
        f"organisations/{committee.pk}/",
        f"organisations/{club.pk}/edit/",
        "organisations/new/",
        "venues/",
        f"venues/{venue.pk}/",
        f"venues/{venue.pk}/edit/",
    ):
        at.go(f"/directory/{path}")
        wrong += at.axe()
        if over := at.overflow():
            wrong.append(f"{path} is {over} px too wide")
    assert not wrong
