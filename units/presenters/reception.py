"""The big answer of the reception desk."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus

from django.utils import timezone
from django.utils.translation import gettext

from ledger.actor import Actor
from units.actions.reception import Came, Outcome
from units.models import Registration, Step
from units.presenters.people import DESK_NAMES, addressed, hour_text, sentence
from units.rules.reasons import moment
from units.rules.states import (
    STEPS,
    Desk,
    State,
    StepRule,
    refusal,
    steps_from,
)


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What stands big on the screen: ``kicker`` says what happened, ``title`` to whom, ``number``
    the queue number; ``status`` is that of the page."""

    kicker: str
    title: str = ""
    number: int | None = None
    lines: Sequence[str] = ()
    small: Sequence[str] = ()
    tone: str = ""
    icon: str = ""
    status: HTTPStatus = HTTPStatus.OK
    registration: Registration | None = None
    deeds: "Deeds | None" = None


@dataclass(frozen=True, slots=True)
class Deed:
    """A step that may be taken with the person: its name, and the words of its button."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Deeds:
    """What may be done with a person: at once, and with a reason; ``join``: whether the donor may
    be asked to let all files with the same paper count as one."""

    first: Deed | None = None
    leaving: Sequence[Deed] = field(default_factory=tuple)
    backward: Sequence[Deed] = field(default_factory=tuple)
    join: bool = False


def answer_of(outcome: Outcome, *, by: Actor, now: datetime) -> Answer | None:
    """The answer to put on the screen; None where people are to be chosen from, or a form filled
    in."""
    match outcome.came:
        case Came.RECEIVED:
            return _received(outcome, now)
        case Came.LISTED:
            return _listed(outcome)
        case Came.JOINED:
            return _joined(outcome)
        case Came.STANDS:
            return stands(outcome, by=by, now=now)
        case Came.STOPPED:
            return _stopped(outcome)
        case Came.REFUSED:
            return _refused(outcome)
        case _:
            return None


def _received(outcome: Outcome, now: datetime) -> Answer:
    row = outcome.registration
    assert row is not None and outcome.receipt is not None  # noqa: S101, PT018  (came says so)
    at = moment(timezone.localtime(outcome.receipt.at), timezone.localdate(now))
    line = gettext("Received at %(at)s.") % {"at": at}
    if outcome.receipt.repeated:
        line = gettext("Received before, at %(at)s; nothing was written twice.") % {"at": at}
    return Answer(
        kicker=gettext("Received"),
        title=_title(outcome),
        number=row.queue_no,
        lines=[line, *([row.group] if row.group else [])],
        small=list(filter(None, [nation_line(outcome)])),
        tone="ok",
        icon="check-circle",
        registration=row,
        deeds=deeds_of(row, None),
    )


def _joined(outcome: Outcome) -> Answer:
    return Answer(
        kicker=gettext("The donor's consent is noted"),
        title=_title(outcome),
        lines=[
            gettext("If there are other files with the same paper, they count as one person now.")
        ],
        tone="ok",
        icon="check-circle",
        registration=outcome.registration,
    )


def _listed(outcome: Outcome) -> Answer:
    row = outcome.registration
    assert row is not None  # noqa: S101  (came says so)
    again = outcome.receipt is not None and outcome.receipt.repeated
    return Answer(
        kicker=gettext("Put on the list before; nothing was written twice.")
        if again
        else gettext("On the list now"),
        title=_title(outcome),
        lines=list(filter(None, [row.group, hour_text(row.expected_at)])),
        tone="ok",
        icon="check-circle",
        registration=row,
    )


def stands(outcome: Outcome, *, by: Actor, now: datetime) -> Answer:
    """Where the person stands. The same hands twice is the first answer again; other hands are told
    whose they were."""
    row = outcome.registration
    assert row is not None  # noqa: S101  (came says so)
    state, last = State(row.state), outcome.last
    if state is State.REGISTERED:
        return Answer(
            kicker=gettext("On the list, has not come yet"),
            title=_title(outcome),
            lines=[row.group] if row.group else [],
            tone="info",
            icon="person",
            registration=row,
            deeds=deeds_of(row, last),
        )
    mine = last is not None and last.actor_id == by.id
    return Answer(
        kicker=_kicker(state),
        title=_title(outcome),
        number=row.queue_no,
        lines=[standing_line(row, last, now=now)],
        tone="info",
        icon="info-circle",
        status=HTTPStatus.OK if mine else HTTPStatus.CONFLICT,
        registration=row,
        deeds=deeds_of(row, last),
    )


def standing_line(row: Registration, last: Step | None, *, now: datetime) -> str:
    """Below the name: "Đã được bàn khám nhận lúc 08:41 (Trần Văn Bình)." """
    today = timezone.localdate(now)
    state = State(row.state)
    if last is not None and state in _TAKEN:
        return gettext("Was taken by %(desk)s at %(at)s (%(who)s).") % {
            "desk": DESK_NAMES[last.desk],
            "at": moment(timezone.localtime(last.at), today),
            "who": last.actor_name,
        }
    why = refusal(
        state,
        STEPS["arrive"],
        asking=Desk.RECEPTION,
        at=timezone.localtime(row.state_at),
        today=today,
    )
    return sentence(why) if why else ""


def _stopped(outcome: Outcome) -> Answer:
    lines = list(dict.fromkeys(sentence(reason.public) for reason in outcome.reasons))
    if not lines and outcome.nation is not None:
        lines = [sentence(outcome.nation.finding)]
    return Answer(
        kicker=gettext("Cannot donate today"),
        title=_title(outcome),
        lines=lines,
        tone="warn",
        icon="calendar-event",
        status=HTTPStatus.CONFLICT,
        registration=outcome.registration,
    )


def _refused(outcome: Outcome) -> Answer:
    status = HTTPStatus.CONFLICT if outcome.name else HTTPStatus.UNPROCESSABLE_ENTITY
    return Answer(
        kicker=gettext("Not received"),
        title=_title(outcome),
        lines=[sentence(outcome.reason)] if outcome.reason else [],
        tone="warn",
        icon="exclamation-triangle",
        status=status,
        registration=outcome.registration,
    )


def _title(outcome: Outcome) -> str:
    sex = outcome.donor.sex if outcome.donor else ""
    return addressed(outcome.name, sex) if outcome.name else ""


def nation_line(outcome: Outcome) -> str:
    """What the nation said, or why it was not asked; empty where there was nothing to ask."""
    nation = outcome.nation
    if nation is None:
        return ""
    if nation.reason is not None:
        return sentence(nation.reason)
    return sentence(nation.finding) if nation.asked else ""


def deeds_of(row: Registration, last: Step | None) -> Deeds:
    """The steps the reception desk may take with this person. A leaving noted by another desk is
    taken back there: who left and who was deferred look alike here."""
    state = State(row.state)
    rules = steps_from(state, Desk.RECEPTION)
    if state is State.LEFT and (last is None or last.desk != Desk.RECEPTION.value):
        rules = ()
    walked_in = row.source == Registration.Source.WALK_IN.value
    return Deeds(
        first=next((_deed(rule) for rule in rules if rule.name == "arrive"), None),
        leaving=[_deed(rule) for rule in rules if rule.left is not None],
        backward=[
            _deed(rule)
            for rule in rules
            if rule.needs_reason and not (walked_in and rule.name == "undo-arrive")
        ],
        join=state in (State.ARRIVED, State.SCREENED),
    )


def list_deeds(row: Registration) -> list[Deed]:
    """The steps that may be taken with a person on the list."""
    return [_deed(rule) for rule in steps_from(State(row.state), Desk.LIST)]


def _deed(rule: StepRule) -> Deed:
    return Deed(rule.name, step_words(rule.name))


def step_words(name: str) -> str:
    """The button of a step."""
    return {
        "arrive": gettext("Receive"),
        "leave-enough": gettext("Enough units already"),
        "leave-time-over": gettext("Time is over"),
        "leave-went-home": gettext("Went home"),
        "withdraw": gettext("Withdraw the registration"),
        "undo-arrive": gettext("Received by mistake: back to the list"),
        "undo-leave": gettext("Did not leave: back among those who came"),
        "return": gettext("Came after all: receive"),
        "restore": gettext("Put back on the list"),
    }.get(name, "")


_TAKEN = frozenset({State.ARRIVED, State.SCREENED, State.DONATED})


def _kicker(state: State) -> str:
    if state is State.DONATED:
        return gettext("Has donated")
    if state in _TAKEN:
        return gettext("Received already")
    if state in (State.LEFT, State.DEFERRED):
        return gettext("Has been here today")
    return gettext("Not received")
