"""Adding campaigns and mending their names."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError

from drives.models import Campaign
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import cells_of, digest_of
from ledger.models import Submission
from words.folding import fold

ADD = "add-campaign"
EDIT = "edit-campaign"


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFacts:
    """All that is said of a campaign."""

    name: str
    first_year: int | None = None
    notes: str = ""


class NameTaken(Exception):
    """Another campaign has this name, read without marks and case; nothing was written."""


def add_campaign(*, by: Actor, key: UUID, facts: CampaignFacts) -> Receipt:
    """Add a campaign. Raises :class:`NameTaken`, or ``KeyUsedBefore``."""

    def write(submission: Submission) -> Campaign:
        return _put(Campaign(), facts, by=by, action=ADD, submission=submission)

    return once(key=key, by=by, action=ADD, digest=digest_of(facts), write=write)


def edit_campaign(
    *,
    by: Actor,
    key: UUID,
    campaign: Campaign,
    version: int | None,
    facts: CampaignFacts,
    reason: str = "",
) -> Receipt:
    """Mend a campaign. Raises ``Stale``, :class:`NameTaken`, ``KeyUsedBefore``."""

    def write(submission: Submission) -> Campaign:
        current = lock(Campaign.objects.all(), campaign.pk, version=version)
        return _put(current, facts, by=by, action=EDIT, submission=submission, reason=reason)

    digest = digest_of([campaign.pk, version, facts, reason])
    return once(key=key, by=by, action=EDIT, digest=digest, write=write)


def _put(
    campaign: Campaign,
    facts: CampaignFacts,
    *,
    by: Actor,
    action: str,
    submission: Submission,
    reason: str = "",
) -> Campaign:
    before = cells_of(campaign) if campaign.pk else {}
    if Campaign.objects.filter(folded=fold(facts.name)).exclude(pk=campaign.pk).exists():
        raise NameTaken
    campaign.name = facts.name
    campaign.first_year = facts.first_year
    campaign.notes = facts.notes
    try:
        campaign.save()
    except IntegrityError as error:  # the same name, saved by somebody in this very moment
        raise NameTaken from error
    leave_change(
        campaign, by=by, action=action, before=before, after=cells_of(campaign),
        submission=submission, reason=reason,
    )  # fmt: skip
    return campaign
