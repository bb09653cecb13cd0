"""Suggestions while typing: list items as HTML, for the pickers' ``auto-complete`` element."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from directory.models import Organisation
from directory.pickers import AREAS, LONGEST_TEXT, VENUES, OrganisationShelf, Record, Shelf
from directory.rules import lives_on
from ledger.requests import HouseRequest
from words.dates import NotADay, bounds, parse_when


@require_safe
def area_options(request: HouseRequest) -> HttpResponse:
    """Areas that answer ``q``, the lives of ``day`` first."""
    day = _day(request.GET.get("day", ""))
    areas = AREAS.search(_typed(request), request.scope, day=day)
    notes = {
        area.pk: gettext("not on that day")
        for area in areas
        if day is not None and not lives_on(area.valid_from, area.valid_to, day)
    }
    return _answer(request, AREAS, areas, notes)


@require_safe
def organisation_options(request: HouseRequest) -> HttpResponse:
    """Organisations that answer ``q``, of each ``kind`` asked for."""
    kinds = [kind for kind in request.GET.getlist("kind") if kind in Organisation.Kind.values]
    shelf = OrganisationShelf(kinds)
    rows = shelf.search(_typed(request), request.scope)
    notes = {row.pk: f"{row.area.label_without_life}{row.life}" for row in rows}
    return _answer(request, shelf, rows, notes)


@require_safe
def venue_options(request: HouseRequest) -> HttpResponse:
    """Venues that answer ``q``."""
    rows = VENUES.search(_typed(request), request.scope)
    return _answer(request, VENUES, rows, {row.pk: row.area.label_without_life for row in rows})


def _typed(request: HouseRequest) -> str:
    return request.GET.get("q", "")[:LONGEST_TEXT]


def _day(typed: str) -> date | None:
    try:
        start, end = bounds(parse_when(typed))
    except NotADay:
        return None
    return start or end


def _answer(
    request: HouseRequest, shelf: Shelf[Record], rows: list[Record], notes: dict[int, str]
) -> HttpResponse:
    labels = shelf.labels(rows, request.scope)
    options = [{"label": labels[row.pk], "note": _beside(notes, labels, row.pk)} for row in rows]
    return render(request, "directory/_options.html", {"options": options})


def _beside(notes: dict[int, str], labels: dict[int, str], pk: int) -> str:
    """The note, unless the label says it already."""
    note = notes.get(pk, "")
    return "" if note and labels[pk].endswith(note) else note
