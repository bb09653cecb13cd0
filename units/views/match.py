"""The three-way match of a drive, and who stands behind each number."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.paging import page_of
from drives.models import Drive
from drives.rules.states import RESULT_OPEN
from ledger.requests import HouseRequest
from ledger.saving import save_edit
from ledger.scope import Verb
from units.access import drive_for, may, may_examine
from units.actions.closing import explain, reason_in_force
from units.forms.closing import DifferenceForm
from units.models import DriveDay
from units.presenters.match import bag_groups, match_rows, row_label, summary
from units.presenters.people import person_rows
from units.querysets.counts import suspects
from units.querysets.handovers import behind as bags_behind
from units.querysets.matching import rows_of
from units.rules.match import ROWS, VOLUMES
from units.views.frame import day_page

EXPLAINING = (Verb.RECORD, Verb.CONFIRM)
BAG_ROWS = frozenset({"units", *VOLUMES})


@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/match/``; a post writes the one reason for what differs."""
    if request.method == "POST":
        return _explain(request, drive)
    at_drive = drive_for(request, drive, Verb.SEE)
    day = DriveDay.objects.filter(drive=at_drive).first()
    form = DifferenceForm.of(day) if day and may(request.scope, at_drive, *EXPLAINING) else None
    return _page(request, at_drive, form)


def _explain(request: HouseRequest, pk: int) -> HttpResponse:
    drive = drive_for(request, pk, *EXPLAINING)
    if not DriveDay.objects.filter(drive=drive).exists():
        raise PermissionDenied(_("No name has been recorded at this drive yet."))
    return save_edit(
        request,
        read=partial(DriveDay.objects.select_related("drive").get, drive=drive),
        form=DifferenceForm.of,
        save=lambda form, day: explain(
            by=request.actor,
            key=form.cleaned_data["key"],
            drive=drive,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        ),
        page=lambda form, day, status: _page(request, drive, form, status),
        said=_("The reason is kept with the match."),
        then=lambda receipt: reverse("units:match", args=[pk]),
    )


def _page(
    request: HouseRequest, drive: Drive, form: DifferenceForm | None, status: int = 200
) -> HttpResponse:
    rows = rows_of(drive)
    day = DriveDay.objects.filter(drive=drive).first()
    context: dict[str, Any] = day_page(request, drive, "match") | {
        "day": day,
        "rows": match_rows(drive, rows),
        "summary": summary(rows),
        "differs": any(row.differences for row in rows),
        "reason": reason_in_force(day, rows),
        "form": form,
        "may_fill": day is not None
        and drive.life_state in RESULT_OPEN
        and may(request.scope, drive, Verb.RECORD),
        "may_close": day is not None and may(request.scope, drive, Verb.RECORD),
    }
    return render(request, "units/match.html", context, status=status)


@require_safe
def behind(request: HouseRequest, drive: int, row: str) -> HttpResponse:
    """``/drives/<id>/match/<row>/``: the people and bags that may make a row differ."""
    if row not in ROWS:
        raise Http404
    at_drive = drive_for(request, drive, Verb.SEE)
    people = suspects(at_drive, row)
    page = page_of(
        people.with_links(),
        column="sort_key",
        by_id=True,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    full = may_examine(request.scope, at_drive)
    shown = [r for r in match_rows(at_drive, rows_of(at_drive)) if r.name == row]
    context = day_page(request, at_drive, "match") | {
        "rows": shown,
        "label": row_label(row),
        "page": page,
        "people": person_rows(page.rows, full=full, now=timezone.now()),
        "people_count": people.count(),
        "bags": bag_groups(bags_behind(at_drive), row) if row in BAG_ROWS else [],
    }
    return render(request, "units/match_row.html", context)
