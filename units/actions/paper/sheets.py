"""Opening a paper list, and mending what is said of it as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Final
from uuid import UUID

from directory.models import Organisation
from donors.actions.list_consents import put_list_consents, withdraw_list_consents
from donors.models import Donor
from drives.models import Drive
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import Cells, digest_of, plain
from ledger.models import Submission
from ledger.seals import new_data_key
from units.actions.days import day_of
from units.actions.given import hold_donors
from units.actions.paper.refusals import SheetClosed
from units.models import PaperSheet, Registration

OPEN, EDIT = "open-list", "edit-list"
CELLS: Final = (
    "label", "day", "receiver", "state", "consent_signed", "foot_people", "foot_units",
    "foot_volumes", "withdrawn_reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """What is said of a list as a whole; numbers at its foot that nobody typed are None."""

    label: str
    day: date
    receiver: Organisation | None = None
    consent_signed: bool = False
    columns: Sequence[str] = ()
    foot_people: int | None = None
    foot_units: int | None = None
    foot_volumes: Mapping[str, int] = field(default_factory=dict)


def sheet_cells(sheet: PaperSheet) -> Cells:
    return {name: plain(getattr(sheet, name)) for name in CELLS}


def open_sheet(*, by: Actor, key: UUID, drive: Drive, facts: SheetFacts) -> Receipt:
    """Open a list of ``drive``; its id is ``key``. Raises DayClosed, ``KeyUsedBefore``."""

    def write(submission: Submission) -> PaperSheet:
        day_of(drive, by=by, at=submission.at, submission=submission)
        sheet = PaperSheet(
            id=key,
            drive=drive,
            keeper=drive.keeper,
            data_key=new_data_key(),
            made_at=submission.at,
            made_by_name=by.name,
        )
        _put(sheet, facts)
        sheet.save(force_insert=True)
        leave_change(
            sheet, by=by, action=OPEN, before={}, after=sheet_cells(sheet), submission=submission
        )
        return sheet

    return once(key=key, by=by, action=OPEN, digest=digest_of([drive.pk, facts]), write=write)


def edit_sheet(
    *, by: Actor, key: UUID, sheet: PaperSheet, version: int | None, facts: SheetFacts
) -> Receipt:
    """Mend what is said of a list; of a saved one the day and the receiver stay. That its donors
    signed the paper form counts for those saved before too, or for none.

    Raises SheetClosed (withdrawn), DayClosed, ``Stale``, ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> PaperSheet:
        day_of(sheet.drive, by=by, at=submission.at, submission=submission)
        current = lock(PaperSheet.objects.select_related("receiver"), sheet.pk, version=version)
        if current.state == PaperSheet.State.WITHDRAWN:
            raise SheetClosed(current)
        before, signed = sheet_cells(current), current.consent_signed
        kept = (current.day, current.receiver)
        _put(current, facts)
        if current.lines.filter(registration__isnull=False).exists():
            current.day, current.receiver = kept
        current.save()
        if current.consent_signed != signed:
            _tell_consents(current, by=by, submission=submission)
        leave_change(
            current, by=by, action=EDIT, before=before, after=sheet_cells(current),
            submission=submission,
        )  # fmt: skip
        return current

    digest = digest_of([sheet.pk, version, facts])
    return once(key=key, by=by, action=EDIT, digest=digest, write=write)


def _put(sheet: PaperSheet, facts: SheetFacts) -> None:
    for fact in fields(facts):
        setattr(sheet, fact.name, getattr(facts, fact.name))
    sheet.columns, sheet.foot_volumes = list(facts.columns), dict(facts.foot_volumes)


def _tell_consents(sheet: PaperSheet, *, by: Actor, submission: Submission) -> None:
    """Write or take back the consents of those whom the list has saved."""
    if not sheet.consent_signed:
        withdraw_list_consents(sheet.pk, by=by, at=submission.at)
        return
    people = Registration.objects.filter(paper_lines__sheet=sheet)
    saved = list(Donor.objects.filter(pk__in=people.values("donor"), erased_at__isnull=True))
    hold_donors([donor.pk for donor in saved])
    put_list_consents(saved, given_on=sheet.day, by=by, at=submission.at, source_list=sheet.pk)
