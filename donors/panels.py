"""Panels: cards that this room's other pages and the rooms above add to a donor's page.

Register one in ``AppConfig.ready()``. ``read`` fetches what the card shows and answers None where
this person has nothing to see there; ``template`` draws it, with the answer as ``panel``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from donors.models import Donor
from ledger.requests import HouseRequest


@dataclass(frozen=True, slots=True)
class Panel:
    """One card; those with a lower ``position`` stand before. Of this room: who it is 10, papers
    20, who knows the donor 80."""

    slug: str
    position: int
    template: str
    read: Callable[[HouseRequest, Donor], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Shown:
    """A card with what it shows."""

    slug: str
    template: str
    context: dict[str, Any]


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Add a panel. Raises ValueError when its slug is taken by another."""
    if _panels.setdefault(panel.slug, panel) != panel:
        message = f"the panel {panel.slug!r} is registered already"
        raise ValueError(message)


def panels_for(request: HouseRequest, donor: Donor) -> list[Shown]:
    """The cards that this person sees on this donor's page, in their order."""
    ordered = sorted(_panels.values(), key=lambda panel: (panel.position, panel.slug))
    shown = ((panel, panel.read(request, donor)) for panel in ordered)
    return [
        Shown(panel.slug, panel.template, context)
        for panel, context in shown
        if context is not None
    ]
