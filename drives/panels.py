"""Panels: tabs that rooms above add to a drive's page.

An upper app registers a panel in its ``AppConfig.ready()``; its page lives at ``url_name``, which
takes the drive's id, and shows the drive's tabs as this room's own pages do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django_stubs_ext import StrOrPromise

from ledger.scope import Scope

if TYPE_CHECKING:
    from drives.models import Drive


@dataclass(frozen=True, slots=True)
class Panel:
    """One tab. ``visible`` says whether a person has anything to see there."""

    slug: str
    title: StrOrPromise
    url_name: str
    visible: Callable[[Scope, "Drive"], bool]


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Add a panel. Raises ValueError when its slug is taken by another."""
    if _panels.setdefault(panel.slug, panel) != panel:
        message = f"the panel {panel.slug!r} is registered already"
        raise ValueError(message)


def panels_for(scope: Scope, drive: "Drive") -> list[Panel]:
    """The panels a person sees on this drive's page, in the order of registration."""
    return [panel for panel in _panels.values() if panel.visible(scope, drive)]
