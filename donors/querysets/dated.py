"""Reads of dated rules: what was valid on a day."""

from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q

from ledger.scope import Scope, Verb

if TYPE_CHECKING:
    from donors.models import DeferralReason, HonourTier, Limit  # noqa: F401  (name rows below)

Row = TypeVar("Row", bound=models.Model)


class DatedQuerySet(models.QuerySet[Row]):
    """Rows with a life ``[valid_from, valid_to)``. They are the nation's: everybody reads them,
    its administrators keep them."""

    def visible_to(self, scope: Scope) -> Self:
        return self if scope.may(Verb.SEE) else self.none()

    def editable_by(self, scope: Scope) -> Self:
        return self if scope.whole_nation(Verb.ADMINISTER) else self.none()

    def on(self, day: date) -> Self:
        """The rows valid on ``day``; of one code the youngest."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day
        ).order_by("code", "valid_from")


class LimitQuerySet(DatedQuerySet["Limit"]):
    pass


class DeferralReasonQuerySet(DatedQuerySet["DeferralReason"]):
    pass


class TierQuerySet(DatedQuerySet["HonourTier"]):
    """Tiers of honour: a province keeps its own."""

    def editable_by(self, scope: Scope) -> Self:
        if scope.whole_nation(Verb.ADMINISTER):
            return self
        provinces = [place.id for place in scope.places(Verb.ADMINISTER)]
        return self.filter(province__in=provinces)

    def for_province(self, province: int | None) -> Self:
        """A province's own tiers where it has any, else the nation's."""
        own = self.filter(province=province) if province is not None else self.none()
        return own if own.exists() else self.filter(province__isnull=True)
