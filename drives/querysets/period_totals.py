"""Reads of period totals: seen and kept by officers of their area."""

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from directory.models import Organisation
from directory.querysets import in_place
from drives.querysets.withdrawals import STANDING, Standing
from ledger.scope import Scope, Verb

if TYPE_CHECKING:
    from drives.models import PeriodTotal  # noqa: F401  (names the rows in an annotation)


class PeriodTotalQuerySet(Standing["PeriodTotal"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those of the areas a person sees, and those the own organisations keep; withdrawn ones
        only where the person may edit them."""
        editable = self._condition(scope, Verb.CONFIRM) | self._condition(scope, Verb.ADMINISTER)
        return self.filter(self._condition(scope, Verb.SEE), STANDING | editable)

    def editable_by(self, scope: Scope) -> Self:
        """Those in the area of a confirmer or administrator."""
        return self.filter(
            self._condition(scope, Verb.CONFIRM) | self._condition(scope, Verb.ADMINISTER)
        )

    def _condition(self, scope: Scope, verb: Verb) -> Q:
        if scope.whole_nation(verb):
            return Q(pk__isnull=False)
        condition = Q(pk__in=[])
        for place in scope.places(verb):
            condition |= in_place(place, "area")
        if kept := scope.organisations(verb):
            condition |= Q(keeper__in=Organisation.below(kept))
        return condition

    def with_links(self) -> Self:
        return self.select_related("area__parent__parent", "area__province_now", "keeper")
