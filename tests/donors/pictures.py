"""The limits as they are seeded, for tests of the rules."""

from dataclasses import replace
from decimal import Decimal

from donors.rules.limits import LIMIT_SEEDS, Limits

LIMITS = Limits.from_values({seed.code: seed.value for seed in LIMIT_SEEDS})


def limits(**changed: int | str) -> Limits:
    return replace(LIMITS, **{name: Decimal(value) for name, value in changed.items()})
