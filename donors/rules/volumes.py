"""How much a person may give, in ml (Circular 26/2013)."""

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from donors.rules.limits import Component, Limits
from donors.rules.people import Sex

OFFERED: Final = (250, 350, 450)


def greatest_volume(
    weight: Decimal,
    limits: Limits,
    *,
    sex: Sex | None,
    haemoglobin: Decimal | None = None,
    component: Component = Component.WHOLE,
) -> int:
    """The most that somebody of ``weight`` kg may give, in whole ml; 0 is nothing at all.

    An unknown sex or haemoglobin (g/l) forbids nothing.
    """
    if haemoglobin is not None and haemoglobin < limits.haemoglobin_least:
        return 0
    if component is not Component.WHOLE:
        return _by_apheresis(weight, limits)
    if weight < limits.weight_least(sex):
        return 0
    most = min(weight * limits.volume_most_per_kg, limits.volume_most)
    if weight < limits.light_weight_below:
        most = min(most, limits.volume_most_light)
    if haemoglobin is not None and haemoglobin < limits.haemoglobin_least_large:
        most = min(most, limits.large_volume_over)
    return math.floor(most)


def _by_apheresis(weight: Decimal, limits: Limits) -> int:
    if weight < limits.apheresis_weight_least:
        return 0
    if weight < limits.apheresis_heavy_weight_least:
        return math.floor(limits.apheresis_volume_most)
    return math.floor(limits.apheresis_volume_most_heavy)


def most_of_all(limits: Limits, component: Component = Component.WHOLE) -> int:
    """The most that anybody may give, in whole ml: the bound where the weight is unknown."""
    if component is Component.WHOLE:
        return math.floor(limits.volume_most)
    return math.floor(max(limits.apheresis_volume_most, limits.apheresis_volume_most_heavy))


def allowed_volumes(most: int, offered: Sequence[int] = OFFERED) -> tuple[int, ...]:
    """The volumes of a bag that stay within ``most`` ml, smallest first."""
    return tuple(sorted(volume for volume in offered if volume <= most))
