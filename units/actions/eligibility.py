"""Whether a person may give on a day: the history of the drive day joined with the rules about
people who give."""

from datetime import date

from donors.models import Donor
from donors.querysets import people
from donors.rules.eligibility import (
    Component,
    Limits,
    Measured,
    NextDate,
    Reason,
    next_possible_date,
    reasons_not_to_give,
)
from units.querysets import histories
from units.querysets.histories import COMPONENTS


def reasons_for(
    donor: Donor,
    *,
    day: date,
    component: str = "whole",
    measured: Measured | None = None,
    volume: int | None = None,
    but_not_drive: int | None = None,
    limits: Limits | None = None,
) -> list[Reason]:
    """Every reason why ``donor`` may not give ``component`` (a code of bags) on ``day``, read over
    all files of the person. ``but_not_drive``: the id of the drive whose own bags do not count;
    ``limits`` those of that day, left out they are read."""
    return reasons_not_to_give(
        person=people.person_of(donor),
        day=day,
        last_given=histories.last_given_of(donor, on=day, but_not_drive=but_not_drive),
        deferrals=people.deferred_of(donor),
        limits=limits or people.limits_on(day),
        component=COMPONENTS.get(component, Component.WHOLE),
        measured=measured,
        volume=volume,
    )


def reasons_without_history(donor: Donor, *, day: date, limits: Limits) -> list[Reason]:
    """The same of somebody whose donations and deferrals are known to be no reason."""
    return reasons_not_to_give(
        person=people.person_of(donor), day=day, last_given=None, deferrals=(), limits=limits
    )


def next_date_of(donor: Donor, *, day: date) -> NextDate:
    """From when the person may give again, asked on ``day``."""
    return next_possible_date(
        person=people.person_of(donor),
        day=day,
        last_given=histories.last_given_of(donor),
        deferrals=people.deferred_of(donor),
        limits=people.limits_on(day),
    )
