"""Reads of campaigns: names every organizer may use."""

from typing import TYPE_CHECKING, Self

from directory.querysets import FoldedSearch
from ledger.scope import Scope, Verb

if TYPE_CHECKING:
    from drives.models import Campaign  # noqa: F401  (names the rows in an annotation)


class CampaignQuerySet(FoldedSearch["Campaign"]):
    def visible_to(self, scope: Scope) -> Self:
        """Campaigns are the whole nation's: everyone with a membership sees them."""
        return self if scope.may(Verb.SEE) else self.none()

    def editable_by(self, scope: Scope) -> Self:
        """Whoever confirms or administers keeps the names right."""
        writes = scope.may(Verb.CONFIRM) or scope.may(Verb.ADMINISTER)
        return self if writes else self.none()
