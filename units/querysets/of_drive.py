"""Records that belong to one drive and are seen with it."""

from typing import Self, TypeVar

from django.db import models

from drives.querysets.drives import allowed
from ledger.scope import Scope, Verb

Row = TypeVar("Row", bound=models.Model)


class OfDriveQuerySet(models.QuerySet[Row]):
    """Rows of a drive; ``to_drive`` is the path that leads there."""

    to_drive = "drive__"

    def allowed(self, scope: Scope, verb: Verb) -> Self:
        condition = allowed(scope, verb, self.to_drive)
        return self.none() if condition is None else self.filter(condition)

    def visible_to(self, scope: Scope) -> Self:
        return self.allowed(scope, Verb.SEE)
