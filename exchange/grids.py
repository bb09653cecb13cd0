"""The server's half of the editable grid: what its template draws, what its script sends, what
it is answered. The contract is told at the top of ``static/js/grid.js``.

A page makes a :class:`Grid` and includes ``_components/grid.html`` in its form. Its view of
``save_url`` reads ``read_lines(request.body, …)`` and answers ``answer(lines)``; the view of the
form itself reads ``read_post(request.POST, …)``, with scripts or without.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid5

from django.http import JsonResponse
from django.utils.translation import gettext as _

from exchange.headings import Column, Headed, split_heading
from exchange.pasted import DEFAULT, Limits, NotRead, Rows, parse_pasted, tidy, too_many_rows
from words.sentences import gettext_noop, quoted

Split = Callable[[Rows, Sequence[Column]], Headed]

LARGEST: Final = 2**31 - 1  # of a version or a line's number
NONE_OF_THEM: Final = "none"  # chosen: none of the proposals is this person


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence about a cell, or, without one, about the whole line. ``tone``: bad keeps the
    line from being taken over, warn asks, info tells."""

    text: str
    cell: str = ""
    tone: str = "bad"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A known record that the line may mean; ``value`` comes back as the line's ``chosen``."""

    value: str
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line as the server keeps it. ``state``: kept (being entered), stale (somebody else saved
    it meanwhile; ``findings`` says so, ``version`` is theirs) or done (taken over: shown, no longer
    edited here). ``said`` is what became of it. ``number`` is its place, from 1."""

    id: UUID
    number: int
    cells: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    state: str = "kept"
    findings: Sequence[Finding] = ()
    proposals: Sequence[Proposal] = ()
    chosen: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One line as it was sent, its cells tidied and the empty ones left out. ``id`` was made by
    the client (of lines pasted without scripts, from the form's key), ``key`` stands for this
    content of it: sent once more after a lost answer, both are the same."""

    id: UUID
    number: int
    cells: dict[str, str]
    key: UUID
    version: int = 0
    chosen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """What ``_components/grid.html`` draws. ``pasted`` and ``one`` give back what was typed into
    the boxes that serve without scripts; ``owner`` is the id of the person the page is for."""

    columns: Sequence[Column]
    lines: Sequence[Line] = ()
    label: str = ""
    save_url: str = ""
    owner: int | None = None
    name: str = "lines"
    pasted: str = ""
    one: Posted | None = None
    limits: Limits = DEFAULT

    @property
    def words_id(self) -> str:
        return f"{self.name}-words"

    def rows(self) -> Iterator[dict[str, Any]]:
        """The lines, each with its cells in the order of the columns."""
        for line in self.lines:
            yield {
                "line": line,
                "cells": [_cell(column, line) for column in self.columns],
                "whole": [finding for finding in line.findings if not finding.cell],
                "findings": json.dumps(_as_json(line)["findings"]) if line.findings else "",
            }

    def one_fields(self) -> list[dict[str, Any]]:
        """The fields of the form for one line, as it was typed."""
        cells = self.one.cells if self.one else {}
        return [
            {"column": column, "text": cells.get(column.key, ""), "findings": self._about(column)}
            for column in self.columns
        ]

    def _about(self, column: Column) -> list[Finding]:
        about = next((line for line in self.lines if self.one and line.id == self.one.id), None)
        return [one for one in about.findings if one.cell == column.key] if about else []

    def words(self) -> dict[str, str | int]:
        """What the script says, in the reader's language, and its limits."""
        return {
            "line": _("line {number}"),
            "empty": _("Nothing has been typed yet."),
            "kept": _("kept on the server: {count}"),
            "bad": _("to check: {count}"),
            "unsent": _("not sent yet: {count}"),
            "rowUnsent": _("not sent yet"),
            "rowKept": _("kept"),
            "offline": _("The network is gone. Lines not sent yet: {count}. Keep this page open."),
            "late": _(
                "The server does not answer. Lines not sent yet: {count}; it is tried again."
            ),
            "ended": _(
                "Your session has ended. Log in again in another tab, then send the lines here."
            ),
            "pasted": _("Lines pasted: {count}."),
            "ignored": _("Columns left out: {names}."),
            "tooMany": _("A list may have {most} lines at most. Paste it in parts."),
            "tooLong": _("Line {line}, column {column} is longer than {most} characters."),
            "none": _("None of these"),
            "mostRows": self.limits.rows,
            "mostInCell": self.limits.cell,
        }


def _cell(column: Column, line: Line) -> dict[str, Any]:
    findings = [finding for finding in line.findings if finding.cell == column.key]
    return {
        "key": column.key,
        "kind": column.kind,
        "text": line.cells.get(column.key, ""),
        "findings": findings,
        "bad": any(finding.tone == "bad" for finding in findings),
    }


def answer(lines: Iterable[Line]) -> JsonResponse:
    """The answer to lines that were sent: what became of each."""
    return JsonResponse({"rows": [_as_json(line) for line in lines]})


def refusal(said: str, status: int = 422) -> JsonResponse:
    """The answer where nothing was saved, with the sentence that says why."""
    return JsonResponse({"said": said}, status=status)


def _as_json(line: Line) -> dict[str, Any]:
    return {
        "id": str(line.id),
        "version": line.version,
        "state": line.state,
        "findings": [
            {"text": one.text, "cell": one.cell, "tone": one.tone} for one in line.findings
        ],
        "proposals": [
            {"value": one.value, "label": one.label, "detail": one.detail} for one in line.proposals
        ],
        "chosen": line.chosen,
        "said": line.said,
    }


def read_lines(
    body: str | bytes,
    columns: Sequence[Column],
    *,
    owner: int | None = None,
    limits: Limits = DEFAULT,
) -> list[Posted]:
    """Return the lines of a JSON text ``{"owner": …, "rows": […]}``.

    Raises NotRead where it is anything else, goes beyond ``limits``, or was typed by another
    person than ``owner`` (one who logged in later on the same machine).
    """
    try:
        given = json.loads(body)
        rows = given["rows"]
        typed_by = str(given.get("owner", ""))
        if not isinstance(rows, list):
            raise TypeError
        if len(rows) > limits.rows:
            raise too_many_rows(len(rows), limits)
        keys = {column.key for column in columns}
        lines = [_line(row, keys, limits) for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        if isinstance(error, NotRead):
            raise
        raise _not_lines() from error
    if len({line.id for line in lines}) < len(lines):
        raise _not_lines()
    if owner is not None and typed_by != str(owner):
        raise NotRead(
            "other-person",
            gettext_noop(
                "These lines were typed by another person on this machine. Nothing was saved under"
                " your name; open the page again."
            ),
            {},
        )
    return lines


def _line(row: Any, keys: set[str], limits: Limits) -> Posted:
    number = _whole(row["line"])
    cells = {}
    for key, text in row["cells"].items():
        if key not in keys or not isinstance(text, str):
            raise TypeError
        if kept := tidy(text):
            cells[key] = _short(kept, number, limits)
    return Posted(
        id=UUID(row["id"]),
        number=number,
        cells=cells,
        key=UUID(row["key"]),
        version=_whole(row.get("version", 0)),
        chosen=_chosen(row.get("chosen", "")),
    )


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST:
        raise TypeError
    return value


def _chosen(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 100 or not value.isprintable():
        raise TypeError
    return value


def _short(text: str, number: int, limits: Limits) -> str:
    if len(text) <= limits.cell:
        return text
    raise NotRead(
        "cell-of-line-too-long",
        gettext_noop("Line %(line)s: “%(typed)s” is too long; a cell has at most %(most)s signs."),
        {"line": str(number), "typed": quoted(text), "most": str(limits.cell)},
    )


def _not_lines() -> NotRead:
    return NotRead(
        "not-lines",
        gettext_noop("The lines did not arrive whole. Send them once more."),
        {},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A posted form with a grid. ``pasted`` is the text of the box, to be given back; ``one`` the
    line of the form for one line; ``choices`` the proposals chosen without scripts, by line."""

    lines: list[Posted]
    pasted: str = ""
    one: Posted | None = None
    choices: dict[UUID, str] = field(default_factory=dict)


def read_post(
    data: Mapping[str, str],
    columns: Sequence[Column],
    *,
    key: UUID,
    first: int = 1,
    owner: int | None = None,
    limits: Limits = DEFAULT,
    split: Split = split_heading,
) -> Given:
    """Return what a form with a grid says: with scripts the field ``rows``, else the pasted text
    and the one line below it, numbered from ``first``. Raises NotRead as ``read_lines`` and
    ``parse_pasted`` do. ``key`` is the form's: posted once more, its lines have the same ids.
    ``split`` finds the heading of a pasted list."""
    if data.get("rows"):
        return Given(lines=read_lines(data["rows"], columns, owner=owner, limits=limits))
    text = data.get("pasted", "")
    headed = split(parse_pasted(text, limits), columns)
    lines = _pasted(headed, columns, key=key, first=first)
    one = _one(data, columns, key=key, number=first + len(lines), limits=limits)
    return Given(
        lines=[*lines, one] if one else lines,
        pasted=text,
        one=one,
        choices=dict(_choices(data)),
    )


def _pasted(headed: Headed, columns: Sequence[Column], *, key: UUID, first: int) -> list[Posted]:
    """One line for each that is not empty; without a heading the cells go in the columns' order."""
    keys = headed.keys if headed.keys is not None else [column.key for column in columns]
    width = max(map(len, headed.rows), default=0)
    if headed.keys is None and width > len(columns):
        raise NotRead(
            "more-columns",
            gettext_noop(
                "The pasted lines have %(columns)s columns, the list has %(most)s. Paste the"
                " heading too, so that each column finds its place."
            ),
            {"columns": str(width), "most": str(len(columns))},
        )
    filled = [row for row in headed.rows if any(row)]
    return [
        Posted(
            id=uuid5(key, f"line {number}"),
            number=number,
            cells={name: cell for name, cell in zip(keys, row, strict=False) if name and cell},
            key=uuid5(key, f"content {number}"),
        )
        for number, row in enumerate(filled, first)
    ]


def _one(
    data: Mapping[str, str], columns: Sequence[Column], *, key: UUID, number: int, limits: Limits
) -> Posted | None:
    typed = {column.key: tidy(data.get(f"one-{column.key}", "")) for column in columns}
    known = data.get("one-id", "")
    if not known and not any(typed.values()):
        return None
    try:
        return Posted(
            id=UUID(known) if known else uuid5(key, "one line"),
            number=_whole(int(data.get("one-number") or number)),
            cells={name: _short(cell, number, limits) for name, cell in typed.items() if cell},
            key=uuid5(key, "one content"),
            version=_whole(int(data.get("one-version") or 0)),
        )
    except (ValueError, TypeError) as error:
        if isinstance(error, NotRead):
            raise
        raise _not_lines() from error


def _choices(data: Mapping[str, str]) -> Iterator[tuple[UUID, str]]:
    for name, value in data.items():
        if name.startswith("chosen-"):
            try:
                yield UUID(name.removeprefix("chosen-")), _chosen(value)
            except (ValueError, TypeError) as error:
                raise _not_lines() from error
