"""What the bags of a drive say for its balances."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from drives.models import Drive
from units.models import Unit
from units.rules.certificates import Numbers, read_numbers


@dataclass(frozen=True, slots=True)
class Drawn:
    """Bags of whole blood by volume, and all bags that are recorded; with the numbers of their
    certificates."""

    by_volume: Counter[int]
    recorded: int
    certificates: Numbers

    @property
    def is_counted(self) -> bool:
        """Whether drawn bags are counted from those recorded; else they are told."""
        return self.recorded > 0


def drawn_at(drive: Drive) -> Drawn:
    """Two queries."""
    bags = Unit.objects.valid().filter(drive=drive.pk).order_by()
    rows = bags.values_list("component", "volume").annotate(bags=Count("pk"))
    by_volume: Counter[int] = Counter()
    recorded = 0
    for component, volume, number in rows:
        recorded += number
        if component == Unit.Component.WHOLE.value and volume is not None:
            by_volume[volume] += number
    numbers = bags.exclude(certificate_no="").values_list("certificate_no", flat=True)
    return Drawn(by_volume, recorded, read_numbers(numbers))
