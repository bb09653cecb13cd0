"""Who signs for gifts at a drive, and the rates of their days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from drives.models import Drive
from units.models import GiftRate, Registration, Unit
from units.querysets.handovers import receivers_of
from units.rules.gifts import Given, Rate, amounts, labels_of, rates_for
from units.rules.states import State


@dataclass(frozen=True, slots=True)
class Signer:
    """One donor on the list, with what is certain of the amounts, by column."""

    registration: Registration
    volume: int | None
    short: bool
    amounts: dict[str, int]


@dataclass(frozen=True, slots=True)
class SigningList:
    """Those who donated, by given name, and the columns of gifts."""

    columns: Sequence[str]
    signers: Sequence[Signer]


def signing_list(drive: Drive, today: date) -> SigningList:
    """The list of a drive: of each donor the rates of the day the bag was drawn, of the bag's
    receiver or else the drive's only one. Five queries."""
    donors = list(
        Registration.objects.of_drive(drive)
        .in_states(State.DONATED)
        .with_links()
        .prefetch_related(
            Prefetch("units", Unit.objects.valid().order_by("pk"), to_attr="valid_bags")
        )
        .order_by("sort_key", "pk")
    )
    linked = {one.organisation_id for one in receivers_of(drive).receivings if one.organisation_id}
    only = next(iter(linked)) if len(linked) == 1 else None
    named = {bag.receiver_id for row in donors for bag in _bags(row) if bag.receiver_id}
    rates = _Rates(linked | named)
    usual = drive.first_day or today
    signers, columns = [], labels_of(rates_for(rates.on(usual), only))
    for row in donors:
        bag = next(iter(_bags(row)), None)
        day, receiver = usual, only
        given = Given(None, only)
        if bag is not None:
            day, receiver = bag.given_on, bag.receiver_id or only
            given = Given(bag.volume, receiver, short=bag.drawn_volume is not None)
        told = amounts(rates.on(day), given)
        columns += [label for label in told if label not in columns]
        signers.append(Signer(row, given.volume, given.short, told))
    return SigningList(columns, signers)


def _bags(row: Registration) -> Sequence[Unit]:
    bags: Sequence[Unit] = row.valid_bags  # type: ignore[attr-defined]  # fetched above
    return bags


class _Rates:
    """The rates of some receivers, by day; asked once."""

    def __init__(self, receivers: set[int]) -> None:
        self.rows = list(GiftRate.objects.of_receivers(receivers))

    def on(self, day: date) -> list[Rate]:
        return [
            Rate(row.label, row.amount, row.volume, row.receiver_id)
            for row in self.rows
            if row.valid_from <= day and (row.valid_to is None or day < row.valid_to)
        ]
