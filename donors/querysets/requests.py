"""Reads of the register of donors' requests."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from directory.models import Organisation
from directory.querysets import in_place
from ledger.scope import Reach, Scope, Verb

if TYPE_CHECKING:
    from donors.models import PersonRequest  # noqa: F401  (names the rows in an annotation)


class Standing(StrEnum):
    """What the register is asked for."""

    WAITING = "waiting"
    ACKNOWLEDGE = "acknowledge"
    OVERDUE = "overdue"
    CLOSED = "closed"
    LATER = "later"
    ALL = "all"


class PersonRequestQuerySet(models.QuerySet["PersonRequest"]):
    def _allowed(self, scope: Scope, verb: Verb) -> Self:
        if scope.whole_nation(verb):
            return self
        condition = Q(pk__in=[])
        for place in scope.places(verb):
            condition |= in_place(place, "keeper__area")
        own = scope.organisations(verb) + scope.organisations(verb, Reach.RECEIVED)
        if own:
            condition |= Q(keeper__in=Organisation.below(own))
        return self.filter(condition)

    def visible_to(self, scope: Scope) -> Self:
        """Those the own organisations handle, and those of the own area."""
        return self._allowed(scope, Verb.SEE)

    def editable_by(self, scope: Scope) -> Self:
        """Those whom a recorder or an administrator may answer."""
        return self._allowed(scope, Verb.RECORD) | self._allowed(scope, Verb.ADMINISTER)

    def unsettled(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def in_standing(self, standing: Standing, day: date) -> Self:
        """Those that stand so on ``day``."""
        match standing:
            case Standing.WAITING:
                return self.unsettled()
            case Standing.ACKNOWLEDGE:
                return self.unsettled().filter(acknowledged_on__isnull=True)
            case Standing.OVERDUE:
                return self.unsettled().filter(due_on__lt=day)
            case Standing.CLOSED:
                return self.filter(closed_on__isnull=False)
            case Standing.LATER:
                return self.filter(state="restricted")
            case Standing.ALL:
                return self
