"""Saving a whole paper list: all or the good ones, once, in few statements, and nothing left."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from donors.models import Consent, Donor
from ledger.actions import Receipt
from ledger.actor import Actor
from ledger.keys import new_id
from ledger.models import Change
from tests.factories_paper import SheetFactory, scope, some_list
from tests.factories_units import RegistrationFactory, drive_today
from tests.house.nowhere import assert_nowhere
from tests.ledger.test_actions import at_once
from units.actions.paper.refusals import NotAllGood, NothingGood, SheetClosed, Unanswered
from units.actions.paper.saving import Answer, Want, Wish, save_sheet
from units.actions.paper.undoing import withdraw_sheet
from units.models import PaperLine, Registration, Step, Unit
from units.rules.states import State
from words.dates import format_day

pytestmark = [pytest.mark.django_db, pytest.mark.both]
HOA = Actor(id=1, name="Phạm Thị Hoa")
BINH = Actor(id=2, name="Nguyễn Văn Bình")
GOOD = Wish(want=Want.GOOD)
ALL = Wish(want=Want.ALL)
SIZE = 345
OWN_TABLES = ("units_registration", "units_step", "units_paper", "donors_consent")


@pytest.fixture
def drive(commune, hospital, rules):
    return drive_today(commune, receiver=hospital)


@pytest.fixture
def save(recorder):
    def now(sheet, wish=GOOD, *, key=None, by=HOA):
        return save_sheet(by=by, scope=scope(recorder), key=key or new_id(), sheet=sheet, wish=wish)

    return now


def answered(sheet, save, want=Want.GOOD, answer=Answer.SAVE):
    """Ask, and answer what was asked."""
    with pytest.raises(Unanswered) as asked:
        save(sheet, Wish(want=want))
    return save(sheet, Wish(want=want, answer=answer, questions=asked.value.reading.questions))


def test_345_lines_of_which_five_are_kept_aside(drive, hospital, save):
    lines = some_list(SIZE, faults=5)
    sheet = SheetFactory.create(drive, lines, receiver=hospital, consent_signed=True)
    with pytest.raises(NotAllGood) as refused:
        save(sheet, ALL)
    assert len(refused.value.reading.bad) == 5
    assert not Registration.objects.exists()
    key = new_id()
    with CaptureQueriesContext(connection) as queries:
        save(sheet, key=key)
    own = [one["sql"] for one in queries if any(table in one["sql"] for table in OWN_TABLES)]
    assert len(own) < 60
    sheet.refresh_from_db()
    assert sheet.is_open
    assert sheet.data_key is not None
    assert Donor.objects.count() == Registration.objects.count() == Unit.objects.count() == 340
    assert set(Registration.objects.values_list("state", "source")) == {("donated", "list")}
    assert Step.objects.filter(name="enter-donated", desk="entry").count() == 340
    assert PaperLine.objects.filter(registration__isnull=True).count() == 5
    units = Unit.objects.values_list("volume", "receiver", "given_on").distinct()
    assert list(units) == [(350, hospital.pk, sheet.day)]
    assert set(Donor.objects.values_list("given", "last_given", "keeper")) == {
        (1, sheet.day, drive.keeper_id)
    }
    consents = Consent.objects.values_list("purpose", "method", "source_list").distinct()
    assert list(consents) == [("taking_part", "paper_list", sheet.pk)]
    assert Consent.objects.count() == 340
    assert save(sheet, key=key).repeated
    assert Registration.objects.count() == 340


def test_whoever_stood_on_the_list_moves_on(drive, save):
    there = RegistrationFactory.create(drive, name="Lê Văn Đạt", birth_date=None, birth_year=1990,
                                       sex="male", papers=[])  # fmt: skip
    line = {"name": "Lê Văn Đạt", "men": "1990", "v350": "x", "note": "Vui vẻ lắm"}
    sheet = SheetFactory.create(drive, [line])
    save(sheet)
    there.refresh_from_db()
    assert there.state == State.DONATED.value
    assert Donor.objects.count() == 1
    assert list(there.steps.order_by("pk").values_list("name", flat=True)) == [
        "register", "enter-donated",
    ]  # fmt: skip
    # The note is sealed under the donor's own key.
    assert_nowhere("Vui vẻ lắm")
    assert Change.objects.filter(target_id=str(there.pk), sealed__isnull=False).exists()


@pytest.mark.parametrize(
    ("result", "state"),
    [("trì hoãn", "deferred"), ("hết giờ", "left"), ("vắng", "no_show"), ("", "registered")],
)
def test_what_the_paper_says_becomes_the_state(result, state, drive, save):
    cells = {"name": "Lê Thị Hoa", "women": "1990", **({"result": result} if result else {})}
    save(SheetFactory.create(drive, [cells]))
    assert Registration.objects.get().state == state
    assert not Unit.objects.exists()


def test_nothing_typed_is_left_when_a_list_is_done(drive, save):
    phone = "0987 123 654"
    line = {"name": "Lê Thị Hoa", "women": "1990", "phone": phone, "paper": "031190123654"}
    sheet = SheetFactory.create(drive, [line, {"name": "Tổng cộng: 1 người"}])
    save(sheet)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.data_key, sheet.foot_people) == ("saved", None, 1)
    assert not PaperLine.objects.exclude(sealed=None).exists()
    assert_nowhere(phone, "0987123654", "+84987123654", "031190123654")
    with pytest.raises(SheetClosed):
        save(sheet)


def test_who_gave_too_lately_is_asked_about_once(drive, save):
    lately = format_day(drive.first_day - timedelta(days=20))
    line = {"name": "Lê Thị Hoa", "women": "1990", "v350": "x", "last_given": lately}
    sheet = SheetFactory.create(drive, [line], day=drive.first_day)
    answered(sheet, save)
    assert PaperLine.objects.get().findings == [["name", "gave-too-soon"]]


def test_lines_with_a_question_are_kept_aside(drive, save):
    lines = [{"name": "Lê Thị Hoa", "women": "1990"}, {"name": "Lê Thị Hoa", "women": "1990"}]
    sheet = SheetFactory.create(drive, [*lines, {"name": "Trần Văn An"}])
    answered(sheet, save, answer=Answer.ASIDE)
    assert Registration.objects.get().name == "Trần Văn An"
    with pytest.raises(NothingGood):
        answered(sheet, save, answer=Answer.ASIDE)


def test_a_list_is_taken_back_whole(drive, save):
    there = RegistrationFactory.create(drive, name="Lê Văn Đạt", birth_date=None, birth_year=1990,
                                       sex="male", papers=[])  # fmt: skip
    lines = [*some_list(3), {"name": "Lê Văn Đạt", "men": "1990", "v250": "x"}]
    sheet = SheetFactory.create(drive, lines, consent_signed=True)
    save(sheet)
    withdraw_sheet(by=HOA, key=new_id(), sheet=sheet, version=None, reason="Nhập nhầm đợt")
    there.refresh_from_db()
    assert there.state == State.REGISTERED.value
    others = Registration.objects.exclude(pk=there.pk).values_list("state", flat=True)
    assert set(others) == {"withdrawn"}
    assert not Unit.objects.valid().exists()
    assert set(Donor.objects.values_list("given", "last_given")) == {(0, None)}
    assert not Consent.objects.in_force().exists()
    again = SheetFactory.create(drive, lines)
    save(again)
    assert set(Registration.objects.values_list("state", flat=True)) == {"donated"}
    assert Donor.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_people_save_one_list_at_the_same_moment(drive, save):
    sheet = SheetFactory.create(drive, some_list(30))
    first, second = at_once(lambda: save(sheet), lambda: save(sheet, by=BINH))
    assert {type(first), type(second)} == {Receipt, SheetClosed}
    assert Registration.objects.count() == Unit.objects.count() == 30
