"""A small editing page for the tests of forms, stale saves and repeated posts."""

from functools import partial
from typing import Any, Self

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from directory.models import Area, Organisation
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import cells_of, digest_of
from ledger.forms import TrackedForm
from ledger.models import Submission
from ledger.posts import raw_data
from ledger.requests import HouseRequest
from ledger.saving import Mend, save_edit, save_new

VALUES = ("name", "kind", "area", "address", "contact_name", "contact_phone")


class SheetForm(TrackedForm):
    name = forms.CharField(label="Tên")
    kind = forms.ChoiceField(label="Loại", choices=Organisation.Kind.choices)
    area = forms.ModelChoiceField(Area.objects.all(), label="Địa bàn")
    address = forms.CharField(label="Địa chỉ", required=False, widget=forms.Textarea)
    contact_name = forms.CharField(label="Người liên hệ", required=False)
    contact_phone = forms.CharField(label="Điện thoại", required=False)

    @classmethod
    def of(cls, organisation: Organisation, data: Any = None) -> Self:
        initial: dict[str, Any] = {name: getattr(organisation, name) for name in VALUES}
        return cls(data, initial=initial | {"version": organisation.version})

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in VALUES}


class NoTelephone(Exception):
    """What an action may say against a post."""


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
        if values.get("contact_phone") == "không":
            raise NoTelephone("Không phải số điện thoại.")
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
    """Refuses a telephone that cannot be, and an organisation that has ended."""
    return save_edit(
        request,
        read=partial(get_object_or_404, Organisation, pk=pk),
        form=SheetForm.of,
        save=lambda form, organisation: save_sheet(
            key=form.cleaned_data["key"],
            by=request.actor,
            values=form.values(),
            pk=organisation.pk,
            version=form.cleaned_data["version"],
        ),
        page=_page,
        said=lambda form: f"Đã lưu {form.cleaned_data['name']}.",
        then=lambda receipt: f"/{receipt.code}/",
        refusals={NoTelephone: _say_no_telephone},
        closed=lambda organisation: "Đã giải thể." if organisation.valid_to else "",
    )


def new(request: HouseRequest) -> HttpResponse:
    return save_new(
        request,
        form=SheetForm,
        save=lambda form: save_sheet(
            key=form.cleaned_data["key"], by=request.actor, values=form.values()
        ),
        page=_page,
        said="Đã thêm.",
        then=lambda receipt: f"/{receipt.code}/",
        mend=Mend(
            Organisation.objects.editable_by(request.scope),
            SheetForm.of,
            lambda made: reverse("sheet-edit", args=[made.pk]),
        ),
        refusals={NoTelephone: _say_no_telephone},
    )


def new_only(request: HouseRequest) -> HttpResponse:
    """A record that nobody mends."""
    return save_new(
        request,
        form=SheetForm,
        save=lambda form: save_sheet(
            key=form.cleaned_data["key"], by=request.actor, values=form.values()
        ),
        page=_page,
        said="Đã thêm.",
        then=lambda receipt: f"/{receipt.code}/",
    )


def _say_no_telephone(form: SheetForm, refusal: NoTelephone) -> None:
    form.add_error("contact_phone", str(refusal))


def _page(form: SheetForm, record: Organisation | None, status: int) -> HttpResponse:
    said = {"errors": form.errors, "record": str(record or ""), "shown": raw_data(form)}
    return JsonResponse(said if not form.is_bound else said | {"shown": form.data}, status=status)
