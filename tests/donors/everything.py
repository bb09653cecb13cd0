"""All that is kept about donors, to be compared before and after."""

from typing import Any

from django.apps import apps
from django.db import models

from donors.models import Donor

# What was decided and done is told of both acts, and the version counts them.
OF_THE_DEED = {"donors.merge", "donors.notsame"}
COUNTS_DEEDS = {"version"}


def everything_about_donors() -> dict[str, list[tuple[Any, ...]]]:
    """Every column of every row that belongs to a donor: files, papers, names, custodies, consents,
    deferrals, honours, registrations with their steps and bags."""
    return {
        model._meta.label_lower: _rows(model)
        for model in apps.get_models()
        if model._meta.app_label in {"donors", "units"}
        and model._meta.label_lower not in OF_THE_DEED
    }


def _rows(model: type[models.Model]) -> list[tuple[Any, ...]]:
    left_out = COUNTS_DEEDS if model is Donor else set()
    columns = [f.attname for f in model._meta.concrete_fields if f.attname not in left_out]
    rows = model._base_manager.order_by("pk").values_list(*columns)
    return [tuple(bytes(c) if isinstance(c, memoryview) else c for c in row) for row in rows]
