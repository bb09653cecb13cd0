"""The reception desk: one box, one big answer, and those who came last."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from drives.models import Drive
from ledger.keys import new_id
from ledger.requests import HouseRequest
from units.access import RECEPTION, desk_for, may_examine
from units.actions import reception as acts
from units.actions.reception import Came, Outcome
from units.forms.reception import AskForm, ChoiceForm, WalkInForm, walk_in_from
from units.models import Registration
from units.presenters.people import donor_rows, person_rows
from units.presenters.reception import answer_of, nation_line
from units.querysets.groups import groups_of
from units.querysets.reception import Found, alike_here, known_here
from units.rules.asked import Asked, AskedKind, read_asked
from units.views.frame import desk_page

LATEST = 8


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/reception/``: the screen, ``?person=`` one registration on it. A post is what
    was scanned or typed."""
    at_drive = desk_for(request, drive, *RECEPTION)
    if request.method == "POST":
        return _receive(request, at_drive)
    if request.htmx:
        return _latest(request, at_drive)
    return screen(request, at_drive, _person_asked_for(request, at_drive))


def _receive(request: HouseRequest, drive: Drive) -> HttpResponse:
    form = AskForm(request.POST)
    form.is_valid()
    typed = request.POST.get("asked", "")
    asked = read_asked(typed)
    outcome = acts.receive(
        by=request.actor,
        scope=request.scope,
        key=form.cleaned_data.get("key") or new_id(),
        drive=drive,
        asked=asked,
        at=timezone.now(),
    )
    return screen(request, drive, outcome, asked=asked, typed=typed)


@require_POST
def choose(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/reception/choose/``: receive the one who was chosen of several."""
    at_drive = desk_for(request, drive, *RECEPTION)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        return screen(request, at_drive, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    chosen = form.cleaned_data
    asked = read_asked(chosen["asked"])
    said = {"by": request.actor, "key": chosen["key"], "papers": asked.papers, "at": timezone.now()}
    if chosen["registration"]:
        row = _registration(at_drive, chosen["registration"])
        return screen(request, at_drive, acts.receive_registered(registration=row, **said))
    donors = known_here(at_drive, request.scope)
    donor = get_object_or_404(donors, pk=chosen["donor"], erased_at__isnull=True)
    return screen(request, at_drive, acts.receive_known(drive=at_drive, donor=donor, **said))


@require_POST
def join_files(request: HouseRequest, drive: int, pk: UUID) -> HttpResponse:
    """``/drives/<id>/reception/<registration>/join-files/``: the donor, standing here, agrees."""
    at_drive = desk_for(request, drive, *RECEPTION)
    row = _registration(at_drive, pk)
    form = ChoiceForm({**request.POST.dict(), "registration": str(pk)})
    if not form.is_valid():
        return screen(request, at_drive, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    key = form.cleaned_data["key"]
    outcome = acts.join_files(by=request.actor, key=key, registration=row, at=timezone.now())
    return screen(request, at_drive, outcome)


@require_http_methods(["GET", "HEAD", "POST"])
def walk_in(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/reception/walk-in/``: somebody whom nobody here knew."""
    at_drive = desk_for(request, drive, *RECEPTION)
    form = _walk_in_form(at_drive, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return screen(request, at_drive, walk_in=form)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return screen(request, at_drive, walk_in=form, status=status)
    facts = form.facts()
    alike = alike_here(at_drive, facts, request.scope)
    if alike and not form.cleaned_data["other"]:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return screen(request, at_drive, walk_in=form, alike=alike, status=status)
    outcome = acts.receive_new(
        by=request.actor,
        key=form.cleaned_data["key"],
        donor_id=form.cleaned_data["donor_id"],
        drive=at_drive,
        facts=facts,
        group=form.chosen_group(),
        papers=form.papers(),
        at=timezone.now(),
    )
    kept = None if outcome.came is Came.RECEIVED else form
    return screen(request, at_drive, outcome, walk_in=kept)


def screen(
    request: HouseRequest,
    drive: Drive,
    outcome: Outcome | None = None,
    *,
    asked: Asked | None = None,
    typed: str = "",
    walk_in: WalkInForm | None = None,
    alike: Found | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The whole screen with what came of the last act. What was typed stays in the box only where
    it could not be used."""
    now = timezone.now()
    answer = answer_of(outcome, by=request.actor, now=now) if outcome else None
    came = outcome.came if outcome else None
    if came is Came.NOBODY and asked is not None:
        answered = outcome is not None and outcome.nation is not None and outcome.nation.asked
        walk_in = _walk_in_form(drive, None, asked=asked, nation_asked=answered)
    found = alike or (outcome.found if outcome and came is Came.CHOOSE else Found())
    full = may_examine(request.scope, drive)
    context: dict[str, Any] = desk_page(request, drive, "reception") | {
        "answer": answer,
        "ask": _ask_form(typed if came is Came.REFUSED else "", focused=not (found or walk_in)),
        "asked_text": typed or request.POST.get("asked", ""),
        "choice_key": new_id(),
        "found": found,
        "found_people": person_rows(found.in_order, full=full, now=now),
        "found_donors": donor_rows(found.donors),
        "alike": alike,
        "walk_in": walk_in,
        "walk_in_warnings": walk_in.warnings if walk_in and walk_in.is_bound else [],
        "nobody": came is Came.NOBODY,
        "nation_said": nation_line(outcome) if came is Came.NOBODY and outcome else "",
        **_latest_context(drive, full=full),
    }
    return render(
        request, "units/reception.html", context, status=answer.status if answer else status
    )


def _ask_form(typed: str, *, focused: bool) -> AskForm:
    form = AskForm(initial={"asked": typed}, auto_id="ask_%s")
    if focused:
        form.fields["asked"].widget.attrs["autofocus"] = True
    return form


def _latest(request: HouseRequest, drive: Drive) -> HttpResponse:
    """Those who came last, for the list that refreshes itself; nothing where it is the same."""
    stamp = _stamp(drive)
    if request.GET.get("seen") == stamp:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    context = _latest_context(drive, full=may_examine(request.scope, drive), stamp=stamp)
    return render(request, "units/_latest.html", {"drive": drive, **context})


def _latest_context(drive: Drive, *, full: bool, stamp: str = "") -> dict[str, Any]:
    """Without a stamp the list is drawn once more when it first refreshes."""
    rows = Registration.objects.of_drive(drive).for_rows().latest_at_reception()[:LATEST]
    return {
        "latest": person_rows(rows, full=full, now=timezone.now()),
        "stamp": stamp,
        "refreshed_at": timezone.localtime(),
    }


def _stamp(drive: Drive) -> str:
    newest = Registration.objects.of_drive(drive).newest_change()
    return str(newest.timestamp()) if newest else "0"


def _person_asked_for(request: HouseRequest, drive: Drive) -> Outcome | None:
    try:
        pk = UUID(request.GET.get("person", ""))
    except ValueError:
        return None
    return acts.standing(_registration(drive, pk))


def _registration(drive: Drive, pk: UUID) -> Registration:
    row = get_object_or_404(Registration.objects.of_drive(drive).with_links(), pk=pk)
    row.drive = drive
    return row


def _walk_in_form(
    drive: Drive, data: Any, *, asked: Asked | None = None, nation_asked: bool = False
) -> WalkInForm:
    first: dict[str, Any] = {"key": new_id()}
    if asked is not None and asked.kind is not AskedKind.NOTHING:
        first |= walk_in_from(asked, nation_asked=nation_asked, drive_id=drive.pk)
    return WalkInForm(
        data,
        groups=groups_of(drive),
        today=timezone.localdate(),
        drive_id=drive.pk,
        initial=first,
        auto_id="walk_in_%s",
    )
