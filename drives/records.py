"""History pages of this room's records, and its actions in words."""

from typing import Any

from django.urls import reverse

from drives.cell_words import ACTIONS, cell_label, cell_text
from drives.models import Drive, Result
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
    for action, words in ACTIONS.items():
        name_action(action, words)


def _page_of_result(result: Any) -> str:
    return f"{reverse('drives:drive', args=[result.drive_id])}?tab=result"
