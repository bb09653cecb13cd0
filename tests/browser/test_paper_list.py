"""A paper list in hand: typed by keyboard, reloaded, pasted with bad lines, mended and saved."""

import pytest
from django.urls import reverse

from tests.browser.test_grid import counts, keys, paste, start
from tests.factories_paper import SheetFactory, as_text, some_list
from tests.factories_units import drive_today
from units.models import PaperLine, PaperSheet, Registration, Unit

pytestmark = pytest.mark.django_db(transaction=True)
COLUMNS = ["name", "men", "women", "paper", "group", "phone", "v250", "v350", "v450", "bag",
           "certificate", "result", "note"]  # fmt: skip
SIZE = 345


@pytest.fixture
def drive(commune, hospital, rules):
    return drive_today(commune, receiver=hospital)


@pytest.fixture
def sheet(drive, hospital):
    return SheetFactory.create(drive, columns=COLUMNS, receiver=hospital, consent_signed=True)


@pytest.fixture
def hoa(person, with_password, recorder, drive):
    return person().log_in(with_password(recorder))


def test_a_list_is_opened_typed_and_saved_by_keyboard_alone(hoa, drive):
    hoa.go(reverse("units:lists", args=[drive.pk])).press("Nhập danh sách giấy")
    hoa.press("Mở danh sách")
    start(hoa)
    keys(hoa, "Nguyễn Văn An", "Tab", "1990", "Enter", "Trần Thị Chi", "Enter")
    assert hoa.focused().endswith("dòng 3")
    counts(hoa, "đã giữ trên máy chủ: 2")
    sheet = PaperSheet.objects.get()
    hoa.go(sheet.get_absolute_url())
    counts(hoa, "đã giữ trên máy chủ: 2")
    assert hoa.page.locator("td", has_text="Trần Thị Chi").count() == 1
    assert hoa.page.evaluate("() => localStorage.length + sessionStorage.length") == 0
    hoa.press("Lưu danh sách")
    assert "Đã nhập 2, đã lưu 2." in hoa.text()
    assert Registration.objects.filter(state="registered").count() == 2


def test_345_lines_are_pasted_with_five_bad_ones_mended_and_saved(hoa, sheet):
    hoa.go(sheet.get_absolute_url())
    start(hoa)
    paste(hoa, as_text(some_list(SIZE, faults=5), COLUMNS))
    counts(hoa, f"đã giữ trên máy chủ: {SIZE} · cần xem lại: 5")
    hoa.go(sheet.get_absolute_url())
    counts(hoa, f"đã giữ trên máy chủ: {SIZE} · cần xem lại: 5")
    mended = {"Nam": "1990", "Điện thoại": "0912 345 678", "Số giấy tờ": "", "250": "",
              "350": "", "Họ và tên": "Lê Thị Mới"}  # fmt: skip
    mend = hoa.page.get_by_role("button", name="Ô cần xem lại tiếp theo")
    for left in (4, 3, 2, 1, 0):
        mend.click()
        place = hoa.focused()
        text = next((new for cell, new in mended.items() if place.startswith(cell)), "")
        hoa.page.keyboard.press("Control+A")
        hoa.page.keyboard.press("Delete")
        keys(hoa, text, "Enter")
        if left:
            counts(hoa, f"đã giữ trên máy chủ: {SIZE} · cần xem lại: {left}")
    mend.wait_for(state="hidden")
    keys(hoa, "Escape")
    hoa.press("Lưu danh sách")
    hoa.page.wait_for_load_state()
    # Two people of one name and year, as in every long list: asked about once.
    assert "2 dòng có câu hỏi" in hoa.text()
    hoa.tick("Đúng như trên giấy").press("Lưu danh sách")
    hoa.page.wait_for_load_state()
    assert f"Đã nhập {SIZE}, đã lưu {SIZE}." in hoa.text()
    assert Unit.objects.count() == SIZE
    sheet.refresh_from_db()
    assert (sheet.state, sheet.data_key) == ("saved", None)
    assert not PaperLine.objects.filter(sealed__isnull=False).exists()
    assert hoa.axe() == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_are_as_wide_as_their_window(person, with_password, recorder, drive, width):
    open_list = SheetFactory.create(drive, some_list(4, faults=2), foot_people=5)
    hoa = person(width=width).log_in(with_password(recorder))
    for name in ("lists", "list-new"):
        hoa.go(reverse(f"units:{name}", args=[drive.pk]))
        assert (hoa.overflow(), hoa.axe()) == (0, [])
    for name in ("list", "list-edit", "list-withdraw", "list-people"):
        hoa.go(reverse(f"units:{name}", args=[drive.pk, open_list.pk]))
        assert (hoa.overflow(), hoa.axe()) == (0, [])


def test_without_scripts_a_list_is_pasted_and_saved(person, with_password, recorder, sheet):
    hoa = person(scripts=False).log_in(with_password(recorder)).go(sheet.get_absolute_url())
    hoa.page.locator("form#list textarea").fill(as_text(some_list(3)))
    hoa.press("Thêm vào danh sách")
    assert PaperLine.objects.count() == 3
    hoa.press("Lưu danh sách")
    assert "Đã nhập 3, đã lưu 3." in hoa.text()
