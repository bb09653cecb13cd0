"""What a drive looks like while it goes on: people by hour, how far they came, and why some could
not give. Counts only; no name is read."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.db.models.functions import TruncHour

from donors.models import Deferral
from drives.models import Drive
from units.models import Registration, Step, Unit
from units.rules.states import State


@dataclass(frozen=True, slots=True)
class Live:
    """Counts of one moment. ``deferrals`` are people by group of reason (WHO 2012)."""

    states: dict[State, int]
    arrivals: dict[datetime, int]
    donations: dict[datetime, int]
    units: int
    ml: int
    deferrals: dict[str, int]


def live_of(drive: Drive) -> Live:
    """Five queries, whatever the size of the drive."""
    people = Registration.objects.of_drive(drive)
    bags = Unit.objects.valid().filter(drive=drive)
    volumes = bags.values_list("volume").annotate(number=Count("pk")).order_by()
    by_volume = dict(volumes)
    return Live(
        states=people.counts(),
        arrivals=_by_hour(drive, State.ARRIVED),
        donations=_by_hour(drive, State.DONATED),
        units=sum(by_volume.values()),
        ml=sum((volume or 0) * number for volume, number in by_volume.items()),
        deferrals=_by_group(drive),
    )


def _by_hour(drive: Drive, state: State) -> dict[datetime, int]:
    """Full local hours, with the people who came into the state then and were not taken back."""
    steps = Step.objects.filter(registration__drive=drive, to_state=state.value)
    if state is State.DONATED:
        steps = steps.filter(registration__state=state.value)
    else:
        steps = steps.exclude(registration__state__in=_NOT_HERE)
    hours = steps.annotate(hour=TruncHour("at")).values_list("hour")
    return dict(hours.annotate(number=Count("registration", distinct=True)).order_by("hour"))


_NOT_HERE = (State.REGISTERED.value, State.NO_SHOW.value, State.WITHDRAWN.value)


def _by_group(drive: Drive) -> dict[str, int]:
    here = Registration.objects.of_drive(drive).in_states(State.DEFERRED)
    deferrals = Deferral.objects.in_force().filter(registration__in=here.values("pk"))
    rows = deferrals.values_list("reason__group").annotate(number=Count("pk"))
    return dict(rows.order_by("reason__group"))
