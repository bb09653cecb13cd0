"""The one question beyond the own border: the next possible date, and nothing else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from donors.facts import PaperFacts
from donors.models import Deferral, DeferralReason
from donors.rules.papers import PaperKind
from ledger.models import Access
from tests.factories import DriveFactory
from tests.factories_donors import DonorFactory
from tests.factories_units import drive_today, open_day
from tests.units.giving import gave
from units.actions.nation import ask_nation
from units.models import DriveDay
from units.rules.nation import MOST_A_DAY, MOST_AN_HOUR, NationAnswer, rate_refusal

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NUMBER, STRANGERS = "031190004567", "012190009999"


@pytest.fixture
def drive(commune, rules):
    drive = drive_today(commune)
    open_day(drive)
    return drive


@pytest.fixture
def far(lai_chau_committee, rules):
    """Somebody whom only another province knows."""
    return DonorFactory.create(
        keeper=lai_chau_committee,
        name="Lò Thị Mai",
        papers=[PaperFacts("cccd", STRANGERS)],
    )


def ask(person, drive, number=STRANGERS, kind=PaperKind.CCCD, at=None) -> NationAnswer:
    return ask_nation(by=person.actor, drive=drive, papers=[(kind, number)], at=at or now())


def test_who_gave_elsewhere_is_stopped_with_the_date_alone(drive, far, recorder):
    gave(far, 20, at=far.keeper)
    answer = ask(recorder, drive)
    assert answer == NationAnswer(stops=True, able_from=localdate() + timedelta(days=64))
    assert answer.finding.rule == "not-today"
    assert set(answer.finding.params) == {"day"}


def test_nobody_and_nothing_in_the_way_are_one_answer(drive, far, recorder):
    unknown = ask(recorder, drive, NUMBER)
    known = ask(recorder, drive)
    gave(far, 200, at=far.keeper)
    rested = ask(recorder, drive)
    assert unknown == known == rested == NationAnswer()
    assert unknown.finding.rule == "no-restriction"


def test_a_deferral_elsewhere_says_no_reason(drive, far, recorder):
    reason = DeferralReason.objects.get(code="tattoo")
    until = localdate() + timedelta(days=30)
    Deferral.objects.create(
        donor=far, reason=reason, from_day=localdate(), able_from=until, recorded_at=now()
    )
    assert ask(recorder, drive) == NationAnswer(stops=True, able_from=until)


def test_for_ever_is_not_said(drive, far, recorder):
    reason = DeferralReason.objects.get(code="hiv")
    Deferral.objects.create(
        donor=far, reason=reason, from_day=localdate(), permanent=True, recorded_at=now()
    )
    answer = ask(recorder, drive)
    assert answer == NationAnswer(stops=True)
    assert answer.finding.params == {}


def test_files_joined_with_this_one_count(drive, far, recorder, lai_chau_committee):
    other = DonorFactory.create(keeper=lai_chau_committee, papers=[])
    gave(other, 20, at=lai_chau_committee)
    type(other).objects.filter(pk=other.pk).update(merged_into=far, head=far)
    assert ask(recorder, drive).stops


def test_the_same_work_whether_anybody_has_the_number(drive, far, recorder):
    gave(far, 20, at=far.keeper)
    ask(recorder, drive)
    shapes = []
    for number in (STRANGERS, NUMBER):
        with CaptureQueriesContext(connection) as queries:
            ask(recorder, drive, number)
        shapes.append([query["sql"].split(" FROM ")[0][:40] for query in queries])
    assert shapes[0] == shapes[1]


def test_each_question_is_noted_with_the_drive_and_without_the_number(drive, far, recorder):
    ask(recorder, drive)
    (access,) = Access.objects.all()
    assert access.kind == Access.Kind.NATION
    assert (access.target_label, access.target_id) == ("drives.drive", str(drive.pk))
    assert access.actor_id == recorder.pk
    said = f"{access.purpose} {access.recipient}"
    assert STRANGERS not in said


def test_another_kind_of_paper_with_the_same_number_is_somebody_else(
    drive, recorder, rules, commune
):
    student = DonorFactory.create(papers=[PaperFacts("student", "012345678")])
    gave(student, 20, at=commune)
    assert ask(recorder, drive, "012345678", PaperKind.CMND) == NationAnswer()


def test_only_on_a_day_of_the_drive(commune, rules, recorder, far):
    past = DriveFactory.create(keeper=commune, first_day=localdate() - timedelta(days=1))
    unknown = DriveFactory.create(keeper=commune, first_day=None, last_day=None)
    for drive in (past, unknown):
        assert ask(recorder, drive) == NationAnswer(asked=False)
    assert not Access.objects.exists()


def test_not_after_the_day_was_closed(drive, recorder, far):
    DriveDay.objects.update(state="closed", closed_at=now())
    assert not ask(recorder, drive).asked


def test_without_a_number_nothing_is_asked(drive, recorder):
    assert not ask_nation(by=recorder.actor, drive=drive, papers=[], at=now()).asked
    assert not Access.objects.exists()


def test_one_person_asks_so_often_and_no_more(drive, far, recorder, confirmer, monkeypatch):
    monkeypatch.setattr("units.rules.nation.MOST_AN_HOUR", 3)
    gave(far, 20, at=far.keeper)
    assert [ask(recorder, drive).asked for _ in range(4)] == [True, True, True, False]
    refused = ask(recorder, drive)
    assert refused.reason is not None
    assert refused.reason.rule == "nation-asked-too-often"
    assert not refused.stops
    assert ask(confirmer, drive).asked
    assert Access.objects.count() == 4


@pytest.mark.parametrize(
    ("hour", "day", "refused"),
    [
        (0, 0, False),
        (MOST_AN_HOUR - 1, MOST_A_DAY - 1, False),
        (MOST_AN_HOUR, MOST_AN_HOUR, True),
        (0, MOST_A_DAY, True),
    ],
)
def test_rates(hour, day, refused):
    assert (rate_refusal(hour, day) is not None) == refused
