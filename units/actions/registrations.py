"""Registering people at a drive, receiving them at the desk, and taking each of it back."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from directory.models import Organisation
from directory.pickers import LinkOrWords
from donors.actions.files import create_donor
from donors.facts import DonorFacts
from donors.models import Donor
from drives.models import Drive
from ledger.actions import Receipt, once
from ledger.actor import Actor
from ledger.cells import digest_of
from ledger.keys import new_id
from ledger.models import Submission
from ledger.seals import keyed_digest
from units.actions import steps
from units.actions.days import day_of
from units.actions.enrolment import (
    NO_GROUP,
    hold_donors,
    list_day,
    put_registration,
    refuse_today,
    refuse_unfit,
)
from units.actions.refusals import AlreadyRegistered, CannotGive, Refused
from units.models import DriveDay, Registration
from units.rules.nation import NationAnswer
from units.rules.states import Desk, LeftWhy, State

__all__ = [
    "arrive",
    "hold_donors",
    "leave",
    "move",
    "put_registration",
    "register",
    "register_many",
    "register_new",
    "undo",
    "walk_in",
    "walk_in_new",
    "withdraw",
]

# By these somebody is received who is not there.
RECEIVING = frozenset({"arrive", "return"})
LEAVING = {
    LeftWhy.ENOUGH: "leave-enough",
    LeftWhy.TIME_OVER: "leave-time-over",
    LeftWhy.WENT_HOME: "leave-went-home",
}


def register(
    *,
    by: Actor,
    key: UUID,
    drive: Drive,
    donor: Donor,
    group: LinkOrWords[Organisation] = NO_GROUP,
    expected_at: datetime | None = None,
    source: str = Registration.Source.LIST.value,
) -> Receipt:
    """Put a donor on the list of a drive; the registration's id is ``key``. Who is given no hour
    has that of the group.

    Raises CannotGive where the donor surely may not give on any day of the drive,
    AlreadyRegistered, DayClosed, Refused, ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> Registration:
        day = day_of(drive, by=by, at=submission.at, submission=submission)
        (person,) = hold_donors([donor])
        return _listed(key, drive, person, source, group, expected_at, by, submission, day)

    digest = digest_of([drive.pk, donor.pk, source, group.record, group.words, expected_at])
    return once(key=key, by=by, action="register", digest=digest, write=write)


def register_new(
    *,
    by: Actor,
    key: UUID,
    donor_id: UUID,
    drive: Drive,
    facts: DonorFacts,
    group: LinkOrWords[Organisation] = NO_GROUP,
    expected_at: datetime | None = None,
) -> Receipt:
    """Enter a new donor, kept by the drive's keeper, and put them on the list. Raises as
    :func:`register`, and what ``create_donor`` raises."""

    def write(submission: Submission) -> Registration:
        day = day_of(drive, by=by, at=submission.at, submission=submission)
        person = create_donor(
            id=donor_id, facts=facts, keeper=drive.keeper, by=by, submission=submission
        )
        source = Registration.Source.LIST.value
        return _listed(key, drive, person, source, group, expected_at, by, submission, day)

    digest = keyed_digest([drive.pk, donor_id, facts, group.record, group.words, expected_at])
    return once(key=key, by=by, action="register-new", digest=digest, write=write)


def register_many(
    *,
    by: Actor,
    key: UUID,
    drive: Drive,
    donors: Sequence[Donor],
    group: LinkOrWords[Organisation] = NO_GROUP,
    expected_at: datetime | None = None,
) -> Receipt:
    """Put several donors on the list in one save; who is on it already, or may not give that day,
    is left out. The receipt is the day's. Raises DayClosed, ``KeyUsedBefore``."""

    def write(submission: Submission) -> DriveDay:
        day = day_of(drive, by=by, at=submission.at, submission=submission)
        held = hold_donors(donors)
        source = Registration.Source.LIST.value
        for person in held:
            with suppress(AlreadyRegistered, CannotGive, Refused):
                _listed(new_id(), drive, person, source, group, expected_at, by, submission, day)
        return day

    ids = sorted(str(donor.pk) for donor in donors)
    digest = digest_of([drive.pk, ids, group.record, group.words, expected_at])
    return once(key=key, by=by, action="register-many", digest=digest, write=write)


def _listed(
    pk: UUID,
    drive: Drive,
    person: Donor,
    source: str,
    group: LinkOrWords[Organisation],
    expected_at: datetime | None,
    by: Actor,
    submission: Submission,
    day: DriveDay,
) -> Registration:
    refuse_unfit(person, list_day(drive))
    if expected_at is None:
        expected_at = Registration.objects.of_drive(drive).hour_of_group(group)
    return put_registration(
        id=pk,
        drive=drive,
        donor=person,
        source=source,
        state=State.REGISTERED,
        by=by,
        at=submission.at,
        submission=submission,
        group=group,
        expected_at=expected_at,
        day=day,
    )


def walk_in(
    *,
    by: Actor,
    key: UUID,
    drive: Drive,
    donor: Donor,
    group: LinkOrWords[Organisation] = NO_GROUP,
    nation: NationAnswer | None = None,
) -> Receipt:
    """Receive a known donor who was on no list; the registration's id is ``key``.

    ``nation``: what ``ask_nation`` answered. Raises CannotGive, StoppedElsewhere,
    AlreadyRegistered, DayClosed, Refused (not on a day of the drive), ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> Registration:
        day = day_of(drive, by=by, at=submission.at, submission=submission)
        (person,) = hold_donors([donor])
        return _received(key, drive, person, group, nation, by, submission, day)

    digest = digest_of([drive.pk, donor.pk, group.record, group.words])
    return once(key=key, by=by, action="walk-in", digest=digest, write=write)


def walk_in_new(
    *,
    by: Actor,
    key: UUID,
    donor_id: UUID,
    drive: Drive,
    facts: DonorFacts,
    group: LinkOrWords[Organisation] = NO_GROUP,
    nation: NationAnswer | None = None,
) -> Receipt:
    """Enter somebody whom nobody knew, kept by the drive's keeper, and receive them. Raises as
    :func:`walk_in`, and what ``create_donor`` raises."""

    def write(submission: Submission) -> Registration:
        day = day_of(drive, by=by, at=submission.at, submission=submission)
        person = create_donor(
            id=donor_id, facts=facts, keeper=drive.keeper, by=by, submission=submission
        )
        return _received(key, drive, person, group, nation, by, submission, day)

    digest = keyed_digest([drive.pk, donor_id, facts, group.record, group.words])
    return once(key=key, by=by, action="walk-in-new", digest=digest, write=write)


def _received(
    pk: UUID,
    drive: Drive,
    person: Donor,
    group: LinkOrWords[Organisation],
    nation: NationAnswer | None,
    by: Actor,
    submission: Submission,
    day: DriveDay,
) -> Registration:
    refuse_today(person, drive, submission.at, nation)
    return put_registration(
        id=pk,
        drive=drive,
        donor=person,
        source=Registration.Source.WALK_IN.value,
        state=State.ARRIVED,
        by=by,
        at=submission.at,
        submission=submission,
        desk=Desk.RECEPTION,
        group=group,
        day=day,
    )


def arrive(
    *, by: Actor, key: UUID, registration: Registration, nation: NationAnswer | None = None
) -> Receipt:
    """Receive somebody who is on the list; they get a queue number.

    ``nation``: what ``ask_nation`` answered. Raises NotNow (who has arrived already is told when
    and where), CannotGive, StoppedElsewhere, DayClosed, Refused (not on a day of the drive),
    ``KeyUsedBefore``.
    """
    return move(
        by=by, key=key, registration=registration, name="arrive", desk=Desk.RECEPTION, nation=nation
    )


def leave(*, by: Actor, key: UUID, registration: Registration, why: LeftWhy) -> Receipt:
    """Somebody leaves the reception without giving: no waiting period, invited first next time.
    Raises NotNow, DayClosed, ``KeyUsedBefore``."""
    return move(by=by, key=key, registration=registration, name=LEAVING[why], desk=Desk.RECEPTION)


def withdraw(
    *, by: Actor, key: UUID, registration: Registration, reason: str, desk: Desk = Desk.LIST
) -> Receipt:
    """Take somebody off the list; the row stays and says so. Raises NotNow, DayClosed,
    ``KeyUsedBefore``."""
    return move(
        by=by, key=key, registration=registration, name="withdraw", desk=desk, reason=reason
    )


def undo(
    *, by: Actor, key: UUID, registration: Registration, name: str, desk: Desk, reason: str
) -> Receipt:
    """Take a step back: ``name`` is a step that needs a reason. Raises NotNow, DayClosed,
    ``KeyUsedBefore``."""
    return move(by=by, key=key, registration=registration, name=name, desk=desk, reason=reason)


def move(
    *,
    by: Actor,
    key: UUID,
    registration: Registration,
    name: str,
    desk: Desk,
    reason: str = "",
    nation: NationAnswer | None = None,
) -> Receipt:
    """One step with a submission of its own. Whoever is received by it, now or again, must be able
    to give today. Raises as :func:`arrive`."""

    def write(submission: Submission) -> Registration:
        def check() -> None:
            refuse_today(registration.donor, registration.drive, submission.at, nation)

        steps.take(
            registration,
            name,
            desk=desk,
            by=by,
            at=submission.at,
            reason=reason,
            submission=submission,
            check=check if name in RECEIVING else None,
        )
        return registration

    digest = digest_of([registration.pk, name, desk, reason])
    return once(key=key, by=by, action=name, digest=digest, write=write)
