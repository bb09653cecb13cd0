"""How a plain record is made and mended from its facts: lock, put the facts, leave one Change.

For records whose facts are a dataclass with the names of their columns. What has more to it, such
as parts or a tree, writes its own action with the same three pieces of ``ledger.actions``.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import models

from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import Cells, cells_of, digest_of
from ledger.models import Submission, Tracked

RecordT = TypeVar("RecordT", bound=Tracked)
FactsT = TypeVar("FactsT")


def _save(record: Tracked) -> None:
    record.save()


def _nothing_against(record: Tracked) -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping(Generic[RecordT, FactsT]):
    """One kind of record: the ids of its two actions, what is read when one is locked, its cells,
    and ``save``. That and ``may_be_mended``, asked of the record as it is, refuse by raising."""

    add: str
    edit: str
    records: "Callable[[], models.QuerySet[RecordT]]"
    cells: Callable[[RecordT], Cells] = cells_of
    save: Callable[[RecordT], None] = _save
    may_be_mended: Callable[[RecordT], None] = _nothing_against

    def make(
        self,
        blank: RecordT,
        facts: FactsT,
        *,
        by: Actor,
        key: UUID,
        reason: str = "",
        of: object = None,
    ) -> Receipt:
        """Save ``blank`` with the facts; ``of`` is what it belongs to beside them, for the digest.
        Raises ``KeyUsedBefore``."""

        def write(submission: Submission) -> RecordT:
            return self._put(blank, facts, self.add, {}, by, submission, reason)

        digest = digest_of([of, facts, reason])
        return once(key=key, by=by, action=self.add, digest=digest, write=write)

    def mend(
        self,
        pk: Any,
        facts: FactsT,
        *,
        by: Actor,
        key: UUID,
        version: int | None,
        reason: str = "",
    ) -> Receipt:
        """Put the facts into the record with this id, opened at ``version``. Raises ``Stale`` and
        ``KeyUsedBefore``."""

        def write(submission: Submission) -> RecordT:
            record = lock(self.records(), pk, version=version)
            self.may_be_mended(record)
            return self._put(record, facts, self.edit, self.cells(record), by, submission, reason)

        digest = digest_of([pk, version, facts, reason])
        return once(key=key, by=by, action=self.edit, digest=digest, write=write)

    def _put(
        self,
        record: RecordT,
        facts: FactsT,
        action: str,
        before: Cells,
        by: Actor,
        submission: Submission,
        reason: str,
    ) -> RecordT:
        for field in fields(facts):  # type: ignore[arg-type]  # facts are dataclasses
            setattr(record, field.name, getattr(facts, field.name))
        self.save(record)
        leave_change(
            record, by=by, action=action, before=before, after=self.cells(record),
            reason=reason, submission=submission,
        )  # fmt: skip
        return record
