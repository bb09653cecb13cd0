"""History pages of this room's records, and its actions in words."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext

from drives.cell_words import ACTIONS, cell_label, cell_text
from drives.cells import figure_of
from drives.models import Award, Campaign, Drive, PeriodTotal, Result, Tolerance
from drives.presenters import figure_text
from ledger.cells import Cell
from ledger.presenters import labels_of, texts_of
from ledger.records import Record, name_action, register


def register_records() -> None:
    """Called once, when the app is ready."""
    register(
        Record(
            model=Drive,
            fetch=Drive.objects.visible_to,
            page=Drive.get_absolute_url,
            cell_label=cell_label,
            cell_text=cell_text,
        )
    )
    register(
        Record(
            model=Result,
            fetch=lambda scope: Result.objects.visible_to(scope).select_related("drive"),
            page=_page_of_result,
            cell_label=cell_label,
            cell_text=cell_text,
        )
    )
    register(
        Record(
            model=Campaign,
            fetch=Campaign.objects.visible_to,
            page=lambda campaign: reverse("drives:campaign", args=[campaign.pk]),
            cell_label=_label_of(Campaign),
            cell_text=_text_of(Campaign),
        )
    )
    register(
        Record(
            model=PeriodTotal,
            fetch=lambda scope: PeriodTotal.objects.visible_to(scope).with_links(),
            page=lambda record: reverse("drives:period-total", args=[record.pk]),
            cell_label=_label_of(PeriodTotal),
            cell_text=_text_of(PeriodTotal),
        )
    )
    register(
        Record(
            model=Award,
            fetch=lambda scope: Award.objects.visible_to(scope).select_related("drive"),
            page=lambda award: f"{reverse('drives:drive', args=[award.drive_id])}?tab=awards",
            cell_label=_label_of(Award),
            cell_text=_text_of(Award),
        )
    )
    register(
        Record(
            model=Tolerance,
            fetch=lambda scope: Tolerance.objects.visible_to(scope).select_related("area"),
            page=lambda record: reverse("admin:drives_tolerance_change", args=[record.pk]),
        )
    )
    for action, words in ACTIONS.items():
        name_action(action, words)


def _page_of_result(result: Any) -> str:
    return f"{reverse('drives:drive', args=[result.drive_id])}?tab=result"


def _label_of(model: type[models.Model]) -> Callable[[str], str]:
    """Names of cells of a model with figures, each being one cell of two columns, that can be
    withdrawn."""
    plain = labels_of(model)
    columns = {field.name for field in model._meta.concrete_fields}

    def label(name: str) -> str:
        if name == "withdrawn":
            return gettext("Standing of the record")
        return plain(f"{name}_n" if f"{name}_n" in columns else name)

    return label


def _text_of(model: type[models.Model]) -> Callable[[str, Cell], str]:
    """Cells of a model with figures: a figure is one cell with its word."""
    plain = texts_of(model)

    def text(name: str, cell: Cell) -> str:
        if name == "withdrawn":
            return gettext("withdrawn") if cell else gettext("in use")
        if isinstance(cell, dict) and "q" in cell:
            return figure_text(figure_of(cell))
        return plain(name, cell)

    return text
