"""The life of a drive in one table: which move leads from where to where, who makes it, and
whether it needs a reason (moves backward always do)."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from ledger.scope import Verb


class State(Enum):
    PLANNED = "planned"
    REGISTERING = "registering"
    AWAITING = "awaiting"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Move:
    """A named step from one of ``sources`` to ``target``."""

    name: str
    sources: frozenset[State]
    target: State
    verb: Verb
    needs_reason: bool = False


def _move(name: str, sources: set[State], target: State, verb: Verb, *, why: bool = False) -> Move:
    return Move(name, frozenset(sources), target, verb, why)


S = State
MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        _move("open-registration", {S.PLANNED}, S.REGISTERING, Verb.RECORD),
        _move("close-registration", {S.REGISTERING}, S.PLANNED, Verb.RECORD, why=True),
        _move("hold", {S.PLANNED, S.REGISTERING}, S.AWAITING, Verb.RECORD),
        _move("submit", {S.AWAITING, S.RETURNED, S.REOPENED}, S.SUBMITTED, Verb.RECORD),
        _move("withdraw", {S.SUBMITTED}, S.AWAITING, Verb.RECORD, why=True),
        _move("return", {S.SUBMITTED}, S.RETURNED, Verb.CONFIRM, why=True),
        _move("confirm", {S.SUBMITTED}, S.CONFIRMED, Verb.CONFIRM),
        _move("reopen", {S.CONFIRMED}, S.REOPENED, Verb.CONFIRM, why=True),
        _move("postpone", {S.PLANNED, S.REGISTERING}, S.POSTPONED, Verb.RECORD, why=True),
        _move("resume", {S.POSTPONED}, S.PLANNED, Verb.RECORD, why=True),
        _move(
            "cancel",
            {S.PLANNED, S.REGISTERING, S.AWAITING, S.POSTPONED},
            S.CANCELLED,
            Verb.RECORD,
            why=True,
        ),
        _move("restore", {S.CANCELLED}, S.PLANNED, Verb.RECORD, why=True),
    )
}

RESULT_OPEN = frozenset({S.PLANNED, S.REGISTERING, S.AWAITING, S.RETURNED, S.REOPENED})
# The facts of a drive whose figures are confirmed stay as they were confirmed.
FACTS_OPEN = frozenset(State) - {S.CONFIRMED}


def result_is_open(state: State, *, preliminary: bool) -> bool:
    """Whether the sheet may be typed: also after it was sent, as long as it is preliminary."""
    return state in RESULT_OPEN or (state is State.SUBMITTED and preliminary)


def moves_from(state: State) -> tuple[Move, ...]:
    return tuple(move for move in MOVES.values() if state in move.sources)


def first_state(last_day: date | None, *, may_be_over: bool, today: date) -> State:
    """The state of a drive when it is first recorded: one that is over waits for its report.
    ``may_be_over`` says whether a drive of unknown day lies, for all that is known, in the past."""
    over = may_be_over if last_day is None else last_day <= today
    return State.AWAITING if over else State.PLANNED
