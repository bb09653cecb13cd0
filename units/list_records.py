"""History pages of registrations and of the day of a drive, and the steps in words."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ledger.records import Record, name_action, register
from ledger.scope import Verb
from units.models import DriveDay, Registration

ACTIONS = {
    "open-day": _("day of the drive opened"),
    "register": _("put on the list"),
    "register-new": _("entered and put on the list"),
    "register-many": _("several put on the list"),
    "edit-registration": _("group or hour changed"),
    "walk-in": _("walked in"),
    "walk-in-new": _("entered and received"),
    "arrive": _("received"),
    "return": _("came after all"),
    "withdraw": _("registration withdrawn"),
    "restore": _("put back on the list"),
    "pass": _("found fit to give"),
    "defer": _("deferred"),
    "stop": _("deferred before the draw"),
    "give": _("gave"),
    "leave-enough": _("left: enough units already"),
    "leave-time-over": _("left: time over"),
    "leave-went-home": _("left: went home"),
    "no-show": _("did not come"),
    "undo-arrive": _("receiving taken back"),
    "undo-pass": _("examination taken back"),
    "undo-defer": _("deferral taken back"),
    "undo-give": _("giving taken back"),
    "undo-leave": _("leaving taken back"),
    "undo-no-show": _("absence taken back"),
    "undo-enter": _("entry from paper taken back"),
}


def register_list_records() -> None:
    """Called once, when the app is ready. The history of a registration tells a deferral from other
    ways of not giving: it is the receiver's."""
    register(
        Record(
            model=Registration,
            fetch=lambda scope: Registration.objects.allowed(scope, Verb.HEALTH).with_links(),
            page=lambda row: reverse("units:registration", args=[row.drive_id, row.pk]),
        )
    )
    register(
        Record(
            model=DriveDay,
            fetch=lambda scope: DriveDay.objects.visible_to(scope).select_related("drive"),
            page=lambda day: reverse("units:registrations", args=[day.drive_id]),
        )
    )
    for action, words in ACTIONS.items():
        name_action(action, words)
