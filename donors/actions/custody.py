"""Which organisations know a donor: rows of ``Custody``, which no organisation loses again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from directory.models import Organisation
from donors.models import Custody, Donor

BATCH = 500


def take(donors: Sequence[Donor], organisation: Organisation, how: str, at: datetime) -> None:
    """Let ``organisation`` know these donors, since ``at``; those it knows already stay as they
    are. Call in a transaction, and before ``create_donors``, which holds names: see ``bearers``.
    """
    ids = sorted({donor.pk for donor in donors}, key=lambda pk: pk.int)
    for start in range(0, len(ids), BATCH):
        _take(ids[start : start + BATCH], organisation, how, at)


def _take(ids: Sequence[UUID], organisation: Organisation, how: str, at: datetime) -> None:
    # Two rows of one donor may come at the same moment, from two organisations of one province:
    # the one that comes second is not the first of the province, and is written in another round.
    while missing := _unknown_to(organisation, ids):
        province = organisation.area.province_now_id
        # Held, so that name key and birth year below are the donor's when this is written.
        held = Donor.objects.select_for_update(no_key=True).filter(pk__in=missing).order_by("pk")
        carried = {pk: rest for pk, *rest in held.values_list("pk", "name_key", "birth_year")}
        known = Custody.objects.filter(
            donor__in=missing, province_now=province, first_in_province=True
        )
        seen = set(known.values_list("donor", flat=True)) if province else set(missing)
        Custody.objects.bulk_create(
            [
                Custody(
                    donor_id=pk, organisation=organisation, how=how, since=at,
                    name_key_id=carried[pk][0], birth_year=carried[pk][1],
                    province_now_id=province, first_in_province=pk not in seen,
                )
                for pk in missing
            ],
            ignore_conflicts=True,
        )  # fmt: skip


def _unknown_to(organisation: Organisation, ids: Sequence[UUID]) -> list[UUID]:
    known = Custody.objects.filter(organisation=organisation, donor__in=ids)
    there = set(known.values_list("donor", flat=True))
    return [pk for pk in ids if pk not in there]


def follow(organisation: Organisation) -> None:
    """Bring the custodies of an organisation to the province in which it lies now, as the border of
    a province goes by them. Call in the transaction that moved it."""
    province = organisation.area.province_now_id
    moved = Custody.objects.filter(organisation=organisation)
    donors = list(moved.exclude(province_now=province).values_list("donor", flat=True))
    for start in range(0, len(donors), BATCH):
        batch = donors[start : start + BATCH]
        moved.filter(donor__in=batch).update(province_now=province, first_in_province=False)
        _name_first(batch)


def organisation_saved(
    sender: type[Organisation], instance: Organisation, created: bool, raw: bool, **_: Any
) -> None:
    """The directory does not know of donors: it is listened to."""
    if not created and not raw:
        follow(instance)


def _name_first(donors: Sequence[UUID]) -> None:
    """One row a donor and province stands for all of them."""
    rows = Custody.objects.filter(donor__in=donors, province_now__isnull=False).order_by("pk")
    first: dict[tuple[UUID, int | None], int] = {}
    named = set()
    for row in rows.only("pk", "donor", "province_now", "first_in_province"):
        place = (row.donor_id, row.province_now_id)
        first.setdefault(place, row.pk)
        if row.first_in_province:
            named.add(place)
    missing = [pk for place, pk in first.items() if place not in named]
    Custody.objects.filter(pk__in=missing).update(first_in_province=True)
