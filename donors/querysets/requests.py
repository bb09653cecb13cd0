"""Reads of the register of donors' requests."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from directory.models import Organisation
from directory.querysets import in_place
from ledger.scope import Reach, Scope, Verb

if TYPE_CHECKING:
    from donors.models import PersonRequest  # noqa: F401  (names the rows in an annotation)


class PersonRequestQuerySet(models.QuerySet["PersonRequest"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those the own organisations handle, and those of the own area."""
        if scope.whole_nation(Verb.SEE):
            return self
        condition = Q(pk__in=[])
        for place in scope.places(Verb.SEE):
            condition |= in_place(place, "keeper__area")
        own = scope.organisations(Verb.SEE) + scope.organisations(Verb.SEE, Reach.RECEIVED)
        if own:
            condition |= Q(keeper__in=Organisation.below(own))
        return self.filter(condition)

    def unsettled(self) -> Self:
        return self.filter(closed_on__isnull=True)
