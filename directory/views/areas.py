"""The search page of administrative units, and the page of one."""

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from directory.models import Area
from directory.pickers import AREAS, LONGEST_TEXT
from ledger.requests import HouseRequest

MOST_FOUND = 50


@require_safe
def areas(request: HouseRequest) -> HttpResponse:
    """``?q=``: every life that answers the words; without words today's provinces."""
    typed = request.GET.get("q", "")[:LONGEST_TEXT].strip()
    if typed:
        found = AREAS.search(typed, request.scope, most=MOST_FOUND + 1)
    else:
        provinces = Area.objects.with_parents().filter(level=Area.Level.PROVINCE).current()
        found = list(provinces.order_by("folded"))
    shown = found[:MOST_FOUND]
    _with_neighbours_in_time(shown)
    context = {"typed": typed, "areas": shown, "more": len(found) > MOST_FOUND}
    return render(request, "directory/area_list.html", context)


@require_safe
def area(request: HouseRequest, pk: int) -> HttpResponse:
    """One life of a unit: what it belonged to, what it held, what came before and after."""
    found = get_object_or_404(Area.objects.with_parents(), pk=pk)
    _with_neighbours_in_time([found])
    children = found.children.order_by("level", "folded", "id")
    lives = Area.objects.with_parents().filter(folded=found.folded).exclude(pk=pk)
    context = {
        "area": found,
        "now": [child for child in children if child.is_current],
        "past": [child for child in children if not child.is_current],
        "namesakes": lives.order_by("level", "id")[:MOST_FOUND],
    }
    return render(request, "directory/area_detail.html", context)


def _with_neighbours_in_time(areas: list[Area]) -> None:
    """Read what came before and after each, two queries in all."""
    rows = Area.objects.with_parents().order_by("folded", "id")
    prefetch_related_objects(
        areas, Prefetch("predecessors", queryset=rows), Prefetch("successors", queryset=rows)
    )
