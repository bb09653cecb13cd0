"""The tabs that this room adds to the page of a drive."""

from django.utils.translation import gettext_lazy as _

from drives import panels
from drives.models import Drive
from ledger.scope import Scope


def register_panels() -> None:
    """Called once, when the app is ready."""
    panels.register(
        panels.Panel("registrations", _("Registrations"), "units:registrations", _whoever_sees)
    )
    panels.register(panels.Panel("lists", _("Paper lists"), "units:lists", _whoever_sees))
    panels.register(panels.Panel("live", _("Live"), "units:live", _whoever_sees))
    panels.register(
        panels.Panel("handovers", _("Handover of blood"), "units:handovers", _whoever_sees)
    )
    panels.register(panels.Panel("balances", _("Balances"), "units:balances", _whoever_sees))
    panels.register(panels.Panel("match", _("Match"), "units:match", _whoever_sees))


def _whoever_sees(scope: Scope, drive: Drive) -> bool:
    """The page of a drive is shown to nobody who may not see its list."""
    return True
