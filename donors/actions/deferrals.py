"""Writing down that somebody has to wait, mending it and taking it back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from donors.actions.refusals import refuse_erased
from donors.models import Deferral, DeferralReason, Donor
from donors.rules.deferrals import able_from
from donors.rules.findings import Finding
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import Cells, digest_of, plain
from ledger.models import Submission
from words.dates import format_day
from words.sentences import gettext_noop

ADD, EDIT, WITHDRAW = "add-deferral", "edit-deferral", "withdraw-deferral"
CELLS = ("donor", "reason", "from_day", "able_from", "permanent", "withdrawn_at")


class DeferralRefused(Exception):
    """These days cannot be; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.rule)
        self.finding = finding


@dataclass(frozen=True, slots=True, kw_only=True)
class DeferralFacts:
    """Why somebody waits, counted from which day, and the first day on which they may give again;
    None is never. Longer than the reason's own period is the examiner's right, shorter is not."""

    reason: DeferralReason
    from_day: date
    able_from: date | None


def proposed_end(reason: DeferralReason, from_day: date) -> date | None:
    """The first day on which one may give again by the reason's own period; None is never."""
    return able_from(from_day, reason.period)


def refusal(facts: DeferralFacts, *, found_on: date) -> Finding | None:
    """Why a deferral found on a day cannot have these days, or None."""
    if facts.from_day > found_on:
        return Finding("deferral-to-come", gettext_noop("This day is still to come."))
    least = proposed_end(facts.reason, facts.from_day)
    if facts.able_from is None:
        return None
    if least is None:
        return Finding(
            "deferral-permanent", gettext_noop("This reason holds for ever; leave out the day.")
        )
    if facts.able_from < least:
        return Finding(
            "deferral-too-short",
            gettext_noop("By this reason from %(least)s at the earliest. A later day is possible."),
            {"least": format_day(least)},
        )
    if facts.able_from <= found_on:
        return Finding(
            "deferral-over",
            gettext_noop("By this reason the person may give again since %(day)s."),
            {"day": format_day(facts.able_from)},
        )
    return None


def deferral_cells(deferral: Deferral) -> Cells:
    return {name: plain(getattr(deferral, name)) for name in CELLS}


def put_deferral(
    *,
    donor: Donor,
    facts: DeferralFacts,
    found_on: date,
    by: Actor,
    submission: Submission,
    registration: UUID | None = None,
) -> Deferral:
    """Write a deferral down inside an open transaction; ``registration`` is where it was found at a
    drive. Raises :class:`DeferralRefused`."""
    _check(facts, found_on)
    deferral = Deferral(donor=donor, registration=registration, recorded_at=submission.at)
    return _put(deferral, facts, ADD, {}, by=by, submission=submission)


def mend_deferral(
    deferral: Deferral,
    facts: DeferralFacts,
    *,
    found_on: date,
    by: Actor,
    submission: Submission,
    reason: str = "",
) -> Deferral:
    """Put other facts into a deferral that the open transaction holds. Raises
    :class:`DeferralRefused`."""
    _check(facts, found_on)
    before = deferral_cells(deferral)
    return _put(deferral, facts, EDIT, before, by=by, submission=submission, reason=reason)


def take_back(deferral: Deferral, *, by: Actor, submission: Submission, reason: str) -> Deferral:
    """Say that a deferral, held by the open transaction, was a mistake; it stays to be read."""
    before = deferral_cells(deferral)
    deferral.withdrawn_at, deferral.withdrawn_reason = submission.at, reason
    deferral.save()
    leave_change(
        deferral, by=by, action=WITHDRAW, before=before, after=deferral_cells(deferral),
        reason=reason, submission=submission,
    )  # fmt: skip
    return deferral


def add_deferral(
    *, by: Actor, key: UUID, donor: Donor, facts: DeferralFacts, found_on: date
) -> Receipt:
    """Write a deferral down on its own, outside a drive. Raises :class:`DeferralRefused`,
    ``Erased``, ``KeyUsedBefore``."""

    def write(submission: Submission) -> Deferral:
        current = lock(Donor.objects.all(), donor.pk, version=None)
        refuse_erased(current)
        return put_deferral(
            donor=current, facts=facts, found_on=found_on, by=by, submission=submission
        )

    digest = digest_of([donor.pk, facts, found_on])
    return once(key=key, by=by, action=ADD, digest=digest, write=write)


def edit_deferral(
    *,
    by: Actor,
    key: UUID,
    deferral: Deferral,
    version: int | None,
    facts: DeferralFacts,
    found_on: date,
    reason: str,
) -> Receipt:
    """Mend a deferral on its own. Raises :class:`DeferralRefused`, ``Stale``, ``KeyUsedBefore``."""

    def write(submission: Submission) -> Deferral:
        current = held(deferral.pk, version=version)
        return mend_deferral(
            current, facts, found_on=found_on, by=by, submission=submission, reason=reason
        )

    digest = digest_of([deferral.pk, version, facts, reason])
    return once(key=key, by=by, action=EDIT, digest=digest, write=write)


def withdraw_deferral(
    *, by: Actor, key: UUID, deferral: Deferral, version: int | None, reason: str
) -> Receipt:
    """Take a deferral back on its own. Raises ``Stale``, ``KeyUsedBefore``."""

    def write(submission: Submission) -> Deferral:
        current = held(deferral.pk, version=version)
        return take_back(current, by=by, submission=submission, reason=reason)

    digest = digest_of([deferral.pk, version, reason])
    return once(key=key, by=by, action=WITHDRAW, digest=digest, write=write)


def held(pk: int, *, version: int | None = None) -> Deferral:
    """The deferral, held for this transaction. Raises ``Stale``."""
    return lock(Deferral.objects.select_related("donor", "reason"), pk, version=version)


def _check(facts: DeferralFacts, found_on: date) -> None:
    if (finding := refusal(facts, found_on=found_on)) is not None:
        raise DeferralRefused(finding)


def _put(
    deferral: Deferral,
    facts: DeferralFacts,
    action: str,
    before: Cells,
    *,
    by: Actor,
    submission: Submission,
    reason: str = "",
) -> Deferral:
    deferral.reason, deferral.from_day = facts.reason, facts.from_day
    deferral.able_from, deferral.permanent = facts.able_from, facts.able_from is None
    deferral.save()
    leave_change(
        deferral, by=by, action=action, before=before, after=deferral_cells(deferral),
        reason=reason, submission=submission,
    )  # fmt: skip
    return deferral
