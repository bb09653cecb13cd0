"""Several people at the same moment: nothing is lost, nothing is there twice."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from drives.actions.drives import DriveFacts, record_drive
from drives.actions.results import ResultFacts, record_result
from drives.models import Drive, Result
from drives.rules.figures import Figure
from ledger.actions import Receipt, Stale
from ledger.models import Change, Submission
from tests.factories import DriveFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def together(*jobs: Callable[[], Any]) -> list[Any]:
    """Run all at the same moment; each answer is a value or the exception it raised."""
    ready = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        ready.wait()
        try:
            return job()
        except Exception as refusal:  # noqa: BLE001  (the refusal is the answer)
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def units(number: int) -> ResultFacts:
    return ResultFacts(figures={"units": Figure(Decimal(number))})


def test_ten_equal_posts_make_one_drive(commune, recorder):
    key, facts = uuid4(), DriveFacts(title="Chủ nhật Đỏ", keeper=commune)
    answers = together(
        *[lambda: record_drive(by=recorder.actor, key=key, facts=facts) for _ in range(10)]
    )
    assert all(isinstance(answer, Receipt) for answer in answers), answers
    assert len({answer.code for answer in answers}) == 1
    assert [answer.repeated for answer in answers].count(False) == 1
    assert Drive.objects.count() == Submission.objects.count() == Change.objects.count() == 1


def test_ten_equal_posts_make_one_result(commune, recorder):
    drive, key = DriveFactory.create(keeper=commune), uuid4()

    def post() -> Receipt:
        return record_result(
            by=recorder.actor, key=key, drive=drive, version=0, facts=units(345), submit=True
        )

    answers = together(*[post for _ in range(10)])
    assert len({answer.code for answer in answers}) == 1
    assert Result.objects.get().version == 1
    assert drive.moves.count() == 1


def test_two_people_saving_one_result_at_once_lose_nothing(commune, recorder, confirmer):
    """One is saved, the other is told and still has everything; never a mixture."""
    drive = DriveFactory.create(keeper=commune)
    record_result(by=recorder.actor, key=uuid4(), drive=drive, version=0, facts=units(300))

    def post(person, number: int) -> Callable[[], Receipt]:
        return lambda: record_result(
            by=person.actor, key=uuid4(), drive=drive, version=1, facts=units(number)
        )

    answers = together(post(recorder, 345), post(confirmer, 346))
    kinds = Counter(type(answer) for answer in answers)
    assert kinds == {Receipt: 1, Stale: 1}, answers
    winner = 345 if isinstance(answers[0], Receipt) else 346
    result = Result.objects.get()
    assert (result.units, result.version) == (Figure(Decimal(winner)), 2)
    assert Change.objects.filter(target_label="drives.result").count() == 2


def test_many_drives_at_once_are_all_kept(commune, recorder):
    """Writers wait for each other instead of failing: no lock error with sixteen of them."""

    def post(number: int) -> Callable[[], Receipt]:
        facts = DriveFacts(title=f"Đợt {number}", keeper=commune)
        return lambda: record_drive(by=recorder.actor, key=uuid4(), facts=facts)

    answers = together(*[post(number) for number in range(16)])
    assert all(isinstance(answer, Receipt) for answer in answers), answers
    assert Drive.objects.count() == 16
