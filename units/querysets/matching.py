"""The three-way match of a drive, read from its sheet, its names and its handovers."""

from drives.models import Drive, Result
from drives.rules.sheets import Sheet
from units.querysets.counts import counts_of_names
from units.querysets.handovers import handed_over
from units.rules.match import Row, match


def rows_of(drive: Drive) -> tuple[Row, ...]:
    """The rows as they are now; a drive without a sheet has an empty one."""
    result = Result.objects.filter(drive=drive).first()
    sheet = result.sheet if result else Sheet()
    return match(sheet, counts_of_names(drive), handed_over(drive))
