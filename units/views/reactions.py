"""A donor's reaction: written down at the collection desk or afterwards, mended, withdrawn."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from drives.models import Drive
from ledger.actions import KeyUsedBefore, Stale
from ledger.requests import HouseRequest
from ledger.saving import Mend, Refusals, answered, save_edit, save_new
from units.actions.reactions import add_reaction, edit_reaction, withdraw_reaction
from units.actions.refusals import Refused
from units.forms.desks import ReasonForm
from units.forms.fields import names_donor
from units.forms.reactions import ReactionForm
from units.models import Reaction, Registration
from units.presenters.people import addressed, sentence
from units.views.frame import desk_page
from units.views.receiving import COLLECTION, called, drive_of_receiver, person_at

PLACES = {
    "hour-to-come": "hour",
    "hour-before-drive": "day",
    "hour-after-drive": "day",
    "kind-of-another-group": "what",
}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest, drive: int, person: UUID) -> HttpResponse:
    """``/drives/<id>/reactions/<registration>/new/``."""
    at_drive = drive_of_receiver(request, drive)
    row = person_at(at_drive, person)
    now = timezone.localtime()
    return save_new(
        request,
        form=lambda data: _watched(
            ReactionForm(data, initial={"day": now.date(), "hour": now}), row
        ),
        save=lambda form: add_reaction(
            by=request.actor, key=form.cleaned_data["key"], registration=row, facts=form.facts()
        ),
        page=partial(_page, request, row),
        said=gettext("%(person)s: the reaction is recorded.") % {"person": called(row)},
        then=lambda receipt: COLLECTION.person(row),
        mend=Mend(
            row.reactions.filter(withdrawn_at=None),
            ReactionForm.of,
            lambda made: reverse("units:reaction", args=[at_drive.pk, made.pk]),
        ),
        refusals=REFUSALS,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HouseRequest, drive: int, reaction: int) -> HttpResponse:
    """``/drives/<id>/reactions/<reaction>/``."""
    at_drive = drive_of_receiver(request, drive)
    row = _row_of(at_drive, reaction)
    return save_edit(
        request,
        read=partial(_reaction, at_drive, reaction),
        form=lambda record, data: _watched(ReactionForm.of(record, data), row),
        save=lambda form, record: edit_reaction(
            by=request.actor,
            key=form.cleaned_data["key"],
            reaction=record,
            version=form.cleaned_data["version"],
            facts=form.facts(),
            reason=form.cleaned_data["reason"],
        ),
        page=partial(_page, request, row),
        said=gettext("The changes are saved."),
        then=lambda receipt: COLLECTION.person(row),
        refusals=REFUSALS,
        closed=lambda record: (
            gettext("This reaction was withdrawn.") if record.withdrawn_at else ""
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HouseRequest, drive: int, reaction: int) -> HttpResponse:
    """``/drives/<id>/reactions/<reaction>/withdraw/``: it was written down by mistake."""
    at_drive = drive_of_receiver(request, drive)
    record, row = _reaction(at_drive, reaction), _row_of(at_drive, reaction)
    if request.method != "POST":
        first = ReasonForm(initial={"version": record.version})
        return _withdrawal(request, row, record, first)
    form = ReasonForm(request.POST)
    if form.is_valid() and not names_donor(form, "reason", row):
        try:
            receipt = withdraw_reaction(
                by=request.actor,
                key=form.cleaned_data["key"],
                reaction=record,
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
            )
        except Refused as refusal:
            form.add_error(None, sentence(refusal.reason))
        except (Stale, KeyUsedBefore):
            form.add_error(None, gettext("Somebody changed this meanwhile. Look at it again."))
        else:
            said = gettext("The reaction is withdrawn.")
            return answered(request, said, receipt, COLLECTION.person(row))
    return _withdrawal(request, row, record, form, status=422)


def _reaction(drive: Drive, pk: int) -> Reaction:
    rows = Reaction.objects.select_related("registration__donor", "registration__drive")
    return get_object_or_404(rows, pk=pk, registration__drive=drive.pk)


def _row_of(drive: Drive, pk: int) -> Registration:
    row = _reaction(drive, pk).registration
    row.drive = drive
    return row


def _why_closed(reaction: Reaction) -> str:
    return gettext("This reaction was withdrawn.") if reaction.withdrawn_at else ""


def _watched(form: ReactionForm, row: Registration) -> ReactionForm:
    """What is told of a reaction names nobody."""
    if form.is_bound and form.is_valid():
        for name in ("notes", "reason"):
            if name in form.fields:
                names_donor(form, name, row)
    return form


def _page(
    request: HouseRequest,
    row: Registration,
    form: ReactionForm,
    reaction: Reaction | None,
    status: int,
) -> HttpResponse:
    context = _around(request, row) | {"form": form, "reaction": reaction}
    return render(request, "units/reaction_form.html", context, status=status)


def _withdrawal(
    request: HouseRequest,
    row: Registration,
    reaction: Reaction,
    form: ReasonForm,
    status: int = 200,
) -> HttpResponse:
    context = _around(request, row) | {"form": form, "reaction": reaction}
    return render(request, "units/reaction_withdraw.html", context, status=status)


def _around(request: HouseRequest, row: Registration) -> dict[str, Any]:
    return desk_page(request, row.drive, COLLECTION.slug) | {
        "row": row,
        "person": addressed(row.name, row.donor.sex),
        "back": COLLECTION.person(row),
    }


def _say_refused(form: ReactionForm, refusal: Refused) -> None:
    form.add_error(PLACES.get(refusal.reason.rule), sentence(refusal.reason))


REFUSALS: Refusals = {Refused: _say_refused}
