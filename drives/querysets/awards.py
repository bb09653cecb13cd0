"""Reads of awards: seen with their drive."""

from typing import TYPE_CHECKING, Self

from django.db import models

from drives.querysets.drives import allowed
from ledger.scope import Scope, Verb

if TYPE_CHECKING:
    from drives.models import Award  # noqa: F401  (names the rows in an annotation)


class AwardQuerySet(models.QuerySet["Award"]):
    def visible_to(self, scope: Scope) -> Self:
        condition = allowed(scope, Verb.SEE, "drive__")
        return self.none() if condition is None else self.filter(condition)
