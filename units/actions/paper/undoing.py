"""Taking a whole list back with a reason: steps backward, bags and consents withdrawn, nothing
deleted. Files of donors made by the list stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from donors.actions.list_consents import withdraw_list_consents
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.batches import Saved, leave_changes
from ledger.cells import digest_of
from ledger.models import Submission
from units.actions import bags
from units.actions.days import day_of
from units.actions.given import hold_donors, keep_given
from units.actions.paper.entry import BATCH, save_states, walk
from units.actions.paper.refusals import SheetClosed
from units.actions.paper.saving import forget_lines
from units.actions.paper.sheets import sheet_cells
from units.actions.refusals import Refused
from units.cells import step_cells
from units.models import DriveDay, PaperSheet, Registration, Step, Unit
from units.rules.reasons import Reason
from units.rules.states import STEPS, Desk, State
from words.sentences import gettext_noop

WITHDRAW = "withdraw-list"
REASON_MISSING = Reason("reason-missing", gettext_noop("Please say why, in one sentence."))


@dataclass(frozen=True, slots=True)
class _Way:
    """How a person came to stand where the list put them: the first step and the last one."""

    first: Step
    last: Step

    @property
    def began_here(self) -> bool:
        return self.first.desk == Desk.ENTRY.value

    def back(self, state: State) -> list[str]:
        """The steps backward; none where somebody moved the person on since."""
        if self.last.desk != Desk.ENTRY.value or self.last.to_state != state.value:
            return []
        undo = STEPS[self.last.name].undo
        steps = [undo] if undo.startswith("undo-") else []
        return [*steps, "withdraw"] if self.began_here else steps


def withdraw_sheet(
    *, by: Actor, key: UUID, sheet: PaperSheet, version: int | None, reason: str
) -> Receipt:
    """Withdraw a list, saved or still open. People whom the list brought to the drive are withdrawn
    from it, those who stood on its list before stand there again; whom a desk has moved on since
    stays there. Typed lines that were not saved are destroyed.

    Raises SheetClosed (withdrawn already), Refused (no reason), DayClosed, ``Stale``,
    ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> PaperSheet:
        day = day_of(sheet.drive, by=by, at=submission.at, submission=submission)
        current = lock(PaperSheet.objects.select_related("receiver"), sheet.pk, version=version)
        if current.state == PaperSheet.State.WITHDRAWN:
            raise SheetClosed(current)
        if not reason.strip():
            raise Refused(REASON_MISSING)
        before = sheet_cells(current)
        _take_back(current, day, by=by, submission=submission, reason=reason)
        withdraw_list_consents(current.pk, by=by, at=submission.at)
        forget_lines(current, submission)
        current.state, current.data_key = PaperSheet.State.WITHDRAWN.value, None
        current.withdrawn_reason = reason.strip()
        current.save()
        leave_change(
            current, by=by, action=WITHDRAW, before=before, after=sheet_cells(current),
            reason=reason, submission=submission,
        )  # fmt: skip
        return current

    digest = digest_of([sheet.pk, version, reason])
    return once(key=key, by=by, action=WITHDRAW, digest=digest, write=write)


def _take_back(
    sheet: PaperSheet, day: DriveDay, *, by: Actor, submission: Submission, reason: str
) -> None:
    saved = Registration.objects.filter(paper_lines__sheet=sheet)
    hold_donors(list(saved.values_list("donor", flat=True)))
    rows = list(
        saved.select_for_update(of=("self",)).select_related("donor", "organisation").order_by("pk")
    )
    ways = _ways(rows)
    steps = {row.pk: ways[row.pk].back(State(row.state)) for row in rows}
    going = [row for row in rows if steps[row.pk]]
    _withdraw_bags(going, by=by, submission=submission, reason=reason)
    changes, made = [], []
    for row in going:
        before = step_cells(row)
        made += walk(row, steps[row.pk], day=day, at=submission.at, by=by, reason=reason)
        changes.append(Saved(row, before, step_cells(row)))
    save_states(going)
    Step.objects.bulk_create(made, batch_size=BATCH)
    leave_changes(changes, by=by, action="undo-enter", reason=reason, submission=submission)


def _ways(rows: Sequence[Registration]) -> dict[UUID, _Way]:
    ways: dict[UUID, _Way] = {}
    for step in Step.objects.filter(registration__in=rows).order_by("at", "pk"):
        known = ways.get(step.registration_id)
        ways[step.registration_id] = _Way(known.first if known else step, step)
    return ways


def _withdraw_bags(
    rows: Sequence[Registration], *, by: Actor, submission: Submission, reason: str
) -> None:
    units = list(
        Unit.objects.valid()
        .with_links()
        .filter(registration__in=[row.pk for row in rows if row.state == State.DONATED.value])
        .order_by("pk")
    )
    changes = []
    for unit in units:
        before = bags.unit_cells(unit)
        unit.withdrawn_at, unit.withdrawn_reason = submission.at, reason.strip()
        changes.append(Saved(unit, before, bags.unit_cells(unit)))
    ids = [unit.pk for unit in units]
    Unit.objects.filter(pk__in=ids).update(
        withdrawn_at=submission.at, withdrawn_reason=reason.strip()
    )
    leave_changes(changes, by=by, action=bags.WITHDRAW, reason=reason, submission=submission)
    keep_given([unit.donor_id for unit in units])
