"""Folded names and how many donors bear each: kept right with every name that comes, changes or
goes.

Names are held until the transaction ends, in their order, so that two bulk entries wait for one
another and never meet crosswise. Hold whatever else a transaction holds (drive, day, donor) before.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from django.db.models import F

from donors.models import Custody, Donor, FoldedName
from donors.rules.search import spaced_name

BATCH = 500
Row = TypeVar("Row")
Callback = Callable[[Collection[UUID], str], None]
_callbacks: list[Callback] = []


def register(callback: Callback) -> None:
    """Let a room above that keeps donors' names take part: ``callback(donor_ids, name)`` is called
    in the transaction in which they get another name, or lose it (``""``)."""
    if callback not in _callbacks:
        _callbacks.append(callback)


def enter(donors: Sequence[Donor]) -> None:
    """Give donors that are about to be saved for the first time their name keys, and count them."""
    coming = Counter(spaced_name(donor.name) for donor in donors)
    held = hold(coming)
    for donor in donors:
        donor.name_key = held[spaced_name(donor.name)]
    _count(held, coming)


def rename(donor: Donor, name: str) -> None:
    """Give one donor, held by this transaction, another name, wherever it is kept. Saves the three
    columns of the name."""
    old, new = donor.name_key.spaced if donor.name_key else None, spaced_name(name)
    donor.name = name
    if new != old:
        changes = {new: 1} if old is None else {new: 1, old: -1}
        held = hold(changes)
        donor.name_key = held[new]
        Custody.objects.filter(donor=donor).update(name_key=held[new])
        _count(held, changes)
    donor.save(update_fields=["name", "sort_key", "name_key"])
    if old is not None and new != old:
        _drop([old])
    _tell([donor.pk], name)


def forget(donors: Sequence[Donor]) -> None:
    """Take the names of donors, held by this transaction, from wherever they are kept; a folded
    name that nobody bears any longer goes too."""
    named = [donor for donor in donors if donor.name_key_id is not None]
    going = Counter(spaced_name(donor.name) for donor in named)
    held = hold(going)
    _count(held, {name: -count for name, count in going.items()})
    ids = [donor.pk for donor in donors]
    Custody.objects.filter(donor__in=ids).update(name_key=None, birth_year=None)
    Donor.objects.filter(pk__in=ids).update(name="", sort_key="", name_key=None)
    for donor in donors:
        donor.name, donor.sort_key, donor.name_key = "", "", None
    _drop(going)
    _tell(ids, "")


def hold(names: Iterable[str]) -> dict[str, FoldedName]:
    """The folded names, made where they are new, held until the transaction ends."""
    wanted = sorted(set(names))
    held: dict[str, FoldedName] = {}
    # A name may go, with its last bearer, between being found and being held: then once more.
    while missing := [name for name in wanted if name not in held]:
        for batch in _batches(missing):
            _make_missing(batch)
        for batch in _batches(missing):
            rows = FoldedName.objects.select_for_update(no_key=True).filter(spaced__in=batch)
            held |= {row.spaced: row for row in rows.order_by("spaced")}
    return held


def _make_missing(names: Sequence[str]) -> None:
    known = set(FoldedName.objects.filter(spaced__in=names).values_list("spaced", flat=True))
    FoldedName.objects.bulk_create(
        [FoldedName(spaced=name) for name in names if name not in known], ignore_conflicts=True
    )


def _count(held: Mapping[str, FoldedName], changes: Mapping[str, int]) -> None:
    """Add to the bearers of held names."""
    by_change: dict[int, list[int]] = {}
    for name, change in changes.items():
        by_change.setdefault(change, []).append(held[name].pk)
    for change, pks in by_change.items():
        for batch in _batches(pks):
            FoldedName.objects.filter(pk__in=batch).update(bearers=F("bearers") + change)


def _drop(names: Collection[str]) -> None:
    """A name without bearers is a name of somebody who was here."""
    for batch in _batches(sorted(names)):
        FoldedName.objects.filter(spaced__in=batch, bearers=0).delete()


def _tell(donor_ids: Collection[UUID], name: str) -> None:
    for callback in _callbacks:
        callback(donor_ids, name)


def _batches(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
