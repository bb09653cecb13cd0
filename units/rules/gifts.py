"""What each donor is given on the signing list: rates of a receiver, by volume."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

# Circular 17/2020/TT-BYT: at least so much for a donation of whole blood, in đồng, by ml; and about
# so much for travelling.
GIFTS: Final = {250: 100_000, 350: 150_000, 450: 180_000}
TRAVEL: Final = 50_000


@dataclass(frozen=True, slots=True)
class Rate:
    """An amount in đồng for bags of ``volume`` ml (None: any) of one receiver (None: any)."""

    label: str
    amount: int
    volume: int | None = None
    receiver: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What decides the amount of one donor: the volume in ml and the receiver, as far as they are
    known; ``short``: less was drawn than the bag holds."""

    volume: int | None
    receiver: int | None
    short: bool = False


def rates_for(rates: Iterable[Rate], receiver: int | None) -> list[Rate]:
    """The rates that hold for a receiver: its own where it has any, else the general ones."""
    known = list(rates)
    own = [rate for rate in known if receiver is not None and rate.receiver == receiver]
    return own or [rate for rate in known if rate.receiver is None]


def labels_of(rates: Iterable[Rate]) -> list[str]:
    """The columns of a list, each once, in the order of the rates."""
    return list(dict.fromkeys(rate.label for rate in rates))


def amounts(rates: Sequence[Rate], given: Given) -> dict[str, int]:
    """What one donor gets, by column. What is not certain stays out, to be written by hand: a rate
    by volume where the volume is not known or less was drawn."""
    found: dict[str, int] = {}
    for rate in rates_for(rates, given.receiver):
        if rate.volume is None:
            found.setdefault(rate.label, rate.amount)
        elif rate.volume == given.volume and not given.short:
            found[rate.label] = rate.amount
    return found


def totals(columns: Sequence[str], rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The foot of the list: each column added up over the donors whose amount is known."""
    sums = dict.fromkeys(columns, 0)
    for row in rows:
        for label, amount in row.items():
            sums[label] += amount
    return sums
