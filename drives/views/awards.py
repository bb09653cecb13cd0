"""Awards on the occasion of a drive: adding and mending; they are read on the drive's page."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drives.actions.awards import add_award, edit_award
from drives.forms.award import AwardForm
from drives.models import Award, Drive
from drives.views.closed import WITHDRAWN, why_closed
from ledger.requests import HouseRequest
from ledger.saving import Mend, save_edit, save_new


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest, pk: int) -> HttpResponse:
    """``/drives/<id>/awards/new/``."""
    drive = recordable(request, pk)
    return save_new(
        request,
        form=AwardForm,
        save=lambda form: add_award(
            by=request.actor, key=form.cleaned_data["key"], drive=drive, facts=form.facts()
        ),
        page=partial(_page, request, drive),
        said=_("The award is recorded."),
        then=lambda receipt: awards_of(drive),
        mend=Mend(
            drive.awards.standing(),
            AwardForm.of,
            lambda made: reverse("drives:award-edit", args=[drive.pk, made.pk]),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HouseRequest, pk: int, award: int) -> HttpResponse:
    """``/drives/<id>/awards/<award>/``."""
    drive = recordable(request, pk)
    return save_edit(
        request,
        read=lambda: get_object_or_404(drive.awards.all(), pk=award),
        form=AwardForm.of,
        save=lambda form, record: edit_award(
            by=request.actor,
            key=form.cleaned_data["key"],
            award=record,
            version=form.cleaned_data["version"],
            facts=form.facts(),
        ),
        page=partial(_page, request, drive),
        said=_("The changes are saved."),
        then=lambda receipt: awards_of(drive),
        refusals=WITHDRAWN,
        closed=why_closed,
    )


def recordable(request: HouseRequest, pk: int) -> Drive:
    """404 outside the scope, 403 for those who only see it. Honours often follow weeks after the
    figures are confirmed: the drive's state does not close them."""
    drive = get_object_or_404(Drive.objects.visible_to(request.scope), pk=pk)
    if not Drive.objects.recordable_by(request.scope).filter(pk=pk).exists():
        raise PermissionDenied
    return drive


def awards_of(drive: Drive) -> str:
    """The address of the tab that shows them."""
    return f"{reverse('drives:drive', args=[drive.pk])}?tab=awards"


def _page(
    request: HouseRequest, drive: Drive, form: AwardForm, award: Award | None, status: int
) -> HttpResponse:
    context = {"drive": drive, "form": form, "award": award}
    return render(request, "drives/award_form.html", context, status=status)
