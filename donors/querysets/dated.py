"""Reads of dated rules: what was valid on a day."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

Row = TypeVar("Row", bound=models.Model)


class DatedQuerySet(models.QuerySet[Row]):
    """Rows with a life ``[valid_from, valid_to)``."""

    def on(self, day: date) -> Self:
        """The rows valid on ``day``; of one code the youngest."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day
        ).order_by("code", "valid_from")
