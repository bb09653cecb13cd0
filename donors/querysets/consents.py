"""Reads of consents."""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from donors.models import Consent  # noqa: F401  (names the rows in an annotation)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)
