"""Awards on the occasion of a drive: adding and mending; they are read on the drive's page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drives.actions.awards import add_award, edit_award
from drives.forms.award import AwardForm
from drives.models import Award, Drive
from ledger.actions import KeyUsedBefore, Receipt, Stale
from ledger.conflicts import conflict_page, earlier_record, sent_before_page, settle
from ledger.requests import HouseRequest
from ledger.saving import received


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest, pk: int) -> HttpResponse:
    """``/drives/<id>/awards/new/``."""
    drive = _recordable(request, pk)
    if request.method != "POST":
        return _page(request, drive, AwardForm())
    form = AwardForm(request.POST)
    if form.is_valid():
        try:
            receipt = add_award(
                by=request.actor, key=form.cleaned_data["key"], drive=drive, facts=form.facts()
            )
        except KeyUsedBefore as refusal:
            return _sent_before(request, drive, form, refusal)
        return _done(request, drive, _("The award is recorded."), receipt)
    return _page(request, drive, form, status=422)


def _sent_before(
    request: HouseRequest, drive: Drive, form: AwardForm, refusal: KeyUsedBefore
) -> HttpResponse:
    earlier: Award | None = earlier_record(refusal, drive.awards.all())
    return sent_before_page(
        request,
        form=form,
        refusal=refusal,
        record=earlier,
        fresh=AwardForm.of(earlier) if earlier else None,
        edit_page=reverse("drives:award-edit", args=[drive.pk, earlier.pk]) if earlier else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HouseRequest, pk: int, award: int) -> HttpResponse:
    """``/drives/<id>/awards/<award>/``."""
    drive = _recordable(request, pk)
    record = get_object_or_404(drive.awards.all(), pk=award)
    fresh = AwardForm.of(record)
    if request.method != "POST":
        return _page(request, drive, fresh, record)
    form = AwardForm(settle(request.POST, fresh))
    if form.is_valid():
        try:
            receipt = edit_award(
                by=request.actor,
                key=form.cleaned_data["key"],
                award=record,
                version=form.cleaned_data["version"],
                facts=form.facts(),
            )
        except (Stale, KeyUsedBefore) as refusal:
            record.refresh_from_db()
            now = AwardForm.of(record)
            return conflict_page(request, form=form, fresh=now, refusal=refusal, record=record)
        return _done(request, drive, _("The changes are saved."), receipt)
    return _page(request, drive, form, record, status=422)


def _recordable(request: HouseRequest, pk: int) -> Drive:
    """404 outside the scope, 403 for those who only see it. Honours often follow weeks after the
    figures are confirmed: the drive's state does not close them."""
    drive = get_object_or_404(Drive.objects.visible_to(request.scope), pk=pk)
    if not Drive.objects.recordable_by(request.scope).filter(pk=pk).exists():
        raise PermissionDenied
    return drive


def _done(
    request: HouseRequest, drive: Drive, sentence: str, receipt: Receipt
) -> HttpResponseRedirect:
    messages.success(request, received(sentence, receipt))
    return redirect(f"{reverse('drives:drive', args=[drive.pk])}?tab=awards")


def _page(
    request: HouseRequest,
    drive: Drive,
    form: AwardForm,
    award: Award | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"drive": drive, "form": form, "award": award}
    return render(request, "drives/award_form.html", context, status=status)
