"""Putting people on the list: found by the one box or entered anew, one after the other."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from drives.models import Drive
from ledger.keys import new_id
from ledger.requests import HouseRequest
from units.access import RECEPTION, drive_for, may_examine
from units.actions.listing import enlist, enlist_new
from units.actions.reception import Came, Outcome
from units.forms.reception import first_facts
from units.forms.registrations import FindForm, ListPersonForm
from units.presenters.people import donor_rows, person_rows
from units.presenters.reception import answer_of
from units.querysets.reception import Found, alike_here, known_here, people_of
from units.rules.asked import Asked, AskedKind, read_asked
from units.views.frame import below_list


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/registrations/new/``: the box; a post looks for somebody, or, with ``donor``,
    puts the one who was found on the list. Group and hour stay for the next one."""
    at_drive = drive_for(request, drive, *RECEPTION)
    if request.method != "POST":
        return _page(request, at_drive, _find_form(request, at_drive))
    form = FindForm(request.POST, drive=at_drive, scope=request.scope)
    if not form.is_valid():
        return _page(request, at_drive, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if chosen := form.cleaned_data["donor"]:
        outcome = _enlist(request, at_drive, form, chosen)
        return _page(request, at_drive, _find_form(request, at_drive, kept=form), outcome)
    asked = read_asked(request.POST.get("asked", ""))
    if asked.reason is not None:
        return _page(request, at_drive, form, Outcome(Came.REFUSED, reason=asked.reason))
    found = people_of(at_drive, asked, request.scope)
    if found:
        return _page(request, at_drive, form, found=found)
    return _page(request, at_drive, form, person=_person_form(request, at_drive, form, asked))


def _enlist(request: HouseRequest, drive: Drive, form: FindForm, chosen: UUID) -> Outcome:
    donors = known_here(drive, request.scope)
    return enlist(
        by=request.actor,
        key=form.cleaned_data["key"],
        drive=drive,
        donor=get_object_or_404(donors, pk=chosen, erased_at__isnull=True),
        group=form.who(),
        expected_at=form.expected_at(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/registrations/person/``: somebody whom nobody here knew."""
    at_drive = drive_for(request, drive, *RECEPTION)
    box = _find_form(request, at_drive)
    if request.method != "POST":
        return _page(request, at_drive, box, person=_person_form(request, at_drive, None, None))
    form = _person_form(request, at_drive, None, None, data=request.POST)
    unanswered = HTTPStatus.UNPROCESSABLE_ENTITY
    if not form.is_valid():
        return _page(request, at_drive, box, person=form, status=unanswered)
    facts = form.facts()
    alike = alike_here(at_drive, facts, request.scope)
    if alike and not form.cleaned_data["other"]:
        kept = _find_form(request, at_drive, kept=form)
        return _page(request, at_drive, kept, person=form, alike=alike, status=unanswered)
    outcome = enlist_new(
        by=request.actor,
        key=form.cleaned_data["key"],
        donor_id=form.cleaned_data["donor_id"],
        drive=at_drive,
        facts=facts,
        group=form.who(),
        expected_at=form.expected_at(),
    )
    box = _find_form(request, at_drive, kept=form)
    again = None if outcome.came is Came.LISTED else form
    return _page(request, at_drive, box, outcome, person=again)


def _find_form(
    request: HouseRequest, drive: Drive, *, kept: FindForm | ListPersonForm | None = None
) -> FindForm:
    """An empty box; with the group and the hour of the form before."""
    first: dict[str, Any] = {"key": new_id()}
    if kept is not None:
        first["group"] = kept.cleaned_data.get("group")
        first["expected_day"] = kept.data.get("expected_day", "")
        first["expected_hour"] = kept.data.get("expected_hour", "")
    form = FindForm(drive=drive, scope=request.scope, initial=first)
    form.fields["asked"].widget.attrs["autofocus"] = True
    return form


def _person_form(
    request: HouseRequest,
    drive: Drive,
    box: FindForm | None,
    asked: Asked | None,
    *,
    data: Any = None,
) -> ListPersonForm:
    """The form of somebody new, with what was asked for, and the group and hour of the box."""
    first: dict[str, Any] = {"key": new_id()}
    if asked is not None and asked.kind is not AskedKind.NOTHING:
        first |= first_facts(asked)
    if box is not None:
        first["group"] = box.cleaned_data.get("group")
        first["expected_day"] = box.data.get("expected_day", "")
        first["expected_hour"] = box.data.get("expected_hour", "")
    return ListPersonForm(
        data,
        drive=drive,
        scope=request.scope,
        today=timezone.localdate(),
        initial=first,
        auto_id="person_%s",
    )


def _page(
    request: HouseRequest,
    drive: Drive,
    form: FindForm,
    outcome: Outcome | None = None,
    *,
    found: Found | None = None,
    person: ListPersonForm | None = None,
    alike: Found | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    now = timezone.now()
    answer = answer_of(outcome, by=request.actor, now=now) if outcome else None
    people = found or alike or Found()
    full = may_examine(request.scope, drive)
    context = below_list(drive) | {
        "form": form,
        "answer": answer,
        "found": people,
        "found_people": person_rows(people.in_order, full=full, now=now),
        "found_donors": donor_rows(people.donors),
        "alike": alike,
        "person": person,
        "person_warnings": person.warnings if person and person.is_bound else [],
        "list_url": reverse("units:registrations", args=[drive.pk]),
    }
    code = answer.status if answer else status
    return render(request, "units/registration_new.html", context, status=code)
