"""The three-way match of a drive, the gate before confirming, and closing the day."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from drives.actions.moves import move_drive
from drives.actions.refusals import Missing
from drives.actions.results import ResultFacts, record_result
from drives.gates import Moment, ask
from drives.models import Drive, Result
from drives.rules.figures import Figure, Qualifier
from drives.rules.states import State as DriveState
from ledger.actor import SYSTEM, Actor
from ledger.models import Change
from tests.factories_units import RegistrationFactory, drive_today
from units.actions.closing import Differs, Unfinished, close_day, explain, reopen_day
from units.actions.refusals import DayClosed, Refused
from units.models import DriveDay, Handover, HandoverCount, Registration, Step, Unit
from units.querysets.counts import counts_of_names, figures_of_names, suspects
from units.querysets.matching import rows_of
from units.rules.states import State

pytestmark = pytest.mark.both


@pytest.fixture
def drive(commune, hospital) -> Drive:
    return drive_today(commune, receiver=hospital, state=DriveState.AWAITING.value)


def give(drive: Drive, people: int, *, volume: int | None = 350, sex: str = "female"):
    rows = RegistrationFactory.create_batch(people, drive, state=State.DONATED, sex=sex)
    for place, row in enumerate(rows):
        Unit.objects.create(
            registration=row, drive=drive, donor=row.donor, given_on=localdate(),
            year=localdate().year, volume=volume, bag_code=f"T{row.queue_no}-{place}",
            collected_by_name="Vũ Anh Tuấn",
        )  # fmt: skip
    return rows


def sheet(drive: Drive, **figures: int | str) -> Result:
    facts = ResultFacts(
        standing=Result.Standing.OFFICIAL.value,
        figures={
            name: Figure(Decimal(str(value).removeprefix(">")), _sign(value))
            for name, value in figures.items()
        },
    )
    answers = {"donors-and-bags": "có túi lấy hai lần", "units-differ-from-donated": "đúng"}
    record_result(by=SYSTEM, key=uuid4(), drive=drive, version=0, facts=facts, answers=answers)
    return Result.objects.get(drive=drive)


def _sign(value: int | str) -> Qualifier:
    return Qualifier.OVER if str(value).startswith(">") else Qualifier.EXACT


def handed(drive: Drive, **counts: int) -> None:
    handover = Handover.objects.create(
        drive=drive, receiver_words="Trung tâm", state="sent", sent_at=now()
    )
    for volume, given in counts.items():
        HandoverCount.objects.create(handover=handover, volume=int(volume[1:]), given=given)


def differing(drive: Drive) -> list[str]:
    return [row.name for row in rows_of(drive) if row.differences]


def test_names_count_by_row_of_the_sheet(drive):
    give(drive, 3)
    give(drive, 2, sex="male")
    RegistrationFactory.create(drive, state=State.LEFT)
    RegistrationFactory.create(drive)
    RegistrationFactory.create(drive, state=State.WITHDRAWN)
    counts = counts_of_names(drive)
    assert counts == {
        "registered": 7, "attended": 6, "not_given": 1, "donated": 5, "units": 5, "250": 0,
        "350": 5, "450": 0, "women": 3, "men": 2,
    }  # fmt: skip


def test_no_names_are_unknown_and_not_zero(drive):
    assert counts_of_names(drive) is None
    sheet(drive, donated=212, units=212)
    assert not differing(drive)
    assert ask(drive, Moment.CONFIRM) == []


def test_bags_without_a_volume_leave_the_volumes_unknown(drive):
    give(drive, 2, volume=None)
    assert "350" not in (counts_of_names(drive) or {})


def test_fewer_names_than_the_sheet_are_normal_until_the_day_is_closed(drive, client_of, recorder):
    give(drive, 3)
    sheet(drive, donated=5, units=5)
    page = client_of(recorder).get(reverse("units:match", args=[drive.pk]))
    assert "5" in page.context["summary"]
    assert "3" in page.context["summary"]
    with pytest.raises(Differs) as refusal:
        close_day(by=SYSTEM, key=uuid4(), drive=drive)
    assert [row.name for row in refusal.value.rows] == ["donated", "units"]


def test_a_bound_of_the_sheet_agrees_with_more_names(drive):
    give(drive, 3)
    sheet(drive, donated=">2", units=3)
    assert differing(drive) == []


def test_two_people_missing_are_found_and_a_reason_lets_the_sheet_pass(
    drive, client_of, recorder, confirmer
):
    rows = give(drive, 5)
    waiting = RegistrationFactory.create_batch(2, drive, state=State.SCREENED)
    sheet(drive, donated=7, units=7)
    handed(drive, v350=7)
    assert differing(drive) == ["donated", "units", "350"]
    found = suspects(drive, "donated")
    assert {row.pk for row in found} == {row.pk for row in waiting}
    page = client_of(recorder).get(reverse("units:match-row", args=[drive.pk, "donated"]))
    text = page.content.decode()
    assert all(row.name in text for row in waiting)
    assert all(str(row.donor) not in text for row in rows)

    submit(drive, recorder)
    with pytest.raises(Missing) as refusal:
        confirm(drive, confirmer)
    assert refusal.value.rules == ("numbers-differ",)
    version = DriveDay.objects.get(drive=drive).version
    answer = client_of(recorder).post(
        reverse("units:match", args=[drive.pk]),
        {"key": uuid4(), "version": version, "reason": "hai người hiến ở xe lưu động"},
    )
    assert answer.status_code == 302
    confirm(drive, confirmer)
    drive.refresh_from_db()
    assert drive.state == DriveState.CONFIRMED.value


def submit(drive: Drive, person) -> None:
    move_drive(by=Actor(person.pk, "Hoa"), key=uuid4(), drive=drive, name="submit")


def confirm(drive: Drive, officer) -> None:
    move_drive(by=Actor(officer.pk, "Bình"), key=uuid4(), drive=drive, name="confirm")


def test_a_reason_holds_only_for_the_numbers_it_was_written_for(drive):
    give(drive, 3)
    sheet(drive, donated=5, units=5)
    explain(by=SYSTEM, key=uuid4(), drive=drive, version=None, reason="nhập sau")
    assert ask(drive, Moment.CONFIRM) == []
    give(drive, 1)
    assert [reason.rule for reason in ask(drive, Moment.CONFIRM)] == ["numbers-differ"]


def test_noons_report_is_never_asked(drive):
    give(drive, 3)
    sheet(drive, donated=5, units=5)
    assert ask(drive, Moment.SUBMIT) == []


def test_closing_marks_those_who_did_not_come_and_says_what_was_saved(drive, client_of, recorder):
    give(drive, 2)
    absent = RegistrationFactory.create_batch(3, drive)
    page = client_of(recorder).get(reverse("units:close", args=[drive.pk]))
    assert (page.context["entered"], page.context["saved"], page.context["absent"]) == (5, 5, 3)
    answer = client_of(recorder).post(reverse("units:close", args=[drive.pk]), {"key": uuid4()})
    assert answer.status_code == 302
    states = set(Registration.objects.filter(pk__in=[r.pk for r in absent]).values_list("state"))
    assert states == {("no_show",)}
    assert Step.objects.filter(name="no-show").count() == 3
    assert Change.objects.filter(action="no-show").count() == 3
    assert DriveDay.objects.get(drive=drive).state == "closed"


def test_nobody_is_left_waiting_at_closing(drive):
    RegistrationFactory.create(drive, state=State.ARRIVED)
    with pytest.raises(Unfinished):
        close_day(by=SYSTEM, key=uuid4(), drive=drive)
    assert DriveDay.objects.get(drive=drive).is_open


def test_a_closed_day_takes_no_names_until_it_is_opened_with_a_reason(drive):
    give(drive, 1)
    close_day(by=SYSTEM, key=uuid4(), drive=drive)
    with pytest.raises(DayClosed):
        RegistrationFactory.create(drive)
    with pytest.raises(Refused):
        reopen_day(by=SYSTEM, key=uuid4(), drive=drive, reason=" ")
    reopen_day(by=SYSTEM, key=uuid4(), drive=drive, reason="còn một tờ danh sách")
    assert RegistrationFactory.create(drive).pk


def test_closing_twice_with_one_key_is_one_closing(drive):
    give(drive, 1)
    key = uuid4()
    first = close_day(by=SYSTEM, key=key, drive=drive)
    again = close_day(by=SYSTEM, key=key, drive=drive)
    assert again.repeated
    assert again.code == first.code


def test_the_sheet_is_filled_from_the_names_without_saving(drive, client_of, recorder):
    give(drive, 3)
    assert figures_of_names(drive)["volume_350"] == Figure(Decimal(3))
    page = client_of(recorder).get(reverse("drives:result", args=[drive.pk]), {"fill": "names"})
    form = page.context["form"]
    assert form["units"].value() == Figure(Decimal(3))
    assert form["volume_350"].value() == Figure(Decimal(3))
    assert form["units_basis"].value() == "bags"
    assert not Result.objects.exists()


def test_who_may_look_explain_and_close(
    drive, client_of, recorder, confirmer, viewer, receiver, stranger
):
    give(drive, 1)
    match, close = (reverse(f"units:{name}", args=[drive.pk]) for name in ("match", "close"))
    for person, seen, posted, closing in [
        (recorder, 200, 422, 200),
        (confirmer, 200, 422, 403),
        (viewer, 200, 403, 403),
        (receiver, 200, 403, 403),
        (stranger, 404, 404, 404),
    ]:
        client = client_of(person)
        assert client.get(match).status_code == seen, person
        assert client.post(match).status_code == posted, person
        assert client.get(close).status_code == closing, person
        assert client.put(match).status_code in (405, posted), person
    row = reverse("units:match-row", args=[drive.pk, "nonsense"])
    assert client_of(recorder).get(row).status_code == 404


def test_an_hour_later_nothing_is_different(drive):
    """The picture of the differences holds no time."""
    give(drive, 3)
    sheet(drive, donated=5, units=5)
    explain(by=SYSTEM, key=uuid4(), drive=drive, version=None, reason="nhập sau")
    DriveDay.objects.update(opened_at=now() - timedelta(hours=1))
    assert ask(drive, Moment.CONFIRM) == []
