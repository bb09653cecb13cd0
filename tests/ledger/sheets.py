"""A small editing page for the tests of forms, stale saves and repeated posts."""

from typing import Any, Self

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from directory.models import Area, Organisation
from ledger.actions import KeyUsedBefore, Receipt, Stale, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import cells_of, digest_of
from ledger.conflicts import conflict_page, earlier_record, sent_before_page, settle
from ledger.forms import TrackedForm
from ledger.models import Submission
from ledger.requests import HouseRequest

VALUES = ("name", "kind", "area", "address", "contact_name", "contact_phone")


class SheetForm(TrackedForm):
    name = forms.CharField(label="Tên")
    kind = forms.ChoiceField(label="Loại", choices=Organisation.Kind.choices)
    area = forms.ModelChoiceField(Area.objects.all(), label="Địa bàn")
    address = forms.CharField(label="Địa chỉ", required=False, widget=forms.Textarea)
    contact_name = forms.CharField(label="Người liên hệ", required=False)
    contact_phone = forms.CharField(label="Điện thoại", required=False)

    @classmethod
    def of(cls, organisation: Organisation) -> Self:
        initial: dict[str, Any] = {name: getattr(organisation, name) for name in VALUES}
        return cls(initial=initial | {"version": organisation.version})

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in VALUES}


def save_sheet(
    *, key, by: Actor, values: dict[str, Any], pk: int | None = None, version: int | None = None
) -> Receipt:
    """Makes an organisation, or changes the one with this id."""

    def write(submission: Submission) -> Organisation:
        if pk is None:
            organisation, before = Organisation(), {}
        else:
            organisation = lock(Organisation.objects.get_queryset(), pk, version=version)
            before = cells_of(organisation)
        for name, value in values.items():
            setattr(organisation, name, value)
        organisation.save()
        leave_change(
            organisation,
            by=by,
            action="save-sheet",
            before=before,
            after=cells_of(organisation),
            submission=submission,
        )
        return organisation

    digest = digest_of([pk, version, values])
    return once(key=key, by=by, action="save-sheet", digest=digest, write=write)


def edit(request: HouseRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation, pk=pk)
    fresh = SheetForm.of(organisation)
    if request.method != "POST":
        return render(request, "ledger/conflict.html", {"form": fresh})
    form = SheetForm(settle(request.POST, fresh))
    if not form.is_valid():
        return HttpResponse(form.errors.as_json(), status=422)
    try:
        receipt = save_sheet(
            key=form.cleaned_data["key"],
            by=request.actor,
            values=form.values(),
            pk=pk,
            version=form.cleaned_data["version"],
        )
    except (Stale, KeyUsedBefore) as refusal:
        organisation.refresh_from_db()
        fresh = SheetForm.of(organisation)
        return conflict_page(request, form=form, fresh=fresh, refusal=refusal, record=organisation)
    return HttpResponse(receipt.code)


def new(request: HouseRequest) -> HttpResponse:
    form = SheetForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_json(), status=422)
    try:
        receipt = save_sheet(key=form.cleaned_data["key"], by=request.actor, values=form.values())
    except KeyUsedBefore as refusal:
        record = earlier_record(refusal, Organisation.objects.editable_by(request.scope))
        return sent_before_page(
            request,
            form=form,
            refusal=refusal,
            record=record,
            fresh=SheetForm.of(record) if record else None,
            edit_page=reverse("sheet-edit", args=[record.pk]) if record else "",
        )
    return HttpResponse(receipt.code)
