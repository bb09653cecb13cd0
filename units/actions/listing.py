"""Putting people on the list of a drive before its day, and mending what stands there."""

from datetime import datetime
from uuid import UUID

from directory.models import Organisation
from directory.pickers import LinkOrWords
from donors.facts import DonorFacts
from donors.models import Donor
from drives.models import Drive
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import digest_of
from ledger.models import Submission
from units.actions.days import day_of
from units.actions.reception import Came, Outcome, once_only, outcome_of
from units.actions.registrations import register, register_new
from units.cells import registration_cells
from units.models import Registration

EDIT = "edit-registration"


def enlist(
    *,
    by: Actor,
    key: UUID,
    drive: Drive,
    donor: Donor,
    group: LinkOrWords[Organisation],
    expected_at: datetime | None,
) -> Outcome:
    """Put a known donor on the list, or say why not."""

    def act(key: UUID) -> Receipt:
        return register(
            by=by, key=key, drive=drive, donor=donor, group=group, expected_at=expected_at
        )

    return outcome_of(act, key, came=Came.LISTED, donor=donor)


def enlist_new(
    *,
    by: Actor,
    key: UUID,
    donor_id: UUID,
    drive: Drive,
    facts: DonorFacts,
    group: LinkOrWords[Organisation],
    expected_at: datetime | None,
) -> Outcome:
    """Enter somebody new and put them on the list, or say why not."""

    def act(key: UUID) -> Receipt:
        return register_new(
            by=by, key=key, donor_id=donor_id, drive=drive, facts=facts, group=group,
            expected_at=expected_at,
        )  # fmt: skip

    return once_only(act, key, drive=drive, came=Came.LISTED, name=facts.name)


def edit_registration(
    *,
    by: Actor,
    key: UUID,
    registration: Registration,
    version: int | None,
    group: LinkOrWords[Organisation],
    expected_at: datetime | None,
) -> Receipt:
    """Mend whom somebody counts for and when they are expected. Raises DayClosed, ``Stale``,
    ``KeyUsedBefore``."""

    def write(submission: Submission) -> Registration:
        day_of(registration.drive, by=by, at=submission.at, submission=submission)
        rows = Registration.objects.select_related("drive", "donor", "organisation")
        row = lock(rows, registration.pk, version=version)
        before = registration_cells(row)
        row.organisation, row.group_words = group.record, group.words
        row.expected_at = expected_at
        row.save(update_fields=["organisation", "group_words", "expected_at"])
        after = registration_cells(row)
        leave_change(row, by=by, action=EDIT, before=before, after=after, submission=submission)
        return row

    digest = digest_of([registration.pk, version, group.record, group.words, expected_at])
    return once(key=key, by=by, action=EDIT, digest=digest, write=write)
