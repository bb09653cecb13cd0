"""The main navigation: which doors a person sees, and behind which one the page lies."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import ResolverMatch, reverse
from django.utils.translation import gettext, gettext_noop

from ledger.scope import NOBODY, Scope, Verb


@dataclass(frozen=True, slots=True)
class Door:
    """One entry. Behind it lie the pages of ``app`` whose URL name begins with ``names``;
    ``aside`` are the few administrators' entries, kept in the drawer of the account."""

    label: str
    icon: str
    route: str
    app: str
    names: str = ""
    opens: Callable[[Scope], bool] = lambda scope: scope.may(Verb.SEE)
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A door as a page shows it. ``current`` is "page", "true" (a page behind it) or empty."""

    label: str
    icon: str
    url: str
    current: str
    aside: bool


def _administers(scope: Scope) -> bool:
    return scope.may(Verb.ADMINISTER)


DOORS = (
    Door(gettext_noop("My work"), "house", "home", "", "home", lambda scope: True),
    Door(gettext_noop("Drives"), "droplet", "drives:list", "drives"),
    Door(gettext_noop("Donors"), "person", "donors:list", "donors"),
    Door(gettext_noop("Organisations"), "building", "directory:organisations", "directory"),
    Door(gettext_noop("Campaigns"), "flag", "drives:campaigns", "drives", "campaign"),
    Door(
        gettext_noop("Period totals"), "bar-chart", "drives:period-totals", "drives", "period-total"
    ),
    Door(
        gettext_noop("People and tasks"),
        "people",
        "accounts:people",
        "accounts",
        opens=_administers,
        aside=True,
    ),
    Door(
        gettext_noop("Administrators' desk"),
        "gear",
        "admin:index",
        "admin",
        opens=_administers,
        aside=True,
    ),
)


def entries_for(request: HttpRequest) -> list[Entry]:
    """The doors that open for this request."""
    scope: Scope = getattr(request, "scope", NOBODY)
    behind = _door_of(request.resolver_match)
    entries = []
    for door in DOORS:
        if door.opens(scope):
            url = reverse(door.route)
            current = ("page" if request.path == url else "true") if door is behind else ""
            entries.append(Entry(gettext(door.label), door.icon, url, current, door.aside))
    return entries


def _door_of(match: ResolverMatch | None) -> Door | None:
    """The door with the longest fitting beginning: campaigns lie in ``drives`` too."""
    if match is None:
        return None
    app, name = match.app_name, match.url_name or ""
    fitting = [door for door in DOORS if door.app == app and name.startswith(door.names)]
    return max(fitting, key=lambda door: len(door.names), default=None)
