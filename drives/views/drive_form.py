"""Recording a drive, and mending its facts."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drives.actions.drives import edit_drive, record_drive
from drives.actions.refusals import Contradicted, NotNow
from drives.forms.drive import DriveForm
from drives.models import Drive
from drives.rules.states import FACTS_OPEN
from ledger.requests import HouseRequest
from ledger.saving import Mend, save_edit, save_new
from ledger.scope import Verb


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest) -> HttpResponse:
    """``/drives/new/``: a drive of the own organisation or one below."""
    if not request.scope.may(Verb.RECORD):
        raise PermissionDenied
    return save_new(
        request,
        form=lambda posted: DriveForm.blank(scope=request.scope, data=posted),
        save=lambda form: record_drive(
            by=request.actor,
            key=form.cleaned_data["key"],
            facts=form.facts(),
            answers=form.answers(),
        ),
        page=partial(_page, request),
        said=_("The drive is recorded."),
        then=lambda receipt: reverse("drives:drive", args=[receipt.target_id]),
        mend=Mend(
            Drive.objects.recordable_by(request.scope).with_page(),
            lambda made: DriveForm.of(made, scope=request.scope),
            lambda made: reverse("drives:drive-edit", args=[made.pk]),
        ),
        refusals={Contradicted: _ask},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HouseRequest, pk: int) -> HttpResponse:
    """``/drives/<id>/edit/``."""
    return save_edit(
        request,
        read=partial(_editable, request, pk),
        form=lambda drive, posted: DriveForm.of(drive, scope=request.scope, data=posted),
        save=lambda form, drive: edit_drive(
            by=request.actor,
            key=form.cleaned_data["key"],
            drive=drive,
            version=form.cleaned_data["version"],
            facts=form.facts(),
            answers=form.answers(),
            reason=form.cleaned_data["reason"],
        ),
        page=partial(_page, request),
        said=_("The changes are saved."),
        then=lambda receipt: reverse("drives:drive", args=[pk]),
        refusals={Contradicted: _ask, NotNow: lambda form, _: form.add_error(None, _closed())},
        closed=lambda drive: "" if drive.life_state in FACTS_OPEN else _closed(),
    )


def _editable(request: HouseRequest, pk: int) -> Drive:
    """404 outside the scope, 403 for those who only see it."""
    drive = get_object_or_404(Drive.objects.visible_to(request.scope).with_page(), pk=pk)
    if not Drive.objects.recordable_by(request.scope).filter(pk=pk).exists():
        raise PermissionDenied
    return drive


def _ask(form: DriveForm, refusal: Contradicted) -> None:
    form.show_findings(refusal.findings)


def _closed() -> str:
    return _("The figures are confirmed. Ask for the drive to be reopened.")


def _page(request: HouseRequest, form: DriveForm, drive: Drive | None, status: int) -> HttpResponse:
    return render(request, "drives/drive_form.html", {"form": form, "drive": drive}, status=status)
