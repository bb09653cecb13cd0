"""Donors against whom nothing known stands on a day: the rules of ``rules.eligibility`` once more,
as conditions that a list can be narrowed by."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from donors.models import Deferral, Donor
from donors.rules.days import anniversary
from donors.rules.limits import Component, Limits

OF_THE_PERSON = Q(head=OuterRef("pk")) | Q(pk=OuterRef("head")) | Q(head=OuterRef("head"))


def able_on(day: date, limits: Limits) -> Q:
    """By age, interval and deferrals, over all files of a person. Unknown facts forbid nothing; a
    file that was erased, or whose use the donor restricted, is not offered."""
    gave, deferred = _gave_lately(day, limits), _deferred_on(day)
    waits = Exists(Deferral.objects.filter(deferred, donor=OuterRef("pk")))
    others = Donor.objects.filter(OF_THE_PERSON).filter(gave | Q(waits))
    return (
        Q(data_key__isnull=False, restricted_at__isnull=True)
        & _old_enough(day, int(limits.age_least))
        & ~_too_old(day, int(limits.age_most) + 1)
        & ~gave
        & ~Q(waits)
        & ~Q(Exists(others))
    )


def _old_enough(day: date, years: int) -> Q:
    unknown = Q(birth_year__isnull=True)
    by_year = Q(birth_date__isnull=True, birth_year__lte=day.year - years)
    return unknown | by_year | Q(birth_date__lte=_last_birth(day, years))


def _too_old(day: date, years: int) -> Q:
    """``years`` are full, of a birth year alone surely."""
    is_last_day = (day.month, day.day) == (12, 31)
    surely = day.year - years - (not is_last_day)
    by_year = Q(birth_date__isnull=True, birth_year__isnull=False, birth_year__lte=surely)
    return by_year | Q(birth_date__isnull=False, birth_date__lte=_last_birth(day, years))


def _last_birth(day: date, years: int) -> date:
    """The last day of birth for which ``years`` are full on ``day``."""
    birth = anniversary(day, -years)
    return birth if anniversary(birth, years) <= day else birth - timedelta(days=1)


def _gave_lately(day: date, limits: Limits) -> Q:
    gave = Q(pk__in=[])
    for component in Component:
        after = day - timedelta(days=limits.interval(component))
        gave |= Q(last_component=component.value, last_given__gt=after, last_given__lte=day)
    return gave


def _deferred_on(day: date) -> Q:
    return Q(withdrawn_at__isnull=True, from_day__lte=day) & (
        Q(able_from__isnull=True) | Q(able_from__gt=day)
    )
