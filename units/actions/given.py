"""What donors' files are told of their bags: when they gave last, what, and how often."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from donors.actions import history
from donors.models import Donor
from units.models import Unit


def hold_donors(ids: Collection[UUID]) -> None:
    """Lock the rows of donors until the transaction ends, in the order of their ids. After the day
    of the drive and before registrations: the reception goes the same way."""
    rows = Donor.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    list(rows.values_list("pk", flat=True))


def keep_given(ids: Collection[UUID]) -> None:
    """Read the valid bags of these files again and keep what they say. The donors are held."""
    given: dict[UUID, list[tuple[date, str]]] = {pk: [] for pk in ids}
    bags = Unit.objects.valid().filter(donor__in=ids).order_by("given_on", "pk")
    for donor, day, component in bags.values_list("donor", "given_on", "component"):
        given[donor].append((day, component))
    # Most donors of a list gave the same, on the same day, as often: one statement for all these.
    alike: dict[tuple[date | None, str, int], list[UUID]] = defaultdict(list)
    for pk, times in given.items():
        last, component = times[-1] if times else (None, "")
        alike[last, component, len(times)].append(pk)
    for (last, component, number), donors in alike.items():
        history.keep(donors, last_given=last, last_component=component, given=number)
