"""The rules of eligibility a second time: slow and obvious, one day after the other."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from donors.rules.deferrals import Deferred, Period
from donors.rules.eligibility import LastGiven, Person
from donors.rules.limits import Component, Limits
from donors.rules.measurements import Measured
from donors.rules.people import Sex

DAY = timedelta(days=1)
APHERESIS = (Component.RED_CELLS, Component.PLASMA, Component.PLATELETS)


def end_of(from_day: date, period: Period) -> date | None:
    if period.permanent:
        return None
    day = from_day
    if period.months is None:
        for _ in range(7 * (period.weeks or 0) + (period.days or 0)):
            day += DAY
        return day
    for _ in range(period.months):
        day += DAY
        while day.day != 1:
            day += DAY
    while day.day < from_day.day and (day + DAY).month == day.month:
        day += DAY
    return day


def age_on(day: date, born: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def possible_births(person: Person) -> list[date]:
    if person.birth_date:
        return [person.birth_date]
    if person.birth_year:
        year = person.birth_year
        return [*(date(year, month, 1) for month in range(1, 13)), date(year, 12, 31)]
    return []


def dated_rules(
    person: Person,
    day: date,
    last: LastGiven | None,
    deferrals: Sequence[Deferred],
    limits: Limits,
) -> Iterator[str]:
    births = possible_births(person)
    if births and all(age_on(day, born) < limits.age_least for born in births):
        yield "age-least"
    if births and all(age_on(day, born) > limits.age_most for born in births):
        yield "age-most"
    if last and last.day and last.day <= day:
        needed = {
            Component.WHOLE: limits.interval_whole,
            Component.RED_CELLS: limits.interval_red_cells,
            Component.PLASMA: limits.interval_plasma,
            Component.PLATELETS: limits.interval_platelets,
        }[last.component]
        if (day - last.day).days < needed:
            yield "interval"
    for deferral in deferrals:
        started = deferral.from_day <= day
        over = deferral.able_from is not None and deferral.able_from <= day
        if started and not over:
            yield f"deferral-{deferral.code}"


def next_day(
    person: Person,
    day: date,
    last: LastGiven | None,
    deferrals: Sequence[Deferred],
    limits: Limits,
) -> date | None:
    """Walk until nothing stands against the day; None when something will stand for ever."""
    while rules := list(dated_rules(person, day, last, deferrals, limits)):
        for_ever = {f"deferral-{d.code}" for d in deferrals if d.able_from is None}
        if "age-most" in rules or for_ever & set(rules):
            return None
        day += DAY
    return day


def may_give_volume(
    volume: int,
    weight: Decimal,
    limits: Limits,
    sex: Sex | None,
    haemoglobin: Decimal | None,
    component: Component,
) -> bool:
    if haemoglobin is not None and haemoglobin < limits.haemoglobin_least:
        return False
    if component in APHERESIS:
        if weight < 50:
            return False
        return volume <= 500 if weight < 60 else volume <= 650
    if weight < 42 or (sex is Sex.MALE and weight < 45):
        return False
    if haemoglobin is not None and haemoglobin < 125 and volume > 350:
        return False
    if weight < 45:
        return volume <= 250
    return volume <= 500 and volume <= 9 * weight


def measured_rules(
    person: Person, limits: Limits, component: Component, measured: Measured
) -> Iterator[str]:
    weight = measured.weight
    if weight is not None and component is Component.WHOLE:
        if weight < 42 or (weight < 45 and person.sex is Sex.MALE):
            yield "weight-least"
    elif weight is not None and weight < 50:
        yield "apheresis-weight-least"
    if measured.systolic is not None and measured.systolic not in range(100, 160):
        yield "systolic"
    if measured.diastolic is not None and measured.diastolic not in range(60, 100):
        yield "diastolic"
    if measured.pulse is not None and measured.pulse not in range(60, 91):
        yield "pulse"
    if measured.regular is False:
        yield "pulse-regular"
    if measured.haemoglobin is not None and measured.haemoglobin < 120:
        yield "haemoglobin-least"
