"""The card of a donor's page with every bag of the person."""

from typing import Any

from donors.models import Donor
from donors.panels import Panel, register
from ledger.requests import HouseRequest
from units.models import Unit
from units.presenters.bags import bag_rows


def register_donor_panel() -> None:
    """Called once, when the app is ready."""
    register(Panel("bags", 30, "units/_donor_bags.html", _bags))


def _bags(request: HouseRequest, donor: Donor) -> dict[str, Any] | None:
    """The bags of all files of the person, as far as the reader sees their drives."""
    rows = Unit.objects.visible_to(request.scope).with_links().of_person(donor)
    return {"rows": bag_rows(rows)}
