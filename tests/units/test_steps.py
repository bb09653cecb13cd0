"""One step of one person: the state table, the queue number, the row that stays."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils.timezone import now

from ledger.actions import Receipt
from ledger.actor import SYSTEM
from ledger.models import Change, Submission
from tests.factories_units import RegistrationFactory, drive_today, open_day
from units.actions import steps
from units.actions.days import CANCELLED, day_of
from units.actions.refusals import DayClosed, NotNow
from units.actions.registrations import arrive, leave, undo, withdraw
from units.models import DriveDay, Registration, Step
from units.rules.states import Desk, LeftWhy, State

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def drive(commune, rules):
    return drive_today(commune)


def test_the_first_name_opens_the_day(drive, recorder):
    registration = RegistrationFactory.create(drive, by=recorder.actor)
    day = DriveDay.objects.get(drive=drive)
    assert day.is_open
    assert day.opened_by_name == recorder.full_name
    assert Change.objects.filter(target_label="units.driveday").count() == 1
    assert list(registration.steps.values_list("name", "to_state")) == [("register", "registered")]


def test_arriving_gives_the_next_queue_number_and_leaves_a_step_and_a_change(drive, recorder):
    first, second = RegistrationFactory.create_batch(2, drive)
    arrive(by=recorder.actor, key=uuid4(), registration=second)
    arrive(by=recorder.actor, key=uuid4(), registration=first)
    assert (second.queue_no, first.queue_no) == (1, 2)
    first.refresh_from_db()
    assert (first.state, first.version) == ("arrived", 2)
    change = Change.objects.filter(target_id=str(first.pk))[0]
    assert change.cells == {"state": ["registered", "arrived"], "queue_no": [None, 2]}
    step = first.steps.order_by("-pk")[0]
    assert (step.name, step.desk, step.actor_name) == ("arrive", "reception", recorder.full_name)


def test_a_repeated_post_is_one_arrival(drive, recorder):
    registration = RegistrationFactory.create(drive)
    key = uuid4()
    receipts = [arrive(by=recorder.actor, key=key, registration=registration) for _ in range(2)]
    assert [receipt.repeated for receipt in receipts] == [False, True]
    assert receipts[0].at == receipts[1].at
    assert registration.steps.count() == 2


def test_who_has_arrived_is_told_when_and_where(drive, recorder):
    registration = RegistrationFactory.create(drive, state=State.ARRIVED, by=recorder.actor)
    with pytest.raises(NotNow) as refused:
        arrive(by=recorder.actor, key=uuid4(), registration=registration)
    assert refused.value.reason.rule == "has-arrived"
    assert refused.value.last is not None
    assert refused.value.last.desk == Desk.RECEPTION.value
    assert registration.steps.count() == 2


def test_the_number_stays_with_who_comes_back(drive, recorder):
    registration, other = RegistrationFactory.create_batch(2, drive)
    arrive(by=recorder.actor, key=uuid4(), registration=registration)
    undo(
        by=recorder.actor, key=uuid4(), registration=registration, name="undo-arrive",
        desk=Desk.RECEPTION, reason="Gọi nhầm người",
    )  # fmt: skip
    assert registration.state == "registered"
    arrive(by=recorder.actor, key=uuid4(), registration=other)
    arrive(by=recorder.actor, key=uuid4(), registration=registration)
    assert (registration.queue_no, other.queue_no) == (1, 2)


@pytest.mark.parametrize("why", [LeftWhy.ENOUGH, LeftWhy.TIME_OVER, LeftWhy.WENT_HOME])
def test_leaving_says_why_and_can_be_taken_back(drive, recorder, why):
    registration = RegistrationFactory.create(drive, state=State.ARRIVED)
    leave(by=recorder.actor, key=uuid4(), registration=registration, why=why)
    assert (registration.state, registration.left_why) == ("left", why.value)
    undo(
        by=recorder.actor, key=uuid4(), registration=registration, name="undo-leave",
        desk=Desk.RECEPTION, reason="Quay lại",
    )  # fmt: skip
    registration.refresh_from_db()
    assert (registration.state, registration.left_why) == ("arrived", "")


def test_a_step_backward_needs_a_reason(drive, recorder):
    registration = RegistrationFactory.create(drive)
    with pytest.raises(NotNow) as refused:
        withdraw(by=recorder.actor, key=uuid4(), registration=registration, reason="  ")
    assert refused.value.reason.rule == "reason-missing"
    assert registration.steps.count() == 1


def test_a_refused_step_leaves_nothing(drive, recorder):
    registration = RegistrationFactory.create(drive)
    with pytest.raises(NotNow):
        leave(by=recorder.actor, key=uuid4(), registration=registration, why=LeftWhy.ENOUGH)
    assert not Submission.objects.filter(action="leave-enough").exists()
    assert registration.steps.count() == 1


def test_no_step_on_a_closed_day(drive, recorder):
    registration = RegistrationFactory.create(drive)
    DriveDay.objects.update(state="closed", closed_at=now())
    with pytest.raises(DayClosed) as refused:
        arrive(by=recorder.actor, key=uuid4(), registration=registration)
    assert refused.value.reason.rule == "day-closed"


def test_nobody_is_received_at_a_cancelled_drive(drive):
    drive.state = "cancelled"
    with pytest.raises(DayClosed) as refused, transaction.atomic():
        day_of(drive, by=SYSTEM, at=now())
    assert refused.value.reason is CANCELLED


def test_an_unknown_step_is_a_fault_of_the_program(drive, recorder):
    registration = RegistrationFactory.create(drive)
    with pytest.raises(ValueError, match="no step"), transaction.atomic():
        steps.take(registration, "fly", desk=Desk.LIST, by=recorder.actor, at=now())


def test_a_stale_registration_is_read_again_before_the_step(drive, recorder):
    registration = RegistrationFactory.create(drive)
    same = Registration.objects.get(pk=registration.pk)
    arrive(by=recorder.actor, key=uuid4(), registration=registration)
    leave(by=recorder.actor, key=uuid4(), registration=same, why=LeftWhy.WENT_HOME)
    assert same.state == "left"
    assert same.queue_no == 1


# several desks at the same moment


def together(*jobs):
    """Run all at the same moment; each answer is a value or the exception it raised."""
    ready = Barrier(len(jobs))

    def run(job):
        ready.wait()
        try:
            return job()
        except Exception as refusal:  # noqa: BLE001  (the refusal is the answer)
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.mark.django_db(transaction=True)
def test_two_desks_taking_one_person_get_one_success_and_one_named_refusal(
    drive, recorder, confirmer
):
    pk = RegistrationFactory.create(drive).pk

    def take(person):
        registration = Registration.objects.select_related("drive__keeper").get(pk=pk)
        return lambda: arrive(by=person.actor, key=uuid4(), registration=registration)

    answers = together(take(recorder), take(confirmer))
    kinds = sorted(type(answer).__name__ for answer in answers)
    assert kinds == ["NotNow", "Receipt"], answers
    (refusal,) = [answer for answer in answers if isinstance(answer, NotNow)]
    assert refusal.reason.rule == "has-arrived"
    assert Step.objects.filter(name="arrive").count() == 1


@pytest.mark.django_db(transaction=True)
def test_queue_numbers_of_many_desks_are_all_different(drive, recorder):
    people = RegistrationFactory.create_batch(8, drive)

    def take(registration):
        return lambda: arrive(by=recorder.actor, key=uuid4(), registration=registration)

    answers = together(*map(take, people))
    assert all(isinstance(answer, Receipt) for answer in answers), answers
    numbers = Registration.objects.order_by("queue_no").values_list("queue_no", flat=True)
    assert list(numbers) == list(range(1, 9))


@pytest.mark.django_db(transaction=True)
def test_two_desks_open_one_day(drive, recorder):
    days = together(*[lambda: open_day(drive, by=recorder.actor) for _ in range(4)])
    assert len({day.pk for day in days}) == 1
    assert now() - days[0].opened_at < timedelta(hours=1)
