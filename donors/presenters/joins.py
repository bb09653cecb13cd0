"""Joins of files as somebody may see them: of a file beyond the own border only the code."""

from collections.abc import Sequence
from dataclasses import dataclass

from donors.models import Donor, Merge
from ledger.scope import Scope


@dataclass(frozen=True, slots=True)
class SeenJoin:
    """One join; ``donor`` and ``into`` are None where the reader does not see the file."""

    join: Merge
    donor: Donor | None
    into: Donor | None


def seen_joins(scope: Scope, joins: Sequence[Merge]) -> list[SeenJoin]:
    """One query for all."""
    ids = {pk for join in joins for pk in (join.donor_id, join.into_id)}
    seen = Donor.objects.visible_to(scope).in_bulk(list(ids)) if ids else {}
    return [SeenJoin(join, seen.get(join.donor_id), seen.get(join.into_id)) for join in joins]
