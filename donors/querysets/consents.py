"""Reads of consents and of the words agreed to."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

from ledger.scope import Scope, Verb

if TYPE_CHECKING:
    from donors.models import Consent, ConsentText  # noqa: F401  (names rows in annotations)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class ConsentTextQuerySet(models.QuerySet["ConsentText"]):
    def visible_to(self, scope: Scope) -> Self:
        return self if scope.may(Verb.SEE) else self.none()

    def editable_by(self, scope: Scope) -> Self:
        """The words are the nation's."""
        return self if scope.whole_nation(Verb.ADMINISTER) else self.none()

    def on(self, day: date) -> Self:
        """The versions that may be shown on ``day``; of one purpose the first is the newest."""
        return self.filter(valid_from__lte=day).order_by("purpose", "-number")
