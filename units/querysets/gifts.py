"""What donors are given: the rates of a receiver on a day."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from directory.models import Organisation
from ledger.scope import Scope, Verb

if TYPE_CHECKING:
    from units.models import GiftRate  # noqa: F401  (names the rows in an annotation)


class GiftRateQuerySet(models.QuerySet["GiftRate"]):
    """Rates with a life ``[valid_from, valid_to)``. The general ones are the nation's; a receiver
    keeps its own."""

    def visible_to(self, scope: Scope) -> Self:
        if scope.whole_nation(Verb.SEE):
            return self
        if not scope.may(Verb.SEE):
            return self.none()
        return self.filter(Q(receiver__isnull=True) | _administered(scope))

    def editable_by(self, scope: Scope) -> Self:
        if scope.whole_nation(Verb.ADMINISTER):
            return self
        return self.filter(_administered(scope))

    def on(self, day: date) -> Self:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)

    def of_receivers(self, receivers: "set[int]") -> Self:
        """The general rates and those of these receivers, each kind in the order it is printed."""
        wanted = Q(receiver__isnull=True) | Q(receiver__in=receivers)
        return self.filter(wanted).order_by("pk")


def _administered(scope: Scope) -> Q:
    own = scope.organisations(Verb.ADMINISTER)
    return Q(receiver__in=Organisation.below(own)) if own else Q(pk__in=[])
