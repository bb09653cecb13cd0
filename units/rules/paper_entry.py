"""What a line of a paper list becomes: the steps it takes, and what is to be asked or cannot be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from donors.rules.eligibility import LastGiven, reasons_not_to_give
from donors.rules.limits import Limits
from donors.rules.people import Person
from units.rules.paper_cells import STEP_OF, Outcome, TypedLine
from units.rules.paper_columns import Cell
from units.rules.reasons import Reason
from units.rules.states import STEPS, Desk, State, refusal
from words.dates import When, bounds, format_day
from words.sentences import gettext_noop


@dataclass(frozen=True, slots=True)
class LineFinding:
    """What is wrong, or asked, of a line: in one cell, or (None) of the line as a whole."""

    cell: Cell | None
    reason: Reason


def steps_of(outcome: Outcome | None, here: State | None) -> tuple[str, ...]:
    """The steps of the entry desk from where the person stands at the drive (None: nowhere) to what
    the paper says (None: only that the person was on the list)."""
    before = {None: ("register",), State.WITHDRAWN: ("restore",)}.get(here, ())
    if outcome is None:
        return before
    name = STEP_OF[outcome]
    return (name,) if here in STEPS[name].sources else (*before, name)


def entry_refusal(
    outcome: Outcome | None, here: State | None, *, at: datetime | None, today: date
) -> Reason | None:
    """Why these steps cannot be taken; ``at`` is since when, in local time, the person stands
    ``here``."""
    steps = steps_of(outcome, here)
    if not steps or here is None or at is None:
        return None
    return refusal(here, STEPS[steps[0]], asking=Desk.ENTRY, at=at, today=today)


CAME: Final = frozenset(Outcome) - {Outcome.NO_SHOW}


def day_to_come(outcome: Outcome | None, day: date, *, today: date) -> Reason | None:
    """Nobody has given, or stayed away, on a day that is still to come."""
    if outcome is None or day <= today:
        return None
    return Reason(
        "day-to-come",
        gettext_noop(
            "The day of this list, %(day)s, is still to come: nobody has given yet. Leave volume,"
            " bag and result empty to put the person on the list."
        ),
        {"day": format_day(day)},
    )


def too_soon(
    day: date, *, last: LastGiven | None, told: When | None, limits: Limits | None
) -> Reason | None:
    """The question about somebody who gave on ``day`` and less than the interval before: ``last``
    by the records up to that day, ``told`` by the line. What happened is written down anyway."""
    if limits is None:
        return None
    for given in (last, _told(told, day)):
        if given is None or given.day is None:
            continue
        for reason in reasons_not_to_give(
            person=Person(), day=day, last_given=given, deferrals=[], limits=limits
        ):
            if reason.rule == "interval":
                return Reason("gave-too-soon", reason.sentence, reason.params, asks=True)
    return None


def _told(told: When | None, day: date) -> LastGiven | None:
    """The earliest day that is meant; lists made after the drive often name this very donation."""
    first = bounds(told)[0] if told is not None else None
    return LastGiven(first) if first is not None and first < day else None


KNOWN_PERSON: Final = Reason(
    "known-person",
    gettext_noop(
        "This may be somebody who has a file already: choose the file, or say that it is none of"
        " them."
    ),
    asks=True,
)
RESTRICTED: Final = Reason(
    "file-restricted",
    gettext_noop("The donor asked that this file is not used for the time being."),
)


def same_file(label: str) -> Reason:
    """Two lines were given to one person."""
    return Reason(
        "same-file",
        gettext_noop("Line %(line)s is the same person. One person stands once in a list."),
        {"line": label},
    )


# As long as the columns that keep them.
_LONGEST: Final[Mapping[Cell, int]] = {
    Cell.OCCUPATION: 100,
    Cell.GROUP: 200,
    Cell.BAG: 40,
    Cell.CERTIFICATE: 30,
}


def too_long(line: TypedLine) -> list[LineFinding]:
    """Cells whose words do not fit where they are kept."""
    return [
        LineFinding(
            cell,
            Reason(
                "longer-than-kept",
                gettext_noop("At most %(most)s characters are kept here. Please shorten it."),
                {"most": str(most)},
            ),
        )
        for cell, most in _LONGEST.items()
        if len(getattr(line, cell.value)) > most
    ]
