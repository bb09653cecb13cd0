"""Withdrawing campaigns, period totals and awards, and restoring them: one way for all three."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drives.actions.awards import AWARDS
from drives.actions.campaigns import CAMPAIGNS
from drives.actions.period_totals import PERIOD_TOTALS
from drives.models import Award, Campaign, PeriodTotal
from drives.models.withdrawal import Withdrawable
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import digest_of
from ledger.keeping import Keeping
from ledger.models import Submission

WITHDRAW = "withdraw-record"
RESTORE = "restore-record"
_KEPT: dict[type[Withdrawable], Keeping[Any, Any]] = {
    Award: AWARDS,
    Campaign: CAMPAIGNS,
    PeriodTotal: PERIOD_TOTALS,
}


def withdraw(
    *, by: Actor, key: UUID, record: Withdrawable, version: int | None, reason: str
) -> Receipt:
    """Withdraw a record; one that is withdrawn already keeps its first reason. Raises ``Stale``,
    ``KeyUsedBefore``."""

    def put(current: Withdrawable, submission: Submission) -> None:
        if not current.is_withdrawn:
            current.withdrawn_at, current.withdrawn_by_id = submission.at, by.id
            current.withdrawn_reason = reason

    return _write(WITHDRAW, put, by=by, key=key, record=record, version=version, reason=reason)


def restore(
    *, by: Actor, key: UUID, record: Withdrawable, version: int | None, reason: str
) -> Receipt:
    """Restore a withdrawn record. Raises ``Stale``, ``KeyUsedBefore``."""

    def put(current: Withdrawable, _submission: Submission) -> None:
        current.withdrawn_at = current.withdrawn_by = None
        current.withdrawn_reason = ""

    return _write(RESTORE, put, by=by, key=key, record=record, version=version, reason=reason)


def _write(
    action: str,
    put: Callable[[Withdrawable, Submission], None],
    *,
    by: Actor,
    key: UUID,
    record: Withdrawable,
    version: int | None,
    reason: str,
) -> Receipt:
    kept = _KEPT[type(record)]

    def write(submission: Submission) -> Withdrawable:
        current: Withdrawable = lock(kept.records(), record.pk, version=version)
        before = kept.cells(current)
        put(current, submission)
        current.save(update_fields=Withdrawable.WITHDRAWAL)
        leave_change(
            current, by=by, action=action, before=before, after=kept.cells(current),
            reason=reason, submission=submission,
        )  # fmt: skip
        return current

    digest = digest_of([record._meta.label_lower, record.pk, version, reason])
    return once(key=key, by=by, action=action, digest=digest, write=write)
