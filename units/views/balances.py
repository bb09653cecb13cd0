"""The balances of a drive: read, typed, printed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from drives.models import Drive
from exchange.documents import Signature, document_response, pdf_response
from ledger.actions import KeyUsedBefore, Stale
from ledger.conflicts import conflict_page, settle
from ledger.requests import HouseRequest
from ledger.saving import answered
from ledger.scope import Verb
from units.access import drive_for, may
from units.actions.balances import save_balance
from units.forms.balances import BalanceForm
from units.models import Balance
from units.presenters.balances import sheet_of
from units.presenters.papers import issued_by, place_and_day
from units.querysets.balances import drawn_at
from units.views.frame import day_page

PANEL = "balances"
KEEPS = (Verb.RECORD, Verb.RECEIVE)


@require_safe
def balances(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/balances/``."""
    at_drive = drive_for(request, drive, Verb.SEE)
    balance = _balance_of(at_drive)
    context = day_page(request, at_drive, PANEL) | {
        "balance": balance if balance.pk else None,
        "sheet": sheet_of(balance, drawn_at(at_drive)),
        "may_keep": may(request.scope, at_drive, *KEEPS),
        "history_url": reverse("ledger:history", args=["units.balance", balance.pk])
        if balance.pk
        else "",
    }
    return render(request, "units/balances.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/balances/edit/``: the whole sheet in one form."""
    at_drive = drive_for(request, drive, *KEEPS)
    drawn = drawn_at(at_drive)
    fresh = BalanceForm.of(_balance_of(at_drive), drawn=drawn)
    if request.method != "POST":
        return _page(request, at_drive, fresh)
    form = BalanceForm.of(_balance_of(at_drive), settle(request.POST, fresh), drawn=drawn)
    if any(name.startswith("more_") for name in request.POST):
        return _page(request, at_drive, form)
    if not form.is_valid():
        return _page(request, at_drive, form, status=422)
    try:
        receipt = save_balance(
            by=request.actor, key=form.cleaned_data["key"], drive=at_drive,
            version=form.cleaned_data["version"] or 0, facts=form.facts(),
        )  # fmt: skip
    except (Stale, KeyUsedBefore) as refusal:
        now = _balance_of(at_drive)
        again = BalanceForm.of(now, drawn=drawn)
        return conflict_page(request, form=form, fresh=again, refusal=refusal, record=now)
    return answered(
        request, _("The balances are saved."), receipt, reverse("units:balances", args=[drive])
    )


def _balance_of(drive: Drive) -> Balance:
    """The sheet of the drive, or a new one."""
    return Balance.objects.filter(drive=drive.pk).select_related("drive").first() or Balance(
        drive=drive
    )


def _page(
    request: HouseRequest, drive: Drive, form: BalanceForm, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = day_page(request, drive, PANEL) | {"form": form}
    return render(request, "units/balance_form.html", context, status=status)


@require_safe
def paper(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/balances/print/``; ``?form=pdf`` the same as a PDF."""
    at_drive = drive_for(request, drive, Verb.SEE)
    balance = _balance_of(at_drive)
    address = reverse("units:balances", args=[drive])
    if not balance.pk:
        return redirect(address)
    context = issued_by(at_drive) | {
        "place_and_day": place_and_day(at_drive, at_drive.last_day or timezone.localdate()),
        "drive": at_drive,
        "balance": balance,
        "sheet": sheet_of(balance, drawn_at(at_drive)),
        "signatures": [Signature(_("Made by")), Signature(_("For the receiver"))],
        "back_url": address,
        "pdf_url": f"{reverse('units:balances-print', args=[drive])}?form=pdf",
    }
    if request.GET.get("form") == "pdf":
        return pdf_response(request, "units/balance_paper.html", context, f"can-doi-{drive}.pdf")
    return document_response(request, "units/balance_paper.html", context)
