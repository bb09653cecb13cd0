"""The desk under the strict policy, and a sheet that outlives its session, in a real browser."""

from datetime import date
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from drives.models import Result
from ledger.models import Change
from ledger.scope import Role
from tests.factories import DriveFactory, VenueFactory, area, member_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def head(committee, commune, with_password):
    return with_password(member_of(committee, Role.ADMINISTRATOR, username="tri"))


def test_the_desk_works_under_the_strict_policy(person, head, commune):
    drive = DriveFactory.create(keeper=commune, area=commune.area, title="Ngày hội Kiến Thuỵ")
    Result.objects.create(drive=drive)
    VenueFactory.create(name="Nhà văn hoá Kiến Thuỵ", area=area("new:p:31"))
    tri = person().log_in(head).go("/admin/")
    assert drive.title not in tri.text()
    lists = ("drives_drive", "directory_organisation", "accounts_membership", "drives_result")
    pages = ["/admin/", *(reverse(f"admin:{name}_changelist") for name in lists)]
    pages.append(reverse("admin:drives_drive_change", args=[drive.pk]))
    found = []
    for page in pages:
        tri.go(page)
        tri.page.wait_for_load_state()
        assert not tri.complaints, page
        found += tri.axe()
        # axe itself tries inline styles on the tables of the desk.
        tri.complaints.clear()

    # The picker of a link: type without marks, choose by keyboard.
    venue = tri.page.locator(".field-venue .select2-selection")
    venue.focus()
    tri.page.keyboard.press("Enter")
    tri.page.keyboard.type("nha van hoa")
    tri.page.wait_for_selector(".select2-results__option--highlighted")
    tri.page.keyboard.press("Enter")
    tri.page.locator("textarea[name=reason]").fill("theo công văn 12")
    with tri.page.expect_navigation():
        tri.page.locator("input[name=_save]").click()
    drive.refresh_from_db()
    assert drive.venue is not None
    assert drive.venue.name == "Nhà văn hoá Kiến Thuỵ"
    assert Change.objects.get().reason == "theo công văn 12"
    assert not found


def test_the_desk_is_usable_on_a_phone(person, head, commune):
    DriveFactory.create(keeper=commune, area=commune.area)
    tri = person(width=360).log_in(head)
    for page in ("/admin/", reverse("admin:drives_drive_changelist")):
        assert tri.go(page).overflow() <= 0, page


@pytest.mark.parametrize("scripts", [True, False])
def test_a_sheet_outlives_its_session(person, head, commune, scripts):
    tri = person(scripts=scripts).log_in(head).go(reverse("accounts:new-person"))
    tri.page.locator("input[name=full_name]").fill("Vũ Thị Bốn")
    tri.page.locator("input[name=username]").fill("bon.vu")
    tri.page.locator("input[name=organisation]").fill(commune.name)
    tri.page.locator("select[name=role]").select_option("recorder")
    _end_every_session()
    tri.press("Thêm người này" if settings.LANGUAGE_CODE == "vi" else "Add this person")
    assert not User.objects.filter(username="bon.vu").exists()
    tri.page.locator("input[name=username]").fill(head.username)
    tri.page.locator("input[name=password]").fill("mua-thu-ha-noi-2026")
    with tri.page.expect_navigation():
        tri.page.keyboard.press("Enter")
    assert not tri.axe()
    tri.press("Lưu lại phiếu vừa nhập")
    added = User.objects.get(username="bon.vu")
    assert added.memberships.get().valid_from == timezone.localdate()
    assert tri.page.url.endswith(reverse("accounts:person", args=[added.pk]))


def _end_every_session() -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in Session.objects.values_list("session_key", flat=True):
        session = store(session_key=key)
        session["seen"] = "2020-01-01T00:00:00+00:00"
        session.save()


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_people(person, head, commune, width):
    somebody = member_of(commune, Role.RECORDER, full_name="Phạm Thị Hoa")
    tri = person(width=width).go("/accounts/login/")
    found = tri.axe()
    tri.log_in(head)
    for name, arguments in (
        ("people", []),
        ("new-person", []),
        ("person", [somebody.pk]),
        ("lock", [somebody.pk]),
        ("new-membership", [somebody.pk]),
        ("end-membership", [somebody.memberships.get().pk]),
        ("password", []),
    ):
        tri.go(reverse(f"accounts:{name}", args=arguments))
        found += tri.axe()
        assert tri.overflow() <= 0, name
    tri.go(reverse("accounts:person", args=[somebody.pk]))
    with tri.page.expect_navigation():
        tri.page.locator("button.btn-primary").click()
    found += tri.axe()
    address = tri.page.locator("#link").input_value()
    guest = person(width=width)
    guest.page.goto(address)
    found += guest.axe()
    assert not found


def test_drives_of_a_day(person, head, commune):
    """A filter of the desk narrows the list."""
    drive = DriveFactory.create(keeper=commune, area=commune.area, first_day=date(2026, 11, 1))
    tri = person().log_in(head)
    tri.go(reverse("admin:drives_drive_changelist") + "?state__exact=planned")
    assert drive.title not in tri.text()
