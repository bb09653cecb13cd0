"""Donors of the keeper who may give on the day of a drive and are not on its list: whom to invite.
The database leaves out who surely may not; the rules look at those who are shown."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from directory.models import Organisation
from donors.models import Custody, Deferral, Donor
from donors.querysets.donors import DonorQuerySet
from donors.rules.limits import Limits
from drives.models import Drive
from units.models import Registration
from units.querysets.histories import COMPONENTS
from units.rules.states import State

# Who left without giving is invited first next time: so long afterwards.
REMEMBERED = timedelta(days=730)


def known_to_keeper(drive: Drive) -> DonorQuerySet:
    """The donors whom the keeper of a drive, or a body below it, knows."""
    bodies = Organisation.below((drive.keeper_id,))
    known = Custody.objects.filter(organisation__in=bodies, donor=OuterRef("pk"))
    return Donor.objects.filter(Exists(known))


def able_to_give(drive: Drive, day: date, limits: Limits) -> DonorQuerySet:
    """The people whom the keeper, or a body below it, knows, who are not on the list and against
    whom neither age nor interval nor a deferral stands on ``day``, as far as columns tell."""
    here = Registration.objects.of_drive(drive)
    rested = _rested(day, limits)
    members = Donor.objects.filter(head=OuterRef("pk"))
    deferred = Deferral.objects.in_force().filter(
        Q(able_from__isnull=True) | Q(able_from__gt=day), from_day__lte=day
    )
    return (
        known_to_keeper(drive)
        .heads()
        .filter(rested, erased_at__isnull=True, restricted_at__isnull=True)
        .filter(_of_age(day, limits))
        .filter(~Exists(here.filter(donor=OuterRef("pk"))))
        .filter(~Exists(here.filter(donor__head=OuterRef("pk"))))
        .filter(~Exists(members.exclude(rested)))
        .filter(~Exists(deferred.filter(donor=OuterRef("pk"))))
        .filter(~Exists(deferred.filter(donor__head=OuterRef("pk"))))
    )


def left_last_time(donors: DonorQuerySet, drive: Drive, day: date) -> DonorQuerySet:
    """Those of them who came to an earlier drive of this keeper, left without giving, and have not
    given since."""
    left = Registration.objects.in_states(State.LEFT).filter(
        drive__keeper__in=Organisation.below((drive.keeper_id,)),
        drive__sort_day__lt=day,
        drive__sort_day__gte=day - REMEMBERED,
        donor=OuterRef("pk"),
    )
    not_since = left.filter(
        Q(donor__last_given__isnull=True) | Q(drive__sort_day__gt=OuterRef("last_given"))
    )
    return donors.filter(Exists(not_since))


def _rested(day: date, limits: Limits) -> Q:
    """Who never gave, or long enough ago for what was given last."""
    condition = Q(last_given__isnull=True)
    for code, component in COMPONENTS.items():
        latest = day - timedelta(days=limits.interval(component))
        condition |= Q(last_component=code, last_given__lte=latest)
    return condition


def _of_age(day: date, limits: Limits) -> Q:
    """Whose birth year leaves it possible; nobody's is needed."""
    youngest, oldest = day.year - int(limits.age_least), day.year - int(limits.age_most) - 1
    return Q(birth_year__isnull=True) | Q(birth_year__gte=oldest, birth_year__lte=youngest)
