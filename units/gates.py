"""What the drive day asks for before figures are confirmed: sheet, names and handovers agree, or
somebody has written why not."""

from drives.gates import Moment, Reason
from drives.models import Drive
from units.actions.closing import reason_in_force
from units.models import DriveDay
from units.querysets.matching import rows_of
from units.rules.match import gate_reasons
from words.sentences import gettext_noop

DIFFERS = Reason(
    "numbers-differ",
    gettext_noop(
        "The sheet, the list of names and the handovers differ. Look at the match and write down"
        " why, in one sentence."
    ),
)


def numbers_agree(drive: Drive, moment: Moment) -> list[Reason]:
    """Nothing for noon's report, and nothing for a drive whose names nobody records."""
    day = DriveDay.objects.filter(drive=drive).first()
    if moment is not Moment.CONFIRM or day is None:
        return []
    rows = rows_of(drive)
    return [DIFFERS] if gate_reasons(rows, reason_in_force(day, rows)) else []
