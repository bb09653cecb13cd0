"""Reads of records that can be withdrawn."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

Row = TypeVar("Row", bound=models.Model)
STANDING = Q(withdrawn_at__isnull=True)


class Standing(models.QuerySet[Row]):
    def standing(self) -> Self:
        """Without those that were withdrawn: what counts in sums, and what pickers offer."""
        return self.filter(STANDING)
