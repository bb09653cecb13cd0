"""Requests of donors among the records that have a history; what is done with files, in words."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from donors.models import PersonRequest
from donors.records import LABELS
from ledger.records import Record, name_action, register

DEEDS = {
    "join-files": _("joined into another file"),
    "separate-files": _("separated from another file"),
    "keep-files-apart": _("noted as two different people"),
    "take-back-apart": _("note of two different people taken back"),
    "give-consents": _("consents written down"),
    "withdraw-consent": _("consent withdrawn"),
    "give-honour": _("recognition given"),
    "withdraw-honour": _("recognition withdrawn"),
    "register-request": _("request registered"),
    "acknowledge-request": _("request acknowledged"),
    "answer-request": _("request answered"),
    "reopen-request": _("request opened again"),
    "restrict-donor": _("use of the file restricted"),
    "lift-restriction": _("restriction lifted"),
    "erase-donor": _("person erased on request"),
}


def register_care() -> None:
    """Called once, when the app is ready."""
    LABELS.update({"merged_into": _("joined into"), "honour": _("recognition")})
    register(
        Record(
            model=PersonRequest,
            fetch=PersonRequest.objects.visible_to,
            page=lambda request: reverse("donors:request", args=[request.pk]),
        )
    )
    for action, words in DEEDS.items():
        name_action(action, words)
