"""Writing the people of a paper list into a drive: what ``enrolment.put_registration`` and
``steps.take`` do one by one, in a few statements for the whole list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from directory.models import Organisation
from directory.pickers import LinkOrWords
from donors.models import Donor
from drives.models import Drive
from ledger.actor import Actor
from ledger.batches import Saved, leave_changes
from ledger.cells import Cells
from ledger.keys import new_id
from ledger.models import Submission
from ledger.personal import Personal
from units.actions.steps import put_state
from units.cells import registration_cells
from units.models import DriveDay, Registration, Step
from units.rules.states import STEPS, Desk, State, StepRule

BATCH: Final = 500
NOTE: Final = "note"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Entry:
    """One person of a list. ``steps`` lead from where the person stands; ``there`` is the
    registration of whoever stood at the drive before. ``note``: words of the paper that no other
    record keeps."""

    line: UUID
    donor: Donor
    steps: Sequence[str]
    there: Registration | None = None
    group: LinkOrWords[Organisation]
    first_time: bool | None = None
    note: str = ""


def enter(
    entries: Sequence[Entry],
    *,
    drive: Drive,
    day: DriveDay,
    by: Actor,
    submission: Submission,
    reason: str,
) -> dict[UUID, Registration]:
    """Write the registrations of a list, each by its line's id, with their steps and changes. Day
    and donors are held. ``reason`` is said of whoever comes back to the list."""
    at = submission.at
    taken = set(
        Registration.objects.filter(pk__in=[entry.line for entry in entries]).values_list(
            "pk", flat=True
        )
    )
    rows: dict[UUID, Registration] = {}
    made: list[Step] = []
    changes: dict[str, list[Saved]] = defaultdict(list)
    for entry in entries:
        row = entry.there or _new(entry, drive, taken)
        before = registration_cells(row) if entry.there else {}
        _count_for(row, entry.group)
        made += walk(row, entry.steps, day=day, at=at, by=by, reason=reason)
        rows[entry.line] = row
        action = entry.steps[-1] if entry.steps else "list"
        changes[action].append(_saved(row, before, entry))
    new = [rows[entry.line] for entry in entries if entry.there is None]
    Registration.objects.bulk_create(new, batch_size=BATCH)
    save_states(rows[entry.line] for entry in entries if entry.there is not None)
    Step.objects.bulk_create(made, batch_size=BATCH)
    for action, saved in changes.items():
        leave_changes(saved, by=by, action=action, submission=submission)
    return rows


def _new(entry: Entry, drive: Drive, taken: set[UUID]) -> Registration:
    """With the id of its line, as far as that is free: clients make the ids of lines."""
    return Registration(
        id=new_id() if entry.line in taken else entry.line,
        drive=drive,
        donor=entry.donor,
        name=entry.donor.name,
        source=Registration.Source.LIST.value,
        first_time=entry.first_time,
    )


def _count_for(row: Registration, group: LinkOrWords[Organisation]) -> None:
    """What the list of a drive says already stays."""
    if row.organisation_id is None and not row.group_words:
        row.organisation, row.group_words = group.record, group.words


def walk(
    row: Registration,
    names: Sequence[str],
    *,
    day: DriveDay,
    at: datetime,
    by: Actor,
    reason: str = "",
) -> list[Step]:
    """Take steps of the entry desk with a registration in memory; the steps to be saved."""
    made = []
    for name in names:
        rule = STEPS[name]
        before = State(row.state) if row.state else None
        put_state(row, rule, desk=Desk.ENTRY, at=at, day=day)
        made.append(_step(row, rule, before, at, by, reason))
    return made


def _step(
    row: Registration, rule: StepRule, before: State | None, at: datetime, by: Actor, reason: str
) -> Step:
    return Step(
        registration=row,
        name=rule.name,
        from_state=before.value if before else "",
        to_state=rule.target.value,
        at=at,
        desk=Desk.ENTRY.value,
        actor_id=by.id,
        actor_name=by.name,
        reason=reason.strip() if rule.needs_reason else "",
    )


def save_states(rows: Iterable[Registration]) -> None:
    """Save what steps and groups changed: one statement for each way in which people stand."""
    alike: dict[tuple[object, ...], list[UUID]] = defaultdict(list)
    facts: dict[tuple[object, ...], Mapping[str, object]] = {}
    for row in rows:
        values = {
            "state": row.state,
            "state_at": row.state_at,
            "left_why": row.left_why,
            "organisation": row.organisation_id,
            "group_words": row.group_words,
        }
        key = tuple(values.values())
        alike[key].append(row.pk)
        facts[key] = values
    for key, ids in alike.items():
        Registration.objects.filter(pk__in=ids).update(**facts[key])


def _saved(row: Registration, before: Cells, entry: Entry) -> Saved:
    after = registration_cells(row)
    if not entry.note or entry.donor.data_key is None:
        return Saved(row, before, after)
    sealed = Personal(frozenset({NOTE}), entry.donor.data_key)
    return Saved(row, before, after | {NOTE: entry.note}, sealed)
