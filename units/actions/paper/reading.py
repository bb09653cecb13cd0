"""What an open list says: each line understood, the file it means, and what stands against it.

Nothing is written here. The page shows it, and the save goes by it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Final
from uuid import UUID

from django.utils import timezone

from donors.querysets.people import limits_on
from donors.rules.limits import Limits, MissingLimits
from drives.models import Drive
from exchange.grids import NONE_OF_THEM
from ledger.cells import digest_of
from ledger.scope import Scope
from units.actions import bag_codes
from units.actions.paper.lines import Entered
from units.models import PaperSheet, Unit
from units.querysets import histories
from units.querysets.paper_people import candidates, described
from units.rules.bags import bag_year
from units.rules.paper_cells import Outcome, TypedLine
from units.rules.paper_columns import VOLUME_CELLS, Cell
from units.rules.paper_entry import (
    KNOWN_PERSON,
    RESTRICTED,
    LineFinding,
    day_to_come,
    entry_refusal,
    same_file,
    too_long,
    too_soon,
)
from units.rules.paper_lines import Foot, PaperList, Passed
from units.rules.paper_people import Candidate, Match, People, surely
from units.rules.paper_typed import read_typed
from units.rules.reasons import Reason
from units.rules.scans import read_bag_scan

SAID: Final = 16  # signs of a digest that tell one set of questions from another


@dataclass(frozen=True, slots=True, repr=False)
class LineReading:
    """One line. ``typed`` is None where it is no person: ``passed`` says what it is (a total, a
    heading, the foot), None nothing at all. ``used``: the file that will be used; ``chosen``: what
    is chosen of ``matches``, by somebody or because it is sure."""

    entered: Entered
    typed: TypedLine | None = None
    passed: Passed | None = None
    matches: tuple[Match, ...] = ()
    chosen: str = ""
    used: Candidate | None = None
    findings: tuple[LineFinding, ...] = ()

    @property
    def is_person(self) -> bool:
        return self.typed is not None

    @property
    def is_clean(self) -> bool:
        """Whether it can be saved, if what is asked is answered."""
        return self.typed is not None and all(one.reason.asks for one in self.findings)

    @property
    def questions(self) -> list[LineFinding]:
        return [one for one in self.findings if one.reason.asks]

    def with_findings(self, findings: Iterable[LineFinding]) -> "LineReading":
        return replace(self, findings=(*self.findings, *findings))


@dataclass(frozen=True)
class SheetReading:
    """All lines of a list that are not saved yet, and those taken out."""

    sheet: PaperSheet
    lines: Sequence[LineReading]
    out: Sequence[Entered] = ()
    foot: Foot | None = None
    by_id: Mapping[UUID, LineReading] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {line.entered.id: line for line in self.lines})

    @cached_property
    def people(self) -> list[LineReading]:
        return [line for line in self.lines if line.is_person]

    @cached_property
    def bad(self) -> list[LineReading]:
        """Lines with something that keeps them from being saved."""
        return [line for line in self.people if not line.is_clean]

    @cached_property
    def asking(self) -> list[LineReading]:
        """Lines that could be saved, about which something is asked."""
        return [line for line in self.people if line.is_clean and line.questions]

    @cached_property
    def plain(self) -> list[LineReading]:
        return [line for line in self.people if line.is_clean and not line.questions]

    @cached_property
    def questions(self) -> str:
        """Stands for all that is asked: an answer holds for the questions that were seen."""
        asked = [
            [line.entered.id, one.reason.rule] for line in self.asking for one in line.questions
        ]
        return digest_of(asked)[:SAID] if asked else ""

    def bags(self) -> Counter[int | None]:
        """Donations by volume; None where the list does not say it."""
        given = (line.typed for line in self.people if line.typed)
        return Counter(typed.volume for typed in given if typed.outcome is Outcome.DONATED)


def read_sheet(
    drive: Drive, sheet: PaperSheet, entered: Sequence[Entered], *, scope: Scope
) -> SheetReading:
    """Read the lines of ``sheet`` against each other and against what is known within ``scope``,
    today. Some fifteen queries, however many lines."""
    today = timezone.localdate()
    held = [line for line in entered if not line.is_out]
    listed = read_typed(
        [_cells(line) for line in held],
        today=today,
        merged={at for at, line in enumerate(held, 1) if line.merged},
    )
    lines = _lines(held, listed)
    people = People.of(candidates(drive, scope, listed.lines))
    lines = [_with_person(line, people) for line in lines]
    lines = _only_once(lines)
    lines = _with_entry(lines, sheet.day, today)
    lines = _with_bags(drive, sheet, lines)
    lines = _with_intervals(sheet.day, lines)
    out = [line for line in entered if line.is_out]
    return SheetReading(sheet, lines, out, listed.foot)


def _cells(line: Entered) -> dict[Cell, str]:
    return {Cell(key): text for key, text in line.cells.items()}


def _lines(held: Sequence[Entered], listed: PaperList) -> list[LineReading]:
    typed = {line.at: line for line in listed.lines}
    return [
        _typed(line, typed[at]) if at in typed else LineReading(line, passed=listed.passed.get(at))
        for at, line in enumerate(held, 1)
    ]


def _typed(line: Entered, typed: TypedLine) -> LineReading:
    found = [LineFinding(one.cell, one.reason) for one in typed.findings]
    return LineReading(line, typed, findings=(*found, *too_long(typed)))


def _with_person(line: LineReading, people: People) -> LineReading:
    """Whom the line means: what somebody chose, as long as it is still among the matches, else
    the one who is surely meant."""
    if line.typed is None or not line.typed.name:
        return line
    told = described(line.typed)
    matches = people.matches(told)
    if not matches:
        return line
    by_id = {str(match.candidate.id): match.candidate for match in matches}
    chosen = line.entered.chosen
    if chosen != NONE_OF_THEM and chosen not in by_id:
        sure = surely(told, matches)
        chosen = str(sure.candidate.id) if sure else ""
    used = by_id.get(chosen)
    found = [] if chosen else [LineFinding(None, KNOWN_PERSON)]
    if used is not None and used.restricted:
        found = [LineFinding(None, RESTRICTED)]
    line = replace(line, matches=tuple(matches), chosen=chosen, used=used)
    return line.with_findings(found)


def _only_once(lines: Sequence[LineReading]) -> list[LineReading]:
    first: dict[UUID, LineReading] = {}
    again: dict[UUID, LineReading] = {}
    for line in lines:
        if line.used is not None:
            if line.used.person in first:
                again[line.used.person] = line
            else:
                first[line.used.person] = line
    checked = []
    for line in lines:
        if line.used is not None and line.used.person in again:
            other = first[line.used.person]
            if other is line:
                other = again[line.used.person]
            line = line.with_findings([LineFinding(None, same_file(_label(other)))])
        checked.append(line)
    return checked


def _label(line: LineReading) -> str:
    return line.typed.label if line.typed else str(line.entered.position)


def _with_entry(lines: Sequence[LineReading], day: date, today: date) -> list[LineReading]:
    return [line.with_findings(_entry_findings(line, day, today)) for line in lines]


def _entry_findings(line: LineReading, day: date, today: date) -> list[LineFinding]:
    if line.typed is None:
        return []
    here = line.used.here if line.used else None
    at = line.used.here_at if line.used else None
    reasons = (
        day_to_come(line.typed.outcome, day, today=today),
        entry_refusal(
            line.typed.outcome, here, at=timezone.localtime(at) if at else None, today=today
        ),
    )
    return [LineFinding(None, reason) for reason in reasons if reason is not None]


def _with_bags(drive: Drive, sheet: PaperSheet, lines: Sequence[LineReading]) -> list[LineReading]:
    """With what is known of their bags: a code that another bag has, or that is no bag's."""
    bags = [
        Unit(
            id=line.entered.id,
            drive_id=drive.pk,
            receiver_id=sheet.receiver_id,
            year=bag_year(sheet.day),
            bag_code=line.typed.bag,
        )
        for line in lines
        if line.typed is not None and line.typed.bag
    ]
    reasons: dict[UUID, Reason] = {
        bag.pk: reason for bag in bags if (reason := read_bag_scan(bag.bag_code).reason)
    }
    reasons |= bag_codes.taken_codes(bags)
    return [
        line.with_findings([LineFinding(Cell.BAG, reasons[line.entered.id])])
        if line.entered.id in reasons
        else line
        for line in lines
    ]


def _with_intervals(day: date, lines: Sequence[LineReading]) -> list[LineReading]:
    limits = _limits(day)
    used = [line.used.id for line in lines if line.used is not None]
    last = histories.last_given_many(used, on=day) if used else {}
    checked = []
    for line in lines:
        if line.typed is not None and line.typed.outcome is Outcome.DONATED:
            reason = too_soon(
                day,
                last=last.get(line.used.id) if line.used else None,
                told=line.typed.last_given,
                limits=limits,
            )
            if reason is not None:
                line = line.with_findings([LineFinding(Cell.NAME, reason)])
        checked.append(line)
    return checked


def _limits(day: date) -> Limits | None:
    try:
        return limits_on(day)
    except MissingLimits:
        return None


VOLUMES: Final = tuple(VOLUME_CELLS.values())
