"""A drive while it goes on: for those who run it, and for a screen that everybody sees."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from drives.models import Drive
from drives.presenters.pages import lead_of
from ledger.requests import HouseRequest
from ledger.scope import Verb
from units.access import drive_for, may
from units.presenters import live as words
from units.querysets.live import live_of
from units.views.frame import day_page


@require_safe
def live(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/live/``: by hour, how far people came, why some could not give."""
    at_drive = drive_for(request, drive, Verb.SEE)
    exact = may(request.scope, at_drive, Verb.HEALTH)
    context = _picture(at_drive, exact=exact)
    if request.htmx:
        return render(request, "units/_live.html", context)
    return render(request, "units/live.html", day_page(request, at_drive, "live") | context)


@require_safe
def public(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/live/public/``: large numbers for a screen in the hall; no names, no reasons
    of health, no hands on the keyboard."""
    at_drive = drive_for(request, drive, Verb.SEE)
    context = _picture(at_drive, exact=False) | {"lead": lead_of(at_drive)}
    template = "units/_live_public.html" if request.htmx else "units/live_public.html"
    return render(request, template, context)


def _picture(drive: Drive, *, exact: bool) -> dict[str, Any]:
    counts = live_of(drive)
    to_examine, to_draw = words.waiting(counts)
    return {
        "drive": drive,
        "at": timezone.now(),
        "stages": words.stages(counts),
        "hours": words.hours(counts),
        "units": counts.units,
        "ml": counts.ml,
        "of_target": words.of_target(drive, counts),
        "waiting": {"examination": to_examine, "drawing": to_draw},
        "groups": words.deferral_groups(counts, exact=exact),
        "anybody": bool(counts.states),
    }
