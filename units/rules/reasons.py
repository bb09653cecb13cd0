"""Why something of the drive day cannot be, or is unlikely enough to ask about once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import Enum

from drives.rules.figures import Figure

# A datetime is a date; whoever shows the sentence puts the value into words by its type.
Param = str | int | Decimal | date | time | Figure | Enum


@dataclass(frozen=True, slots=True)
class Reason:
    """One named reason. ``sentence`` is a msgid with ``%(name)s`` places for ``params``.
    ``asks``: it is not impossible; answered with words it is kept."""

    rule: str
    sentence: str
    params: Mapping[str, Param] = field(default_factory=dict)
    asks: bool = False
