"""The trees of files that tell of one person: holding them whole, and where each file leads."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from donors.models import Donor

TRIES = 8


class Moved(Exception):
    """Somebody joined or separated these people, again and again, while they were waited for."""


def head_of(donor: Donor) -> UUID:
    return donor.head_id or donor.pk


def files_of_people(donors: Collection[UUID]) -> list[UUID]:
    """The ids of all files of the people whom these files tell of."""
    rows = Donor.objects.filter(pk__in=donors).values_list("pk", "head")
    heads = {head or pk for pk, head in rows}
    members = Donor.objects.filter(Q(pk__in=heads) | Q(head__in=heads))
    return list(members.values_list("pk", flat=True))


def hold_people(donors: Collection[UUID]) -> list[Donor]:
    """All files of the people of these donors as they are now, held in the order of their ids until
    the transaction ends. Raises :class:`Moved`."""
    for _try in range(TRIES):
        try:
            # Given back as far as this where the trees changed meanwhile: to wait for more files
            # while holding some would be out of order.
            with transaction.atomic():
                ids = files_of_people(donors)
                rows = Donor.objects.select_for_update(no_key=True).filter(pk__in=ids)
                held = list(rows.order_by("pk"))
                if set(files_of_people(donors)) != set(ids):
                    raise Moved
                return held
        except Moved:
            continue
    raise Moved


def derive_heads(files: Sequence[Donor]) -> None:
    """Write anew where each of the held files leads at last; they are whole trees."""
    leads = {file.pk: file.merged_into_id for file in files}
    moved: dict[UUID, list[UUID]] = {}
    for file in files:
        head = file.pk
        while (further := leads[head]) is not None:
            head = further
        if head != file.pk and file.head_id != head:
            file.head_id = head
            moved.setdefault(head, []).append(file.pk)
    for head, pks in moved.items():
        Donor.objects.filter(pk__in=pks).update(head=head)
