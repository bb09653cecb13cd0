"""Organisations: the list, one of them, adding and mending."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.actions.organisations import Refused, add_organisation, edit_organisation
from directory.forms.organisations import OrganisationFilter, OrganisationForm
from directory.models import Organisation
from directory.paging import page_of
from directory.querysets import may_add
from ledger.requests import HouseRequest
from ledger.saving import Mend, save_edit, save_new


@require_safe
def organisations(request: HouseRequest) -> HttpResponse:
    """The list in folded order, by name, kind, area and life."""
    filters = OrganisationFilter(request.GET, scope=request.scope)
    rows = filters.narrow(Organisation.objects.visible_to(request.scope).with_area())
    page = page_of(
        rows,
        column="folded",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "filters": filters,
        "filtered": any(request.GET.get(name) for name in filters.fields),
        "page": page,
        "count": rows.count(),
        "may_add": may_add(request.scope),
    }
    return render(request, "directory/organisation_list.html", context)


@require_safe
def organisation(request: HouseRequest, pk: int) -> HttpResponse:
    """One organisation with what stands above, below, before and after it."""
    rows = Organisation.objects.visible_to(request.scope)
    found = get_object_or_404(rows.with_area(), pk=pk)
    context = {
        "organisation": found,
        "parent": rows.filter(pk=found.parent_id).first() if found.parent_id else None,
        "children": page_of(
            rows.filter(parent=found),
            column="folded",
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        ),
        "successors": rows.filter(predecessors=found).order_by("folded", "id"),
        "predecessors": rows.filter(successors=found).order_by("folded", "id"),
        "may_edit": _editable(request, pk),
    }
    return render(request, "directory/organisation_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_new(request: HouseRequest) -> HttpResponse:
    """The form of a new organisation; a likely duplicate is asked about once."""
    if not may_add(request.scope):
        raise PermissionDenied
    scope = request.scope
    return save_new(
        request,
        form=lambda posted: OrganisationForm(posted, scope=scope),
        save=lambda form: add_organisation(
            by=request.actor, key=form.cleaned_data["key"], values=form.values
        ),
        page=partial(_form_page, request),
        said=_("The organisation has been added."),
        then=lambda receipt: reverse("directory:organisation", args=[receipt.target_id]),
        mend=Mend(
            Organisation.objects.visible_to(scope).editable_by(scope).with_area(),
            lambda made: OrganisationForm.of(made, scope=scope),
            lambda made: reverse("directory:organisation-edit", args=[made.pk]),
        ),
        refusals={Refused: _refuse},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: HouseRequest, pk: int) -> HttpResponse:
    """The form of an organisation; a stale save shows both versions."""
    return save_edit(
        request,
        read=partial(_to_mend, request, pk),
        form=lambda found, posted: OrganisationForm.of(found, scope=request.scope, data=posted),
        save=lambda form, _found: edit_organisation(
            by=request.actor,
            key=form.cleaned_data["key"],
            organisation=pk,
            version=form.cleaned_data["version"],
            values=form.values,
            reason=form.cleaned_data["reason"],
        ),
        page=partial(_form_page, request),
        said=_("The organisation has been saved."),
        then=lambda _receipt: reverse("directory:organisation", args=[pk]),
        refusals={Refused: _refuse},
    )


def _to_mend(request: HouseRequest, pk: int) -> Organisation:
    found = get_object_or_404(Organisation.objects.visible_to(request.scope).with_area(), pk=pk)
    if not _editable(request, pk):
        raise PermissionDenied
    return found


def _editable(request: HouseRequest, pk: int) -> bool:
    return Organisation.objects.editable_by(request.scope).filter(pk=pk).exists()


def _refuse(form: OrganisationForm, refusal: Refused) -> None:
    form.refuse(refusal.reasons)


def _form_page(
    request: HouseRequest, form: OrganisationForm, found: Organisation | None, status: int
) -> HttpResponse:
    context = {"form": form, "organisation": found}
    return render(request, "directory/organisation_form.html", context, status=status)
