"""A paper list in words: its grid, its totals beside those of its foot, the people it saved."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from exchange.grids import Finding, Line, Posted, Proposal
from exchange.headings import Column
from units.actions.paper.lines import Entered, Put
from units.actions.paper.reading import VOLUMES, LineReading, SheetReading
from units.models import PaperSheet
from units.presenters.people import sentence
from units.rules.paper_columns import COLUMNS, Cell
from units.rules.paper_entry import LineFinding
from units.rules.paper_lines import Passed
from units.rules.paper_people import Match
from words.moments import moment_text
from words.numbers import format_number

_NO_LABEL: Final = _("No. on the paper")
PASSED: Final[Mapping[Passed, StrOrPromise]] = {
    Passed.TOTAL: _("The totals of the list; no person, nothing is saved."),
    Passed.HEADING: _("The heading of a group; no person, nothing is saved."),
    Passed.FOOT: _("The foot of the list; no person, nothing is saved."),
}


def columns_of(keys: Iterable[str]) -> list[Column]:
    """The columns of a grid, in their order."""
    return [_column(Cell(key)) for key in keys]


def _column(cell: Cell) -> Column:
    told = COLUMNS[cell]
    label = _NO_LABEL if cell is Cell.NO else _(told.label)
    return Column(
        cell.value, label, kind=told.kind, width=told.width, required=cell is Cell.NAME,
        aliases=told.aliases,
    )  # fmt: skip


def grid_lines(reading: SheetReading) -> list[Line]:
    """Every line at its place; places nobody filled are drawn empty, so that what is typed next
    keeps the place it has on the paper."""
    drawn: list[Line] = []
    for line in reading.lines:
        while len(drawn) + 1 < line.entered.position:
            number = len(drawn) + 1
            drawn.append(
                Line(id=uuid5(reading.sheet.pk, f"{number} {line.entered.id}"), number=number)
            )
        drawn.append(replace(grid_line(line, reading.sheet), number=len(drawn) + 1))
    return drawn


def grid_line(line: LineReading, sheet: PaperSheet) -> Line:
    """One line, with what is said of it and whom it may mean."""
    shown = set(sheet.columns)
    findings = [_finding(one, shown) for one in line.findings]
    if line.passed is not None:
        findings = [Finding(str(PASSED[line.passed]), tone="info")]
    return Line(
        id=line.entered.id,
        number=line.entered.position,
        cells=line.entered.cells,
        version=line.entered.version,
        findings=findings,
        proposals=[proposal(match, line) for match in line.matches],
        chosen=line.chosen,
    )


def _finding(one: LineFinding, shown: set[str]) -> Finding:
    tone = "warn" if one.reason.asks else "bad"
    text = sentence(one.reason)
    if one.cell is not None and one.cell.value not in shown:
        # Its column is not among those of this list.
        return Finding(f"{gettext(COLUMNS[one.cell].label)}: {text}", tone=tone)
    return Finding(text, one.cell.value if one.cell else "", tone)


def proposal(match: Match, line: LineReading) -> Proposal:
    """A known donor on a line: name and birth as the file has them, and why."""
    file = match.candidate
    why = [gettext(reason.sentence) for reason in match.why]
    return Proposal(
        str(file.id),
        gettext("Use the file of %(name)s") % {"name": file.name or gettext("this donor")},
        " · ".join([*filter(None, [file.birth, file.code]), ", ".join(why)]),
    )


def stale_line(sent: Posted, put: Put) -> Line:
    """What somebody else saved on a line, beside what is typed here."""
    theirs = put.theirs
    assert theirs is not None  # noqa: S101  (a stale line says whose)
    findings = [Finding(_saved_by(theirs), tone="warn")]
    for key in sorted({*sent.cells, *theirs.cells}):
        saved = "" if theirs.is_out else theirs.cells.get(key, "")
        if saved != sent.cells.get(key, ""):
            words = {"text": saved} if saved else {}
            text = gettext("Saved: “%(text)s”") % words if saved else gettext("Saved: empty")
            findings.append(Finding(text, key, "warn"))
    return Line(
        id=sent.id,
        number=sent.number,
        cells=sent.cells,
        version=put.version,
        state="stale",
        findings=findings,
        chosen=sent.chosen,
    )


def _saved_by(line: Entered) -> str:
    words = {"name": line.by_name, "at": moment_text(line.at) if line.at else ""}
    return gettext(
        "%(name)s saved this line at %(at)s. What you typed is still here: change a cell to save"
        " yours, or open the page again to take theirs."
    ) % words  # fmt: skip


def done_line(sent: Posted, put: Put) -> Line:
    return Line(
        id=sent.id, number=sent.number, cells=sent.cells, version=put.version, state="done",
        said=gettext("Saved as a record already."),
    )  # fmt: skip


# Totals.


@dataclass(frozen=True, slots=True)
class Saved:
    """What a list has become so far: people, and bags by volume."""

    people: int = 0
    bags: Counter[int | None] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Total:
    """One row beside the grid: what is typed and saved, and what the paper says."""

    key: str
    label: StrOrPromise
    entered: int
    told: int | None

    @property
    def differs(self) -> bool:
        return self.told is not None and self.told != self.entered

    def as_json(self) -> dict[str, Any]:
        told = "" if self.told is None else format_number(self.told)
        return {
            "entered": format_number(self.entered),
            "told": told,
            "differs": self.differs,
            "agrees": self.told == self.entered,
        }


def totals(sheet: PaperSheet, reading: SheetReading | None, saved: Saved) -> list[Total]:
    """People, units and volumes of a list, with its foot: as it was typed, else as it was read."""
    bags = Counter(saved.bags)
    people = saved.people
    foot = reading.foot if reading else None
    if reading is not None:
        people += len(reading.people)
        bags.update(reading.bags())
    told_volumes = dict(sheet.foot_volumes) or (
        {str(volume): count for volume, count in foot.by_volume.items()} if foot else {}
    )
    told_people = sheet.foot_people if sheet.foot_people is not None or not foot else foot.people
    told_units = sheet.foot_units if sheet.foot_units is not None or not foot else foot.units
    return [
        Total("people", _("Persons"), people, told_people),
        Total("units", _("Units"), sum(bags.values()), told_units),
        *(
            Total(f"v{volume}", f"{volume} ml", bags[volume], told_volumes.get(str(volume)))
            for volume in VOLUMES
        ),
    ]


def counts_json(rows: Sequence[Total]) -> dict[str, Any]:
    """For the answer to lines that were sent."""
    return {row.key: row.as_json() for row in rows}


# What was asked, and what was saved.


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and the lines it concerns."""

    text: str
    lines: str


def asked(lines: Iterable[LineReading]) -> list[Asked]:
    """The questions of some lines, alike ones together."""
    return _grouped((sentence(one.reason), line) for line in lines for one in line.questions)


def wrong(lines: Iterable[LineReading]) -> list[Asked]:
    """What keeps some lines from being saved."""
    return _grouped(
        (sentence(one.reason), line)
        for line in lines
        for one in line.findings
        if not one.reason.asks
    )


def _grouped(pairs: Iterable[tuple[str, LineReading]]) -> list[Asked]:
    found: dict[str, list[str]] = {}
    for text, line in pairs:
        found.setdefault(text, []).append(str(line.entered.position))
    return [
        Asked(
            text,
            ngettext("line %(lines)s", "lines %(lines)s", len(lines))
            % {"lines": ", ".join(dict.fromkeys(lines))},
        )
        for text, lines in found.items()
    ]


def progress(sheet: PaperSheet) -> tuple[int, int]:
    """How many lines of a list read ``with_counts`` are saved, and how many are still kept."""
    return sheet.saved, sheet.kept  # type: ignore[attr-defined]  # annotated by with_counts


def progress_words(sheet: PaperSheet) -> str:
    saved, kept = progress(sheet)
    return saved_words(saved + kept, saved, kept)


def saved_words(typed: int, saved: int, aside: int) -> str:
    """ "Đã nhập 345, đã lưu 340, để riêng 5."."""
    words = {
        "typed": format_number(typed),
        "saved": format_number(saved),
        "aside": format_number(aside),
    }
    if aside:
        return gettext("Entered %(typed)s, saved %(saved)s, kept aside %(aside)s.") % words
    return gettext("Entered %(typed)s, saved %(saved)s.") % words


def out_rows(lines: Iterable[Entered]) -> list[tuple[UUID, str]]:
    """Lines taken out: their number and name."""
    return [
        (line.id, f"{line.position}. {line.cells.get(Cell.NAME.value, '')}".strip())
        for line in lines
    ]


def sheet_state(sheet: PaperSheet) -> tuple[str, str]:
    """Its state in words, and its tone."""
    tones = {"open": "info", "saved": "ok", "withdrawn": ""}
    return capfirst(sheet.get_state_display()), tones[sheet.state]


def opened_words(sheet: PaperSheet, now: datetime) -> str:
    """Who opened the list, and when."""
    return gettext("%(name)s, %(at)s") % {
        "name": sheet.made_by_name,
        "at": moment_text(sheet.made_at, now=now),
    }


def closed_words(sheet: PaperSheet) -> str:
    if sheet.state == PaperSheet.State.WITHDRAWN:
        return gettext("This list was withdrawn meanwhile; nothing is typed into it any more.")
    return gettext("This list was saved meanwhile; nothing is typed into it any more.")


def too_many_words(most: int) -> str:
    return gettext("A list has at most %(most)s lines. Please open another one for the rest.") % {
        "most": format_number(most)
    }


def taken_words(lines: int) -> str:
    return ngettext(
        "%(n)s line was taken over. Please look through it, then save the list.",
        "%(n)s lines were taken over. Please look through them, then save the list.",
        lines,
    ) % {"n": format_number(lines)}  # fmt: skip


def empty_line(sent: Posted, put: Put) -> Line:
    """A line that was taken out."""
    return Line(id=sent.id, number=sent.number, version=put.version)
