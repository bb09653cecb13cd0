"""Reading the ledger."""

from collections.abc import Callable

from django.db import models

from ledger.actions import label_of
from ledger.cells import SEALED, CellChanges, same
from ledger.models import Change, Tracked


def changes_of(record: models.Model) -> models.QuerySet[Change]:
    """All changes of a record, newest first, with their receipts."""
    return (
        Change.objects.filter(target_label=label_of(record), target_id=str(record.pk))
        .select_related("submission")
        .order_by("-version")
    )


def changed_since(
    record: Tracked, version: int, *, read: Callable[[Change], CellChanges] | None = None
) -> CellChanges:
    """The cells that differ between ``version`` and now, each ``[then, now]``; a cell that was
    changed and changed back is left out. ``read`` is the ``Record.reader`` of a record about a
    person; a cell that stays sealed counts as changed."""
    cells: CellChanges = {}
    for change in changes_of(record).filter(version__gt=version).order_by("version"):
        for name, (old, new) in (read(change) if read else change.cells).items():
            cells[name] = [cells[name][0] if name in cells else old, new]
    return {name: pair for name, pair in cells.items() if pair[1] == SEALED or not same(*pair)}
