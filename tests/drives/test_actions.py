"""Recording drives and results, and their way up and back."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from directory.forms import LinkOrWords
from drives.actions.drives import DriveFacts, edit_drive, record_drive
from drives.actions.moves import move_drive
from drives.actions.refusals import Contradicted, Missing, NotByYou, NotNow
from drives.actions.results import ParticipationRow, ResultFacts, record_result
from drives.models import Drive, Move, Participation, Result
from drives.rules.figures import Figure, Qualifier
from drives.rules.sheets import PartKind
from drives.rules.states import State
from ledger.actions import KeyUsedBefore, Stale
from ledger.models import Change, Submission
from ledger.querysets import changed_since
from tests.factories import (
    HAI_PHONG,
    HAI_PHONG_THEN,
    KIEN_THUY_DISTRICT,
    DriveFactory,
    area,
)
from words.dates import Days, Span

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DAY = date(2024, 11, 30)


def exact(n: int | str) -> Figure:
    return Figure(Decimal(n))


def over(n: int) -> Figure:
    return Figure(Decimal(n), Qualifier.OVER)


@pytest.fixture
def drive(commune, recorder) -> Drive:
    facts = DriveFacts(
        title="Ngày hội hiến máu tình nguyện đợt II năm 2024",
        keeper=commune,
        area=area(KIEN_THUY_DISTRICT),
        when=Days(DAY, DAY),
        year=2024,
        round=2,
        receivers=[LinkOrWords(words="Ngân hàng dự trữ máu thành phố")],
    )
    receipt = record_drive(by=recorder.actor, key=uuid4(), facts=facts)
    return Drive.objects.get(pk=receipt.target_id)


def save(drive: Drive, person, **options) -> Result:
    facts = options.pop("facts", None) or ResultFacts(
        figures={"attended": over(450), "units": exact(345)}
    )
    version = options.pop("version", None)
    if version is None:
        version = getattr(Result.objects.filter(drive=drive).first(), "version", 0)
    record_result(
        by=person.actor,
        key=options.pop("key", None) or uuid4(),
        drive=drive,
        version=version,
        facts=facts,
        **options,
    )
    return Result.objects.get(drive=drive)


def test_a_past_drive_waits_for_its_report_and_knows_both_provinces(drive):
    assert drive.life_state is State.AWAITING
    assert drive.sort_day == DAY
    assert drive.province_then == area(HAI_PHONG_THEN)
    assert drive.province_now == area(HAI_PHONG)
    assert drive.version == 1
    assert Change.objects.get(target_label="drives.drive").action == "record-drive"


def test_a_drive_of_unknown_day_keeps_its_span(commune, recorder):
    facts = DriveFacts(
        title="Hành trình Đỏ", keeper=commune, year=2025,
        when=Span(date(2025, 7, 1), date(2026, 1, 1)),
    )  # fmt: skip
    receipt = record_drive(by=recorder.actor, key=uuid4(), facts=facts)
    drive = Drive.objects.get(pk=receipt.target_id)
    assert drive.first_day is None
    assert drive.when == facts.when
    assert drive.sort_day == date(2025, 12, 31)
    assert drive.home_area == commune.area


@time_machine.travel("2024-11-01")
def test_a_coming_drive_is_planned_and_takes_no_result(commune, recorder):
    facts = DriveFacts(title="Chủ nhật Đỏ", keeper=commune, when=Days(DAY, DAY))
    receipt = record_drive(by=recorder.actor, key=uuid4(), facts=facts)
    drive = Drive.objects.get(pk=receipt.target_id)
    assert drive.life_state is State.PLANNED
    with pytest.raises(Contradicted) as refusal:
        save(drive, recorder)
    assert [f.rule for f in refusal.value.findings] == ["day-to-come"]
    assert not Result.objects.exists()


def test_the_same_area_and_day_is_asked_about_once(drive, commune, recorder):
    facts = DriveFacts(
        title="Hiến máu Kiến Thuỵ", keeper=commune, area=drive.area, when=Days(DAY, DAY)
    )
    with pytest.raises(Contradicted):
        record_drive(by=recorder.actor, key=uuid4(), facts=facts)
    assert Drive.objects.count() == 1
    receipt = record_drive(
        by=recorder.actor, key=uuid4(), facts=facts,
        answers={"same-area-and-day": "Đợt của trường, buổi chiều"},
    )  # fmt: skip
    other = Drive.objects.get(pk=receipt.target_id)
    edit_drive(by=recorder.actor, key=uuid4(), drive=other, version=other.version, facts=facts)


def test_the_same_post_twice_is_one_drive(commune, recorder):
    key, facts = uuid4(), DriveFacts(title="Chủ nhật Đỏ", keeper=commune)
    first = record_drive(by=recorder.actor, key=key, facts=facts)
    again = record_drive(by=recorder.actor, key=key, facts=facts)
    assert (again.code, again.repeated) == (first.code, True)
    with pytest.raises(KeyUsedBefore):
        record_drive(by=recorder.actor, key=key, facts=DriveFacts(title="Khác", keeper=commune))
    assert Drive.objects.count() == 1


def test_an_edit_of_an_older_version_is_refused_and_writes_nothing(drive, commune, recorder):
    facts = DriveFacts(title="Tên mới", keeper=commune)
    edit_drive(by=recorder.actor, key=uuid4(), drive=drive, version=1, facts=facts)
    with pytest.raises(Stale):
        edit_drive(
            by=recorder.actor, key=uuid4(), drive=drive, version=1,
            facts=DriveFacts(title="Tên khác", keeper=commune),
        )  # fmt: skip
    drive.refresh_from_db()
    assert drive.title == "Tên mới"


def test_the_whole_sheet_is_one_change(drive, recorder):
    facts = ResultFacts(
        figures={"attended": over(450), "units": exact(345), "donated": exact(345)},
        parts={PartKind.VOLUME: {"250": exact(98), "350": exact(231), "450": exact(16)}},
        rows=[
            ParticipationRow(
                body=LinkOrWords(words="Trường THPT Kiến Thuỵ"), target=60,
                figures={"donated": exact(57)},
            )
        ],
        receivings={drive.receivings.get().pk: exact(345)},
    )  # fmt: skip
    result = save(drive, recorder, facts=facts)
    assert result.sheet == facts.sheet
    assert result.sheet.millilitres == exact(112_550)
    assert Participation.objects.get().donated == exact(57)
    change = Change.objects.get(target_label="drives.result")
    assert change.cells["attended"] == [None, {"q": "over", "n": "450"}]
    assert change.cells["volume_350"] == [None, {"q": "exact", "n": "231"}]
    assert change.cells["row_1_name"] == [None, "Trường THPT Kiến Thuỵ"]


def test_saving_the_same_sheet_again_changes_nothing(drive, recorder):
    result = save(drive, recorder)
    assert save(drive, recorder).version == result.version
    assert Change.objects.filter(target_label="drives.result").count() == 1


def test_an_impossible_figure_is_refused_and_nothing_is_kept(drive, recorder):
    facts = ResultFacts(figures={"attended": exact(209), "donated": exact(212)})
    with pytest.raises(Contradicted) as refusal:
        save(drive, recorder, facts=facts)
    assert [f.rule for f in refusal.value.findings] == ["donated-within-attended"]
    assert not Result.objects.exists()
    assert Submission.objects.filter(action="record-result").count() == 0


def test_an_unlikely_figure_is_asked_about_once_and_the_answer_kept(drive, recorder):
    facts = ResultFacts(figures={"donated": exact(199), "units": exact(201)})
    with pytest.raises(Contradicted) as refusal:
        save(drive, recorder, facts=facts)
    assert [f.rule for f in refusal.value.findings] == ["bags-differ-from-donors"]
    why = {"bags-differ-from-donors": "Hai người hiến tiểu cầu"}
    save(drive, recorder, facts=facts, answers=why)
    again = ResultFacts(figures={"donated": exact(200), "units": exact(201)})
    save(drive, recorder, facts=again)
    assert drive.answers.get().why == "Hai người hiến tiểu cầu"


def test_ten_times_the_usual_of_the_host_is_asked_about(commune, recorder, drive):
    for _ in range(3):
        earlier = DriveFactory.create(keeper=commune, host=commune)
        Result.objects.create(drive=earlier, units_n=34, units_q="exact")
    Drive.objects.filter(pk=drive.pk).update(host=commune)
    drive.refresh_from_db()
    with pytest.raises(Contradicted) as refusal:
        save(drive, recorder)
    assert [f.rule for f in refusal.value.findings] == ["ten-times-the-usual"]


def test_the_way_up_back_up_again_and_closed(drive, recorder, confirmer):
    official = Result.Standing.OFFICIAL.value
    facts = ResultFacts(standing=official, figures={"attended": over(450), "units": exact(345)})
    result = save(drive, recorder, facts=facts, submit=True)
    drive.refresh_from_db()
    assert drive.life_state is State.SUBMITTED
    assert result.submitted_by == recorder
    with pytest.raises(Missing):
        move_drive(by=confirmer.actor, key=uuid4(), drive=drive, name="return", reason=" ")
    move_drive(
        by=confirmer.actor, key=uuid4(), drive=drive, name="return",
        reason="Số túi 350 ml", cells=["volume_350"],
    )  # fmt: skip
    result.refresh_from_db()
    looked = result.looked_version
    assert looked is not None
    with_volume = ResultFacts(
        standing=official,
        figures=facts.figures,
        parts={PartKind.VOLUME: {"350": exact(231)}},
    )
    result = save(drive, recorder, facts=with_volume, submit=True)
    assert list(changed_since(result, looked)) == ["volume_350"]
    move_drive(
        by=confirmer.actor, key=uuid4(), drive=drive, name="confirm",
        result_version=result.version,
    )  # fmt: skip
    drive.refresh_from_db()
    assert drive.life_state is State.CONFIRMED
    with pytest.raises(NotNow):
        save(drive, recorder, facts=facts)
    move_drive(by=confirmer.actor, key=uuid4(), drive=drive, name="reopen", reason="Sai số nữ")
    drive.refresh_from_db()
    assert drive.life_state is State.REOPENED
    assert list(Move.objects.values_list("name", flat=True)) == [
        "reopen", "confirm", "submit", "return", "submit",
    ]  # fmt: skip


def test_a_confirmer_never_confirms_the_own_sheet(drive, confirmer):
    facts = ResultFacts(standing="official", figures={"units": exact(345)})
    save(drive, confirmer, facts=facts, submit=True)
    with pytest.raises(NotByYou):
        move_drive(by=confirmer.actor, key=uuid4(), drive=drive, name="confirm")
    drive.refresh_from_db()
    assert drive.life_state is State.SUBMITTED


def test_figures_that_changed_meanwhile_are_not_confirmed(drive, recorder, confirmer):
    """A preliminary sheet may still change after it was sent; only official ones are confirmed."""
    result = save(drive, recorder, submit=True)
    with pytest.raises(Missing) as missing:
        move_drive(by=confirmer.actor, key=uuid4(), drive=drive, name="confirm")
    assert missing.value.rules == ("still-preliminary",)
    official = ResultFacts(
        standing="official", figures={"attended": over(450), "units": exact(346)}
    )
    save(drive, recorder, facts=official)
    with pytest.raises(Stale):
        move_drive(
            by=confirmer.actor, key=uuid4(), drive=drive, name="confirm",
            result_version=result.version,
        )  # fmt: skip


def test_nothing_is_sent_without_a_result(drive, recorder):
    with pytest.raises(Missing):
        move_drive(by=recorder.actor, key=uuid4(), drive=drive, name="submit")


def test_a_postponed_drive_keeps_its_old_day(commune, recorder):
    tomorrow = timezone.localdate() + timedelta(days=1)
    later = tomorrow + timedelta(days=7)
    facts = DriveFacts(title="Chủ nhật Đỏ", keeper=commune, when=Days(tomorrow, tomorrow))
    receipt = record_drive(by=recorder.actor, key=uuid4(), facts=facts)
    drive = Drive.objects.get(pk=receipt.target_id)
    move_drive(
        by=recorder.actor, key=uuid4(), drive=drive, name="postpone", reason="Bão",
        days=Days(later, later),
    )  # fmt: skip
    drive.refresh_from_db()
    assert (drive.first_day, drive.sort_day) == (later, later)
    assert drive.moves.get().old_first_day == tomorrow
    move_drive(by=recorder.actor, key=uuid4(), drive=drive, name="resume", reason="Hết bão")
    drive.refresh_from_db()
    assert drive.life_state is State.PLANNED
