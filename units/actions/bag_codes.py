"""Each code of a bag once: at its receiver and year, or, without a linked receiver, at its drive.
Each person one bag."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from units.models import Unit
from units.rules.reasons import Reason
from words.dates import format_day
from words.sentences import gettext_noop

BATCH = 500
TWICE_HERE = Reason("bag-code-twice", gettext_noop("This code stands twice in what you enter."))
SECOND_BAG = Reason("bag-of-person", gettext_noop("A bag of this person is recorded already."))


class BagRefused(Exception):
    """Bags that cannot be written; ``reasons`` says why of each by its id. One of them is enough to
    write none."""

    def __init__(self, reasons: Mapping[UUID, Sequence[Reason]]) -> None:
        rules = (reason.rule for found in reasons.values() for reason in found)
        super().__init__(", ".join(rules))
        self.reasons = dict(reasons)


def refuse_taken(units: Sequence[Unit]) -> None:
    """Raises :class:`BagRefused` where another bag has the code of one of these, among them or
    among those recorded, or the person has a bag."""
    taken = taken_codes(units)
    own: dict[tuple[Any, ...], Unit] = {}
    for unit in units:
        if unit.bag_code and own.setdefault(_place(unit), unit) is not unit:
            taken.setdefault(unit.pk, TWICE_HERE)
    for pk in _second_bags(units):
        taken.setdefault(pk, SECOND_BAG)
    if taken:
        raise BagRefused({pk: [reason] for pk, reason in taken.items()})


def _second_bags(units: Sequence[Unit]) -> list[UUID]:
    people = {unit.registration_id: unit.pk for unit in units}
    found = []
    ids = list(people)
    for start in range(0, len(ids), BATCH):
        rows = Unit.objects.valid().filter(registration__in=ids[start : start + BATCH])
        others = rows.exclude(pk__in=list(people.values())[start : start + BATCH])
        found += [people[pk] for pk in others.values_list("registration", flat=True)]
    return found


def _place(unit: Unit) -> tuple[Any, ...]:
    """Where the code of a bag is unique."""
    if unit.receiver_id is None:
        return "drive", unit.drive_id, unit.bag_code
    return "receiver", unit.receiver_id, unit.year, unit.bag_code


def taken_codes(units: Sequence[Unit]) -> dict[UUID, Reason]:
    """Which of these bags, saved or not, bear the code of another one that is valid, and where that
    was used; of a drive other than their own nothing is told but that it was this year."""
    coded = {_place(unit): unit for unit in units if unit.bag_code}
    if not coded:
        return {}
    places = Q(pk__in=[])
    for receiver, year in {(u.receiver_id, u.year) for u in coded.values() if u.receiver_id}:
        places |= Q(receiver=receiver, year=year)
    if drives := {u.drive_id for u in coded.values() if u.receiver_id is None}:
        places |= Q(receiver__isnull=True, drive__in=drives)
    codes = [unit.bag_code for unit in coded.values()]
    found: dict[UUID, Reason] = {}
    for start in range(0, len(codes), BATCH):
        rows = Unit.objects.valid().filter(places, bag_code__in=codes[start : start + BATCH])
        for other in rows.exclude(pk__in=[unit.pk for unit in units]):
            if (unit := coded.get(_place(other))) is not None:
                found[unit.pk] = _taken_by(other, unit)
    return found


def _taken_by(other: Unit, unit: Unit) -> Reason:
    if other.drive_id != unit.drive_id:
        return Reason(
            "bag-code-used-this-year",
            gettext_noop("This code was used this year already. Please look at the bag again."),
        )
    return Reason(
        "bag-code-used-here",
        gettext_noop("This code was used on %(day)s, at the desk of %(desk)s."),
        {"day": format_day(other.given_on), "desk": other.collected_by_name},
    )


def insert(units: Sequence[Unit]) -> None:
    """Save new bags. Of two desks that take one bag at the same moment the second learns it from
    the database's own constraint. Raises :class:`BagRefused`."""
    refuse_taken(units)
    try:
        with transaction.atomic():
            Unit.objects.bulk_create(units, batch_size=BATCH)
    except IntegrityError:
        refuse_taken(units)
        raise


def save_corrected(unit: Unit) -> None:
    """Save a bag that was there before. Raises :class:`BagRefused` for a code that is taken."""
    refuse_taken([unit])
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError:
        refuse_taken([unit])
        raise
