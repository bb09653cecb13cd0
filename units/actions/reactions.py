"""Reactions of donors: written down at the collection desk or afterwards, mended, withdrawn."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import Cells, digest_of, plain
from ledger.keeping import Keeping
from ledger.models import Submission
from units.actions.refusals import Refused
from units.models import Reaction, Registration
from units.rules.day import hour_refusal
from units.rules.reactions import KINDS
from units.rules.reasons import Reason
from words.sentences import gettext_noop

WITHDRAW = "withdraw-reaction"
CELLS = (
    "registration", "group", "kind", "severity", "imputability", "at", "notes", "withdrawn_at",
)  # fmt: skip
WITHDRAWN = Reason("reaction-withdrawn", gettext_noop("This reaction was withdrawn already."))
OTHER_GROUP = Reason(
    "kind-of-another-group", gettext_noop("This kind of reaction belongs to another group.")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionFacts:
    """What happened and when, in the terms of the ISBT, IHN and AABB standard of 2014; ``kind``
    and ``imputability`` where somebody knows them."""

    group: str
    severity: int
    at: datetime
    kind: str = ""
    imputability: str = ""
    notes: str = ""


def reaction_cells(reaction: Reaction) -> Cells:
    return {name: plain(getattr(reaction, name)) for name in CELLS}


def _save(reaction: Reaction) -> None:
    if reaction.withdrawn_at is not None:
        raise Refused(WITHDRAWN)
    if reaction.kind and KINDS[reaction.kind].group.value != reaction.group:
        raise Refused(OTHER_GROUP)
    # A reaction may come days after the draw, never before the drive.
    first = reaction.registration.drive.first_day
    why = hour_refusal(
        timezone.localtime(reaction.at), first, None, now=timezone.localtime(timezone.now())
    )
    if why is not None:
        raise Refused(why)
    reaction.save()


REACTIONS: Keeping[Reaction, ReactionFacts] = Keeping(
    add="add-reaction",
    edit="edit-reaction",
    records=lambda: Reaction.objects.select_related("registration__drive", "registration__donor"),
    cells=reaction_cells,
    save=_save,
)


def add_reaction(
    *, by: Actor, key: UUID, registration: Registration, facts: ReactionFacts
) -> Receipt:
    """Write down a reaction of somebody at a drive, also when its day is closed: some come later.
    Raises Refused, ``KeyUsedBefore``."""
    blank = Reaction(registration=registration, recorded_by_name=by.name)
    return REACTIONS.make(blank, facts, by=by, key=key, of=registration.pk)


def edit_reaction(
    *,
    by: Actor,
    key: UUID,
    reaction: Reaction,
    version: int | None,
    facts: ReactionFacts,
    reason: str = "",
) -> Receipt:
    """Mend a reaction. Raises Refused, ``Stale``, ``KeyUsedBefore``."""
    return REACTIONS.mend(reaction.pk, facts, by=by, key=key, version=version, reason=reason)


def withdraw_reaction(
    *, by: Actor, key: UUID, reaction: Reaction, version: int | None, reason: str
) -> Receipt:
    """Say that a reaction was written down by mistake. Raises Refused, ``Stale``,
    ``KeyUsedBefore``."""

    def write(submission: Submission) -> Reaction:
        current = lock(REACTIONS.records(), reaction.pk, version=version)
        if current.withdrawn_at is not None:
            raise Refused(WITHDRAWN)
        before = reaction_cells(current)
        current.withdrawn_at, current.withdrawn_reason = submission.at, reason.strip()
        current.save()
        leave_change(
            current, by=by, action=WITHDRAW, before=before, after=reaction_cells(current),
            reason=reason, submission=submission,
        )  # fmt: skip
        return current

    digest = digest_of([reaction.pk, version, reason])
    return once(key=key, by=by, action=WITHDRAW, digest=digest, write=write)
