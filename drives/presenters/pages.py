"""What stands around a drive: its tabs, and the steps a person may take with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from drives.cell_words import MOVES
from drives.models import Drive, Result
from drives.panels import Panel
from drives.presenters.wording import list_day, when_text
from drives.rules.days import surely_to_come
from drives.rules.states import FACTS_OPEN, Move, State, moves_from, result_is_open
from ledger.scope import Verb
from words.dates import Span

TABS = ("overview", "result", "awards", "moves")


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of a drive's page, drawn by ``_components/tabs.html``."""

    label: str
    url: str
    current: bool
    count: int | None = None


def tabs_of(
    drive: Drive, current: str, *, counts: Mapping[str, int], panels: list[Panel]
) -> list[Tab]:
    """The page's own tabs, then those of the rooms above."""
    url = reverse("drives:drive", args=[drive.pk])
    labels = {
        "overview": gettext("Overview"),
        "result": gettext("Result"),
        "awards": gettext("Awards"),
        "moves": gettext("Course"),
    }
    own = [
        Tab(
            labels[slug],
            url if slug == TABS[0] else f"{url}?{urlencode({'tab': slug})}",
            current=slug == current,
            count=counts.get(slug) or None,
        )
        for slug in TABS
    ]
    return own + [
        Tab(str(panel.title), reverse(panel.url_name, args=[drive.pk]), panel.slug == current)
        for panel in panels
    ]


def lead_of(drive: Drive) -> str:
    """ "Sáng 30/11/2024 · Nhà luyện tập thể thao huyện · Huyện Kiến Thuỵ, Hải Phòng"."""
    if isinstance(drive.when, Span):
        days = f"{gettext('Not known')} ({when_text(drive.when)})"
    else:
        days = list_day(drive.when, drive.year).line
    if drive.session:
        days = capfirst(f"{drive.get_session_display()} {days}")
    area = drive.area.label_without_life if drive.area else ""
    return " · ".join(filter(None, [days, drive.venue_name, area]))


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a person may do with a drive. ``move``: it is posted at once; else a link."""

    label: str
    url: str
    move: bool = False


@dataclass(frozen=True, slots=True)
class Deeds:
    """The one thing to do first, and the rest behind a quiet menu."""

    first: Deed | None
    others: list[Deed]
    edit: str = ""


def deeds_of(
    drive: Drive,
    result: Result | None,
    *,
    may_record: bool,
    may_confirm: bool,
    own: bool,
    today: date,
) -> Deeds:
    """What the person may do now; ``own`` says that the person sent the sheet."""
    first = None
    if may_confirm and drive.life_state is State.SUBMITTED and not own:
        first = Deed(gettext("Read and confirm"), _url(drive, "confirm"))
    elif may_record:
        first = _first_of_recorder(drive, result, today)
    allowed = {Verb.RECORD: may_record, Verb.CONFIRM: may_confirm}
    others = [
        _move_deed(drive, move)
        for move in moves_from(drive.life_state)
        if allowed[move.verb] and move.name not in _ELSEWHERE
    ]
    if may_record and _sheet_open(drive, result) and not surely_to_come(drive.when, today):
        others.insert(0, Deed(gettext("Edit the result"), _url(drive, "result")))
    if may_record or may_confirm:
        others.append(Deed(gettext("Same drive as another record"), _url(drive, "same-as")))
    others = [deed for deed in others if first is None or deed.url != first.url]
    can_edit = may_record and drive.life_state in FACTS_OPEN
    return Deeds(first, others, _url(drive, "drive-edit") if can_edit else "")


# These are taken on the pages that show the sheet.
_ELSEWHERE = {"submit", "confirm", "return", "hold"}


def _first_of_recorder(drive: Drive, result: Result | None, today: date) -> Deed | None:
    sheet = _url(drive, "result")
    match drive.life_state:
        case State.PLANNED | State.REGISTERING if not surely_to_come(drive.when, today):
            return Deed(gettext("Enter the result"), sheet)
        case State.PLANNED:
            return Deed(
                str(MOVES["open-registration"]), _move_url(drive, "open-registration"), True
            )
        case State.AWAITING:
            label = gettext("Check and send") if result else gettext("Enter the result")
            return Deed(label, sheet)
        case State.RETURNED:
            return Deed(gettext("Complete the result"), sheet)
        case State.REOPENED:
            return Deed(gettext("Correct the result"), sheet)
        case State.POSTPONED:
            return Deed(str(MOVES["resume"]), _move_url(drive, "resume"))
        case _:
            return None


def _sheet_open(drive: Drive, result: Result | None) -> bool:
    preliminary = result is None or result.standing == Result.Standing.PRELIMINARY.value
    return result_is_open(drive.life_state, preliminary=preliminary)


def _move_deed(drive: Drive, move: Move) -> Deed:
    """A step that needs a reason leads to the page that asks for it."""
    return Deed(str(MOVES[move.name]), _move_url(drive, move.name), move=not move.needs_reason)


def _url(drive: Drive, name: str) -> str:
    return reverse(f"drives:{name}", args=[drive.pk])


def _move_url(drive: Drive, name: str) -> str:
    return reverse("drives:move", args=[drive.pk, name])
