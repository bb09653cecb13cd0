"""The history page of paper lists, and what is done with them in words."""

from django.utils.translation import gettext_lazy as _

from ledger.records import Record, name_action, register
from ledger.seals import register_wrapped
from units.models import PaperSheet

ACTIONS = {
    "open-list": _("paper list opened"),
    "edit-list": _("head and foot of a paper list changed"),
    "save-list": _("paper list saved"),
    "withdraw-list": _("paper list withdrawn"),
    "list": _("put down from a paper list"),
}


def register_paper() -> None:
    """Called once, when the app is ready. The key of an open list is renewed like every other."""
    register_wrapped(PaperSheet, "data_key")
    register(
        Record(
            model=PaperSheet,
            fetch=lambda scope: PaperSheet.objects.visible_to(scope).select_related("drive"),
            page=PaperSheet.get_absolute_url,
        )
    )
    for action, words in ACTIONS.items():
        name_action(action, words)
