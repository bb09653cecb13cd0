"""Lists of donors without words: those entered last stand first, as their ids tell the time."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from donors.models import Donor
from donors.querysets.borders import Border
from donors.querysets.donors import DonorQuerySet
from donors.querysets.search import PAGE_SIZE, Hits


def within(border: Border) -> DonorQuerySet:
    """All donors within a border, for conditions of their own."""
    if border.nation:
        return Donor.objects.all()
    return Donor.objects.filter(pk__in=border.custodies().values("donor"))


def newest_of(border: Border, **page: Any) -> Hits:
    """A page of all donors within a border, read from its own index; ``page`` as in
    :func:`newest`."""
    if border.nation:
        return newest(Donor.objects.all(), "pk", **page)
    rows = border.custodies()
    return newest(rows if border.counts_once else rows.distinct(), "donor", **page)


def newest(
    rows: "QuerySet[Any]",
    column: str,
    *,
    after: UUID | None = None,
    before: UUID | None = None,
    size: int = PAGE_SIZE,
) -> Hits:
    """A page of the ids in ``column``, newest first."""
    backward = before is not None
    if before is not None:
        rows = rows.filter(**{f"{column}__gt": before})
    elif after is not None:
        rows = rows.filter(**{f"{column}__lt": after})
    order = column if backward else f"-{column}"
    ids: list[UUID] = list(rows.order_by(order).values_list(column, flat=True)[: size + 1])
    more, ids = len(ids) > size, ids[:size]
    if backward:
        ids.reverse()
    if not ids:
        return Hits([])
    has_previous = more if backward else after is not None
    return Hits(ids, ids[-1] if more or backward else None, ids[0] if has_previous else None)
