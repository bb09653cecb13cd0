"""Which organisations know a donor: rows of ``Custody``, which no organisation loses again."""

from collections.abc import Sequence
from datetime import datetime
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
