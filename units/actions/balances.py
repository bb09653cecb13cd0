"""Saving the balances of a drive: one sheet, one version, one Change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from drives.models import Drive
from ledger.actions import Receipt, Stale, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import Cells, digest_of
from ledger.models import Submission
from units.models import BagBalance, Balance, SerialBalance

SAVE = "save-balance"
BAG_COLUMNS = ("brought", "drawn", "spoiled", "returned")
ROW_COLUMNS = (
    "label", "brought", "given_out", "spoiled", "returned", "brought_serials", "spoiled_serials",
    "returned_serials",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BagFacts:
    """Empty bags of one volume; None: nobody counted."""

    brought: int | None = None
    drawn: int | None = None
    spoiled: int | None = None
    returned: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFacts:
    """One series of certificates, or one kind of gift."""

    label: str
    brought: int | None = None
    given_out: int | None = None
    spoiled: int | None = None
    returned: int | None = None
    brought_serials: str = ""
    spoiled_serials: str = ""
    returned_serials: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceFacts:
    """The whole sheet: bags by volume in ml, rows by their kind."""

    bags: Mapping[int, BagFacts] = field(default_factory=dict)
    rows: Mapping[str, Sequence[RowFacts]] = field(default_factory=dict)
    notes: str = ""


def save_balance(
    *, by: Actor, key: UUID, drive: Drive, version: int, facts: BalanceFacts
) -> Receipt:
    """Save the sheet; ``version`` is that of the sheet when it was opened, 0 for none yet. Raises
    ``Stale``, ``KeyUsedBefore``."""

    def write(submission: Submission) -> Balance:
        current = lock(Drive.objects.all(), drive.pk, version=None)
        balance = Balance.objects.filter(drive=current).first() or Balance(drive=current)
        if balance.version != version:
            raise Stale(balance, version)
        before = balance_cells(balance) if not balance._state.adding else {}
        balance.notes = facts.notes
        balance.saved_at, balance.saved_by_name = submission.at, by.name
        balance.save()
        _put_bags(balance, facts.bags)
        _put_rows(balance, facts.rows)
        after = balance_cells(Balance.objects.get(pk=balance.pk))
        leave_change(balance, by=by, action=SAVE, before=before, after=after, submission=submission)
        return balance

    digest = digest_of([drive.pk, version, facts])
    return once(key=key, by=by, action=SAVE, digest=digest, write=write)


def _put_bags(balance: Balance, bags: Mapping[int, BagFacts]) -> None:
    known = {row.volume: row for row in balance.bags.all()}
    for volume, facts in bags.items():
        row = known.pop(volume, None) or BagBalance(balance=balance, volume=volume)
        for name in BAG_COLUMNS:
            setattr(row, name, getattr(facts, name))
        row.save()
    for row in known.values():
        row.delete()


def _put_rows(balance: Balance, rows: Mapping[str, Sequence[RowFacts]]) -> None:
    """Rows keep their place on the sheet; the Change keeps what a shorter sheet leaves out."""
    known = {(row.kind, row.position): row for row in balance.serials.all()}
    for kind, typed in rows.items():
        for position, facts in enumerate(typed, start=1):
            row = known.pop((kind, position), None) or SerialBalance(
                balance=balance, kind=kind, position=position
            )
            for name in ROW_COLUMNS:
                setattr(row, name, getattr(facts, name))
            row.save()
    for row in known.values():
        row.delete()


def balance_cells(balance: Balance) -> Cells:
    """Every cell of the sheet: "bags_350_spoiled", "gift_1_brought"."""
    cells: Cells = {"notes": balance.notes}
    for bag in balance.bags.all():
        cells |= {f"bags_{bag.volume}_{name}": getattr(bag, name) for name in BAG_COLUMNS}
    for row in balance.serials.all():
        cells |= {f"{row.kind}_{row.position}_{name}": getattr(row, name) for name in ROW_COLUMNS}
    return cells
