"""The signing list for gifts in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from units.querysets.gift_lists import SigningList
from units.rules.gifts import totals
from words.numbers import format_number


@dataclass(frozen=True, slots=True, repr=False)
class SigningRow:
    """One donor: an amount stays blank where it is not certain."""

    number: int
    name: str
    birth: str
    group: str
    volume: str
    amounts: Sequence[str]


@dataclass(frozen=True, slots=True)
class GiftSum:
    """One column added up: ``known`` donors of all have an amount."""

    label: str
    amount: str
    known: int
    blank: int


@dataclass(frozen=True, slots=True)
class Sums:
    """The foot of the list."""

    donors: int
    columns: Sequence[GiftSum]
    amount: str

    @property
    def has_blank(self) -> bool:
        return any(column.blank for column in self.columns)


def signing_rows(found: SigningList) -> list[SigningRow]:
    return [
        SigningRow(
            number=number,
            name=signer.registration.name,
            birth=str(signer.registration.donor.birth_year or ""),
            group=signer.registration.group,
            volume=f"{signer.volume} ml" if signer.volume else "",
            amounts=[_money(signer.amounts.get(label)) for label in found.columns],
        )
        for number, signer in enumerate(found.signers, start=1)
    ]


def sums_of(found: SigningList) -> Sums:
    added = totals(found.columns, (signer.amounts for signer in found.signers))
    columns = []
    for label in found.columns:
        known = sum(1 for signer in found.signers if label in signer.amounts)
        blank = len(found.signers) - known
        columns.append(GiftSum(label, _money(added[label]), known, blank))
    return Sums(len(found.signers), columns, _money(sum(added.values())))


def _money(amount: int | None) -> str:
    return "" if amount is None else format_number(amount)
