"""Whether a person may give on a day, why not, from when again, and how much (Circular 26/2013).

Unknown facts give no reason: they are listed beside. A birth year alone refuses only those who are
surely too young or too old.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from donors.rules.days import Block, anniversary, first_free_day
from donors.rules.deferrals import Deferred
from donors.rules.findings import Finding
from donors.rules.limits import Component, Limits
from donors.rules.measurements import Measured, measured_reasons, volume_reasons
from donors.rules.people import Person, Sex
from donors.rules.reasons import Reason, not_today
from donors.rules.volumes import allowed_volumes, greatest_volume
from words.dates import format_day
from words.numbers import format_number
from words.sentences import gettext_noop


@dataclass(frozen=True, slots=True)
class LastGiven:
    """The last donation before the day asked; ``day`` None: gave, but nobody knows when."""

    day: date | None
    component: Component = Component.WHOLE


def reasons_not_to_give(
    *,
    person: Person,
    day: date,
    last_given: LastGiven | None,
    deferrals: Sequence[Deferred],
    limits: Limits,
    component: Component = Component.WHOLE,
    measured: Measured | None = None,
    volume: int | None = None,
) -> list[Reason]:
    """Every reason why ``person`` may not give ``component`` on ``day``: first age, interval and
    deferrals, then what was ``measured``, then the ``volume`` in ml."""
    found = [
        reason
        for reason, block in _dated(person, last_given, deferrals, limits, day)
        if block.holds_on(day)
    ]
    measured = measured or Measured()
    found += measured_reasons(person.sex, limits, component, measured)
    found += volume_reasons(person.sex, limits, component, measured, volume)
    return found


class Outlook(StrEnum):
    """What can be said of the next donation."""

    FROM = "from"
    NEVER = "never"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class NextDate:
    """``day`` is the first possible day and stands with FROM alone."""

    outlook: Outlook
    day: date | None = None


def next_possible_date(
    *,
    person: Person,
    day: date,
    last_given: LastGiven | None,
    deferrals: Sequence[Deferred],
    limits: Limits,
) -> NextDate:
    """The first day from ``day`` on against which nothing known stands. UNKNOWN when nothing stands
    against ``day``, but nobody knows when the last donation was."""
    blocks = [block for _, block in _dated(person, last_given, deferrals, limits, day)]
    free = first_free_day(blocks, day)
    if free is None:
        return NextDate(Outlook.NEVER)
    if free == day and last_given is not None and last_given.day is None:
        return NextDate(Outlook.UNKNOWN)
    return NextDate(Outlook.FROM, free)


def public_answer(outlook: NextDate, day: date) -> Finding:
    """What a commune, or another province, may know of somebody who may not give on ``day``: that,
    and the next possible day; never a reason, nor that it is for ever."""
    return not_today(outlook.day if outlook.day and outlook.day > day else None)


class Fact(StrEnum):
    """A fact that a rule asks about."""

    BIRTH = "birth"
    BIRTH_DATE = "birth-date"
    SEX = "sex"
    LAST_GIVEN = "last-given"
    WEIGHT = "weight"
    BLOOD_PRESSURE = "blood-pressure"
    PULSE = "pulse"
    HAEMOGLOBIN = "haemoglobin"


FACT_NAMES: Final[Mapping[Fact, str]] = {
    Fact.BIRTH: gettext_noop("year of birth"),
    Fact.BIRTH_DATE: gettext_noop("day of birth"),
    Fact.SEX: gettext_noop("sex"),
    Fact.LAST_GIVEN: gettext_noop("day of the last donation"),
    Fact.WEIGHT: gettext_noop("weight"),
    Fact.BLOOD_PRESSURE: gettext_noop("blood pressure"),
    Fact.PULSE: gettext_noop("pulse"),
    Fact.HAEMOGLOBIN: gettext_noop("haemoglobin"),
}


def unknown_facts(
    *,
    person: Person,
    day: date,
    last_given: LastGiven | None,
    limits: Limits,
    component: Component = Component.WHOLE,
    measured: Measured | None = None,
) -> list[Fact]:
    """The facts without which some rule could not be asked on ``day``. Without ``measured``
    nothing was measured yet, and nothing measured is missed."""
    missing = {
        Fact.BIRTH: person.year is None,
        Fact.BIRTH_DATE: person.birth_date is None and _year_leaves_open(person, day, limits),
        Fact.LAST_GIVEN: last_given is not None and last_given.day is None,
    }
    if measured is not None:
        missing |= {
            Fact.SEX: _sex_decides(person, limits, component, measured),
            Fact.WEIGHT: measured.weight is None,
            Fact.BLOOD_PRESSURE: measured.systolic is None or measured.diastolic is None,
            Fact.PULSE: measured.pulse is None or measured.regular is None,
            Fact.HAEMOGLOBIN: measured.haemoglobin is None,
        }
    return [fact for fact, is_missing in missing.items() if is_missing]


_Dated = Iterator[tuple[Reason, Block]]


def _dated(
    person: Person,
    last_given: LastGiven | None,
    deferrals: Sequence[Deferred],
    limits: Limits,
    day: date,
) -> _Dated:
    """The reasons that hold on some days, each with these days; ``day`` is for the wording."""
    yield from _age(person, limits)
    if last_given is not None and last_given.day is not None:
        interval = limits.interval(last_given.component)
        until = last_given.day + timedelta(days=interval)
        yield (
            Reason(
                "interval",
                _interval_sentence((day - last_given.day).days),
                {
                    "days": format_number((day - last_given.day).days),
                    "interval": format_number(interval),
                    "day": format_day(until),
                },
                until=until,
            ),
            Block(last_given.day, until),
        )
    for deferral in deferrals:
        yield _deferral(deferral), deferral.block


def _age(person: Person, limits: Limits) -> _Dated:
    earliest, latest = _birth_bounds(person)
    if earliest is None or latest is None:
        return
    least, most = int(limits.age_least), int(limits.age_most)
    # Of a birth year the first day decides who is surely too young, the last who is surely too old.
    old_enough, too_old = anniversary(earliest, least), anniversary(latest, most + 1)
    params = {"age": format_number(least), "day": format_day(old_enough)}
    yield (
        Reason(
            "age-least",
            gettext_noop("not yet %(age)s years old; old enough from %(day)s")
            if person.birth_date
            else gettext_noop("by the year of birth not yet %(age)s years old before %(day)s"),
            params,
            until=old_enough,
        ),
        Block(None, old_enough),
    )
    yield (
        Reason(
            "age-most",
            gettext_noop("over %(age)s years old")
            if person.birth_date
            else gettext_noop("by the year of birth over %(age)s years old"),
            {"age": format_number(most)},
            permanent=True,
        ),
        Block(too_old, None),
    )


def _birth_bounds(person: Person) -> tuple[date | None, date | None]:
    """The first and the last day on which the person can have been born."""
    if person.birth_date:
        return person.birth_date, person.birth_date
    if person.birth_year:
        return date(person.birth_year, 1, 1), date(person.birth_year, 12, 31)
    return None, None


def _year_leaves_open(person: Person, day: date, limits: Limits) -> bool:
    earliest, latest = _birth_bounds(person)
    if earliest is None or latest is None:
        return False
    return any(
        anniversary(earliest, age) <= day < anniversary(latest, age)
        for age in (int(limits.age_least), int(limits.age_most) + 1)
    )


def _interval_sentence(days: int) -> str:
    if days == 0:
        return gettext_noop("gave on this day already; %(interval)s days are full from %(day)s")
    if days == 1:
        return gettext_noop("gave the day before; %(interval)s days are full from %(day)s")
    return gettext_noop("gave %(days)s days ago; %(interval)s days are full from %(day)s")


def _deferral(deferral: Deferred) -> Reason:
    params = {"reason": deferral.name}
    if deferral.able_from is not None:
        params["day"] = format_day(deferral.able_from)
    return Reason(
        f"deferral-{deferral.code}",
        gettext_noop("deferred until %(day)s: %(reason)s")
        if deferral.able_from is not None
        else gettext_noop("permanently deferred: %(reason)s"),
        params,
        source=deferral.source,
        until=deferral.able_from,
        permanent=deferral.able_from is None,
        medical=True,
    )


def _sex_decides(person: Person, limits: Limits, component: Component, measured: Measured) -> bool:
    """Whether an unknown sex leaves the least weight open."""
    if person.sex is not None or component is not Component.WHOLE:
        return False
    bounds = sorted((limits.weight_least_female, limits.weight_least_male))
    return measured.weight is None or bounds[0] <= measured.weight < bounds[1]


__all__ = [
    "FACT_NAMES",
    "Component",
    "Deferred",
    "Fact",
    "LastGiven",
    "Limits",
    "Measured",
    "NextDate",
    "Outlook",
    "Person",
    "Reason",
    "Sex",
    "allowed_volumes",
    "greatest_volume",
    "next_possible_date",
    "public_answer",
    "reasons_not_to_give",
    "unknown_facts",
]
