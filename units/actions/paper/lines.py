"""The lines of an open list, kept on the server as they are typed, sealed under the list's key.

They are drafts: no Change tells of them, and when the list is done nothing of them is left. A line
is written once for each content (``key``); two people at one line are told of each other.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from exchange.grids import NONE_OF_THEM, Posted
from ledger.actor import Actor
from ledger.seals import seal, unseal
from units.actions.paper.refusals import NotItsLine, SheetClosed, TooManyLines
from units.models import PaperLine, PaperSheet
from units.rules.paper_typed import in_order

MOST_LINES: Final = 2_000
BATCH: Final = 200
WRITTEN: Final = ("sealed", "version", "withdrawn_at")


# Without a repr: names and numbers stand in no log.
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Entered:
    """A line as somebody typed it last. ``chosen``: the file it means, "none", or nothing said;
    ``merged``: it comes from a spreadsheet where its cells were merged with others."""

    id: UUID
    position: int
    version: int = 0
    cells: Mapping[str, str] = field(default_factory=dict)
    chosen: str = ""
    merged: bool = False
    key: str = ""
    by_id: int | None = None
    by_name: str = ""
    at: datetime | None = None
    is_out: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Put:
    """What became of a line that was sent. ``state``: "kept"; "stale", where ``theirs`` is what
    somebody else had saved; "done", where it is a record already."""

    state: str
    version: int
    theirs: Entered | None = None


def open_line(sheet: PaperSheet, line: PaperLine) -> Entered:
    """Read a sealed line. Raises Forgotten where the list's key was destroyed."""
    assert line.sealed is not None  # noqa: S101  (saved lines are not asked for)
    told: dict[str, Any] = json.loads(unseal(sheet.data_key, line.sealed, context=_context(line)))
    return Entered(
        id=line.pk,
        position=line.position,
        version=line.version,
        is_out=line.withdrawn_at is not None,
        at=datetime.fromisoformat(told.pop("at")),
        **told,
    )


def kept_lines(sheet: PaperSheet) -> list[Entered]:
    """All lines typed and not saved, in their order; those taken out too. One query."""
    rows = sheet.lines.filter(sealed__isnull=False).order_by("position", "pk")
    return [open_line(sheet, line) for line in rows]


@transaction.atomic
def put_lines(
    *, by: Actor, sheet: PaperSheet, lines: Sequence[Posted], merged: Collection[UUID] = ()
) -> dict[UUID, Put]:
    """Keep lines as they were sent: new ones, other cells, or none, by which a line is taken out.

    What was sent before has the first answer; what somebody else wrote meanwhile is left as it is
    and told. Raises SheetClosed, NotItsLine, TooManyLines.
    """
    current = hold_open(sheet)
    there = PaperLine.objects.in_bulk([line.id for line in lines])
    if any(line.sheet_id != current.pk for line in there.values()):
        raise NotItsLine
    at = timezone.now()
    puts: dict[UUID, Put] = {}
    new: list[PaperLine] = []
    changed: list[PaperLine] = []
    for wish in lines:
        line = there.get(wish.id)
        if line is None:
            puts[wish.id] = Put("kept", 1 if wish.cells else 0)
            if wish.cells:
                row = PaperLine(id=wish.id, sheet=current, position=_place(wish), version=1)
                told = _told(wish, by=by, at=at) | {"merged": wish.id in merged}
                _write(row, current, told)
                new.append(row)
        else:
            puts[wish.id] = _put_again(line, current, wish, by=by, at=at)
            if line.version != puts[wish.id].version:
                line.version = puts[wish.id].version
                changed.append(line)
    if new and current.lines.count() + len(new) > MOST_LINES:
        raise TooManyLines(MOST_LINES)
    _widen(current, lines)
    PaperLine.objects.bulk_create(new, batch_size=BATCH)
    PaperLine.objects.bulk_update(changed, WRITTEN, batch_size=BATCH)
    return puts


def hold_open(sheet: PaperSheet) -> PaperSheet:
    """The list as it is now, held until the transaction ends. Raises SheetClosed."""
    current = PaperSheet.objects.select_for_update().get(pk=sheet.pk)
    if not current.is_open:
        raise SheetClosed(current)
    return current


def _widen(sheet: PaperSheet, lines: Iterable[Posted]) -> None:
    """Show the columns that a pasted list brought along."""
    columns = in_order({*sheet.columns, *(key for line in lines for key in line.cells)})
    if columns != in_order(sheet.columns):
        sheet.columns = columns
        sheet.save(update_fields=["columns"])


def _place(wish: Posted) -> int:
    return min(max(wish.number, 1), MOST_LINES)


def _put_again(line: PaperLine, sheet: PaperSheet, wish: Posted, *, by: Actor, at: datetime) -> Put:
    """Change ``line`` in place where it is to be written; its new version is in the answer."""
    if line.registration_id is not None or line.sealed is None:
        return Put("done", line.version)
    held = open_line(sheet, line)
    if held.key == str(wish.key) or _says_the_same(held, wish):
        return Put("kept", line.version)
    if wish.version != line.version:
        return Put("stale", line.version, held)
    told = _told(wish, by=by, at=at) | {"merged": held.merged}
    if wish.cells:
        line.withdrawn_at = None
    else:
        # Its text stays, to be brought back.
        told["cells"] = dict(held.cells)
        line.withdrawn_at = at
    _write(line, sheet, told)
    return Put("kept", line.version + 1)


def _says_the_same(held: Entered, wish: Posted) -> bool:
    if held.is_out or not wish.cells:
        return held.is_out and not wish.cells
    return dict(held.cells) == wish.cells and held.chosen == _chosen(wish.chosen)


def _chosen(text: str) -> str:
    """The id of a file, "none", or nothing for anything else."""
    if text == NONE_OF_THEM:
        return text
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def _told(wish: Posted, *, by: Actor, at: datetime) -> dict[str, Any]:
    return {
        "cells": dict(wish.cells),
        "chosen": _chosen(wish.chosen),
        "key": str(wish.key),
        "by_id": by.id,
        "by_name": by.name,
        "at": at.isoformat(),
    }


def _write(line: PaperLine, sheet: PaperSheet, told: Mapping[str, Any]) -> None:
    text = json.dumps(told, ensure_ascii=False)
    line.sealed = seal(sheet.data_key, text, context=_context(line))


def _context(line: PaperLine) -> str:
    return f"units.paperline:{line.pk}"


@transaction.atomic
def choose(*, by: Actor, sheet: PaperSheet, choices: Mapping[UUID, str]) -> None:
    """Say which files some lines mean, whatever else stands in them. Raises SheetClosed."""
    current = hold_open(sheet)
    changed: list[PaperLine] = []
    for line in current.lines.filter(
        pk__in=choices, sealed__isnull=False, withdrawn_at__isnull=True
    ):
        held, chosen = open_line(current, line), _chosen(choices[line.pk])
        if chosen != held.chosen:
            wish = Posted(
                id=line.pk, number=line.position, cells=dict(held.cells), key=UUID(held.key),
                chosen=chosen,
            )  # fmt: skip
            told = _told(wish, by=by, at=timezone.now()) | {"merged": held.merged}
            _write(line, current, told)
            line.version += 1
            changed.append(line)
    PaperLine.objects.bulk_update(changed, WRITTEN, batch_size=BATCH)


@transaction.atomic
def bring_back(*, sheet: PaperSheet, lines: Iterable[UUID]) -> int:
    """Put lines that were taken out into the list again, each at its place; how many there were.
    Raises SheetClosed."""
    current = hold_open(sheet)
    out = current.lines.filter(sealed__isnull=False, withdrawn_at__isnull=False)
    rows = list(out.filter(pk__in=list(lines)))
    for line in rows:
        line.withdrawn_at = None
        line.version += 1
    PaperLine.objects.bulk_update(rows, WRITTEN, batch_size=BATCH)
    return len(rows)
