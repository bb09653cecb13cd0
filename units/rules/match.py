"""The three-way match: the result sheet, the list of names and the handovers, row by row.

The sheet tells figures ("over 450"), names and handovers are counts. None is a source that does
not know the row; it agrees with everything. Differences are shown, never repaired.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from itertools import combinations

from drives.rules.figures import Figure
from drives.rules.sheets import Basis, PartKind, Sheet
from units.rules.reasons import Reason
from words.numbers import format_number
from words.sentences import gettext_noop

# The rows of the sheet which names or handovers know too, in its order, each with its sentence.
ROWS: dict[str, str] = {
    "registered": gettext_noop("Registered: sheet %(sheet)s, names %(names)s."),
    "attended": gettext_noop("Attended: sheet %(sheet)s, names %(names)s."),
    "examined": gettext_noop("Examined: sheet %(sheet)s, names %(names)s."),
    "not_given": gettext_noop("Could not donate: sheet %(sheet)s, names %(names)s."),
    "donated": gettext_noop("Donated: sheet %(sheet)s, names %(names)s."),
    "units": gettext_noop(
        "Units of blood: sheet %(sheet)s, names %(names)s, handovers %(handovers)s."
    ),
    "250": gettext_noop(
        "Bags of 250 ml: sheet %(sheet)s, names %(names)s, handovers %(handovers)s."
    ),
    "350": gettext_noop(
        "Bags of 350 ml: sheet %(sheet)s, names %(names)s, handovers %(handovers)s."
    ),
    "450": gettext_noop(
        "Bags of 450 ml: sheet %(sheet)s, names %(names)s, handovers %(handovers)s."
    ),
    "first_time": gettext_noop("First-time donors: sheet %(sheet)s, names %(names)s."),
    "repeat": gettext_noop("Repeat donors: sheet %(sheet)s, names %(names)s."),
    "women": gettext_noop("Women: sheet %(sheet)s, names %(names)s."),
    "men": gettext_noop("Men: sheet %(sheet)s, names %(names)s."),
}
VOLUMES = ("250", "350", "450")
UNKNOWN = "–"


class Source(Enum):
    SHEET = "sheet"
    NAMES = "names"
    HANDOVERS = "handovers"


@dataclass(frozen=True, slots=True)
class Difference:
    """Two sources that cannot both be right. ``amount`` is ``one`` − ``other``, None where the
    sheet's figure is a bound or no whole number."""

    one: Source
    other: Source
    amount: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the sheet with its three numbers. ``comparable`` is False where the sheet's
    figure counts something else: converted units are no bags."""

    name: str
    sheet: Figure | None
    names: int | None
    handovers: int | None
    comparable: bool = True

    @property
    def known(self) -> tuple[tuple[Source, Figure], ...]:
        """What can be compared, each source with its figure."""
        sheet = self.sheet if self.comparable else None
        sources = (
            (Source.SHEET, sheet),
            (Source.NAMES, _figure(self.names)),
            (Source.HANDOVERS, _figure(self.handovers)),
        )
        return tuple((source, figure) for source, figure in sources if figure is not None)

    @property
    def differences(self) -> tuple[Difference, ...]:
        return tuple(
            Difference(one, other, _amount(a, b))
            for (one, a), (other, b) in combinations(self.known, 2)
            if a.surely_differs_from(b)
        )

    @property
    def agrees(self) -> bool | None:
        """None where fewer than two sources know the row."""
        return None if len(self.known) < 2 else not self.differences

    @property
    def reason(self) -> Reason | None:
        """The row's three numbers in one sentence where they differ."""
        if not self.differences:
            return None
        return Reason(
            f"match-{self.name.replace('_', '-')}",
            ROWS[self.name],
            {
                "sheet": UNKNOWN if self.sheet is None else self.sheet,
                "names": _words(self.names),
                "handovers": _words(self.handovers),
            },
        )


def match(
    sheet: Sheet, names: Mapping[str, int] | None, handovers: Mapping[str, int] | None
) -> tuple[Row, ...]:
    """The rows of the match. ``names`` and ``handovers`` are counts by row, None where nobody was
    entered or no bag was handed over; a row they do not name is not known there."""
    volumes = sheet.parts_of(PartKind.VOLUME)
    return tuple(
        Row(
            name,
            volumes.get(name) if name in VOLUMES else sheet.figure(name),
            (names or {}).get(name),
            (handovers or {}).get(name),
            comparable=name != "units" or sheet.basis is not Basis.CONVERTED,
        )
        for name in ROWS
    )


def names_behind(rows: Sequence[Row]) -> Reason | None:
    """The totals came first and not all names have been entered: normal until the day is closed.
    None as soon as any name is too many or a row differs in another way."""
    differing = [(row, difference) for row in rows for difference in row.differences]
    donated = _row(rows, "donated")
    told, entered = donated.sheet, donated.names
    if told is None or entered is None or not told.surely_more_than(Figure(Decimal(entered))):
        return None
    if not all(_is_behind(row, difference) for row, difference in differing):
        return None
    return Reason(
        "names-behind",
        gettext_noop("The sheet says %(told)s donors; %(entered)s names have been entered."),
        {"told": told, "entered": format_number(entered)},
        asks=True,
    )


def _is_behind(row: Row, difference: Difference) -> bool:
    """Whether the difference is of names that are fewer than what the other source says."""
    figures = dict(row.known)
    names = figures.get(Source.NAMES)
    if names is None or Source.NAMES not in (difference.one, difference.other):
        return False
    other = difference.one if difference.other is Source.NAMES else difference.other
    return figures[other].surely_more_than(names)


def gate_reasons(rows: Sequence[Row], written_reason: str) -> list[Reason]:
    """What stands against making the result official or closing the day: every differing row,
    unless one reason was written for all."""
    return [] if written_reason.strip() else list(_reasons(rows))


def _reasons(rows: Sequence[Row]) -> Iterator[Reason]:
    for row in rows:
        if row.reason is not None:
            yield row.reason


def _row(rows: Sequence[Row], name: str) -> Row:
    return next((row for row in rows if row.name == name), Row(name, None, None, None))


def _figure(count: int | None) -> Figure | None:
    return None if count is None else Figure(Decimal(count))


def _amount(one: Figure, other: Figure) -> int | None:
    amount = one.value - other.value
    whole = one.is_exact and other.is_exact and amount == amount.to_integral_value()
    return int(amount) if whole else None


def _words(count: int | None) -> str:
    return UNKNOWN if count is None else format_number(count)
