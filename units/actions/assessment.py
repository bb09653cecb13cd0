"""What the limits say of a person at the screening desk: why not today, or how much at most. It
reads and writes nothing; the page asks it while somebody types."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from donors.actions.deferrals import DeferralFacts
from donors.models import Deferral
from donors.querysets import people
from donors.rules.eligibility import (
    Component,
    Fact,
    Limits,
    Measured,
    allowed_volumes,
    greatest_volume,
    reasons_not_to_give,
    unknown_facts,
)
from donors.rules.eligibility import Reason as NotToGive
from donors.rules.limits import MissingLimits
from donors.rules.people import Sex
from donors.rules.volumes import most_of_all
from units.actions.refusals import CannotGive, Refused
from units.models import Registration, Screening, Unit
from units.querysets import histories
from units.rules.bags import OFFERED_VOLUMES
from units.rules.reasons import Reason
from words.dates import format_day
from words.sentences import gettext_noop

NO_WEIGHT = Reason(
    "weight-missing",
    gettext_noop("Without the weight nobody knows how much this person may give."),
)
NO_SUCH_BAG = Reason("no-such-bag", gettext_noop("There is no bag of this volume here."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What was measured: kg, mmHg, beats a minute, g/l; None was not. ``component`` is what the
    person is to give, a code of bags."""

    component: str = Unit.Component.WHOLE.value
    weight: Decimal | None = None
    systolic: int | None = None
    diastolic: int | None = None
    pulse: int | None = None
    pulse_regular: bool | None = None
    haemoglobin: int | None = None

    @property
    def measured(self) -> Measured:
        return Measured(
            weight=self.weight,
            systolic=self.systolic,
            diastolic=self.diastolic,
            pulse=self.pulse,
            regular=self.pulse_regular,
            haemoglobin=None if self.haemoglobin is None else Decimal(self.haemoglobin),
        )


@dataclass(frozen=True, slots=True)
class Fit:
    """May give, at most ``volume`` ml."""

    volume: int


Verdict = Fit | DeferralFacts


@dataclass(frozen=True, slots=True)
class Assessment:
    """``reasons`` stand against giving at all; without any, ``most`` ml may be given, in one bag of
    ``volumes`` where there are bags of set sizes. ``unknown`` was not asked or measured."""

    reasons: list[NotToGive]
    most: int
    volumes: tuple[int, ...]
    unknown: list[Fact]
    limits: Limits

    @property
    def usual(self) -> int | None:
        """The volume proposed: the largest bag, or as much as may be."""
        if self.reasons or not self.most:
            return None
        return self.volumes[-1] if self.volumes else self.most


def limits_of(day: date) -> Limits:
    """The limits of a day. Raises Refused where not all of them are known."""
    try:
        return people.limits_on(day)
    except MissingLimits:
        raise Refused(
            Reason(
                "limits-missing",
                gettext_noop(
                    "Not all limits of %(day)s are entered, so nobody can be examined by them."
                    " An administrator enters them."
                ),
                {"day": format_day(day)},
            )
        ) from None


def assess(
    registration: Registration,
    examination: Examination,
    *,
    day: date,
    limits: Limits | None = None,
    volume: int | None = None,
) -> Assessment:
    """Hold an examination against the limits of ``day`` and the person's history over all files.
    What was decided at this very drive does not count: it is what is being decided. ``volume``
    adds the reasons against that many ml. Raises Refused."""
    limits = limits or limits_of(day)
    donor, drive = registration.donor, registration.drive_id
    component = Component(examination.component)
    person = people.person_of(donor)
    last_given = histories.last_given_of(donor, on=day, but_not_drive=drive)
    others = Deferral.objects.in_force().of_person(donor).select_related("reason")
    reasons = reasons_not_to_give(
        person=person,
        day=day,
        last_given=last_given,
        deferrals=[
            row.as_rule
            for row in others.order_by("from_day", "pk")
            if row.registration != registration.pk
        ],
        limits=limits,
        component=component,
        measured=examination.measured,
        volume=volume,
    )
    unknown = unknown_facts(
        person=person,
        day=day,
        last_given=last_given,
        limits=limits,
        component=component,
        measured=examination.measured,
    )
    most = _most(examination, limits, component, person.sex)
    whole = component is Component.WHOLE
    volumes = allowed_volumes(most, OFFERED_VOLUMES) if whole and not reasons else ()
    return Assessment(reasons, most, volumes, unknown, limits)


def _most(examination: Examination, limits: Limits, component: Component, sex: Sex | None) -> int:
    """ml; where nothing was weighed, the most that anybody may give."""
    measured = examination.measured
    if measured.weight is None:
        return most_of_all(limits, component)
    return greatest_volume(
        measured.weight,
        limits,
        sex=sex,
        haemoglobin=measured.haemoglobin,
        component=component,
    )


def judge(
    registration: Registration,
    examination: Examination,
    verdict: Verdict,
    day: date,
    *,
    limits: Limits | None = None,
) -> Assessment:
    """What the limits say. Raises CannotGive and Refused for a "fit" against one of them."""
    volume = verdict.volume if isinstance(verdict, Fit) else None
    assessed = assess(registration, examination, day=day, limits=limits, volume=volume)
    if volume is not None:
        if examination.weight is None:
            raise Refused(NO_WEIGHT)
        if assessed.reasons:
            raise CannotGive(assessed.reasons)
        whole = examination.component == Unit.Component.WHOLE.value
        if volume <= 0 or (whole and volume not in OFFERED_VOLUMES):
            raise Refused(NO_SUCH_BAG)
    return assessed


def limits_then(screening: Screening) -> Limits | None:
    """The limits that were used; None where they cannot be read any more."""
    try:
        return Limits.from_json(screening.limits_used)
    except MissingLimits:
        return None
