"""The list on which donors sign for their gifts."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drives.models import Drive
from exchange.documents import Signature, document_response, pdf_response
from ledger.actions import note_access
from ledger.models import Access
from ledger.requests import HouseRequest
from units.access import RECEPTION, drive_for
from units.presenters.gifts import signing_rows, sums_of
from units.presenters.papers import issued_by, place_and_day
from units.querysets.gift_lists import SigningList, signing_list
from units.views.balances import PANEL
from units.views.frame import day_page

PURPOSE = "gift signing list"


@require_http_methods(["GET", "HEAD", "POST"])
def gifts(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/gifts/print/``: how many sign for what; a post gives the pages with the names,
    ``form=pdf`` as a PDF. Names that leave the screen leave an Access."""
    at_drive = drive_for(request, drive, *RECEPTION)
    found = signing_list(at_drive, timezone.localdate())
    if request.method != "POST" or not found.signers:
        context = day_page(request, at_drive, PANEL) | {"sums": sums_of(found)}
        status = 422 if request.method == "POST" else 200
        return render(request, "units/gifts.html", context, status=status)
    note_access(
        by=request.actor,
        kind=Access.Kind.PRINT,
        target=at_drive,
        purpose=PURPOSE,
        count=len(found.signers),
    )
    context = _on_paper(at_drive, found)
    if request.POST.get("form") == "pdf":
        return pdf_response(request, "units/gift_paper.html", context, f"ky-nhan-{drive}.pdf")
    return document_response(request, "units/gift_paper.html", context)


def _on_paper(drive: Drive, found: SigningList) -> dict[str, Any]:
    day = drive.last_day or timezone.localdate()
    return issued_by(drive) | {
        "place_and_day": place_and_day(drive, day),
        "drive": drive,
        "columns": found.columns,
        "rows": signing_rows(found),
        "sums": sums_of(found),
        "signatures": [
            Signature(_("Made by")),
            Signature(_("Paid out by")),
            Signature(_("For the organizer")),
        ],
        "back_url": reverse("units:gifts", args=[drive.pk]),
    }
