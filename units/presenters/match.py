"""The three-way match in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from drives.cell_words import cell_label
from drives.models import Drive
from drives.presenters import figure_text
from drives.rules.figures import Figure
from units.models import Handover, HandoverLine, Unit
from units.presenters.people import sentence
from units.querysets.handovers import Behind
from units.rules.handovers import CountDifference
from units.rules.match import VOLUMES, Row, names_behind
from units.rules.reasons import Reason
from words.numbers import format_number

# The volumes a bag concerns, then its code, its volume and whose it is, in words.
Bag = tuple[set[int | None], str, str, str]


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One line of the table: three numbers, and where the people and bags behind it are shown."""

    name: str
    label: str
    sheet: str
    names: str
    handovers: str
    differs: bool
    agrees: bool
    why: str
    behind: str
    is_part: bool


def match_rows(drive: Drive, rows: Sequence[Row]) -> list[MatchRow]:
    """The rows that any source knows, in the order of the sheet."""
    return [
        MatchRow(
            name=row.name,
            label=row_label(row.name),
            sheet="" if row.sheet is None else figure_text(row.sheet),
            names=_number(row.names),
            handovers=_number(row.handovers),
            differs=bool(row.differences),
            agrees=row.agrees is True,
            why=_why(row),
            behind=reverse("units:match-row", args=[drive.pk, row.name]),
            is_part=row.name in VOLUMES,
        )
        for row in rows
        if row.sheet is not None or row.names is not None or row.handovers is not None
    ]


def row_label(name: str) -> str:
    return cell_label(f"volume_{name}" if name in VOLUMES else name)


def summary(rows: Sequence[Row]) -> str:
    """One sentence over the table: what is normal, what differs, or that all agree."""
    behind = names_behind(rows)
    if behind is not None:
        return _in_words(behind)
    differing = [row for row in rows if row.differences]
    if differing:
        labels = ", ".join(row_label(row.name) for row in differing)
        return gettext("These numbers differ: %(rows)s.") % {"rows": labels}
    if any(row.agrees for row in rows):
        return gettext("All numbers that can be compared agree.")
    return gettext("There is nothing to compare yet.")


@dataclass(frozen=True, slots=True, repr=False)
class BagGroup:
    """Bags that make a difference for one cause: code, volume, and whose or where."""

    title: str
    rows: list[list[str]]


def bag_groups(behind: Behind, row: str) -> list[BagGroup]:
    """The bags behind a row of the match; for a volume those that have it, or have none."""
    groups = [
        (gettext("Bags on no list that was handed over"), [_bag(bag) for bag in behind.unlisted]),
        (gettext("On the list, not received"), [_line(line) for line in behind.missing]),
        (gettext("Received, not on the list"), [_line(line) for line in behind.extra]),
        (gettext("Received with another volume"), [_line(line) for line in behind.other_volume]),
        (gettext("Counted otherwise"), [_count(of, count) for of, count in behind.counts]),
    ]
    return [
        BagGroup(title, kept)
        for title, rows in groups
        if (kept := [words for volumes, *words in rows if _concerns(row, volumes)])
    ]


def _concerns(row: str, volumes: set[int | None]) -> bool:
    return row not in VOLUMES or bool(volumes & {int(row), None})


def _bag(bag: Unit) -> Bag:
    who = f"{bag.registration.name} ({bag.donor})" if bag.registration.name else str(bag.donor)
    return {bag.volume}, bag.bag_code, _ml(bag.volume), who


def _line(line: HandoverLine) -> Bag:
    both = _ml(line.volume)
    if line.found_volume is not None:
        both = f"{both} → {_ml(line.found_volume)}"
    volumes = {line.volume, line.found_volume} if line.found_volume else {line.volume}
    return volumes, line.bag_code, both, line.handover.receiver_name


def _count(handover: Handover, count: CountDifference) -> Bag:
    words = gettext("handed over %(given)s, received %(received)s") % {
        "given": format_number(count.given),
        "received": format_number(count.received),
    }
    return {count.volume}, words, _ml(count.volume), handover.receiver_name


def _ml(volume: int | None) -> str:
    return f"{volume} ml" if volume is not None else "–"


def _why(row: Row) -> str:
    return _in_words(row.reason) if row.reason is not None else ""


def _in_words(reason: Reason) -> str:
    params = {
        key: figure_text(value) if isinstance(value, Figure) else value
        for key, value in reason.params.items()
    }
    return sentence(Reason(reason.rule, reason.sentence, params, reason.asks))


def _number(count: int | None) -> str:
    return "" if count is None else format_number(count)
