"""The register of what donors ask of those who keep their data."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.models import Organisation
from directory.paging import page_of
from donors.access import MENDS, donor_for
from donors.actions.requests import (
    acknowledge_request,
    answer_request,
    lift_restriction,
    register_request,
    reopen_request,
)
from donors.forms.acts import AnswerForm, OnDayForm, ReasonForm, RequestForm
from donors.forms.request_filter import RequestFilter
from donors.models import Donor, PersonRequest
from donors.presenters.requests import request_row
from donors.querysets.duplicates import mending_border
from donors.views.acts import Act, act_page, of_donor
from ledger.requests import HouseRequest


@require_safe
def listing(request: HouseRequest) -> HttpResponse:
    """``/donors/requests/?state=&kind=``: what waits for an answer, the earliest day first."""
    filters, today = RequestFilter(request.GET), localdate()
    found = filters.narrow(PersonRequest.objects.visible_to(request.scope), today)
    page = page_of(
        found.select_related("donor", "keeper"),
        column="due_on",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    names = Donor.objects.visible_to(request.scope).in_bulk([row.donor_id for row in page.rows])
    rows = [request_row(row, names.get(row.donor_id), today) for row in page.rows]
    context = {"filters": filters, "page": page, "rows": rows}
    return render(request, "donors/request_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest, pk: UUID) -> HttpResponse:
    """``/donors/<id>/requests/new/``."""
    donor = donor_for(request, pk, *MENDS)
    keepers = _keepers(request, donor)
    act = Act(
        donor=donor,
        heading=_("Request of the donor"),
        button=_("Register the request"),
        back=of_donor(donor, "requests"),
        sentences=[
            _("To be acknowledged within two working days and answered within fifteen days.")
        ],
    )
    return act_page(
        request,
        act,
        form=lambda data: RequestForm(
            data, keepers=keepers, initial={"received_on": localdate(), "keeper": keepers.first()}
        ),
        save=lambda form: register_request(
            by=request.actor,
            key=form.cleaned_data["key"],
            donor=donor,
            keeper=form.cleaned_data["keeper"],
            kind=form.cleaned_data["kind"],
            received_on=form.cleaned_data["received_on"],
        ),
        said=_("The request is registered."),
        then=lambda receipt: reverse("donors:request", args=[receipt.target_id]),
    )


def _keepers(request: HouseRequest, donor: Donor) -> Any:
    """The organisations that know the donor and for which the person may write."""
    known = Organisation.objects.filter(pk__in=donor.custodies.values("organisation"))
    border = mending_border(request.scope)
    if not border.nation:
        known = known.filter(
            Q(pk__in=border.organisations) | Q(area__province_now__in=border.provinces)
        )
    return known.order_by("folded", "pk")


@require_safe
def one(request: HouseRequest, pk: int) -> HttpResponse:
    """``/donors/requests/<id>/``."""
    found = _visible(request, pk)
    donor = Donor.objects.visible_to(request.scope).filter(pk=found.donor_id).first()
    state = PersonRequest.State
    context = {
        "asked": found,
        "row": request_row(found, donor, localdate()),
        "donor": donor,
        "may_answer": donor is not None and _editable(request, pk),
        "is_open": found.closed_on is None,
        "may_erase": found.kind == PersonRequest.Kind.ERASURE
        and found.state in (state.OPEN, state.ACKNOWLEDGED, state.RESTRICTED),
        "may_reopen": found.closed_on is not None
        and not (found.kind == PersonRequest.Kind.ERASURE and found.state == state.DONE),
    }
    return render(request, "donors/request_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def acknowledge(request: HouseRequest, pk: int) -> HttpResponse:
    """``/donors/requests/<id>/acknowledge/``."""
    found = _answerable(request, pk)
    today = localdate()
    return act_page(
        request,
        _act(found, _("Acknowledge the request"), _("Acknowledged")),
        form=partial(OnDayForm, initial={"on": today, "version": found.version}),
        save=lambda form: acknowledge_request(
            by=request.actor, key=form.cleaned_data["key"], request=found,
            version=form.cleaned_data["version"], on=form.cleaned_data["on"],
        ),
        said=_("It is written down that the donor was told."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HouseRequest, pk: int) -> HttpResponse:
    """``/donors/requests/<id>/answer/``."""
    found = _answerable(request, pk)
    initial = {"on": localdate(), "version": found.version}
    return act_page(
        request,
        _act(found, _("Answer the request"), _("Save the answer")),
        form=lambda data: AnswerForm(data, kind=found.kind, initial=initial),
        save=lambda form: answer_request(
            by=request.actor,
            key=form.cleaned_data["key"],
            request=found,
            version=form.cleaned_data["version"],
            state=form.cleaned_data["state"],
            answer=form.cleaned_data["answer"],
            on=form.cleaned_data["on"],
        ),
        said=_("The answer is saved."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HouseRequest, pk: int) -> HttpResponse:
    """``/donors/requests/<id>/reopen/``."""
    found = _answerable(request, pk)
    return act_page(
        request,
        _act(found, _("Take the answer back"), _("Open it again")),
        form=partial(ReasonForm, initial={"version": found.version}),
        save=lambda form: reopen_request(
            by=request.actor, key=form.cleaned_data["key"], request=found,
            version=form.cleaned_data["version"], reason=form.cleaned_data["reason"],
        ),
        said=_("The request is open again."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HouseRequest, pk: UUID) -> HttpResponse:
    """``/donors/<id>/lift-restriction/``."""
    donor = donor_for(request, pk, *MENDS)
    act = Act(
        donor=donor,
        heading=_("Lift the restriction"),
        button=_("Lift it"),
        back=of_donor(donor, "requests"),
        sentences=[_("The file may then be used again, as the donor wishes.")],
    )
    return act_page(
        request,
        act,
        form=ReasonForm,
        save=lambda form: lift_restriction(
            by=request.actor, key=form.cleaned_data["key"], donor=donor,
            reason=form.cleaned_data["reason"],
        ),
        said=_("The restriction is lifted."),
    )  # fmt: skip


def _visible(request: HouseRequest, pk: int) -> PersonRequest:
    rows = PersonRequest.objects.visible_to(request.scope)
    return get_object_or_404(rows.select_related("donor", "keeper"), pk=pk)


def _editable(request: HouseRequest, pk: int) -> bool:
    return PersonRequest.objects.editable_by(request.scope).filter(pk=pk).exists()


def _answerable(request: HouseRequest, pk: int) -> PersonRequest:
    found = _visible(request, pk)
    if not _editable(request, pk):
        raise PermissionDenied
    return found


def _act(found: PersonRequest, heading: str, button: str) -> Act:
    return Act(
        donor=found.donor,
        heading=heading,
        button=button,
        back=reverse("donors:request", args=[found.pk]),
        sentences=[
            _("%(kind)s, asked by %(donor)s")
            % {"kind": found.get_kind_display(), "donor": found.donor}
        ],
    )
