"""The people a paper list has saved: on the screen, and printed as the list was."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from drives.models import Drive
from drives.presenters.pages import lead_of
from exchange.documents import Signature, document_response
from ledger.actions import note_access
from ledger.models import Access
from ledger.requests import HouseRequest
from ledger.scope import Verb
from units.access import RECEPTION, drive_for, may
from units.models import PaperSheet
from units.presenters import paper as words
from units.presenters import paper_people as rows
from units.querysets.paper import bags_of, numbers_of, saved_lines
from units.views.frame import day_page

PURPOSE = "paper list as saved"


@require_safe
def saved(request: HouseRequest, drive: int, pk: UUID) -> HttpResponse:
    """``/drives/<id>/lists/<id>/people/``: who was saved so far, also of a list still open."""
    at_drive = drive_for(request, drive, Verb.SEE)
    sheets = PaperSheet.objects.of_drive(drive).with_counts().select_related("receiver")
    record: PaperSheet = get_object_or_404(sheets, pk=pk)
    record.drive = at_drive
    return page(request, at_drive, record)


def page(request: HouseRequest, drive: Drive, record: PaperSheet) -> HttpResponse:
    """The people of a list, with its totals and what may be done with it."""
    lines = list(saved_lines(record))
    totals = words.totals(record, None, words.Saved(len(lines), bags_of(record)))
    context = day_page(request, drive, "lists") | {
        "sheet": record,
        "state": words.sheet_state(record),
        "opened": words.opened_words(record, timezone.now()),
        "rows": rows.people_rows(
            lines, labels=rows.standings(may(request.scope, drive, Verb.RECEIVE))
        ),
        "totals": totals,
        "saved_words": words.progress_words(record),
        "may_work": may(request.scope, drive, *RECEPTION),
    }
    return render(request, "units/paper_people.html", context)


@require_POST
def paper(request: HouseRequest, drive: int, pk: UUID) -> HttpResponse:
    """``/drives/<id>/lists/<id>/print/``: the list as it was saved, on paper. Names that leave the
    screen leave an Access; numbers are masked."""
    at_drive = drive_for(request, drive, *RECEPTION)
    record = get_object_or_404(PaperSheet.objects.of_drive(drive), pk=pk)
    record.drive = at_drive
    lines = list(saved_lines(record))
    if lines:
        note_access(
            by=request.actor, kind=Access.Kind.PRINT, target=record, purpose=PURPOSE,
            count=len(lines),
        )  # fmt: skip
    totals = words.totals(record, None, words.Saved(len(lines), bags_of(record)))
    context: dict[str, Any] = {
        "drive": at_drive,
        "lead": lead_of(at_drive),
        "sheet": record,
        "rows": rows.printed_rows(lines, numbers_of(lines)),
        "totals": {row.key: row.entered for row in totals},
        "back_url": record.get_absolute_url(),
        "printed_at": timezone.localtime(),
        "signatures": [Signature(str(role)) for role in rows.SIGNED_BY],
    }
    return document_response(request, "units/paper_print.html", context)
