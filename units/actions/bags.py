"""Bags: written down, corrected, withdrawn. A code is unique at its receiver and year."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from directory.models import Organisation
from donors.actions import custody
from donors.models import Custody
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.batches import Saved, leave_changes
from ledger.cells import Cells, differences, digest_of, plain
from ledger.models import Submission
from units.actions import bag_codes, eligibility, steps
from units.actions.bag_codes import BagRefused
from units.actions.days import day_of
from units.actions.desks import desk_day, refuse_day, refuse_hour
from units.actions.given import hold_donors, keep_given
from units.actions.refusals import CannotGive, DayClosed, Refused
from units.models import Registration, Screening, Unit
from units.rules.bags import bag_year, draw_refusal, normalise, times_refusal, volume_refusal
from units.rules.reasons import Reason
from units.rules.scans import read_bag_scan
from units.rules.states import STEPS, Desk, State
from words.sentences import gettext_noop

RECORD, CORRECT, WITHDRAW = "record-unit", "correct-unit", "withdraw-unit"
CELLS = (
    "registration", "receiver", "given_on", "bag_code", "certificate_no", "component", "volume",
    "drawn_volume", "short_reason", "blood_group", "started_at", "ended_at", "withdrawn_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """One bag as somebody wrote it down. ``bag_code`` as typed or scanned; ``drawn_volume`` is
    said where it is not ``volume``; what is left out is not known."""

    id: UUID
    registration: Registration
    given_on: date
    volume: int | None
    bag_code: str = ""
    receiver: Organisation | None = None
    component: str = Unit.Component.WHOLE.value
    drawn_volume: int | None = None
    short_reason: str = ""
    blood_group: str = ""
    certificate_no: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    # Rules whose question somebody answered with yes.
    confirmed: Collection[str] = field(default=())


# What laboratories and clerks add in the days after: the closing of a day does not shut it out.
ADDED_LATER = frozenset({"blood_group", "certificate_no"})
ASKED_ABOUT = frozenset(
    {"bag_code", "volume", "drawn_volume", "short_reason", "started_at", "ended_at"}
)
WITHDRAWN = Reason(
    "bag-withdrawn", gettext_noop("This bag is withdrawn; it takes no change any more.")
)


def unit_cells(unit: Unit) -> Cells:
    return {name: plain(getattr(unit, name)) for name in CELLS}


def put_unit(
    *,
    id: UUID,  # noqa: A002  (the record's own word)
    registration: Registration,
    volume: int | None,
    bag_code: str,
    receiver: Organisation | None,
    given_on: date,
    by: Actor,
    at: datetime,
    submission: Submission,
    **others: Any,
) -> Unit:
    """Write one bag inside an open transaction; see :func:`put_units`."""
    bag = NewUnit(
        id=id,
        registration=registration,
        volume=volume,
        bag_code=bag_code,
        receiver=receiver,
        given_on=given_on,
        **others,
    )
    (unit,) = put_units([bag], by=by, at=at, submission=submission)
    return unit


def put_units(
    bags: Sequence[NewUnit], *, by: Actor, at: datetime, submission: Submission
) -> list[Unit]:
    """Write bags inside an open transaction, all or none, each with its Change; donors' files are
    told, and the receivers know the donors from then on. The steps of the people are the caller's.

    The donors are held from here on: hold the day of the drive before. Raises
    :class:`BagRefused`.
    """
    refuse_unlikely(bags)
    donors = {bag.registration.donor_id for bag in bags}
    hold_donors(donors)
    units = [_new(bag, by) for bag in bags]
    bag_codes.insert(units)
    saved = [Saved(unit, {}, unit_cells(unit)) for unit in units]
    leave_changes(saved, by=by, action=RECORD, submission=submission)
    keep_given(donors)
    _tell_receivers(units, at)
    return units


def refuse_unlikely(bags: Sequence[NewUnit]) -> None:
    """Raises :class:`BagRefused` for a code, an amount or times that cannot be, or that are so
    unlikely that somebody has to say they are right."""
    found = {bag.id: reasons for bag in bags if (reasons := _doubts(bag))}
    if found:
        raise BagRefused(found)


def _doubts(bag: NewUnit) -> list[Reason]:
    reasons = (
        read_bag_scan(bag.bag_code).reason if bag.bag_code.strip() else None,
        draw_refusal(bag.drawn_volume, bag.volume, bag.short_reason),
        times_refusal(_local(bag.started_at), _local(bag.ended_at)),
    )
    return [
        reason
        for reason in reasons
        if reason is not None and not (reason.asks and reason.rule in bag.confirmed)
    ]


def _local(at: datetime | None) -> datetime | None:
    return timezone.localtime(at) if at else None


def _new(bag: NewUnit, by: Actor) -> Unit:
    unit = Unit(
        id=bag.id,
        registration=bag.registration,
        drive=bag.registration.drive,
        donor=bag.registration.donor,
        collected_by_name=by.name,
        component=bag.component,
    )
    put_facts(unit, bag)
    return unit


def put_facts(unit: Unit, bag: NewUnit) -> None:
    """All that a correction may change."""
    unit.receiver = bag.receiver
    unit.given_on, unit.year = bag.given_on, bag_year(bag.given_on)
    unit.bag_code = normalise(bag.bag_code).code
    unit.certificate_no = bag.certificate_no
    unit.volume = bag.volume
    short = bag.drawn_volume is not None and bag.drawn_volume != bag.volume
    unit.drawn_volume = bag.drawn_volume if short else None
    unit.short_reason = bag.short_reason.strip() if short else ""
    unit.blood_group = bag.blood_group
    unit.started_at, unit.ended_at = bag.started_at, bag.ended_at


def _tell_receivers(units: Sequence[Unit], at: datetime) -> None:
    receivers = {unit.receiver_id: unit.receiver for unit in units if unit.receiver}
    for pk, receiver in receivers.items():
        assert receiver is not None  # noqa: S101  (chosen just above)
        donors = [unit.donor for unit in units if unit.receiver_id == pk]
        custody.take(donors, receiver, Custody.How.COLLECTED.value, at)


# Of their own submission.


def record_unit(*, by: Actor, bag: NewUnit) -> Receipt:
    """Record the bag of somebody who was found fit, at the collection desk; its id is the key of
    the submission.

    Raises NotNow (another desk took the person), :class:`BagRefused`, CannotGive (gave elsewhere in
    between), Refused (desks not open, not a day or hour of the drive), DayClosed,
    ``KeyUsedBefore``.
    """
    registration = bag.registration

    def write(submission: Submission) -> Unit:
        drive, at = registration.drive, submission.at
        day = desk_day(drive, by=by, submission=submission)
        _refuse_times(bag, at)
        hold_donors([registration.donor_id])
        steps.take(
            registration, "give", desk=Desk.COLLECTION, by=by, at=at, submission=submission, day=day
        )
        _refuse_volume(bag)
        reasons = eligibility.reasons_for(
            registration.donor,
            day=bag.given_on,
            component=bag.component,
            but_not_drive=drive.pk,
        )
        if reasons:
            raise CannotGive(reasons)
        (unit,) = put_units([bag], by=by, at=at, submission=submission)
        return unit

    return once(key=bag.id, by=by, action=RECORD, digest=_digest(bag), write=write)


def correct_unit(
    *, by: Actor, key: UUID, unit: Unit, version: int | None, bag: NewUnit, reason: str
) -> Receipt:
    """Put other facts into a bag. What is added days later may follow when the day is closed.

    Raises :class:`BagRefused`, Refused (withdrawn, not a day or hour of the drive), DayClosed,
    ``Stale``, ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> Unit:
        closed = _why_closed(unit, by=by, submission=submission)
        hold_donors([unit.donor_id])
        current = lock(Unit.objects.with_links(), unit.pk, version=version)
        if current.withdrawn_at is not None:
            raise Refused(WITHDRAWN)
        before = unit_cells(current)
        put_facts(current, bag)
        after = unit_cells(current)
        changed = set(differences(before, after))
        if closed is not None and changed - ADDED_LATER:
            raise closed
        if changed & {"given_on", "started_at", "ended_at"}:
            _refuse_times(bag, submission.at)
        if "volume" in changed:
            _refuse_volume(bag)
        if changed & ASKED_ABOUT:
            refuse_unlikely([bag])
        bag_codes.save_corrected(current)
        leave_change(
            current, by=by, action=CORRECT, before=before, after=after,
            reason=reason, submission=submission,
        )  # fmt: skip
        keep_given([current.donor_id])
        _tell_receivers([current], submission.at)
        return current

    digest = digest_of([unit.pk, version, _digest(bag), reason])
    return once(key=key, by=by, action=CORRECT, digest=digest, write=write)


def withdraw_unit(*, by: Actor, key: UUID, unit: Unit, version: int | None, reason: str) -> Receipt:
    """Say that a bag was recorded by mistake: it stays to be read, its code is free again, and the
    person goes the step back that brought the bag.

    Raises Refused (withdrawn already), NotNow (no reason), DayClosed, ``Stale``, ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> Unit:
        day = day_of(unit.drive, by=by, at=submission.at, submission=submission)
        hold_donors([unit.donor_id])
        registration = unit.registration
        steps.hold(registration)
        current = lock(Unit.objects.with_links(), unit.pk, version=version)
        if current.withdrawn_at is not None:
            raise Refused(WITHDRAWN)
        last = steps.last_step_of(registration)
        if last is not None and State(registration.state) is State.DONATED:
            desk = Desk.ENTRY if last.desk == Desk.ENTRY.value else Desk.COLLECTION
            steps.take(
                registration, STEPS[last.name].undo, desk=desk, by=by, at=submission.at,
                reason=reason, submission=submission, day=day,
            )  # fmt: skip
        before = unit_cells(current)
        current.withdrawn_at, current.withdrawn_reason = submission.at, reason.strip()
        current.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        leave_change(
            current, by=by, action=WITHDRAW, before=before, after=unit_cells(current),
            reason=reason, submission=submission,
        )  # fmt: skip
        keep_given([current.donor_id])
        return current

    digest = digest_of([unit.pk, version, reason])
    return once(key=key, by=by, action=WITHDRAW, digest=digest, write=write)


def _digest(bag: NewUnit) -> str:
    return digest_of(
        [
            bag.registration.pk, bag.given_on, bag.volume, bag.bag_code, bag.receiver,
            bag.component, bag.drawn_volume, bag.short_reason, bag.blood_group,
            bag.certificate_no, bag.started_at, bag.ended_at,
        ]
    )  # fmt: skip


def _why_closed(unit: Unit, *, by: Actor, submission: Submission) -> DayClosed | None:
    try:
        day_of(unit.drive, by=by, at=submission.at, submission=submission)
    except DayClosed as closed:
        return closed
    return None


def _refuse_times(bag: NewUnit, at: datetime) -> None:
    drive = bag.registration.drive
    refuse_day(drive, bag.given_on, today=timezone.localdate(at))
    for moment in filter(None, (bag.started_at, bag.ended_at)):
        refuse_hour(drive, moment, now=at)


def _refuse_volume(bag: NewUnit) -> None:
    """Raises :class:`BagRefused` for more than the examiner allowed; of whole blood for a bag of
    another size than there are."""
    examined = Screening.objects.filter(registration=bag.registration, withdrawn_at=None).first()
    allowed = examined.allowed_volume if examined else None
    if bag.volume is None:
        return
    if bag.component == Unit.Component.WHOLE.value:
        refusal = volume_refusal(bag.volume, allowed)
    else:
        refusal = volume_refusal(bag.volume, allowed, {bag.volume})
    if refusal is not None:
        raise BagRefused({bag.id: [refusal]})
