"""How the history pages read people and memberships."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from ledger.records import Record, name_action, register

ACTIONS = {
    "add-person": _("person added"),
    "edit-person": _("account changed"),
    "grant-membership": _("role given"),
    "end-membership": _("role ended"),
    "lock-account": _("account locked"),
    "open-account": _("account opened again"),
    "use-link": _("password set with a one-time link"),
    "change-password": _("password changed"),
    "first-administrator": _("first administrator made"),
}


def register_records() -> None:
    register(
        Record(
            model=User,
            fetch=lambda scope: User.objects.visible_to(scope),
            page=lambda user: reverse("accounts:person", args=[user.pk]),
        )
    )
    register(
        Record(
            model=Membership,
            fetch=lambda scope: Membership.objects.visible_to(scope).with_links(),
            page=lambda membership: reverse("accounts:person", args=[membership.user_id]),
        )
    )
    for action, words in ACTIONS.items():
        name_action(action, words)
