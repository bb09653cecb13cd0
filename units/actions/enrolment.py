"""Writing a person into a drive, inside the transaction of whoever does it: the list, the desk, or
the entry of a paper list."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from directory.models import Organisation
from directory.pickers import LinkOrWords
from donors.actions import custody
from donors.models import Custody, Donor
from drives.models import Drive
from ledger.actions import leave_change
from ledger.actor import Actor
from ledger.models import Submission
from units.actions import eligibility, steps
from units.actions.days import day_of
from units.actions.refusals import AlreadyRegistered, CannotGive, Refused, StoppedElsewhere
from units.cells import registration_cells
from units.models import DriveDay, Registration
from units.querysets import histories
from units.rules.day import hour_refusal
from units.rules.nation import NationAnswer
from units.rules.reasons import Reason, moment
from units.rules.states import Desk, State, StepRule, steps_from
from words.sentences import gettext_noop

NO_GROUP: LinkOrWords[Organisation] = LinkOrWords()
FORGOTTEN = Reason("file-forgotten", gettext_noop("This file was erased at the donor's request."))
RESTRICTED = Reason(
    "file-restricted",
    gettext_noop("The donor asked that this file is not used for the time being."),
)


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

    The day is held first, then a known donor (:func:`hold_donors`), then names and registrations:
    in this order nobody waits crosswise. ``day``: what ``day_of`` gave in this transaction already.
    ``first_time`` left out is read from the donor's history. Raises AlreadyRegistered, DayClosed,
    and Refused for a file that may not be used; ValueError where no step leads to ``state`` at
    ``desk``.
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
    """The donors as they are now, held until the caller's transaction ends: after the day of the
    drive, before new names and registrations."""
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


def refuse_today(donor: Donor, drive: Drive, at: datetime, nation: NationAnswer | None) -> None:
    """Raises Refused on a day which is none of the drive, CannotGive for what the own records say,
    StoppedElsewhere for what the nation does."""
    local = timezone.localtime(at)
    if reason := hour_refusal(local, drive.first_day, drive.last_day):
        raise Refused(reason)
    refuse_unfit(donor, local.date(), nation=nation)
    if nation is not None and nation.stops:
        raise StoppedElsewhere(nation)


def refuse_unfit(donor: Donor, day: date | None, *, nation: NationAnswer | None = None) -> None:
    """Raises CannotGive where the person may not give on ``day``; an unknown day refuses nobody.
    A history that was read for the nation's answer and clears the person is not read again."""
    if day is None:
        return
    limits = nation.limits if nation else None
    if nation is not None and limits is not None and nation.clears(donor.head_id or donor.pk):
        reasons = eligibility.reasons_without_history(donor, day=day, limits=limits)
    else:
        reasons = eligibility.reasons_for(donor, day=day, limits=limits)
    if reasons:
        raise CannotGive(reasons)


def list_day(drive: Drive) -> date | None:
    """The day on which somebody on the list must be able to give: the last of the drive."""
    return drive.last_day
