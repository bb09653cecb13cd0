"""Drive days, registrations and their steps for tests, made by the actions themselves."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, now

from directory.models import Organisation
from donors.models import Donor
from drives.models import Drive, Receiving
from ledger.actor import SYSTEM, Actor
from ledger.keys import new_id
from tests.factories import DriveFactory
from tests.factories_donors import DonorFactory, new_submission
from units.actions import steps
from units.actions.days import day_of
from units.actions.registrations import hold_donors, put_registration
from units.models import DriveDay, Registration
from units.rules.states import Desk, State

# How a person comes to stand somewhere: the steps and their desks.
WAYS: dict[State, tuple[tuple[str, Desk], ...]] = {
    State.REGISTERED: (),
    State.ARRIVED: (("arrive", Desk.RECEPTION),),
    State.SCREENED: (("arrive", Desk.RECEPTION), ("pass", Desk.SCREENING)),
    State.DEFERRED: (("arrive", Desk.RECEPTION), ("defer", Desk.SCREENING)),
    State.DONATED: (
        ("arrive", Desk.RECEPTION),
        ("pass", Desk.SCREENING),
        ("give", Desk.COLLECTION),
    ),
    State.LEFT: (("arrive", Desk.RECEPTION), ("leave-enough", Desk.RECEPTION)),
    State.NO_SHOW: (("no-show", Desk.CLOSING),),
    State.WITHDRAWN: (("withdraw", Desk.LIST),),
}


def drive_today(
    keeper: Organisation, *, receiver: Organisation | None = None, **facts: Any
) -> Drive:
    """A drive of this very day, whose blood goes to ``receiver``."""
    today = localdate()
    drive: Drive = DriveFactory.create(
        **{"keeper": keeper, "first_day": today, "year": today.year, **facts}
    )
    if receiver is not None:
        received_by(drive, receiver)
    return drive


def received_by(drive: Drive, hospital: Organisation) -> Receiving:
    return Receiving.objects.create(drive=drive, organisation=hospital)


@transaction.atomic
def open_day(drive: Drive, *, by: Actor = SYSTEM) -> DriveDay:
    """The open day of a drive."""
    return day_of(drive, by=by, at=now())


class RegistrationFactory:
    """Puts people into a drive and takes them as far as ``state``, step by step. No bag is made and
    nothing measured: that is the work of ``units.actions.bags`` and ``screening``."""

    @classmethod
    @transaction.atomic
    def create(
        cls,
        drive: Drive,
        donor: Donor | None = None,
        *,
        state: State = State.REGISTERED,
        by: Actor = SYSTEM,
        at: datetime | None = None,
        source: str = Registration.Source.LIST.value,
        **facts: Any,
    ) -> Registration:
        """``facts`` are those of a new donor, where none is given; ``group``, ``expected_at`` and
        ``first_time`` those of the registration."""
        own = {
            name: facts.pop(name)
            for name in ("group", "expected_at", "first_time")
            if name in facts
        }
        donor = donor or DonorFactory.create(keeper=drive.keeper, **facts)
        at, submission = at or now(), new_submission(by)
        day_of(drive, by=by, at=at)
        (donor,) = hold_donors([donor])
        registration = put_registration(
            id=new_id(), drive=drive, donor=donor, source=source, state=State.REGISTERED, by=by,
            at=at, submission=submission, desk=Desk.LIST, **own,
        )  # fmt: skip
        for name, desk in WAYS[state]:
            reason = "thử" if name == "withdraw" else ""
            steps.take(
                registration, name, desk=desk, by=by, at=at, reason=reason, submission=submission
            )
        return registration

    @classmethod
    def create_batch(cls, size: int, drive: Drive, **facts: Any) -> list[Registration]:
        return [cls.create(drive, **facts) for _ in range(size)]
