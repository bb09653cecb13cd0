"""Short ways to results and figures."""

from decimal import Decimal

from drives.models import Drive, Result
from drives.rules.figures import Figure, Qualifier
from drives.rules.sheets import Basis


def fig(value: int | str, qualifier: Qualifier = Qualifier.EXACT) -> Figure:
    return Figure(Decimal(value), qualifier)


def result_of(drive: Drive, basis: Basis = Basis.NOT_SAID, **figures: Figure | None) -> Result:
    """The drive's result with these figures; the others are unknown."""
    result = Result(drive=drive, units_basis=basis.value)
    for name, figure in figures.items():
        setattr(result, name, figure)
    result.save()
    return result
