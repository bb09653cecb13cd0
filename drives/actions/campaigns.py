"""Adding campaigns and mending their names."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError

from drives.models import Campaign
from ledger.actions import Receipt
from ledger.actor import Actor
from ledger.keeping import Keeping
from words.folding import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFacts:
    """All that is said of a campaign."""

    name: str
    first_year: int | None = None
    notes: str = ""


class NameTaken(Exception):
    """Another campaign has this name, read without marks and case; nothing was written."""


def _save(campaign: Campaign) -> None:
    if Campaign.objects.filter(folded=fold(campaign.name)).exclude(pk=campaign.pk).exists():
        raise NameTaken
    try:
        campaign.save()
    except IntegrityError as error:  # the same name, saved by somebody in this very moment
        raise NameTaken from error


CAMPAIGNS: Keeping[Campaign, CampaignFacts] = Keeping(
    add="add-campaign", edit="edit-campaign", records=Campaign.objects.all, save=_save
)


def add_campaign(*, by: Actor, key: UUID, facts: CampaignFacts) -> Receipt:
    """Add a campaign. Raises :class:`NameTaken`, or ``KeyUsedBefore``."""
    return CAMPAIGNS.make(Campaign(), facts, by=by, key=key)


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
    return CAMPAIGNS.mend(campaign.pk, facts, by=by, key=key, version=version, reason=reason)
