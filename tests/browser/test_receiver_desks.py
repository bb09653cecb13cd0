"""The receiver's desks by keyboard and scanner alone, with scripts and without."""

import pytest
from playwright.sync_api import expect

from tests.factories_units import drive_today
from tests.units.desk_records import arrived, open_the_desks, screened
from units.models import Screening, Unit

pytestmark = pytest.mark.django_db(transaction=True)
DIN = "G123498654321"


@pytest.fixture
def drive(commune, hospital, rules):
    return open_the_desks(drive_today(commune, receiver=hospital, title="Ngày hội quê hương"))


def keys(someone, *texts: str) -> None:
    """What a scanner or a quick hand does: a text, then Enter."""
    someone.ready()
    for text in texts:
        someone.page.keyboard.type(text)
        someone.page.keyboard.press("Enter")


def test_one_person_goes_through_both_desks_by_keyboard(person, with_password, receiver, drive):
    row = arrived(drive, name="Lò Văn Một")
    tuan = person().log_in(with_password(receiver)).go(f"/drives/{drive.pk}/screening/")
    with tuan.page.expect_navigation():
        keys(tuan, "1")
    assert tuan.focused().startswith("Cân nặng")
    keys(tuan, "47", "120", "80", "72", "135")
    expect(tuan.page.locator("#limits")).to_contain_text("tối đa 350 ml: 47 kg")
    assert tuan.focused().startswith("Đủ điều kiện hiến")
    assert not tuan.axe()
    with tuan.page.expect_navigation():
        tuan.page.keyboard.press("Enter")
    assert Screening.objects.get().allowed_volume == 350
    tuan.go(f"/drives/{drive.pk}/collection/")
    with tuan.page.expect_navigation():
        keys(tuan, str(row.donor))
    keys(tuan, f"={DIN}00")
    assert tuan.focused().startswith("Ghi túi máu")
    expect(tuan.page.locator("#bag-check")).to_contain_text(f"{DIN} chưa dùng")
    assert not tuan.axe()
    with tuan.page.expect_navigation():
        tuan.page.keyboard.press("Enter")
    unit = Unit.objects.get()
    assert (unit.bag_code, unit.volume) == (DIN, 350)
    assert DIN in tuan.text()


def test_a_reason_is_found_by_a_few_letters_and_its_end_is_computed(
    person, with_password, receiver, drive
):
    row = arrived(drive)
    tuan = person(width=360).log_in(with_password(receiver))
    tuan.go(f"/drives/{drive.pk}/screening/{row.pk}/").unfold("Chưa hiến được hôm nay")
    tuan.tab_to("Vì sao hôm nay chưa hiến")
    tuan.page.keyboard.type("xam tro")
    expect(tuan.page.locator("[role=option]").first).to_contain_text("Xăm trổ")
    tuan.page.keyboard.press("ArrowDown")
    tuan.page.keyboard.press("Enter")
    expect(tuan.page.locator("input[name=able_from]")).not_to_have_value("")
    assert tuan.overflow() == 0
    assert not tuan.axe()
    tuan.press("Ghi: chưa hiến được hôm nay")
    row.refresh_from_db()
    assert row.state == "deferred"


def test_the_list_comes_by_itself_and_what_is_typed_stays(person, with_password, receiver, drive):
    tuan = person().log_in(with_password(receiver)).go(f"/drives/{drive.pk}/screening/")
    tuan.page.keyboard.type("trần")
    arrived(drive, name="Vàng Thị Mới")
    tuan.page.evaluate("() => htmx.trigger('#desk-lists', 'refresh')")
    expect(tuan.page.locator("#desk-lists")).to_contain_text("Vàng Thị Mới")
    assert tuan.page.locator("input[name=asked]").input_value() == "trần"
    assert tuan.focused().startswith("Số thứ tự")


def test_without_scripts_both_desks_work_too(person, with_password, receiver, drive):
    row = arrived(drive, name="Lò Văn Một")
    tuan = person(scripts=False).log_in(with_password(receiver))
    tuan.go(f"/drives/{drive.pk}/screening/")
    with tuan.page.expect_navigation():
        keys(tuan, "lo mot")
    tuan.ready("[name=weight]").page.keyboard.type("47")
    with tuan.page.expect_navigation():
        tuan.page.keyboard.press("Enter")
    assert "tối đa 350 ml: 47 kg" in tuan.text()
    row.refresh_from_db()
    assert row.state == "arrived"
    tuan.press("Đủ điều kiện hiến")
    assert Screening.objects.get().allowed_volume == 350
    tuan.go(f"/drives/{drive.pk}/collection/{row.pk}/")
    tuan.ready("[name=bag_code]").page.keyboard.type(DIN)
    with tuan.page.expect_navigation():
        tuan.page.keyboard.press("Enter")
    assert f"{DIN} chưa dùng" in tuan.text()
    tuan.press("Ghi túi máu")
    assert Unit.objects.get().bag_code == DIN


def test_several_desks_take_one_person_and_one_is_told(person, with_password, receiver, drive):
    row = screened(drive)
    address = f"/drives/{drive.pk}/collection/{row.pk}/"
    first = person().log_in(with_password(receiver)).go(address)
    second = person().log_in(receiver).go(address)
    for someone, code in ((first, "A1"), (second, "A2")):
        keys(someone.ready("[name=bag_code]"), code)
        with someone.page.expect_navigation():
            someone.page.keyboard.press("Enter")
    assert "Người này đã hiến lúc" in second.text()
    assert Unit.objects.get().bag_code == "A1"
