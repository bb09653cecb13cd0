"""The page of one handover, shown by every act on it; and who may open it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.paging import page_of
from drives.models import Drive
from ledger.requests import HouseRequest
from units.forms.handovers import ScanForm
from units.models import Handover
from units.presenters.handovers import (
    Said,
    counted_otherwise,
    course_of,
    finding_text,
    line_rows,
    refused,
    standing_of,
    tally_table,
)
from units.querysets.handover_sides import Stand, stand_of
from units.querysets.handovers import (
    expected_counts,
    receivers_of,
    tallies,
    unlisted_for,
)
from units.rules.handovers import HandoverState, Side, handover_steps
from units.rules.scans import read_bag_scan
from units.views.frame import day_page

PANEL = "handovers"
MOST_FINDINGS = 100
MOST_REMOVED = 20


def handover_for(
    request: HouseRequest, pk: int, side: Side | None = None
) -> tuple[Handover, Stand]:
    """The handover, and where the person stands; 404 outside the scope, 403 for who does not stand
    on ``side``."""
    handovers = Handover.objects.visible_to(request.scope).with_links()
    handover = get_object_or_404(handovers, pk=pk)
    stand = stand_of(request.scope, handover, timezone.localdate())
    if side is not None and side not in stand.sides:
        if side is Side.RECEIVER and stand.gives:
            raise PermissionDenied(_("This receiver has accounts of its own and answers itself."))
        raise PermissionDenied
    return handover, stand


def posted_key(request: HouseRequest) -> UUID | None:
    """The key a button was drawn with; None where the post lost it."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def unusable(typed: str) -> Said | None:
    """Why what was scanned can be no bag at all; None where it may be one."""
    scan = read_bag_scan(typed)
    return refused(scan.reason, HTTPStatus.UNPROCESSABLE_ENTITY) if scan.reason else None


def no_key() -> Said:
    """A button whose post lost its key would count twice if it were sent twice."""
    return Said(
        _("This page could not be told apart from another one, so nothing was saved. Try again."),
        tone="warn",
        icon="exclamation-triangle",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    )


def show(
    request: HouseRequest,
    handover: Handover,
    stand: Stand,
    *,
    said: Said | None = None,
    typed: str = "",
) -> HttpResponse:
    """The page with what came of the last act."""
    drive: Drive = handover.drive
    open_to_giver = (
        stand.gives and handover.life_state is HandoverState.OPEN and not handover.is_withdrawn
    )
    scan = ScanForm(initial={"code": typed}, auto_id="scan_%s")
    if open_to_giver:
        scan.fields["code"].widget.attrs["autofocus"] = True
    waiting = unlisted_for(handover, receivers_of(drive)).count() if open_to_giver else 0
    steps = () if handover.is_withdrawn else handover_steps(handover.life_state, stand.sides)
    context = (
        day_page(request, drive, PANEL)
        | list_context(request, handover)
        | {
            "handover": handover,
            "stand": stand,
            "standing": standing_of(handover),
            "course": course_of(handover),
            "said": said,
            "scan": scan,
            "open_to_giver": open_to_giver,
            "waiting": waiting,
            "steps": {step.name for step in steps},
            "key": uuid4(),
            "history_url": reverse("ledger:history", args=["units.handover", handover.pk]),
        }
    )
    return render(request, "units/handover.html", context, status=said.status if said else 200)


def list_context(request: HouseRequest, handover: Handover) -> dict[str, Any]:
    """The bags of a list, a page of them, with their tables and what differs."""
    page = page_of(
        handover.lines.on_list().with_links(),
        column="position",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    first = page.rows[0].position if page.rows else 0
    before = handover.lines.on_list().filter(position__lt=first).count() if page.previous else 0
    counts = list(handover.counts.all())
    received = {row.volume: row.received for row in counts}
    answered = handover.answered_at is not None
    found = handover.lines.standing().exclude(finding="").with_links().order_by("position")
    findings = list(found[:MOST_FINDINGS])
    expected = expected_counts([handover.pk])[handover.pk] if answered else None
    taken_off = handover.lines.filter(removed_at__isnull=False)
    if handover.is_withdrawn:
        taken_off = taken_off.exclude(removed_at=handover.withdrawn_at)
    return {
        "page": page,
        "lines": line_rows(page.rows, before + 1),
        "table": tally_table(tallies([handover])[handover.pk], received if answered else None),
        "uncoded": sum(row.uncoded for row in counts),
        "findings": [(line, finding_text(line)) for line in findings],
        "otherwise": counted_otherwise(expected, received) if expected is not None else [],
        "taken_off": list(taken_off.order_by("-removed_at")[:MOST_REMOVED]),
    }
