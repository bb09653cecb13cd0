"""What donors are given in recognition, and taking back what was written down by mistake."""

from datetime import date
from uuid import UUID

from django.utils.timezone import localdate

from donors.actions.refusals import (
    DAY_TO_COME,
    UNDONE_ALREADY,
    CareRefused,
    refuse_erased,
    refuse_names,
)
from donors.actions.trees import hold_people
from donors.models import Donor, Honour, HonourTier
from donors.rules.findings import Finding
from ledger.actions import Receipt, leave_change, once
from ledger.actor import Actor
from ledger.cells import digest_of
from ledger.models import Submission
from words.sentences import gettext_noop

GIVE, WITHDRAW = "give-honour", "withdraw-honour"
GIVEN_ALREADY = Finding(
    "honour-given-already", gettext_noop("This person was given this recognition already.")
)


def give_honour(
    *, by: Actor, key: UUID, donor: Donor, tier: HonourTier, given_on: date, decision: str = ""
) -> Receipt:
    """Write down that the person was given the recognition of a tier, by a decision; each tier once
    a person. The receipt is the donor's.

    Raises ``Erased``, :class:`CareRefused`, ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> Donor:
        files = hold_people([donor.pk])
        current = next(file for file in files if file.pk == donor.pk)
        refuse_erased(current)
        refuse_names(decision, files)
        if given_on > localdate(submission.at):
            raise CareRefused(DAY_TO_COME)
        given = Honour.objects.filter(donor__in=files, tier__code=tier.code)
        if given.filter(withdrawn_at__isnull=True).exists():
            raise CareRefused(GIVEN_ALREADY)
        honour = Honour.objects.create(
            donor=current, tier=tier, given_on=given_on, decision=decision,
            recorded_at=submission.at, recorded_by_name=by.name,
        )  # fmt: skip
        _leave(current, None, honour, GIVE, by=by, submission=submission)
        return current

    digest = digest_of([donor.pk, tier.pk, given_on, decision])
    return once(key=key, by=by, action=GIVE, digest=digest, write=write)


def withdraw_honour(*, by: Actor, key: UUID, honour: Honour, reason: str) -> Receipt:
    """Take back a recognition that was written down by mistake; it stays to be read. Raises
    :class:`CareRefused`, ``KeyUsedBefore``."""

    def write(submission: Submission) -> Donor:
        files = hold_people([honour.donor_id])
        refuse_names(reason, files)
        current = Honour.objects.select_for_update().get(pk=honour.pk)
        if current.withdrawn_at is not None:
            raise CareRefused(UNDONE_ALREADY)
        current.withdrawn_at, current.withdrawn_reason = submission.at, reason
        current.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        donor = next(file for file in files if file.pk == current.donor_id)
        _leave(donor, current, None, WITHDRAW, by=by, submission=submission, reason=reason)
        return donor

    digest = digest_of([honour.pk, reason])
    return once(key=key, by=by, action=WITHDRAW, digest=digest, write=write)


def _leave(
    donor: Donor,
    before: Honour | None,
    after: Honour | None,
    action: str,
    *,
    by: Actor,
    submission: Submission,
    reason: str = "",
) -> None:
    def cells(honour: Honour | None) -> dict[str, object]:
        return {"honour": {"id": honour.pk, "text": honour.tier.name_vi} if honour else None}

    leave_change(
        donor, by=by, action=action, before=cells(before), after=cells(after), reason=reason,
        submission=submission,
    )  # fmt: skip
