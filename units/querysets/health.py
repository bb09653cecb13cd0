"""Reads of what is medical: only for those who may know it."""

from typing import TYPE_CHECKING, Self

from ledger.scope import Scope, Verb
from units.querysets.of_drive import OfDriveQuerySet

if TYPE_CHECKING:
    from units.models import Reaction, Screening  # noqa: F401  (names the rows in annotations)


class ScreeningQuerySet(OfDriveQuerySet["Screening"]):
    to_drive = "registration__drive__"

    def visible_to(self, scope: Scope) -> Self:
        return self.allowed(scope, Verb.HEALTH)


class ReactionQuerySet(OfDriveQuerySet["Reaction"]):
    to_drive = "registration__drive__"

    def visible_to(self, scope: Scope) -> Self:
        return self.allowed(scope, Verb.HEALTH)
