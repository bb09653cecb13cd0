"""Recording a drive, and mending its facts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from drives.actions.drives import edit_drive, record_drive
from drives.actions.refusals import Contradicted, NotNow
from drives.forms.drive import DriveForm
from drives.models import Drive
from drives.rules.states import FACTS_OPEN
from ledger.actions import KeyUsedBefore, Stale
from ledger.conflicts import conflict_page, earlier_record, sent_before_page, settle
from ledger.requests import HouseRequest
from ledger.saving import received
from ledger.scope import Verb

CLOSED = gettext_lazy("The figures are confirmed. Ask for the drive to be reopened.")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest) -> HttpResponse:
    """``/drives/new/``: a drive of the own organisation or one below."""
    if not request.scope.may(Verb.RECORD):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, DriveForm.blank(scope=request.scope))
    form = DriveForm(request.POST, scope=request.scope)
    if form.is_valid():
        try:
            receipt = record_drive(
                by=request.actor,
                key=form.cleaned_data["key"],
                facts=form.facts(),
                answers=form.answers(),
            )
        except Contradicted as refusal:
            form.show_findings(refusal.findings)
        except KeyUsedBefore as refusal:
            return _sent_before(request, form, refusal)
        else:
            messages.success(request, received(_("The drive is recorded."), receipt))
            return redirect("drives:drive", receipt.target_id)
    return _page(request, form, status=422)


def _sent_before(request: HouseRequest, form: DriveForm, refusal: KeyUsedBefore) -> HttpResponse:
    """Back, changed and posted again: the record of the first post against what was typed now."""
    drive = earlier_record(refusal, Drive.objects.recordable_by(request.scope).with_page())
    return sent_before_page(
        request,
        form=form,
        refusal=refusal,
        record=drive,
        fresh=drive and DriveForm.of(drive, scope=request.scope),
        edit_page=reverse("drives:drive-edit", args=[drive.pk]) if drive else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HouseRequest, pk: int) -> HttpResponse:
    """``/drives/<id>/edit/``."""
    drive = _editable(request, pk)
    fresh = DriveForm.of(drive, scope=request.scope)
    is_open = drive.life_state in FACTS_OPEN
    if request.method != "POST":
        if not is_open:
            raise PermissionDenied(CLOSED)
        return _page(request, fresh, drive)
    form = DriveForm(settle(request.POST, fresh), scope=request.scope)
    if not is_open:
        form.add_error(None, CLOSED)
    elif form.is_valid():
        try:
            receipt = edit_drive(
                by=request.actor,
                key=form.cleaned_data["key"],
                drive=drive,
                version=form.cleaned_data["version"],
                facts=form.facts(),
                answers=form.answers(),
                reason=form.cleaned_data["reason"],
            )
        except Contradicted as refusal:
            form.show_findings(refusal.findings)
        except NotNow:
            form.add_error(None, CLOSED)
        except (Stale, KeyUsedBefore) as refusal:
            now = DriveForm.of(_editable(request, pk), scope=request.scope)
            return conflict_page(request, form=form, fresh=now, refusal=refusal, record=drive)
        else:
            messages.success(request, received(_("The changes are saved."), receipt))
            return redirect("drives:drive", pk)
    return _page(request, form, drive, status=422)


def _editable(request: HouseRequest, pk: int) -> Drive:
    """404 outside the scope, 403 for those who only see it."""
    drive = get_object_or_404(Drive.objects.visible_to(request.scope).with_page(), pk=pk)
    if not Drive.objects.recordable_by(request.scope).filter(pk=pk).exists():
        raise PermissionDenied
    return drive


def _page(
    request: HouseRequest, form: DriveForm, drive: Drive | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "drives/drive_form.html", {"form": form, "drive": drive}, status=status)
