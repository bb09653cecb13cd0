"""Organisations: the list, one of them, adding and mending."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.actions.organisations import Refused, add_organisation, edit_organisation
from directory.forms.organisations import OrganisationFilter, OrganisationForm
from directory.models import Organisation
from directory.paging import page_of
from directory.querysets import may_add
from ledger.actions import KeyUsedBefore, Stale
from ledger.conflicts import conflict_page, earlier_record, sent_before_page, settle
from ledger.requests import HouseRequest


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
    form = OrganisationForm(_posted(request), scope=request.scope)
    if form.is_valid():
        key = form.cleaned_data["key"]
        try:
            receipt = add_organisation(by=request.actor, key=key, values=form.values)
        except Refused as refused:
            form.refuse(refused.reasons)
        except KeyUsedBefore as refusal:
            return _sent_before(request, form, refusal)
        else:
            _say(request, _("The organisation has been added. Receipt %(code)s."), receipt.code)
            return redirect("directory:organisation", pk=receipt.target_id)
    return _form_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: HouseRequest, pk: int) -> HttpResponse:
    """The form of an organisation; a stale save shows both versions."""
    found = get_object_or_404(Organisation.objects.visible_to(request.scope).with_area(), pk=pk)
    if not _editable(request, pk):
        raise PermissionDenied
    form = fresh = OrganisationForm.of(found, scope=request.scope)
    if request.method == "POST":
        form = OrganisationForm.of(found, scope=request.scope, data=settle(request.POST, fresh))
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            receipt = edit_organisation(
                by=request.actor,
                key=cleaned["key"],
                organisation=pk,
                version=cleaned["version"],
                values=form.values,
                reason=cleaned["reason"],
            )
        except Refused as refused:
            form.refuse(refused.reasons)
        except (Stale, KeyUsedBefore) as refusal:
            found = Organisation.objects.with_area().get(pk=pk)
            fresh = OrganisationForm.of(found, scope=request.scope)
            return conflict_page(request, form=form, fresh=fresh, refusal=refusal, record=found)
        else:
            _say(request, _("The organisation has been saved. Receipt %(code)s."), receipt.code)
            return redirect("directory:organisation", pk=pk)
    return _form_page(request, form, found)


def _form_page(
    request: HouseRequest, form: OrganisationForm, found: Organisation | None = None
) -> HttpResponse:
    context = {"form": form, "organisation": found}
    status = 422 if form.errors else 200
    return render(request, "directory/organisation_form.html", context, status=status)


def _posted(request: HouseRequest) -> object:
    return request.POST if request.method == "POST" else None


def _editable(request: HouseRequest, pk: int) -> bool:
    return Organisation.objects.editable_by(request.scope).filter(pk=pk).exists()


def _sent_before(
    request: HouseRequest, form: OrganisationForm, refusal: KeyUsedBefore
) -> HttpResponse:
    """Back, changed, sent again: mend the one that was made, or make another."""
    rows = Organisation.objects.visible_to(request.scope).editable_by(request.scope).with_area()
    made: Organisation | None = earlier_record(refusal, rows)
    return sent_before_page(
        request,
        form=form,
        refusal=refusal,
        record=made,
        fresh=OrganisationForm.of(made, scope=request.scope) if made else None,
        edit_page=reverse("directory:organisation-edit", args=[made.pk]) if made else "",
    )


def _say(request: HouseRequest, sentence: str, code: str) -> None:
    messages.success(request, sentence % {"code": code})
