"""The way of one person through a drive day in one table: which step leads from where to where,
at which desks, and whether it needs a reason (steps backward always do)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from drives.rules.figures import Figure, Share, share
from units.rules.reasons import Reason, moment
from words.sentences import gettext_noop


class State(Enum):
    """Where a registration stands; ``SCREENED`` is examined and fit to give."""

    REGISTERED = "registered"
    ARRIVED = "arrived"
    SCREENED = "screened"
    DEFERRED = "deferred"
    DONATED = "donated"
    LEFT = "left"
    NO_SHOW = "no_show"
    WITHDRAWN = "withdrawn"


class Desk(Enum):
    """Where a step is taken; ``LIST`` before the day, ``ENTRY`` from paper after it."""

    LIST = "list"
    RECEPTION = "reception"
    SCREENING = "screening"
    COLLECTION = "collection"
    ENTRY = "entry"
    CLOSING = "closing"


class LeftWhy(Enum):
    """Why a person left without giving and without a deferral: no waiting period, invited first
    next time. ``NOT_SAID`` comes from papers that only show that nothing was given."""

    ENOUGH = "enough"
    TIME_OVER = "time_over"
    WENT_HOME = "went_home"
    NOT_SAID = "not_said"


class Seen(Enum):
    """What a commune may know of a person's way; never a medical reason."""

    DONATED = "donated"
    NOT_DONATED = "not_donated"
    NOT_COME = "not_come"


@dataclass(frozen=True, slots=True)
class StepRule:
    """A named step from one of ``sources`` to ``target``; the source None is a person who is not
    registered here yet. ``undo`` names the step that takes it back."""

    name: str
    sources: frozenset[State | None]
    target: State
    desks: frozenset[Desk]
    undo: str = ""
    needs_reason: bool = False
    left: LeftWhy | None = None


def _step(
    name: str,
    sources: set[State | None],
    target: State,
    desks: set[Desk],
    undo: str,
    *,
    why: bool = False,
    left: LeftWhy | None = None,
) -> StepRule:
    return StepRule(name, frozenset(sources), target, frozenset(desks), undo, why, left)


S, D = State, Desk
_HERE: set[State | None] = {S.ARRIVED, S.SCREENED}
_EXITS = {D.RECEPTION, D.SCREENING, D.COLLECTION, D.CLOSING}
# Paper tells the end of a day at once, also of people whom nobody had registered.
_BEFORE_PAPER = {None, S.REGISTERED, S.ARRIVED, S.SCREENED, S.NO_SHOW}

STEPS: dict[str, StepRule] = {
    step.name: step
    for step in (
        _step("register", {None}, S.REGISTERED, {D.LIST, D.ENTRY}, "withdraw"),
        _step("walk-in", {None}, S.ARRIVED, {D.RECEPTION, D.ENTRY}, "withdraw"),
        _step("arrive", {S.REGISTERED}, S.ARRIVED, {D.RECEPTION, D.ENTRY}, "undo-arrive"),
        _step("pass", {S.ARRIVED}, S.SCREENED, {D.SCREENING}, "undo-pass"),
        _step("defer", _HERE, S.DEFERRED, {D.SCREENING}, "undo-defer"),
        _step("stop", {S.SCREENED}, S.DEFERRED, {D.COLLECTION}, "undo-defer"),
        _step("give", {S.SCREENED}, S.DONATED, {D.COLLECTION}, "undo-give"),
        _step("leave-enough", _HERE, S.LEFT, _EXITS, "undo-leave", left=LeftWhy.ENOUGH),
        _step("leave-time-over", _HERE, S.LEFT, _EXITS, "undo-leave", left=LeftWhy.TIME_OVER),
        _step("leave-went-home", _HERE, S.LEFT, _EXITS, "undo-leave", left=LeftWhy.WENT_HOME),
        _step("no-show", {S.REGISTERED}, S.NO_SHOW, {D.CLOSING, D.ENTRY}, "undo-no-show"),
        _step("enter-donated", _BEFORE_PAPER, S.DONATED, {D.ENTRY}, "undo-enter"),
        _step("enter-deferred", _BEFORE_PAPER, S.DEFERRED, {D.ENTRY}, "undo-enter"),
        *(
            _step(name, _BEFORE_PAPER, S.LEFT, {D.ENTRY}, "undo-enter", left=why)
            for name, why in (
                ("enter-enough", LeftWhy.ENOUGH),
                ("enter-time-over", LeftWhy.TIME_OVER),
                ("enter-went-home", LeftWhy.WENT_HOME),
                ("enter-not-given", LeftWhy.NOT_SAID),
            )
        ),
        _step(
            "withdraw",
            {S.REGISTERED, S.ARRIVED, S.NO_SHOW},
            S.WITHDRAWN,
            {D.LIST, D.RECEPTION, D.ENTRY},
            "restore",
            why=True,
        ),
        # Backward: each with a reason.
        _step("undo-arrive", {S.ARRIVED}, S.REGISTERED, {D.RECEPTION, D.ENTRY}, "", why=True),
        _step("undo-pass", {S.SCREENED}, S.ARRIVED, {D.SCREENING, D.COLLECTION}, "", why=True),
        _step("undo-defer", {S.DEFERRED}, S.ARRIVED, {D.SCREENING, D.COLLECTION}, "", why=True),
        _step("undo-give", {S.DONATED}, S.SCREENED, {D.COLLECTION}, "", why=True),
        _step("undo-leave", {S.LEFT}, S.ARRIVED, _EXITS, "", why=True),
        _step("undo-no-show", {S.NO_SHOW}, S.REGISTERED, {D.CLOSING, D.ENTRY}, "", why=True),
        _step("return", {S.NO_SHOW, S.WITHDRAWN}, S.ARRIVED, {D.RECEPTION}, "withdraw", why=True),
        _step(
            "restore",
            {S.WITHDRAWN},
            S.REGISTERED,
            {D.LIST, D.RECEPTION, D.ENTRY},
            "withdraw",
            why=True,
        ),
        _step(
            "undo-enter",
            {S.DONATED, S.DEFERRED, S.LEFT},
            S.REGISTERED,
            {D.ENTRY},
            "",
            why=True,
        ),
    )
}

# How far a state is on the way; the ends are equally far.
RANK: dict[State | None, int] = {
    None: -1,
    S.REGISTERED: 0,
    S.ARRIVED: 1,
    S.SCREENED: 2,
    **dict.fromkeys((S.DONATED, S.DEFERRED, S.LEFT, S.NO_SHOW, S.WITHDRAWN), 3),
}
# Nobody may stand there when the day is closed.
UNFINISHED = frozenset({S.REGISTERED, S.ARRIVED, S.SCREENED})


def step_named(name: str) -> StepRule | None:
    """The step of this name, or None: a name comes from a form and may be anything."""
    return STEPS.get(name)


def steps_from(state: State | None, desk: Desk) -> tuple[StepRule, ...]:
    """The steps which can be taken from ``state`` at ``desk``, in the order of the table."""
    return tuple(s for s in STEPS.values() if state in s.sources and desk in s.desks)


def seen_by_commune(state: State) -> Seen:
    """What of ``state`` a commune is told."""
    if state is S.DONATED:
        return Seen.DONATED
    came = {S.ARRIVED, S.SCREENED, S.DEFERRED, S.LEFT}
    return Seen.NOT_DONATED if state in came else Seen.NOT_COME


def refusal(
    state: State | None, step: StepRule, *, asking: Desk, at: datetime, today: date
) -> Reason | None:
    """Why ``step`` cannot be taken at the desk ``asking`` by a person who stands at ``state`` since
    the local time ``at``, or None. The sentence says where the person stands; desks of volunteers
    are not told a deferral from another way of not giving."""
    if asking not in step.desks:
        return Reason("not-at-this-desk", gettext_noop("This step is not taken at this desk."))
    if state in step.sources:
        return None
    if state is None:
        return Reason(
            "not-registered", gettext_noop("This person is not registered at this drive yet.")
        )
    too_early = not step.needs_reason and RANK[state] < min(RANK[s] for s in step.sources)
    if too_early and state in _NOT_YET:
        rule, sentence = _NOT_YET[state]
    elif state in _NOT_GIVEN and asking not in (D.SCREENING, D.COLLECTION):
        rule, sentence = _NOT_GIVEN_PLAIN
    else:
        rule, sentence = _STANDS[state]
    return Reason(rule, sentence, {"at": moment(at, today)})


_NOT_YET = {
    S.REGISTERED: (
        "not-arrived",
        gettext_noop("This person is registered but has not been to the reception desk yet."),
    ),
    S.ARRIVED: (
        "not-examined",
        gettext_noop("This person arrived at %(at)s but has not been examined yet."),
    ),
}
_STANDS = {
    S.REGISTERED: (
        "is-registered",
        gettext_noop("This person is registered and has not arrived yet."),
    ),
    S.ARRIVED: (
        "has-arrived",
        gettext_noop("This person arrived already, at %(at)s."),
    ),
    S.SCREENED: (
        "is-screened",
        gettext_noop("This person was found fit to donate already, at %(at)s."),
    ),
    S.DEFERRED: (
        "is-deferred",
        gettext_noop("This person cannot donate today; this was said at %(at)s."),
    ),
    S.DONATED: (
        "has-donated",
        gettext_noop("This person has donated already, at %(at)s."),
    ),
    S.LEFT: (
        "has-left",
        gettext_noop("This person left without donating, at %(at)s."),
    ),
    S.NO_SHOW: (
        "did-not-come",
        gettext_noop("This person was registered and did not come; noted at %(at)s."),
    ),
    S.WITHDRAWN: (
        "is-withdrawn",
        gettext_noop("This registration was withdrawn at %(at)s."),
    ),
}
_NOT_GIVEN = frozenset({S.DEFERRED, S.LEFT})
_NOT_GIVEN_PLAIN = (
    "did-not-donate",
    gettext_noop("This person has been here and did not donate today; noted at %(at)s."),
)


def reached(state: State, before: State | None = None) -> State | None:
    """How far on the way registered → arrived → screened → donated a person came who stands at
    ``state``, coming from ``before``; None for a withdrawn registration, which counts nowhere."""
    if state in _NOT_GIVEN:
        return S.SCREENED if before is S.SCREENED else S.ARRIVED
    if state is S.NO_SHOW:
        return S.REGISTERED
    return None if state is S.WITHDRAWN else state


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the funnel: how many people came so far, as a share of the stage before and
    of all registered (None where there was nobody)."""

    state: State
    people: int
    of_before: Share | None
    of_all: Share | None


FUNNEL = (S.REGISTERED, S.ARRIVED, S.SCREENED, S.DONATED)


def funnel(counts: Mapping[State, int]) -> tuple[Stage, ...]:
    """The funnel of people counted by how far they came (see :func:`reached`). Who donated also
    arrived and was examined, even where only the end was entered from paper."""
    far = dict.fromkeys(FUNNEL, 0)
    for state, people in counts.items():
        if (stage := reached(state)) is not None:
            far[stage] += people
    people_at = [sum(far[s] for s in FUNNEL[i:]) for i in range(len(FUNNEL))]
    return tuple(
        Stage(state, n, _percent(n, people_at[i - 1]) if i else None, _percent(n, people_at[0]))
        for i, (state, n) in enumerate(zip(FUNNEL, people_at, strict=True))
    )


def _percent(part: int, whole: int) -> Share | None:
    return share(Figure(Decimal(part)), Figure(Decimal(whole)))
