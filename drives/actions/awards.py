"""Recording and mending awards given on the occasion of a drive."""

from dataclasses import dataclass
from uuid import UUID

from drives.cells import figure_cell
from drives.models import Award, Drive
from drives.rules.figures import Figure
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import Cells, digest_of, plain
from ledger.models import Submission

ADD = "add-award"
EDIT = "edit-award"
PLAIN = ("authority", "form", "to")


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardFacts:
    """Who gave what to whom, and to how many, None being unknown."""

    authority: str
    form: str
    to: str
    count: Figure | None = None


def award_cells(award: Award) -> Cells:
    cells: Cells = {name: plain(getattr(award, name)) for name in ("drive", *PLAIN)}
    return cells | {"count": figure_cell(award.count)}


def add_award(*, by: Actor, key: UUID, drive: Drive, facts: AwardFacts) -> Receipt:
    """Record an award on a drive. Raises ``KeyUsedBefore``."""

    def write(submission: Submission) -> Award:
        return _put(Award(drive=drive), facts, by=by, action=ADD, submission=submission)

    return once(key=key, by=by, action=ADD, digest=digest_of([drive.pk, facts]), write=write)


def edit_award(
    *,
    by: Actor,
    key: UUID,
    award: Award,
    version: int | None,
    facts: AwardFacts,
    reason: str = "",
) -> Receipt:
    """Mend an award. Raises ``Stale``, ``KeyUsedBefore``."""

    def write(submission: Submission) -> Award:
        current = lock(Award.objects.select_related("drive"), award.pk, version=version)
        return _put(current, facts, by=by, action=EDIT, submission=submission, reason=reason)

    digest = digest_of([award.pk, version, facts, reason])
    return once(key=key, by=by, action=EDIT, digest=digest, write=write)


def _put(
    award: Award,
    facts: AwardFacts,
    *,
    by: Actor,
    action: str,
    submission: Submission,
    reason: str = "",
) -> Award:
    before = award_cells(award) if award.pk else {}
    for name in (*PLAIN, "count"):
        setattr(award, name, getattr(facts, name))
    award.save()
    leave_change(
        award,
        by=by,
        action=action,
        before=before,
        after=award_cells(award),
        submission=submission,
        reason=reason,
    )
    return award
