"""An official total beside what is recorded of it drive by drive."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from drives.models import PeriodTotal
from drives.querysets.results import Sums
from drives.rules.figures import Figure, Share, Total, share


@dataclass(frozen=True, slots=True)
class DetailLine:
    """One figure: as published, as recorded, and the share where nothing is missing from the
    recorded sum. ``converted`` units stand apart."""

    label: str
    official: Figure | None
    recorded: Total
    converted: Total | None = None

    @property
    def share(self) -> Share | None:
        if not self.recorded.is_complete:
            return None
        return share(self.recorded.figure, self.official)


def detail_lines(record: PeriodTotal, sums: Sums) -> list[DetailLine]:
    """Drives, units and volunteers; nothing here is ever added together. Where no drive is recorded
    nothing is unknown: 0 of it is in detail."""
    none = Total(Figure(Decimal(0)))
    units, attended = (sums.units, sums.attended) if sums.counted else (none, none)
    return [
        DetailLine(gettext("Drives"), record.drives, Total(Figure(Decimal(sums.counted)))),
        DetailLine(gettext("Units of blood"), record.units, units, sums.converted),
        DetailLine(gettext("Volunteers"), record.volunteers, attended),
    ]
