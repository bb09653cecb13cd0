"""The result sheet as a value: its cells in the order they are filled, and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from drives.rules.figures import Figure, Share, Total, share, total


class Basis(Enum):
    """What a reported number of units counts."""

    BAGS = "bags"
    CONVERTED = "converted"
    NOT_SAID = "not_said"


class PartKind(Enum):
    VOLUME = "volume"
    AUDIENCE = "audience"
    BLOOD_GROUP = "blood_group"
    REASON = "reason"


# The figures of a sheet, in the order in which it is filled; the first six stay open.
FIGURES = (
    "registered",
    "attended",
    "examined",
    "not_given",
    "donated",
    "units",
    "platelets",
    "first_time",
    "repeat",
    "women",
    "men",
)
OPEN_FIGURES = FIGURES[:6]
PARTS: dict[PartKind, tuple[str, ...]] = {
    PartKind.VOLUME: ("250", "350", "450", "other"),
    PartKind.AUDIENCE: (
        "officials",
        "armed_forces",
        "students",
        "workers",
        "farmers",
        "religious",
        "other",
    ),
    PartKind.BLOOD_GROUP: ("O", "A", "B", "AB"),
    # The groups of WHO 2012 for reporting, and what is no deferral.
    PartKind.REASON: ("general", "noncommunicable", "medical", "infection", "no_deferral"),
}
WHOLE_OF_PART = {
    PartKind.VOLUME: "units",
    PartKind.AUDIENCE: "donated",
    PartKind.BLOOD_GROUP: "units",
    PartKind.REASON: "not_given",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A result sheet. Missing figures are unknown. ``parts`` may be incomplete: what is not told
    of a whole is unknown, not zero. ``receivings`` are the units each receiver took."""

    figures: Mapping[str, Figure] = field(default_factory=dict)
    parts: Mapping[PartKind, Mapping[str, Figure]] = field(default_factory=dict)
    basis: Basis = Basis.NOT_SAID
    ml_reported: Figure | None = None
    receivings: tuple[Figure, ...] = ()

    def figure(self, name: str) -> Figure | None:
        return self.figures.get(name)

    def parts_of(self, kind: PartKind) -> Mapping[str, Figure]:
        return self.parts.get(kind, {})

    def parts_total(self, kind: PartKind) -> Total:
        return total(self.parts_of(kind).values())

    @property
    def millilitres(self) -> Figure | None:
        """Bags by volume in ml, or None where no bag's volume is known. Partial when
        :attr:`volumes_are_partial`."""
        weighted = [
            Figure(figure.value * Decimal(volume), figure.qualifier)
            for volume, figure in self.parts_of(PartKind.VOLUME).items()
            if volume.isdecimal()
        ]
        return total(weighted).figure

    @property
    def volumes_are_partial(self) -> bool:
        """Whether some bags have no volume: "269, trong đó 60 đơn vị 350 ml"."""
        volumes = self.parts_of(PartKind.VOLUME)
        units, bags = self.figure("units"), self.parts_total(PartKind.VOLUME).figure
        if bags is None or units is None or self.basis is Basis.CONVERTED:
            return False
        whole = units.is_exact and bags.is_exact and units.value == bags.value
        return "other" in volumes or not whole

    @property
    def equivalents(self) -> Figure | None:
        """Units of 250 ml: ml ÷ 250, one decimal."""
        ml = self.millilitres
        return None if ml is None else Figure(round(ml.value / 250, 1), ml.qualifier)

    @property
    def donated_of_attended(self) -> Share | None:
        return share(self.figure("donated"), self.figure("attended"))

    def units_of(self, whole: Figure | None) -> Share | None:
        return share(self.figure("units"), whole)
