"""The handovers of a drive: the list of its receivers, one of them, and its paper."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drives.models import Drive, Receiving
from exchange.documents import Signature, document_response, pdf_response
from ledger.actions import KeyUsedBefore
from ledger.requests import HouseRequest
from ledger.saving import answered
from ledger.scope import Verb
from units.access import drive_for, may
from units.actions.handovers import ALREADY_OPEN, open_handover
from units.actions.refusals import Refused
from units.models import Handover
from units.presenters.handovers import (
    ReceiverRow,
    Said,
    course_of,
    line_rows,
    refused,
    standing_of,
    tally_table,
)
from units.presenters.papers import issued_by, place_and_day
from units.querysets.handovers import Receivers, receivers_of, tallies, unlisted_counts
from units.views.frame import day_page
from units.views.handover_pages import PANEL, handover_for, no_key, posted_key, show


@require_safe
def listing(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/handovers/``: each receiver with its bags by volume and group."""
    return _listing(request, drive_for(request, drive, Verb.SEE))


def _listing(request: HouseRequest, drive: Drive, said: Said | None = None) -> HttpResponse:
    gives = may(request.scope, drive, Verb.RECORD)
    handovers = list(
        Handover.objects.visible_to(request.scope)
        .of_drive(drive)
        .select_related("receiver")
        .prefetch_related("counts")
        .order_by("pk")
    )
    receivers = receivers_of(drive)
    rows = _rows(receivers, handovers, drive, gives=gives)
    context = day_page(request, drive, PANEL) | {
        "rows": rows,
        "withdrawn": _withdrawn(handovers),
        "gives": gives,
        "has_receivers": bool(receivers.receivings),
        "first_open": next((row for row in rows if row.receiving and gives), None),
        "said": said,
        "key": uuid4(),
    }
    return render(request, "units/handover_list.html", context, status=said.status if said else 200)


def _rows(
    receivers: Receivers, handovers: Sequence[Handover], drive: Drive, *, gives: bool
) -> list[ReceiverRow]:
    """The drive's receivers in their order, then those who are its receivers no more."""
    valid = [handover for handover in handovers if not handover.is_withdrawn]
    found = tallies(valid)
    waiting = unlisted_counts(drive) if gives else {}
    rows, seen = [], set()
    for receiving in receivers.receivings:
        own = next((one for one in valid if receivers.is_for(receiving, one)), None)
        left = waiting.get(receiving.organisation_id, 0) if receiving.organisation_id else 0
        if _takes_unnamed(receivers, receiving):
            left += waiting.get(None, 0)
        if own is not None:
            seen.add(own.pk)
            rows.append(_row(own, found[own.pk], left))
        elif gives:
            rows.append(ReceiverRow(receiving.name, receiving=receiving.pk, waiting=left))
    return rows + [_row(one, found[one.pk], 0) for one in valid if one.pk not in seen]


def _takes_unnamed(receivers: Receivers, receiving: Receiving) -> bool:
    return receivers.takes_unnamed(
        Handover(receiver_id=receiving.organisation_id, receiver_words=receiving.words)
    )


def _row(handover: Handover, tally: Any, waiting: int) -> ReceiverRow:
    received = {row.volume: row.received for row in handover.counts.all()}
    return ReceiverRow(
        handover.receiver_name,
        handover=handover,
        standing=standing_of(handover),
        table=tally_table(tally, received if handover.answered_at else None),
        course=course_of(handover),
        waiting=waiting,
    )


def _withdrawn(handovers: Sequence[Handover]) -> list[ReceiverRow]:
    return [
        ReceiverRow(
            handover.receiver_name,
            handover=handover,
            standing=standing_of(handover),
            course=course_of(handover),
        )
        for handover in handovers
        if handover.is_withdrawn
    ]


@require_POST
def open_one(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/handovers/open/``: a list for one receiver of the drive."""
    at_drive = drive_for(request, drive, Verb.RECORD)
    pk, key = request.POST.get("receiving", ""), posted_key(request)
    if key is None:
        return _listing(request, at_drive, no_key())
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return _listing(request, at_drive, Said(_("Choose a receiver."), status=422))
    receiving = get_object_or_404(
        Receiving.objects.select_related("organisation"), pk=int(pk), drive=at_drive
    )
    try:
        receipt = open_handover(by=request.actor, key=key, drive=at_drive, receiving=receiving)
    except Refused as refusal:
        return _listing(request, at_drive, refused(refusal.reason))
    except KeyUsedBefore:
        return _listing(request, at_drive, refused(ALREADY_OPEN))
    address = reverse("units:handover", args=[receipt.target_id])
    return answered(request, _("The list is open. Put the bags on it."), receipt, address)


@require_safe
def handover(request: HouseRequest, pk: int) -> HttpResponse:
    """``/handovers/<id>/``."""
    record, stand = handover_for(request, pk)
    return show(request, record, stand)


@require_safe
def paper(request: HouseRequest, pk: int, form: str) -> HttpResponse:
    """``/handovers/<id>/print/`` and ``…/pdf/``: the list with its codes, to sign."""
    record, _stand = handover_for(request, pk)
    address = reverse("units:handover", args=[pk])
    if not record.lines.given().exists() and not record.counts.filter(given__gt=0).exists():
        return HttpResponseRedirect(address)
    context = _on_paper(record) | {
        "back_url": address,
        "pdf_url": reverse("units:handover-pdf", args=[pk]),
    }
    template = "units/handover_paper.html"
    if form == "print":
        return document_response(request, template, context)
    if form == "pdf":
        return pdf_response(request, template, context, f"giao-nhan-mau-{pk}.pdf")
    raise Http404


def _on_paper(record: Handover) -> dict[str, Any]:
    lines = record.lines.given().with_links().order_by("position")
    tally = tallies([record])[record.pk]
    return issued_by(record.drive) | {
        "place_and_day": place_and_day(
            record.drive, timezone.localdate(record.left_at or record.sent_at or timezone.now())
        ),
        "handover": record,
        "drive": record.drive,
        "standing": standing_of(record),
        "is_final": record.sent_at is not None,
        "lines": line_rows(list(lines)),
        "table": tally_table(tally),
        "uncoded": [(volume, tally.uncoded[volume]) for volume in sorted_volumes(tally.uncoded)],
        "signatures": [
            Signature(_("Handed over by"), name=record.giver_signatory),
            Signature(_("Received by"), record.receiver_name, record.receiver_signatory),
        ],
    }


def sorted_volumes(counts: Any) -> list[int | None]:
    return sorted(counts, key=lambda volume: (volume is None, volume or 0))
