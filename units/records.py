"""History pages of this room's records, and its actions in words. What is medical is fetched only
for those who may know it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from donors.models import Deferral
from ledger.records import Record, name_action, register
from units.models import Reaction, Screening, Unit

ACTIONS = {
    "open-desks": _("desks of the receiver opened"),
    "examine": _("examined"),
    "correct-screening": _("examination corrected"),
    "undo-screening": _("examination taken back"),
    "stop-draw": _("nothing drawn"),
    "undo-stop": _("drawn after all"),
    "record-unit": _("bag recorded"),
    "correct-unit": _("bag corrected"),
    "withdraw-unit": _("bag withdrawn"),
    "add-reaction": _("reaction recorded"),
    "edit-reaction": _("reaction corrected"),
    "withdraw-reaction": _("reaction withdrawn"),
    "add-deferral": _("deferral recorded"),
    "edit-deferral": _("deferral corrected"),
    "withdraw-deferral": _("deferral withdrawn"),
}


def register_records() -> None:
    """Called once, when the app is ready."""
    register(
        Record(
            model=Unit,
            fetch=lambda scope: Unit.objects.visible_to(scope).with_links(),
            page=Unit.get_absolute_url,
        )
    )
    register(
        Record(
            model=Screening,
            fetch=lambda scope: Screening.objects.visible_to(scope).select_related(
                "registration__drive", "registration__donor"
            ),
            page=lambda screening: _at_desk("screening", screening),
        )
    )
    register(
        Record(
            model=Reaction,
            fetch=lambda scope: Reaction.objects.visible_to(scope).select_related(
                "registration__drive", "registration__donor"
            ),
            page=lambda reaction: _at_desk("collection", reaction),
        )
    )
    register(
        Record(
            model=Deferral,
            fetch=lambda scope: Deferral.objects.visible_to(scope).select_related("donor"),
            page=lambda deferral: deferral.donor.get_absolute_url(),
        )
    )
    for action, words in ACTIONS.items():
        name_action(action, words)


def _at_desk(desk: str, record: Any) -> str:
    """The person's page at a desk of the receiver."""
    row = record.registration
    return reverse(f"units:{desk}-person", args=[row.drive_id, row.pk])
