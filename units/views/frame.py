"""What stands around every page of the drive day: the drive's own page and its tabs, or, at a desk,
a narrow head with the desks side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from drives.models import Drive
from drives.presenters.pages import Tab, lead_of
from drives.views.pages import around
from ledger.requests import HouseRequest
from ledger.scope import Verb
from units.access import RECEPTION, may


@dataclass(frozen=True, slots=True)
class DeskPage:
    """A screen that stays open while people work; ``verbs``: who works there, one is enough."""

    slug: str
    title: StrOrPromise
    url_name: str
    verbs: Sequence[Verb]


# In the order in which a donor passes them.
DESKS: tuple[DeskPage, ...] = (
    DeskPage("reception", _("Reception"), "units:reception", RECEPTION),
    DeskPage("screening", _("Screening"), "units:screening", (Verb.RECEIVE,)),
    DeskPage("collection", _("Collection"), "units:collection", (Verb.RECEIVE,)),
)


def day_page(request: HouseRequest, drive: Drive, slug: str) -> dict[str, Any]:
    """For ``units/base_day.html``: the drive's head and tabs, with the panel ``slug`` current."""
    return around(request, drive, slug)


def below_list(drive: Drive) -> dict[str, Any]:
    """For ``units/base_below.html``: a page below the list of a drive."""
    return {"drive": drive, "lead": lead_of(drive)}


def desk_page(request: HouseRequest, drive: Drive, slug: str) -> dict[str, Any]:
    """For ``units/base_desk.html``: the desk ``slug`` of a drive on which the person may work
    there, beside the other desks open to the same person."""
    here = next(desk for desk in DESKS if desk.slug == slug)
    allowed = {here.verbs: True}
    for desk in DESKS:
        if desk.verbs not in allowed:
            allowed[desk.verbs] = may(request.scope, drive, *desk.verbs)
    return {
        "drive": drive,
        "lead": lead_of(drive),
        "desk": here,
        "desk_tabs": [
            Tab(str(desk.title), reverse(desk.url_name, args=[drive.pk]), desk is here)
            for desk in DESKS
            if allowed[desk.verbs]
        ],
        "refreshed_at": localtime(),
    }
