"""Who waits at one of the receiver's desks, who was there last, and whom it asks for."""

from datetime import datetime
from typing import Final

from django.db.models import Q

from donors.models import Donor
from drives.models import Drive
from units.models import Registration
from units.querysets.registrations import RegistrationQuerySet
from units.rules.asked import Asked, AskedKind
from units.rules.states import State

# More than a hall holds; the rest is found by its number or name.
MOST_WAITING: Final = 100
MOST_RECENT: Final = 10
MOST_FOUND: Final = 12


def waiting(drive: Drive, state: State) -> RegistrationQuerySet:
    """Those who stand at ``state``, who waits longest first."""
    rows = Registration.objects.of_drive(drive).in_states(state)
    return rows.select_related("donor", "screening").order_by("state_at", "pk")


def recent(drive: Drive, *states: State) -> RegistrationQuerySet:
    """The last who came to stand at one of ``states``, the latest first."""
    rows = Registration.objects.of_drive(drive).in_states(*states)
    return rows.select_related("donor", "screening__deferral").order_by("-state_at", "-pk")


def changed_at(drive: Drive) -> datetime | None:
    """When anybody at this drive took the last step."""
    return Registration.objects.of_drive(drive).newest_change()


def found(drive: Drive, asked: Asked, state: State) -> list[Registration]:
    """People of this drive who are meant, those at ``state`` first; nobody else is ever read."""
    rows = Registration.objects.of_drive(drive).select_related("donor")
    if asked.kind is AskedKind.QUEUE_NO:
        return list(rows.filter(queue_no=asked.queue_no))
    if asked.kind is AskedKind.WORDS:
        rows = rows.matching(asked.value)
        if asked.year is not None:
            rows = rows.filter(donor__birth_year=asked.year)
        here = list(rows.in_states(state).order_by("state_at", "pk")[:MOST_FOUND])
        others = rows.exclude(state=state.value).exclude(state=State.WITHDRAWN.value)
        return here + list(others.order_by("sort_key", "pk")[: MOST_FOUND - len(here)])
    files = _files(asked)
    if files is None:
        return []
    ids = set(Donor.objects.filter(files).values_list("pk", "head"))
    people = {head or pk for pk, head in ids}
    return list(rows.filter(Q(donor__in=people) | Q(donor__head__in=people))[:MOST_FOUND])


def _files(asked: Asked) -> Q | None:
    donors = Donor.objects.all()
    if asked.kind is AskedKind.DONOR_CODE:
        return Q(code=asked.value)
    if asked.kind is AskedKind.PHONE:
        return Q(pk__in=donors.with_phone(asked.phone).values("pk"))
    if asked.kind not in (AskedKind.CARD, AskedKind.NUMBER):
        return None
    condition = Q(pk__in=[])
    for number in asked.numbers:
        condition |= Q(pk__in=donors.with_number(number).values("pk"))
    if asked.phone:
        condition |= Q(pk__in=donors.with_phone(asked.phone).values("pk"))
    return condition
