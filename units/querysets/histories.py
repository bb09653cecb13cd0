"""When a person gave last, over all files of the person. Bags are the source; the columns kept on
donors' files are only a quicker copy."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from donors.models import Donor
from donors.rules.eligibility import LastGiven
from donors.rules.limits import Component
from units.models import Unit

# The codes of bags and those of limits are the same.
COMPONENTS: dict[str, Component] = {code: Component(code) for code in Unit.Component.values}


def last_given_of(
    donor: Donor, *, on: date | None = None, but_not_drive: int | None = None
) -> LastGiven | None:
    """The person's last donation up to ``on`` (that day included; left out: ever), without the bags
    of the drive ``but_not_drive``; None where none is known. One query.

    Who gave before this system, as the file says, gave on a day that nobody knows.
    """
    bags = Unit.objects.valid().filter(donor__in=Donor.objects.cluster_of(donor).values("pk"))
    if on is not None:
        bags = bags.filter(given_on__lte=on)
    if but_not_drive is not None:
        bags = bags.exclude(drive=but_not_drive)
    last = bags.order_by("-given_on").values_list("given_on", "component").first()
    if last is not None:
        return LastGiven(last[0], COMPONENTS[last[1]])
    return LastGiven(None) if donor.declared_count else None


def last_given_many(
    donor_ids: Collection[UUID], *, on: date | None = None
) -> dict[UUID, LastGiven]:
    """The same of many donors by their id, from the kept columns; who never gave is left out.

    Two queries, and a third for those who gave after ``on``.
    """
    heads = {
        pk: head or pk
        for pk, head in Donor.objects.filter(pk__in=donor_ids).values_list("pk", "head")
    }
    of_head: dict[UUID, LastGiven] = {}
    later: dict[UUID, UUID] = {}
    for pk, head, day, component, declared in _members(set(heads.values())):
        if on is not None and day is not None and day > on:
            later[pk] = head
        elif day is not None:
            _put_later(of_head, head, LastGiven(day, COMPONENTS[component]))
        elif declared:
            of_head.setdefault(head, LastGiven(None))
    if later and on is not None:
        bags = Unit.objects.valid().filter(donor__in=later, given_on__lte=on)
        for pk, day, component in bags.values_list("donor", "given_on", "component"):
            _put_later(of_head, later[pk], LastGiven(day, COMPONENTS[component]))
    return {pk: of_head[head] for pk, head in heads.items() if head in of_head}


def _members(
    heads: Collection[UUID],
) -> list[tuple[UUID, UUID, date | None, str, int | None]]:
    rows = Donor.objects.filter(Q(pk__in=heads) | Q(head__in=heads)).values_list(
        "pk", "head", "last_given", "last_component", "declared_count"
    )
    return [(pk, head or pk, day, component, told) for pk, head, day, component, told in rows]


def _put_later(of_head: dict[UUID, LastGiven], head: UUID, given: LastGiven) -> None:
    known = of_head.get(head)
    if known is None or known.day is None or (given.day is not None and given.day > known.day):
        of_head[head] = given
