"""Reads of campaigns: names every organizer may use."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from directory.querysets import FoldedSearch
from drives.querysets.withdrawals import STANDING
from ledger.scope import Scope, Verb

if TYPE_CHECKING:
    from drives.models import Campaign  # noqa: F401  (names the rows in an annotation)


class CampaignQuerySet(FoldedSearch["Campaign"]):
    def standing(self) -> Self:
        """Without those that were withdrawn: what pickers offer."""
        return self.filter(STANDING)

    def visible_to(self, scope: Scope) -> Self:
        """Campaigns are the whole nation's: everyone with a membership sees them; a withdrawn one
        only those who keep the names."""
        if not scope.may(Verb.SEE):
            return self.none()
        return self if _keeps_names(scope) else self.standing()

    def editable_by(self, scope: Scope) -> Self:
        """Whoever confirms or administers keeps the names right."""
        return self if _keeps_names(scope) else self.none()

    def to_choose(self, *, present: Iterable[int] = ()) -> Self:
        """Those a drive may be given, and those it has already."""
        return self.filter(STANDING | Q(pk__in=list(present)))


def _keeps_names(scope: Scope) -> bool:
    return scope.may(Verb.CONFIRM) or scope.may(Verb.ADMINISTER)
