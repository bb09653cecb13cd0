"""A sheet in somebody's hands: live sums, drafts, two people, a session that ends."""

from decimal import Decimal

import pytest

from drives.models import Drive, Result
from drives.rules.figures import Figure
from ledger.scope import Role
from tests.factories import DriveFactory, member_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drive(commune) -> Drive:
    return DriveFactory.create(keeper=commune, area=commune.area, host=commune)


def sum_of(someone, name: str) -> str:
    return someone.page.locator(f"#sum-{name}").inner_text()


def test_sums_follow_the_keys(person, with_password, recorder, drive):
    hoa = person().log_in(with_password(recorder)).go(f"/drives/{drive.pk}/result/")
    hoa.type("Số đến tham gia", "450")
    hoa.page.locator("select[name=attended_q]").select_option("over")
    hoa.type("Số người hiến", "345")
    hoa.type("Đơn vị máu", "1.345")
    hoa.type("250 ml", "98")
    hoa.type("350 ml", "231")
    hoa.type("450 ml", "16")
    assert sum_of(hoa, "units") == "1.345"
    assert sum_of(hoa, "bags") == "345"
    assert sum_of(hoa, "ml") == "112.550 ml"
    assert sum_of(hoa, "equivalents") == "450,2"
    assert sum_of(hoa, "share") == "< 76,7 %"
    hoa.type("250 ml", "9.8")
    assert sum_of(hoa, "bags") == "247"


def test_a_draft_outlives_the_page_and_is_gone_after_logout(person, with_password, recorder, drive):
    hoa = person().log_in(with_password(recorder)).go(f"/drives/{drive.pk}/result/")
    hoa.type("Đơn vị máu", "345")
    hoa.page.locator("#draft-note", has_text="Đã giữ bản nháp").wait_for()
    hoa.go(f"/drives/{drive.pk}/result/")
    hoa.page.locator("#draft-note", has_text="Đã khôi phục số nhập").wait_for()
    assert hoa.page.locator("input[name=units_n]").input_value() == "345"
    hoa.tab_to("Bỏ bản nháp").page.keyboard.press("Enter")
    assert hoa.page.locator("input[name=units_n]").input_value() == ""
    hoa.type("Đơn vị máu", "346")
    hoa.page.locator("#draft-note", has_text="Đã giữ bản nháp").wait_for()
    kept = "() => Object.keys(localStorage).filter(key => key.startsWith('giothong:draft:'))"
    assert hoa.page.evaluate(kept)
    hoa.page.locator("form[action$='/logout/'] button").first.evaluate("at => at.form.submit()")
    hoa.page.wait_for_url("**/accounts/login/**")
    assert hoa.page.evaluate(kept) == []


def test_a_draft_is_never_shown_to_another_person(person, with_password, recorder, commune, drive):
    hoa = person().log_in(with_password(recorder)).go(f"/drives/{drive.pk}/result/")
    hoa.type("Đơn vị máu", "345")
    hoa.page.locator("#draft-note", has_text="Đã giữ bản nháp").wait_for()
    hoa.page.context.clear_cookies()
    lan = with_password(member_of(commune, Role.RECORDER, username="lan", full_name="Lê Thị Lan"))
    hoa.log_in(lan).go(f"/drives/{drive.pk}/result/")
    assert hoa.page.locator("input[name=units_n]").input_value() == ""
    assert hoa.page.evaluate("() => Object.keys(localStorage).length") == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_two_people_on_one_sheet_lose_nothing(
    person, with_password, recorder, commune, drive, scripts
):
    lan_user = member_of(commune, Role.RECORDER, username="lan", full_name="Lê Thị Lan")
    hoa = person(scripts=scripts).log_in(with_password(recorder))
    lan = person(scripts=scripts).log_in(with_password(lan_user))
    for someone in (hoa, lan):
        someone.go(f"/drives/{drive.pk}/result/")
    lan.type("Đơn vị máu", "346").press("Lưu, gửi sau")
    hoa.type("Số đến tham gia", "trên 450").type("Đơn vị máu", "345").press("Lưu, gửi sau")
    assert "Lê Thị Lan vừa lưu" in hoa.text()
    assert hoa.axe() == []
    assert "346" in hoa.text()
    assert Result.objects.get().units == Figure(Decimal(346))
    mine = hoa.page.locator("input[name=choose_units][value=mine]")
    mine.focus()
    hoa.page.keyboard.press("Space")
    with hoa.page.expect_navigation():
        hoa.page.keyboard.press("Enter")
    result = Result.objects.get()
    assert result.units == Figure(Decimal(345))
    assert result.attended is not None
    assert result.version == 2


def test_a_session_that_ends_keeps_the_sheet(person, with_password, recorder, drive):
    hoa = person(scripts=False).log_in(with_password(recorder))
    hoa.go(f"/drives/{drive.pk}/result/").type("Đơn vị máu", "345")
    cookies = [c for c in hoa.page.context.cookies() if c["name"] != "sessionid"]
    hoa.page.context.clear_cookies()
    hoa.page.context.add_cookies(cookies)
    hoa.press("Lưu, gửi sau")
    assert not Result.objects.exists()
    hoa.page.locator("input[name=username]").focus()
    hoa.page.keyboard.type(recorder.username)
    hoa.page.keyboard.press("Tab")
    hoa.page.keyboard.type("mua-thu-ha-noi-2026")
    with hoa.page.expect_navigation():
        hoa.page.keyboard.press("Enter")
    hoa.press("Lưu lại phiếu vừa nhập")
    assert Result.objects.get().units == Figure(Decimal(345))


def test_a_click_close_to_the_bar_of_buttons_is_not_lost(
    person, with_password, recorder, confirmer, drive
):
    """The bar keeps off what the keyboard reaches, but never moves what a pointer presses."""
    hoa = person().log_in(with_password(recorder)).go(f"/drives/{drive.pk}/result/")
    hoa.type("Đơn vị máu", "345").press("Lưu và gửi lên")
    binh = person().log_in(with_password(confirmer)).go(f"/drives/{drive.pk}/confirm/")
    binh.unfold("Trả lại để bổ sung")
    box, label = binh.page.locator("#id_cells_7"), binh.page.locator("label[for=id_cells_7]")
    bar = binh.page.locator(".foot").bounding_box()
    label.scroll_into_view_if_needed()
    top = label.bounding_box()["y"]
    binh.page.evaluate("by => window.scrollBy(0, by)", top - bar["y"] + 12)
    at = label.bounding_box()
    binh.page.mouse.click(at["x"] + at["width"] - 4, at["y"] + 4)
    assert box.is_checked()
