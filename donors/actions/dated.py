"""Editing the dated rules: limits, reasons for deferral, tiers of honour, consent texts.

A new value begins on a day and ends the one before it; what was decided earlier keeps the values
it was decided with.
"""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from donors.models import Consent, ConsentText
from donors.models.limit import Dated
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import cells_of, digest_of
from ledger.models import Submission, Tracked

ADD = "add-rule"
EDIT = "edit-rule"
END = "end-rule"
Facts = Mapping[str, Any]
Rule = TypeVar("Rule", bound=Dated)


class LaterValue(Exception):
    """A value of this code begins on that day or later: the new one would lie before it."""

    def __init__(self, later: Dated) -> None:
        super().__init__(later.code)
        self.later = later


class TextInUse(Exception):
    """Somebody agreed to these words; they stay, and a new version is made instead."""


def add_rule(*, by: Actor, key: UUID, blank: Rule, facts: Facts) -> Receipt:
    """Add a value; the one in force ends the day it begins. Raises :class:`LaterValue`."""

    def write(submission: Submission) -> Rule:
        _put(blank, facts)
        _end_earlier(blank, by=by, submission=submission)
        blank.save()
        leave_change(
            blank, by=by, action=ADD, before={}, after=cells_of(blank), submission=submission
        )
        return blank

    return once(
        key=key, by=by, action=ADD, digest=digest_of([str(type(blank)), facts]), write=write
    )


def _end_earlier(rule: Dated, *, by: Actor, submission: Submission) -> None:
    same = type(rule)._default_manager.filter(code=rule.code)
    if later := same.filter(valid_from__gte=rule.valid_from).order_by("valid_from").first():
        raise LaterValue(later)
    for earlier in same.select_for_update().filter(valid_to__isnull=True):
        before = cells_of(earlier)
        earlier.valid_to = rule.valid_from
        earlier.save(update_fields=["valid_to"])
        leave_change(
            earlier, by=by, action=END, before=before, after=cells_of(earlier),
            submission=submission,
        )  # fmt: skip


def edit_rule(
    *, by: Actor, key: UUID, rule: Tracked, version: int | None, facts: Facts, reason: str
) -> Receipt:
    """Mend a value or a text that was typed wrong. Raises ``Stale`` and, for a consent text that
    somebody agreed to, :class:`TextInUse`."""

    def write(submission: Submission) -> Tracked:
        current = lock(type(rule)._default_manager.all(), rule.pk, version=version)
        if isinstance(current, ConsentText) and Consent.objects.filter(text=current).exists():
            raise TextInUse
        before = cells_of(current)
        _put(current, facts)
        current.save()
        leave_change(
            current, by=by, action=EDIT, before=before, after=cells_of(current), reason=reason,
            submission=submission,
        )  # fmt: skip
        return current

    digest = digest_of([str(type(rule)), rule.pk, version, facts, reason])
    return once(key=key, by=by, action=EDIT, digest=digest, write=write)


def add_consent_text(*, by: Actor, key: UUID, facts: Facts) -> Receipt:
    """Add the next version of the words for a purpose."""

    def write(submission: Submission) -> ConsentText:
        text = ConsentText()
        _put(text, facts)
        versions = ConsentText.objects.select_for_update().filter(purpose=text.purpose)
        text.number = max(versions.values_list("number", flat=True), default=0) + 1
        text.save()
        leave_change(
            text, by=by, action=ADD, before={}, after=cells_of(text), submission=submission
        )
        return text

    return once(key=key, by=by, action=ADD, digest=digest_of(["text", facts]), write=write)


def _put(record: Tracked, facts: Facts) -> None:
    for name, value in facts.items():
        setattr(record, name, value)
