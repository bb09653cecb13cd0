"""Which organisations know a donor, as far as the reader sees these organisations."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst

from donors.models import Donor
from donors.querysets.donors import custodies_in
from ledger.requests import HouseRequest
from ledger.scope import Verb


@dataclass(frozen=True, slots=True)
class Knower:
    """One organisation, how it came to know the donor, and since when."""

    name: str
    how: str
    since: date


def read_custodies(request: HouseRequest, donor: Donor) -> dict[str, Any]:
    """The card "Who knows this donor": organisations of the own scope, and no number of others."""
    within = custodies_in(request.scope, Verb.SEE)
    rows = donor.custodies.all() if within is None else within.filter(donor=donor)
    return {
        "knowers": [
            Knower(
                str(row.organisation),
                str(capfirst(row.get_how_display())),
                timezone.localdate(row.since),
            )
            for row in rows.select_related("organisation").order_by("since", "pk")
        ]
    }
