"""What the two desks of the receiver share: who may work there, the search, the lists beside."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from directory.models import Organisation
from drives.models import Drive
from ledger.actions import KeyUsedBefore, Receipt, Stale
from ledger.requests import HouseRequest
from ledger.saving import answered
from ledger.scope import Reach, Scope, Verb
from units.access import drive_for
from units.actions.desks import days_of, open_desks
from units.actions.refusals import DayClosed, NotNow, Refused
from units.actions.registrations import LEAVING, move
from units.actions.screening import undo
from units.actions.stops import undo_stop
from units.forms.desks import FindForm, KeyForm, LeaveForm, ReasonForm
from units.forms.fields import names_donor
from units.models import DriveDay, Registration, Screening
from units.presenters.desks import allowed_note, decided_note, desk_lines
from units.presenters.people import addressed, sentence
from units.presenters.reception import Answer
from units.querysets import waiting
from units.rules.asked import AskedKind, read_asked
from units.rules.states import STEPS, Desk, LeftWhy, State, refusal
from units.views.frame import desk_page


@dataclass(frozen=True, slots=True)
class ReceiverDesk:
    """One desk: who waits there, who went on from there, by which step."""

    slug: str
    desk: Desk
    waits: State
    done: tuple[State, ...]
    step: str
    note: Callable[[Registration], str]

    @property
    def template(self) -> str:
        return f"units/{self.slug}.html"

    def page(self, drive: Drive) -> str:
        return reverse(f"units:{self.slug}", args=[drive.pk])

    def person(self, row: Registration) -> str:
        return reverse(f"units:{self.slug}-person", args=[row.drive_id, row.pk])


def _no_note(row: Registration) -> str:
    return ""


SCREENING = ReceiverDesk(
    "screening", Desk.SCREENING, State.ARRIVED, (State.SCREENED, State.DEFERRED), "pass", _no_note
)
COLLECTION = ReceiverDesk(
    "collection", Desk.COLLECTION, State.SCREENED, (State.DONATED,), "give", allowed_note
)
BY_SLUG = {desk.slug: desk for desk in (SCREENING, COLLECTION)}


def _desk_named(slug: str) -> ReceiverDesk:
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def drive_of_receiver(request: HouseRequest, pk: int) -> Drive:
    """The drive, for whoever works at the receiver's desks there. Raises Http404 outside the scope,
    PermissionDenied with a sentence inside it."""
    try:
        return drive_for(request, pk, Verb.RECEIVE)
    except PermissionDenied:
        raise PermissionDenied(
            gettext(
                "The desks for examination and drawing belong to the blood establishment, which"
                " opens them and writes there. When it works on paper, its list is entered"
                " afterwards under “Paper lists”."
            )
        ) from None


def person_at(drive: Drive, pk: UUID) -> Registration:
    """Somebody at this drive. Raises Http404."""
    rows = Registration.objects.of_drive(drive).select_related("donor")
    row = get_object_or_404(rows, pk=pk)
    row.drive = drive
    return row


def receivers_at(scope: Scope, drive: Drive) -> list[Organisation]:
    """The receivers linked to a drive, the person's own first; a person with own ones there works
    for no other."""
    linked = [
        receiving.organisation
        for receiving in drive.receivings.select_related("organisation__area").order_by("id")
        if receiving.organisation is not None
    ]
    own = set(
        Organisation.below(scope.organisations(Verb.RECEIVE, Reach.RECEIVED))
        .filter(below__in=[body.pk for body in linked])
        .values_list("below", flat=True)
    )
    return [body for body in linked if body.pk in own] or linked


# The screen.


def why_shut(drive: Drive, day: DriveDay | None, today: date) -> str:
    """Why nobody works at the desks now: to come, closed, or not opened yet; "" when they are."""
    if drive.first_day is not None and today < drive.first_day:
        return "to-come"
    if day is not None and not day.is_open:
        return "closed"
    if day is None or day.desks_opened_at is None:
        return "unopened"
    return ""


def day_of_drive(drive: Drive) -> DriveDay | None:
    return DriveDay.objects.filter(drive=drive.pk).first()


def work_days(drive: Drive) -> list[date]:
    """The days that may be written down now, newest first; never empty."""
    today = timezone.localdate()
    return days_of(drive, today) or [today]


def screen(
    request: HouseRequest,
    drive: Drive,
    desk: ReceiverDesk,
    *,
    status: int = HTTPStatus.OK,
    **context: Any,
) -> HttpResponse:
    """The desk with whatever stands in its middle; while it is shut, the page that says so."""
    day = day_of_drive(drive)
    shut = why_shut(drive, day, timezone.localdate())
    asks = context.pop("find", None) or FindForm()
    if "registration" not in context:
        asks.fields["asked"].widget.attrs["autofocus"] = ""
    around = desk_page(request, drive, desk.slug) | {
        "here": desk,
        "here_url": desk.page(drive),
        "find": asks,
        "day": day,
        "shut": shut,
        "open_form": KeyForm(),
    }
    if shut == "unopened" or (shut and "registration" not in context):
        return render(request, "units/desk_shut.html", around | context, status=status)
    return render(request, desk.template, around | _lists(drive, desk) | context, status=status)


def _lists(drive: Drive, desk: ReceiverDesk) -> dict[str, Any]:
    now = timezone.now()
    rows = waiting.waiting(drive, desk.waits)
    stamp = waiting.changed_at(drive)
    return {
        "stamp": stamp.isoformat() if stamp else "",
        "waiting": desk_lines(
            rows[: waiting.MOST_WAITING], url=_link(desk, drive), note=desk.note, now=now
        ),
        "waiting_count": rows.count(),
        "recent": desk_lines(
            waiting.recent(drive, *desk.done)[: waiting.MOST_RECENT],
            url=_link(desk, drive),
            note=decided_note if desk is SCREENING else _no_note,
            now=now,
        ),
    }


def _link(desk: ReceiverDesk, drive: Drive) -> Callable[[Registration], str]:
    base = desk.page(drive)
    return lambda row: f"{base}{row.pk}/"


def lists(request: HouseRequest, drive: Drive, desk: ReceiverDesk) -> HttpResponse:
    """The lists alone, for the page that refreshes them; nothing while they are as they were."""
    stamp = waiting.changed_at(drive)
    if stamp is not None and request.GET.get("seen") == stamp.isoformat():
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    context = {"drive": drive, "here": desk, "refreshed_at": timezone.localtime()}
    return render(request, "units/_desk_lists.html", context | _lists(drive, desk))


def find(request: HouseRequest, drive: Drive, desk: ReceiverDesk) -> HttpResponse:
    """Whom the desk asks for: one person is led to, several are shown, nobody is said."""
    form = FindForm(request.POST)
    form.is_valid()
    asked = read_asked(str(form.data.get("asked", "")))
    people = waiting.found(drive, asked, desk.waits)
    if len(people) == 1 and not request.htmx:
        return HttpResponseRedirect(desk.person(people[0]))
    lines = desk_lines(
        people, url=_link(desk, drive), note=_no_note, now=timezone.now(), standing=True
    )
    if request.htmx:
        return render(request, "units/_desk_found.html", {"found": lines})
    answer = None if people else _nobody(asked.kind is AskedKind.NOTHING, asked.reason)
    return screen(
        request, drive, desk, find=form, found=lines, answer=answer,
        status=HTTPStatus.OK if people else HTTPStatus.UNPROCESSABLE_ENTITY,
    )  # fmt: skip


def _nobody(unusable: bool, reason: Any) -> Answer:
    line = (
        sentence(reason)
        if unusable and reason
        else gettext("Nobody of this drive is meant by that. Ask at the reception desk.")
    )
    return Answer(gettext("Not found"), lines=[line], tone="warn", icon="search")


def standing_answer(row: Registration, desk: ReceiverDesk, reason: Any = None) -> Answer:
    """Where somebody stands who does not wait here: the sentence, in the place of all answers."""
    why = reason or refusal(
        State(row.state),
        STEPS[desk.step],
        asking=desk.desk,
        at=timezone.localtime(row.state_at),
        today=timezone.localdate(),
    )
    done = State(row.state) in desk.done
    return Answer(
        kicker=gettext("Done here") if done else gettext("Does not wait at this desk"),
        title=addressed(row.name, row.donor.sex),
        number=row.queue_no,
        lines=[sentence(why)] if why else [],
        tone="info" if done else "warn",
        icon="info-circle",
        status=HTTPStatus.CONFLICT,
    )


def refused(row: Registration, desk: ReceiverDesk, refusal_: NotNow) -> Answer:
    """Another desk was faster: who, and when."""
    last = refusal_.last
    answer = standing_answer(row, desk, refusal_.reason)
    if last is None:
        return answer
    who = gettext("Recorded by %(who)s.") % {"who": last.actor_name}
    return Answer(
        kicker=answer.kicker,
        title=answer.title,
        number=answer.number,
        lines=[*answer.lines, who],
        tone="warn",
        icon=answer.icon,
        status=HTTPStatus.CONFLICT,
    )


def called(row: Registration) -> str:
    """A person in messages, which outlive a page: by number and code, never by name."""
    code = str(row.donor)
    if row.queue_no is None:
        return code
    return gettext("No. %(number)s (%(code)s)") % {"number": row.queue_no, "code": code}


# Buttons.


@require_POST
def open_the_desks(request: HouseRequest, drive: int) -> HttpResponse:
    """``/drives/<id>/desks/open/``."""
    at_drive = drive_of_receiver(request, drive)
    form = KeyForm(request.POST)
    back = SCREENING.page(at_drive)
    if not form.is_valid():
        return HttpResponseRedirect(back)
    try:
        receipt = open_desks(by=request.actor, key=form.cleaned_data["key"], drive=at_drive)
    except (DayClosed, KeyUsedBefore):
        return HttpResponseRedirect(back)
    return answered(request, gettext("The desks of the receiver are open."), receipt, back)


@require_POST
def leave(request: HouseRequest, drive: int, slug: str, person: UUID) -> HttpResponse:
    """``/drives/<id>/<desk>/<registration>/leave/``: goes home without giving."""
    at_drive, desk = drive_of_receiver(request, drive), _desk_named(slug)
    row = person_at(at_drive, person)
    form = LeaveForm(request.POST)
    if not form.is_valid():
        return HttpResponseRedirect(desk.person(row))
    try:
        receipt = move(
            by=request.actor,
            key=form.cleaned_data["key"],
            registration=row,
            name=LEAVING[LeftWhy(form.cleaned_data["why"])],
            desk=desk.desk,
        )
    except NotNow as refusal_:
        answer = refused(row, desk, refusal_)
    except Refused as refusal_:
        answer = standing_answer(row, desk, refusal_.reason)
    except KeyUsedBefore:
        answer = standing_answer(row, desk)
    else:
        said = gettext("%(person)s: left without giving.") % {"person": called(row)}
        return answered(request, said, receipt, desk.page(at_drive))
    return screen(request, at_drive, desk, registration=row, answer=answer, status=answer.status)


@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HouseRequest, drive: int, slug: str, person: UUID) -> HttpResponse:
    """``/drives/<id>/<desk>/<registration>/back/``: takes back what the desk decided about
    somebody, with a reason. A bag is withdrawn on its own page."""
    at_drive, desk = drive_of_receiver(request, drive), _desk_named(slug)
    row = person_at(at_drive, person)
    state = State(row.state)
    page = partial(_back_page, request, at_drive, desk, row)
    if request.method != "POST":
        return page(ReasonForm())
    form = ReasonForm(request.POST)
    if not form.is_valid() or names_donor(form, "reason", row):
        return page(form, status=422)
    try:
        receipt = _take_back(request, row, state, desk, form)
    except NotNow as refusal_:
        answer = refused(row, desk, refusal_)
        return screen(request, at_drive, desk, registration=row, answer=answer, status=409)
    except (Refused, Stale, KeyUsedBefore) as refusal_:
        why = getattr(refusal_, "reason", None)
        form.add_error(None, sentence(why) if why else gettext("Somebody changed this meanwhile."))
        return page(form, status=409)
    said = gettext("%(person)s: taken back.") % {"person": called(row)}
    return answered(request, said, receipt, desk.person(row))


def _take_back(
    request: HouseRequest, row: Registration, state: State, desk: ReceiverDesk, form: ReasonForm
) -> Receipt:
    told: dict[str, Any] = {
        "by": request.actor,
        "key": form.cleaned_data["key"],
        "reason": form.cleaned_data["reason"],
    }
    if state is State.LEFT:
        return move(**told, registration=row, name="undo-leave", desk=desk.desk)
    if desk is COLLECTION:
        return undo_stop(**told, registration=row)
    examined = Screening.objects.filter(registration=row).first()
    if examined is None:
        return move(**told, registration=row, name="undo-pass", desk=desk.desk)
    examined.registration = row
    return undo(**told, screening=examined, version=None)


def _back_page(
    request: HouseRequest,
    drive: Drive,
    desk: ReceiverDesk,
    row: Registration,
    form: ReasonForm,
    status: int = 200,
) -> HttpResponse:
    context = desk_page(request, drive, desk.slug) | {
        "form": form,
        "row": row,
        "person": addressed(row.name, row.donor.sex),
        "back": desk.person(row),
    }
    return render(request, "units/desk_back.html", context, status=status)
