"""Home: what waits for the person who has just come in."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext, gettext_noop, ngettext
from django.views.decorators.http import require_safe

from drives.cell_words import cell_label
from drives.models import Drive, Move, Result
from drives.presenters import area_text, figure_text, list_day, range_text
from drives.querysets.drives import Task
from ledger.requests import HouseRequest
from ledger.scope import Verb
from words.dates import format_day
from words.numbers import format_number

MOST_SHOWN = 10
LATE_AFTER_DAYS = 7


@dataclass(frozen=True, slots=True)
class Work:
    """How one kind of work is shown: its card's title, its button, and where that leads."""

    title: str
    button: str
    page: str
    verbs: tuple[Verb, ...]


WORKS = {
    Task.ENTER: Work(
        gettext_noop("Result to be entered"),
        gettext_noop("Enter the result"),
        "drives:result",
        (Verb.RECORD, Verb.ADMINISTER),
    ),
    Task.COMPLETE: Work(
        gettext_noop("Returned, to be completed"),
        gettext_noop("Complete the result"),
        "drives:result",
        (Verb.RECORD, Verb.ADMINISTER),
    ),
    Task.CONFIRM: Work(
        gettext_noop("Waiting for my confirmation"),
        gettext_noop("Read and confirm"),
        "drives:confirm",
        (Verb.CONFIRM,),
    ),
    Task.COMING: Work(gettext_noop("Coming up"), "", "drives:drive", (Verb.SEE,)),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One drive of a card; ``asked`` is the step that sent it back."""

    drive: Drive
    facts: str
    url: str
    asked: Move | None
    cells: str


@dataclass(frozen=True, slots=True)
class Card:
    """One kind of work. ``all_url`` leads to the list when there is more than is shown."""

    title: str
    button: str
    items: list[Item]
    all_url: str

    @property
    def count(self) -> str:
        return f"{len(self.items)}+" if self.all_url else str(len(self.items))


@require_safe
def home(request: HouseRequest) -> HttpResponse:
    """``/``."""
    today = localdate()
    works = [task for task in Task if any(map(request.scope.may, WORKS[task].verbs))]
    cards = [card for task in works if (card := _card(request, task, today)).items]
    context = {
        "today": f"{WEEKDAYS[today.weekday()]}, {format_day(today)}",
        "cards": cards,
        "may_add": request.scope.may(Verb.RECORD),
        "may_confirm": request.scope.may(Verb.CONFIRM),
        "is_nobody": not request.scope.may(Verb.SEE),
        "is_new": not cards and not Drive.objects.visible_to(request.scope).exists(),
    }
    return render(request, "home.html", context)


def _card(request: HouseRequest, task: Task, today: date) -> Card:
    work = WORKS[task]
    drives = _drives(request, task, today)
    return Card(
        title=gettext(work.title),
        button=gettext(work.button) if work.button else "",
        items=[_item(drive, task, today) for drive in drives[:MOST_SHOWN]],
        all_url=_list_url(task) if len(drives) > MOST_SHOWN else "",
    )


def _drives(request: HouseRequest, task: Task, today: date) -> list[Drive]:
    """One more than is shown, so that nothing has to be counted; the oldest first."""
    found = Drive.objects.for_task(task, scope=request.scope, actor=request.actor, at=today)
    found = found.select_related("area", "province_then", "venue", "result__submitted_by")
    if task is Task.COMPLETE:
        backward = Move.objects.filter(name__in=["return", "reopen"]).select_related("by")
        found = found.prefetch_related(Prefetch("moves", backward))
    return list(found.order_by("sort_day", "id")[: MOST_SHOWN + 1])


def _list_url(task: Task) -> str:
    return f"{reverse('drives:list')}?{urlencode({'state': task.value})}"


def _item(drive: Drive, task: Task, today: date) -> Item:
    asked = next(iter(drive.moves.all()), None) if task is Task.COMPLETE else None
    return Item(
        drive=drive,
        facts=" · ".join(filter(None, _facts(drive, task, today))),
        url=reverse(WORKS[task].page, args=[drive.pk]),
        asked=asked,
        cells=", ".join(cell_label(name).lower() for name in asked.cells) if asked else "",
    )


def _facts(drive: Drive, task: Task, today: date) -> list[str]:
    day = list_day(drive.when, drive.year).line
    match task:
        case Task.ENTER:
            return [day, area_text(drive), _late(drive, today)]
        case Task.CONFIRM:
            return [day, area_text(drive), *_sent(drive)]
        case Task.COMING:
            return [day, drive.venue_name or area_text(drive), _plan(drive)]
        case _:
            return [day, area_text(drive)]


def _late(drive: Drive, today: date) -> str:
    """ "đã 7 ngày", once a report is late."""
    days = (today - drive.last_day).days if drive.last_day else 0
    if days < LATE_AFTER_DAYS:
        return ""
    return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": format_number(days)}


def _sent(drive: Drive) -> list[str]:
    result: Result | None = getattr(drive, "result", None)
    if result is None or result.submitted_at is None:
        return []
    at = localtime(result.submitted_at)
    return [
        gettext("%(units)s units of blood") % {"units": figure_text(result.units)},
        gettext("sent by %(name)s, %(clock)s on %(day)s")
        % {"name": result.submitted_by, "clock": f"{at:%H:%M}", "day": format_day(at.date())},
    ]


def _plan(drive: Drive) -> str:
    if drive.expected_from is None:
        return ""
    expected = range_text(drive.expected_from, drive.expected_to)
    return gettext("%(units)s units expected") % {"units": expected}
