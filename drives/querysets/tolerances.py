"""Which tolerance counts on a day, and who sets it."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from directory.querysets import in_place
from ledger.scope import Scope, Verb

if TYPE_CHECKING:
    from drives.models import Tolerance  # noqa: F401  (names the rows in an annotation)


class ToleranceQuerySet(models.QuerySet["Tolerance"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those an administrator sets, and the nation's, which counts where there is none."""
        if not scope.may(Verb.ADMINISTER):
            return self.none()
        return self.filter(self._administered(scope) | Q(area__level="nation"))

    def editable_by(self, scope: Scope) -> Self:
        return self.filter(self._administered(scope))

    def _administered(self, scope: Scope) -> Q:
        if scope.whole_nation(Verb.ADMINISTER):
            return Q(pk__isnull=False)
        condition = Q(pk__in=[])
        for place in scope.places(Verb.ADMINISTER):
            condition |= in_place(place, "area")
        return condition

    def share_on(self, day: date, province: int | None) -> Decimal | None:
        """The share (0,02 for 2 %) that counts in a province on a day, the nation's where it has
        none; None where nobody set one."""
        living = self.filter(valid_from__lte=day).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )
        rows = living.filter(Q(area=province) | Q(area__level="nation")).order_by("valid_from")
        found = dict(rows.values_list("area__level", "percent"))
        percent = found.get("province", found.get("nation"))
        return None if percent is None else percent / 100
