"""Registering people at a drive, receiving them at the desk, and taking each of it back."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from directory.models import Organisation
from directory.pickers import LinkOrWords
from donors.actions import custody
from donors.actions.files import create_donor
from donors.facts import DonorFacts
from donors.models import Custody, Donor
from drives.models import Drive
from ledger.actions import Receipt, leave_change, once
from ledger.actor import Actor
from ledger.cells import digest_of
from ledger.keys import new_id
from ledger.models import Submission
from ledger.seals import keyed_digest
from units.actions import eligibility, steps
from units.actions.days import day_of
from units.actions.refusals import AlreadyRegistered, CannotGive, Refused
from units.cells import registration_cells
from units.models import DriveDay, Registration
from units.querysets import histories
from units.rules.day import hour_refusal
from units.rules.reasons import Reason, moment
from units.rules.states import Desk, LeftWhy, State, StepRule, steps_from
from words.sentences import gettext_noop

NO_GROUP: LinkOrWords[Organisation] = LinkOrWords()
LEAVING = {
    LeftWhy.ENOUGH: "leave-enough",
    LeftWhy.TIME_OVER: "leave-time-over",
    LeftWhy.WENT_HOME: "leave-went-home",
}
FORGOTTEN = Reason("file-forgotten", gettext_noop("This file was erased at the donor's request."))
RESTRICTED = Reason(
    "file-restricted",
    gettext_noop("The donor asked that this file is not used for the time being."),
)


# Inside an open transaction.


def put_registration(
    *,
    id: UUID,  # noqa: A002  (the record's own word)
    drive: Drive,
    donor: Donor,
    source: str,
    state: State,
    by: Actor,
    at: datetime,
    submission: Submission | None,
    desk: Desk = Desk.LIST,
    group: LinkOrWords[Organisation] = NO_GROUP,
    expected_at: datetime | None = None,
    first_time: bool | None = None,
    day: DriveDay | None = None,
) -> Registration:
    """Write a person into a drive in ``state``, with the step that leads there from nowhere; the
    drive's keeper knows the donor from then on. Whether the person may give is the caller's
    question.

    A known donor is held (:func:`hold_donors`) before the day is, so that nobody waits crosswise.
    ``day``: what ``day_of`` gave in this transaction already. ``first_time`` left out is read from
    the donor's history. Raises AlreadyRegistered, DayClosed, and Refused for a file that may not
    be used; ValueError where no step leads to ``state`` at ``desk``.
    """
    rule = _first_step(state, desk)
    day = day or day_of(drive, by=by, at=at, submission=submission)
    _refuse_file(donor)
    _refuse_second(drive, donor, at=at)
    registration = Registration(
        id=id,
        drive=drive,
        donor=donor,
        name=donor.name,
        source=source,
        organisation=group.record,
        group_words=group.words,
        expected_at=expected_at,
        first_time=_first_time(donor) if first_time is None else first_time,
    )
    steps.put_state(registration, rule, desk=desk, at=at, day=day)
    registration.save(force_insert=True)
    steps.make_step(registration, rule, before=None, desk=desk, by=by, at=at)
    leave_change(
        registration,
        by=by,
        action=rule.name,
        before={},
        after=registration_cells(registration),
        submission=submission,
    )
    custody.take([donor], drive.keeper, Custody.How.REGISTERED, at)
    return registration


def hold_donors(donors: Iterable[Donor]) -> list[Donor]:
    """The donors as they are now, held until the caller's transaction ends. Hold them before the
    day of the drive and before anything that holds names."""
    ids = [donor.pk for donor in donors]
    held = Donor.objects.select_for_update(no_key=True).filter(pk__in=ids)
    return list(held.order_by("pk"))


def _first_step(state: State, desk: Desk) -> StepRule:
    for rule in steps_from(None, desk):
        if rule.target is state:
            return rule
    message = f"nobody begins as {state.value} at {desk.value}"
    raise ValueError(message)


def _refuse_file(donor: Donor) -> None:
    if donor.is_erased:
        raise Refused(FORGOTTEN)
    if donor.restricted_at is not None:
        raise Refused(RESTRICTED)


def _refuse_second(drive: Drive, donor: Donor, *, at: datetime) -> None:
    there = Registration.objects.of_drive(drive).of_person(donor).first()
    if there is not None:
        since = moment(timezone.localtime(there.state_at), timezone.localdate(at))
        reason = Reason(
            "registered-already",
            gettext_noop("This person is on the list of this drive already, since %(at)s."),
            {"at": since},
        )
        raise AlreadyRegistered(reason, there)


def _first_time(donor: Donor) -> bool | None:
    """Whether the person never gave; None where nobody knows."""
    if donor.given or donor.declared_count:
        return False
    if histories.last_given_of(donor) is not None:
        return False
    return True if donor.declared_count == 0 else None


# Of their own submission.


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
    """Put a donor on the list of a drive; the registration's id is ``key``.

    Raises CannotGive where the donor surely may not give on any day of the drive,
    AlreadyRegistered, DayClosed, Refused, ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> Registration:
        (person,) = hold_donors([donor])
        day = day_of(drive, by=by, at=submission.at, submission=submission)
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
        held = hold_donors(donors)
        day = day_of(drive, by=by, at=submission.at, submission=submission)
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
) -> Receipt:
    """Receive a known donor who was on no list; the registration's id is ``key``.

    Raises CannotGive, AlreadyRegistered, DayClosed, Refused (not on a day of the drive),
    ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> Registration:
        (person,) = hold_donors([donor])
        day = day_of(drive, by=by, at=submission.at, submission=submission)
        return _received(key, drive, person, group, by, submission, day)

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
) -> Receipt:
    """Enter somebody whom nobody knew, kept by the drive's keeper, and receive them. Raises as
    :func:`walk_in`, and what ``create_donor`` raises."""

    def write(submission: Submission) -> Registration:
        day = day_of(drive, by=by, at=submission.at, submission=submission)
        person = create_donor(
            id=donor_id, facts=facts, keeper=drive.keeper, by=by, submission=submission
        )
        return _received(key, drive, person, group, by, submission, day)

    digest = keyed_digest([drive.pk, donor_id, facts, group.record, group.words])
    return once(key=key, by=by, action="walk-in-new", digest=digest, write=write)


def _received(
    pk: UUID,
    drive: Drive,
    person: Donor,
    group: LinkOrWords[Organisation],
    by: Actor,
    submission: Submission,
    day: DriveDay,
) -> Registration:
    refuse_unfit(person, _today_at(drive, submission.at))
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


def arrive(*, by: Actor, key: UUID, registration: Registration) -> Receipt:
    """Receive somebody who is on the list; they get a queue number.

    Raises NotNow (who has arrived already is told when and where), CannotGive, DayClosed, Refused
    (not on a day of the drive), ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> Registration:
        drive = registration.drive
        day = day_of(drive, by=by, at=submission.at, submission=submission)
        today = _today_at(drive, submission.at)
        step = steps.take(
            registration,
            "arrive",
            desk=Desk.RECEPTION,
            by=by,
            at=submission.at,
            submission=submission,
            day=day,
        )
        refuse_unfit(step.registration.donor, today)
        return registration

    digest = digest_of([registration.pk, "arrive"])
    return once(key=key, by=by, action="arrive", digest=digest, write=write)


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
) -> Receipt:
    """One step with a submission of its own. Raises NotNow, DayClosed, ``KeyUsedBefore``."""

    def write(submission: Submission) -> Registration:
        steps.take(
            registration,
            name,
            desk=desk,
            by=by,
            at=submission.at,
            reason=reason,
            submission=submission,
        )
        return registration

    digest = digest_of([registration.pk, name, desk, reason])
    return once(key=key, by=by, action=name, digest=digest, write=write)


def refuse_unfit(donor: Donor, day: date | None) -> None:
    """Raises CannotGive where the person may not give on ``day``; an unknown day refuses nobody."""
    if day is None:
        return
    if reasons := eligibility.reasons_for(donor, day=day):
        raise CannotGive(reasons)


def list_day(drive: Drive) -> date | None:
    """The day on which somebody on the list must be able to give: the last of the drive."""
    return drive.last_day


def _today_at(drive: Drive, at: datetime) -> date:
    """The day on which people are received. Raises Refused on a day which is none of the drive."""
    local = timezone.localtime(at)
    if reason := hour_refusal(local, drive.first_day, drive.last_day):
        raise Refused(reason)
    return local.date()
