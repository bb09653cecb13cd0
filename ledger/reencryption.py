"""Bringing data keys and digests to the current keys of the ring, in batches."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from ledger.seals import (
    MissingKey,
    Reindex,
    Tampered,
    current_master_version,
    master_version,
    rewrap,
)

BATCH = 500


@dataclass(slots=True)
class Outcome:
    """What was done with one column or one kind of digests: rows looked at, rows written, and the
    ids of the rows that could not be brought to the current key."""

    seen: int = 0
    written: int = 0
    failed: int = 0
    first_failed: str = ""

    def fail(self, pk: object) -> None:
        self.failed += 1
        self.first_failed = self.first_failed or str(pk)


def rewrap_column(model: type[models.Model], field: str) -> Outcome:
    """Every data key of the column under the current master key. One that is destroyed or written
    meanwhile is left as it was written; what cannot be opened is counted and passed over."""
    outcome = Outcome()
    rows = model._base_manager.filter(**{f"{field}__isnull": False})
    for batch in _batches(rows, field):
        with transaction.atomic():
            for pk, wrapped in batch:
                outcome.seen += 1
                try:
                    if master_version(wrapped) == current_master_version():
                        continue
                    anew = rewrap(wrapped)
                except (MissingKey, Tampered):
                    outcome.fail(pk)
                    continue
                same = model._base_manager.filter(pk=pk, **{field: wrapped})
                outcome.written += same.update(**{field: anew})
    return outcome


def bring_digests(reindex: Reindex) -> Outcome:
    """Every row that is pending, under the current index key."""
    outcome = Outcome()
    for batch in _batches(reindex.pending(), "pk"):
        pks = [pk for pk, _pk in batch]
        with transaction.atomic():
            reindex.bring(pks)
        outcome.seen += len(pks)
    left = reindex.pending()
    outcome.failed = left.count()
    outcome.written = max(outcome.seen - outcome.failed, 0)
    if outcome.failed:
        outcome.first_failed = str(left.order_by("pk").values_list("pk", flat=True)[0])
    return outcome


def _batches(rows: models.QuerySet[Any], column: str) -> Iterator[list[tuple[Any, Any]]]:
    """Pairs of id and column in the order of ids, so that a run that was broken off goes on by
    being started again."""
    last: Any = None
    while True:
        later = rows if last is None else rows.filter(pk__gt=last)
        batch = list(later.order_by("pk").values_list("pk", column)[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1][0]
