"""The main job end to end: both published events, logged by hand as their organizers."""

from datetime import date

import pytest

from directory.models import Organisation
from drives.models import Drive
from drives.rules.figures import Figure, Qualifier
from drives.rules.states import State
from ledger.scope import Role
from tests.factories import (
    HAI_PHONG,
    KIEN_THUY_DISTRICT,
    LAI_CHAU,
    XA_KIEN_THUY,
    OrganisationFactory,
    area,
    member_of,
)

pytestmark = pytest.mark.django_db(transaction=True)
Kind = Organisation.Kind


@pytest.fixture
def house(areas, with_password):
    """Organisations and their people, and nothing else."""
    hai_phong = OrganisationFactory.create(
        name="Ban Chỉ đạo vận động hiến máu tình nguyện thành phố Hải Phòng",
        kind=Kind.STEERING_COMMITTEE,
        area=area(HAI_PHONG),
    )
    kien_thuy = OrganisationFactory.create(
        name="UBND xã Kiến Thụy",
        kind=Kind.PEOPLES_COMMITTEE,
        area=area(XA_KIEN_THUY),
        parent=hai_phong,
    )
    OrganisationFactory.create(
        name="UBND huyện Kiến Thuỵ",
        kind=Kind.PEOPLES_COMMITTEE,
        area=area(KIEN_THUY_DISTRICT),
        valid_to=date(2025, 7, 1),
    )
    lai_chau = OrganisationFactory.create(
        name="Ban Chỉ đạo vận động hiến máu tình nguyện tỉnh Lai Châu",
        kind=Kind.STEERING_COMMITTEE,
        area=area(LAI_CHAU),
    )
    nation = OrganisationFactory.create(
        name="Ban Chỉ đạo quốc gia", kind=Kind.STEERING_COMMITTEE, area=area("vn")
    )
    people = {
        "organizer": (kien_thuy, Role.RECORDER),
        "officer": (hai_phong, Role.CONFIRMER),
        "organizer.laichau": (lai_chau, Role.RECORDER),
        "officer.laichau": (lai_chau, Role.CONFIRMER),
        "admin": (nation, Role.ADMINISTRATOR),
    }
    return {
        name: with_password(member_of(body, role, username=name, full_name=f"Cán bộ {name}"))
        for name, (body, role) in people.items()
    }


def seen(someone) -> None:
    """Every page of the way is looked at by axe and is no wider than its window."""
    assert someone.axe() == []
    assert someone.overflow() <= 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_both_events_from_plan_to_confirmed_figures(house, person, scripts):
    organizer = person(scripts=scripts).log_in(house["organizer"])
    seen(organizer)
    _log_kien_thuy(organizer)
    _enter_kien_thuy(organizer)
    drive = Drive.objects.get()
    assert drive.life_state is State.SUBMITTED

    officer = person(scripts=scripts).log_in(house["officer"])
    _return_for_one_cell(officer)
    _complete(organizer.go("/"))
    _confirm(officer.go("/"), changed="350 ml", unchanged="trên 450")
    drive.refresh_from_db()
    assert drive.life_state is State.CONFIRMED
    assert drive.result.attended == Figure(450, Qualifier.OVER)
    assert drive.result.units == Figure(345)

    _log_and_confirm_lai_chau(person, house, scripts)
    _admin_reads_both(person(scripts=scripts, width=360).log_in(house["admin"]))
    _officer_cannot_find(officer, Drive.objects.latest("id"))


def _log_kien_thuy(organizer) -> None:
    organizer.press("Thêm đợt hiến máu")
    organizer.type("Tên đợt", "Ngày hội hiến máu tình nguyện đợt II năm 2024")
    organizer.type("Thời gian", "30/11/2024")
    organizer.type("Địa bàn", "kien thuy hai phong")
    organizer.type("Địa điểm", "Nhà luyện tập thể thao huyện")
    organizer.type("Đơn vị tổ chức", "UBND huyện Kiến Thuỵ")
    organizer.type("Cơ sở tiếp nhận máu 1", "Ngân hàng dự trữ máu của thành phố")
    seen(organizer)
    organizer.press("Ghi đợt hiến máu")
    drive = Drive.objects.get()
    assert drive.area == area(KIEN_THUY_DISTRICT), organizer.text()
    assert drive.host_name == "UBND huyện Kiến Thuỵ"
    assert "Mã biên nhận GH-" in organizer.text()
    seen(organizer)


def _enter_kien_thuy(organizer) -> None:
    organizer.press("Nhập kết quả")
    seen(organizer)
    organizer.type("Số đến tham gia", "trên 450")
    organizer.type("Số người hiến", "344")
    organizer.type("Đơn vị máu", "345")
    organizer.type("350 ml", "400")
    organizer.press("Lưu và gửi lên")
    assert "Các phần cộng lại là 400, nhiều hơn tổng số 345" in organizer.text()
    seen(organizer)
    organizer.type("350 ml", " ")
    organizer.press("Lưu và gửi lên")
    assert "Có 344 người hiến nhưng 345 đơn vị máu" in organizer.text()
    seen(organizer)
    organizer.write("Vì sao số này đúng?", "Một người hiến hai đơn vị tiểu cầu")
    organizer.press("Lưu và gửi lên")
    assert "Đã nhận kết quả: 345 đơn vị máu. Mã biên nhận GH-" in organizer.text()


def _return_for_one_cell(officer) -> None:
    seen(officer)
    officer.press("Xem và xác nhận")
    seen(officer)
    officer.unfold("Trả lại để bổ sung")
    officer.tick("350 ml")
    officer.write("Cần bổ sung gì, vì sao", "Xin bổ sung số đơn vị 350 ml")
    officer.press("Trả lại để bổ sung")
    assert Drive.objects.get().life_state is State.RETURNED


def _complete(organizer) -> None:
    assert "Xin bổ sung số đơn vị 350 ml" in organizer.text()
    organizer.press("Bổ sung")
    assert "Các số khác không cần nhập lại" in organizer.text()
    organizer.type("350 ml", "231")
    organizer.press("Lưu và gửi lên")


def _confirm(officer, *, changed: str, unchanged: str) -> None:
    officer.press("Xem và xác nhận")
    text = officer.page.locator("table").first.inner_text()
    assert changed in text
    assert unchanged not in text
    seen(officer)
    officer.press("Xác nhận số liệu")
    assert "Đã chốt số liệu" in officer.text()


def _log_and_confirm_lai_chau(person, house, scripts) -> None:
    organizer = person(scripts=scripts, width=360).log_in(house["organizer.laichau"])
    organizer.press("Thêm đợt hiến máu")
    organizer.type("Tên đợt", "Hành trình Đỏ tại Lai Châu năm 2025")
    organizer.type("Thời gian", "2025, sau 30/6")
    organizer.type("Địa bàn", "Tỉnh Lai Châu")
    organizer.press("Ghi đợt hiến máu")
    organizer.press("Nhập kết quả")
    seen(organizer)
    organizer.type("Số đến tham gia", "trên 2.000")
    organizer.type("Đơn vị máu", "trên 1.000")
    organizer.press("Lưu và gửi lên")
    assert "Đã nhận kết quả: trên 1.000 đơn vị máu" in organizer.text()
    seen(organizer)
    officer = person(scripts=scripts).log_in(house["officer.laichau"])
    officer.press("Xem và xác nhận")
    officer.press("Xác nhận số liệu")
    drive = Drive.objects.latest("id")
    assert drive.life_state is State.CONFIRMED
    assert drive.first_day is None


def _admin_reads_both(admin) -> None:
    admin.go("/drives/")
    text = admin.text()
    for words in ("345", "trên 1.000", "trên 1.345", "trên 2.450", "trên 450"):
        assert words in text
    seen(admin)


def _officer_cannot_find(officer, drive) -> None:
    for path in ("/drives/", "/drives/?q=lai+chau", "/drives/?q=hanh+trinh", "/campaigns/"):
        assert drive.title not in officer.go(path).text()
    for path in (f"/drives/{drive.pk}/", f"/drives/{drive.pk}/result/",
                 f"/history/drives.drive/{drive.pk}/"):  # fmt: skip
        officer.go(path)
        assert "Lai Châu" not in officer.page.title()
        assert drive.title not in officer.text()
