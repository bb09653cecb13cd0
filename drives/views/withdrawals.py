"""Withdrawing a campaign, a period total or an award, and restoring it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drives.actions.withdrawals import restore, withdraw
from drives.forms.withdrawal import RESTORE, WITHDRAW, WithdrawalForm
from drives.models.withdrawal import Withdrawable
from drives.views import awards, campaigns, period_totals
from ledger.actions import KeyUsedBefore, Stale
from ledger.requests import HouseRequest
from ledger.saving import answered


@require_http_methods(["GET", "HEAD", "POST"])
def campaign(request: HouseRequest, pk: int) -> HttpResponse:
    """``/campaigns/<id>/withdrawal/``."""
    record = campaigns.editable(request, pk)
    return _page(request, record, str(record), reverse("drives:campaign", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def period_total(request: HouseRequest, pk: int) -> HttpResponse:
    """``/period-totals/<id>/withdrawal/``."""
    record = period_totals.editable(request, pk)
    return _page(request, record, str(record), reverse("drives:period-total", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def award(request: HouseRequest, pk: int, award: int) -> HttpResponse:
    """``/drives/<id>/awards/<award>/withdrawal/``."""
    drive = awards.recordable(request, pk)
    record = get_object_or_404(drive.awards.all(), pk=award)
    return _page(request, record, str(record), awards.awards_of(drive))


def _page(request: HouseRequest, record: Withdrawable, name: str, back: str) -> HttpResponse:
    wish = RESTORE if record.is_withdrawn else WITHDRAW
    form = WithdrawalForm(
        request.POST if request.method == "POST" else None,
        initial={"version": record.version, "wish": wish},
    )
    if form.is_valid():
        return _answer(request, record, form, back)
    context = {"form": form, "record": record, "name": name, "back": back}
    status = 422 if form.is_bound else 200
    return render(request, "drives/withdrawal_form.html", context, status=status)


def _answer(
    request: HouseRequest, record: Withdrawable, form: WithdrawalForm, back: str
) -> HttpResponseRedirect:
    data = form.cleaned_data
    restores = data["wish"] == RESTORE
    try:
        receipt = (restore if restores else withdraw)(
            by=request.actor,
            key=data["key"],
            record=record,
            version=data["version"],
            reason=data["reason"],
        )
    except (Stale, KeyUsedBefore):
        messages.warning(request, _("The record changed meanwhile; nothing was done."))
        return HttpResponseRedirect(back)
    said = _("The record is restored.") if restores else _("The record is withdrawn.")
    return answered(request, said, receipt, back)
