"""Editing what donors are given: a new amount begins on a day and ends the one before it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import cells_of, digest_of
from ledger.models import Submission
from units.models import GiftRate

ADD, EDIT = "add-gift-rate", "edit-gift-rate"
Facts = Mapping[str, Any]


class LaterRate(Exception):
    """A rate of the same gift, volume and receiver begins on that day or later."""

    def __init__(self, later: GiftRate) -> None:
        super().__init__(f"from {later.valid_from}")
        self.later = later


def add_gift_rate(*, by: Actor, key: UUID, facts: Facts) -> Receipt:
    """Add a rate; the one in force ends the day it begins. Raises :class:`LaterRate`,
    ``KeyUsedBefore``."""

    def write(submission: Submission) -> GiftRate:
        rate = GiftRate(**facts)
        _end_earlier(rate, by=by, submission=submission)
        rate.save()
        leave_change(
            rate, by=by, action=ADD, before={}, after=cells_of(rate), submission=submission
        )
        return rate

    return once(key=key, by=by, action=ADD, digest=digest_of(facts), write=write)


def _end_earlier(rate: GiftRate, *, by: Actor, submission: Submission) -> None:
    same = GiftRate.objects.filter(label=rate.label, volume=rate.volume, receiver=rate.receiver)
    if later := same.filter(valid_from__gte=rate.valid_from).order_by("valid_from").first():
        raise LaterRate(later)
    for earlier in same.select_for_update().filter(valid_to__isnull=True):
        before = cells_of(earlier)
        earlier.valid_to = rate.valid_from
        earlier.save(update_fields=["valid_to"])
        leave_change(
            earlier, by=by, action=EDIT, before=before, after=cells_of(earlier),
            submission=submission,
        )  # fmt: skip


def edit_gift_rate(
    *, by: Actor, key: UUID, rate: GiftRate, version: int | None, facts: Facts, reason: str
) -> Receipt:
    """Mend a rate that was typed wrong. Raises ``Stale``, ``KeyUsedBefore``."""

    def write(submission: Submission) -> GiftRate:
        current = lock(GiftRate.objects.all(), rate.pk, version=version)
        before = cells_of(current)
        for name, value in facts.items():
            setattr(current, name, value)
        current.save()
        leave_change(
            current, by=by, action=EDIT, before=before, after=cells_of(current), reason=reason,
            submission=submission,
        )  # fmt: skip
        return current

    digest = digest_of([rate.pk, version, facts, reason])
    return once(key=key, by=by, action=EDIT, digest=digest, write=write)
