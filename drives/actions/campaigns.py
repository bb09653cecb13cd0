"""Adding campaigns and mending their names."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError

from drives.actions.refusals import refuse_withdrawn
from drives.cells import withdrawal_cell
from drives.models import Campaign
from ledger.actions import Receipt
from ledger.actor import Actor
from ledger.cells import Cells, cells_of
from ledger.keeping import Keeping
from words.folding import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFacts:
    """All that is said of a campaign."""

    name: str
    first_year: int | None = None
    notes: str = ""


class NameTaken(Exception):
    """Another campaign has this name, read without marks and case; nothing was written.
    ``withdrawn``: it is not in use and may be restored."""

    def __init__(self, *, withdrawn: bool = False) -> None:
        super().__init__("withdrawn" if withdrawn else "in use")
        self.withdrawn = withdrawn


def _save(campaign: Campaign) -> None:
    same_name = Campaign.objects.filter(folded=fold(campaign.name)).exclude(pk=campaign.pk)
    if other := same_name.first():
        raise NameTaken(withdrawn=other.is_withdrawn)
    try:
        campaign.save()
    except IntegrityError as error:  # the same name, saved by somebody in this very moment
        raise NameTaken from error


def campaign_cells(campaign: Campaign) -> Cells:
    cells = cells_of(campaign, leave_out=Campaign.WITHDRAWAL)
    return cells | {"withdrawn": withdrawal_cell(campaign)}


CAMPAIGNS: Keeping[Campaign, CampaignFacts] = Keeping(
    add="add-campaign",
    edit="edit-campaign",
    records=Campaign.objects.all,
    cells=campaign_cells,
    save=_save,
    may_be_mended=refuse_withdrawn,
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
    """Mend a campaign. Raises ``Stale``, :class:`NameTaken`, ``IsWithdrawn``, ``KeyUsedBefore``."""
    return CAMPAIGNS.mend(campaign.pk, facts, by=by, key=key, version=version, reason=reason)
