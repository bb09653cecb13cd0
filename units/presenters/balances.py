"""The balances of a drive in words: each row with its difference and its sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from units.models import BagBalance, Balance, SerialBalance
from units.presenters.people import sentence
from units.querysets.balances import Drawn
from units.rules.balances import Balance as Line
from units.rules.balances import bag_reasons, gift_reason, serial_reasons
from units.rules.balances import balance as bag_lines
from units.rules.serials import SerialRange, read_serials
from words.numbers import format_number

LISTED = 5


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One row of the printed sheet: its four numbers, what is left over, and the sentence of a
    row that does not come out even."""

    label: str
    brought: str
    used: str
    spoiled: str
    returned: str
    difference: str
    says: str
    even: bool
    serials: str = ""


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """All of it. ``counted``: drawn bags are counted from so many that are recorded, else told."""

    bags: Sequence[BalanceRow]
    certificates: Sequence[BalanceRow]
    gifts: Sequence[BalanceRow]
    serials: Sequence[str]
    unread: Sequence[str]
    counted: int
    numbered: int

    @property
    def even(self) -> bool:
        rows = [*self.bags, *self.certificates, *self.gifts]
        return not self.serials and not self.unread and all(row.even for row in rows)


def sheet_of(balance: Balance, drawn: Drawn) -> BalanceSheet:
    """The balances as they are, with what the bags say."""
    bags = list(balance.bags.all()) if not balance._state.adding else []
    rows = list(balance.serials.order_by("position")) if not balance._state.adding else []
    certificates = [row for row in rows if row.kind == SerialBalance.Kind.CERTIFICATE]
    numbers = drawn.certificates
    return BalanceSheet(
        bags=_bag_rows(bags, drawn),
        certificates=[_row(row, _used(row, certificates, drawn)) for row in certificates],
        gifts=[_row(row, row.given_out) for row in rows if row not in certificates],
        serials=_serials(certificates, drawn),
        unread=list(numbers.unread[:LISTED]) if certificates else [],
        counted=drawn.recorded,
        numbered=len(numbers.given),
    )


def _bag_rows(bags: Sequence[BagBalance], drawn: Drawn) -> list[BalanceRow]:
    told = {row.volume: row for row in bags}
    used = dict(drawn.by_volume) if drawn.is_counted else _known(bags, "drawn")
    lines = bag_lines(
        _known(bags, "brought"), used, _known(bags, "spoiled"), _known(bags, "returned")
    )
    return [
        BalanceRow(
            label=f"{volume} ml",
            brought=_number(line.brought),
            used=_number(used.get(volume)),
            spoiled=_number(told[volume].spoiled if volume in told else None),
            returned=_number(told[volume].returned if volume in told else None),
            difference=_number(line.difference),
            says=" ".join(sentence(reason) for reason in bag_reasons({volume: line})),
            even=not bag_reasons({volume: line}),
        )
        for volume, line in lines.items()
    ]


def _known(bags: Sequence[BagBalance], column: str) -> dict[int, int]:
    return {row.volume: number for row in bags if (number := getattr(row, column)) is not None}


def _used(row: SerialBalance, certificates: Sequence[SerialBalance], drawn: Drawn) -> int | None:
    """What was given out of a series: counted from the bags' own numbers where they have any."""
    given = drawn.certificates.given
    if not given:
        return row.given_out
    brought = read_serials(row.brought_serials)
    if brought:
        return sum(1 for one in given if any(_within(one, whole) for whole in brought))
    return len(given) if len(certificates) == 1 else row.given_out


def _within(one: SerialRange, whole: SerialRange) -> bool:
    return one.series == whole.series and whole.first <= one.first <= whole.last


def _row(row: SerialBalance, used: int | None) -> BalanceRow:
    line = Line(row.brought, used or 0, row.spoiled or 0, row.returned or 0)
    counted = any(number is not None for number in (row.brought, used, row.spoiled, row.returned))
    reason = gift_reason(row.label, line) if counted else None
    return BalanceRow(
        label=row.label,
        brought=_number(row.brought),
        used=_number(used),
        spoiled=_number(row.spoiled),
        returned=_number(row.returned),
        difference=_number(line.difference),
        says=sentence(reason) if reason else "",
        even=reason is None,
        serials=row.brought_serials,
    )


def _serials(certificates: Sequence[SerialBalance], drawn: Drawn) -> list[str]:
    """Serial by serial, where both the bags and the register name them."""
    given = drawn.certificates.given
    brought = [one for row in certificates for one in read_serials(row.brought_serials)]
    if not given or not brought:
        return []
    reasons = serial_reasons(
        brought,
        given,
        [one for row in certificates for one in read_serials(row.spoiled_serials)],
        [one for row in certificates for one in read_serials(row.returned_serials)],
    )
    return [sentence(reason) for reason in reasons]


def _number(number: int | None) -> str:
    return "" if number is None else format_number(number)
