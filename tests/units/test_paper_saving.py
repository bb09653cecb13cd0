"""Saving a whole paper list: all or the good ones, once, in few statements, and nothing left."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from donors.models import Consent, Donor
from ledger.actor import Actor
from ledger.keys import new_id
from tests.factories_paper import SheetFactory, scope, some_list
from tests.factories_units import drive_today
from units.actions.paper.refusals import NotAllGood, Unanswered
from units.actions.paper.saving import Answer, Want, Wish, save_sheet
from units.models import PaperLine, Registration, Step, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.both]
HOA = Actor(id=1, name="Phạm Thị Hoa")
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
