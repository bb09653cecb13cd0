"""A person on a list or at a desk, in words. Communes read whether somebody came and gave, never
how an examination ended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from donors.models import Donor
from donors.rules.eligibility import LastGiven
from donors.rules.findings import Finding
from units.models import Registration, Step
from units.rules.reasons import Reason, clock, moment
from units.rules.states import Desk, State
from words.dates import format_day


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands: words, a tone and an icon, never colour alone."""

    words: StrOrPromise
    tone: str = ""
    icon: str = ""


# What everybody who sees the drive may read.
SEEN: dict[State, Standing] = {
    State.REGISTERED: Standing(_("has not come yet")),
    State.ARRIVED: Standing(_("has come"), "info", "check-lg"),
    State.SCREENED: Standing(_("has come"), "info", "check-lg"),
    State.DEFERRED: Standing(_("did not donate")),
    State.LEFT: Standing(_("did not donate")),
    State.DONATED: Standing(_("donated"), "ok", "droplet-fill"),
    State.NO_SHOW: Standing(_("did not come")),
    State.WITHDRAWN: Standing(_("withdrawn"), "", "x-lg"),
}
# What the receiver reads as well.
KNOWN: dict[State, Standing] = SEEN | {
    State.SCREENED: Standing(_("fit to give"), "info", "shield-check"),
    State.DEFERRED: Standing(_("not given today"), "warn"),
    State.LEFT: Standing(_("left without giving")),
}
# What everybody may ask a list for; the codes stand in addresses.
SEEN_STATES: dict[str, tuple[StrOrPromise, tuple[State, ...]]] = {
    "expected": (SEEN[State.REGISTERED].words, (State.REGISTERED,)),
    "came": (SEEN[State.ARRIVED].words, (State.ARRIVED, State.SCREENED)),
    "donated": (SEEN[State.DONATED].words, (State.DONATED,)),
    "not-donated": (SEEN[State.LEFT].words, (State.DEFERRED, State.LEFT)),
    "no-show": (SEEN[State.NO_SHOW].words, (State.NO_SHOW,)),
    "withdrawn": (SEEN[State.WITHDRAWN].words, (State.WITHDRAWN,)),
}
# Who did something, in a sentence: "was taken by the reception desk".
DESK_NAMES: dict[str, StrOrPromise] = {
    Desk.LIST.value: _("the list"),
    Desk.RECEPTION.value: _("the reception desk"),
    Desk.SCREENING.value: _("the screening desk"),
    Desk.COLLECTION.value: _("the drawing desk"),
    Desk.ENTRY.value: _("the entry from paper"),
    Desk.CLOSING.value: _("the closing of the day"),
}


@dataclass(frozen=True, slots=True, repr=False)
class PersonRow:
    """One line of a list of people at a drive."""

    pk: str
    name: str
    code: str
    birth: str
    group: str
    expected: str
    number: int | None
    since: str
    standing: Standing
    registration: Registration


def person_rows(rows: Iterable[Registration], *, full: bool, now: datetime) -> list[PersonRow]:
    """Lines of registrations read ``with_links``; ``full`` for the receiver."""
    words = KNOWN if full else SEEN
    today = timezone.localdate(now)
    return [
        PersonRow(
            pk=str(row.pk),
            name=row.name or gettext("erased"),
            code=str(row.donor),
            birth=birth_text(row.donor),
            group=row.group,
            expected=hour_text(row.expected_at),
            number=row.queue_no,
            since=moment(timezone.localtime(row.state_at), today),
            standing=words[State(row.state)],
            registration=row,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True, repr=False)
class DonorRow:
    """One donor who is not on the list; ``given`` is the day of the last donation."""

    pk: str
    name: str
    code: str
    birth: str
    organisation: str
    given: str


def donor_rows(
    donors: Iterable[Donor], *, given: Mapping[UUID, LastGiven] | None = None
) -> list[DonorRow]:
    """Lines of donors read with their organisation."""
    last = given or {}
    return [
        DonorRow(
            pk=str(donor.pk),
            name=donor.name,
            code=str(donor),
            birth=birth_text(donor),
            organisation=donor.organisation_name,
            given=_given_text(last.get(donor.pk)),
        )
        for donor in donors
    ]


def _given_text(last: LastGiven | None) -> str:
    if last is None:
        return ""
    return format_day(last.day) if last.day else gettext("before, day not known")


def hour_text(at: datetime | None) -> str:
    """The expected hour, "08:30"; empty where none is."""
    return clock(timezone.localtime(at)) if at else ""


def birth_text(donor: Donor) -> str:
    """The birth date, or only the year; empty where neither is known."""
    if donor.birth_date:
        return format_day(donor.birth_date)
    return str(donor.birth_year or "")


def addressed(name: str, sex: str) -> str:
    """A person as an official speaks of one: "Chị Nguyễn Thị Lan"."""
    if sex == Donor.Sex.FEMALE.value:
        return gettext("Ms %(name)s") % {"name": name}
    if sex == Donor.Sex.MALE.value:
        return gettext("Mr %(name)s") % {"name": name}
    return name


def sentence(finding: Reason | Finding | Any) -> str:
    """The words of anything that has a sentence and what goes there, with a capital and a stop."""
    text = capfirst(gettext(finding.sentence) % finding.params)
    return text if text.endswith((".", "!", "?")) else f"{text}."


@dataclass(frozen=True, slots=True)
class Count:
    """One number above the list, and the filter that leads to its people."""

    words: StrOrPromise
    people: int
    code: str


def list_counts(counts: Mapping[State, int]) -> list[Count]:
    """How many are on the list and how many of them stand where, as everybody may read it."""
    told = [
        Count(words, sum(counts.get(state, 0) for state in states), code)
        for code, (words, states) in SEEN_STATES.items()
    ]
    on_list = sum(counts.values()) - counts.get(State.WITHDRAWN, 0)
    return [Count(_("on the list"), on_list, ""), *(one for one in told if one.people)]


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One step in the course of a person through the day."""

    at: str
    words: StrOrPromise
    desk: StrOrPromise
    who: str
    reason: str


def course_of(steps: Iterable[Step], *, full: bool, now: datetime) -> list[CourseLine]:
    """The steps, oldest first. For a commune those that look alike to it are one."""
    words = KNOWN if full else SEEN
    today = timezone.localdate(now)
    lines: list[CourseLine] = []
    for step in steps:
        said = words[State(step.to_state)].words
        if not full and lines and lines[-1].words == said and not step.reason:
            continue
        lines.append(
            CourseLine(
                at=moment(timezone.localtime(step.at), today),
                words=said,
                desk=DESK_NAMES[step.desk],
                who=step.actor_name,
                reason=step.reason,
            )
        )
    return lines
