"""The changes of many records at once, for whole lists: two statements instead of two a record."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils import timezone

from ledger.actions import Stale, label_of
from ledger.actor import Actor
from ledger.cells import CellChanges, Cells, differences
from ledger.models import Change, Submission, Tracked
from ledger.personal import Personal, context_of, take_out

BATCH = 500
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Saved:
    """One record of a list, saved already, with its cells before and after. ``personal`` names the
    cells that are kept sealed."""

    record: Tracked
    before: Cells
    after: Cells
    personal: Personal | None = None


def leave_changes(
    saved: Sequence[Saved],
    *,
    by: Actor,
    action: str,
    reason: str = "",
    submission: Submission | None = None,
) -> list[Change]:
    """What ``ledger.actions.leave_change`` does, for many records: raise their versions and leave a
    Change of each whose cells differ. The records differ from each other.

    Raises :class:`Stale` when another save came between; then nothing may be kept of the
    transaction.
    """
    changed = [(one, cells) for one in saved if (cells := differences(one.before, one.after))]
    _raise_versions([one.record for one, _cells in changed])
    at = submission.at if submission else timezone.now()
    changes = [_change(one, cells) for one, cells in changed]
    for change in changes:
        change.at, change.submission = at, submission
        change.actor_id, change.actor_name = by.id, by.name
        change.action, change.reason = action, reason
    return Change.objects.bulk_create(changes, batch_size=BATCH)


def _raise_versions(records: Sequence[Tracked]) -> None:
    """In one statement for each kind of record and version, in the order of the ids."""
    alike: dict[tuple[type[Tracked], int], list[Tracked]] = defaultdict(list)
    for record in records:
        alike[type(record), record.version].append(record)
    for (model, version), group in alike.items():
        for batch in _batches(sorted(group, key=lambda record: str(record.pk))):
            rows = model._base_manager.filter(pk__in=[record.pk for record in batch])
            if rows.filter(version=version).update(version=version + 1) < len(batch):
                # Mostly the one that the statement left alone; its version may be the same by now.
                others = rows.exclude(version=version + 1)
                raise Stale(others.first() or rows[0], version)
        for record in group:
            record.version = version + 1


def _change(one: Saved, cells: CellChanges) -> Change:
    label, pk, version = label_of(one.record), str(one.record.pk), one.record.version
    sealed: bytes | None = None
    if one.personal is not None:
        cells, sealed = take_out(cells, one.personal, context=context_of(label, pk, version))
    return Change(target_label=label, target_id=pk, version=version, cells=cells, sealed=sealed)


def _batches(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
