"""Why an action of the drive day did not write: answers of a desk, never faults. Nothing was
changed when one of these is raised; names stand on pages, not in these messages."""

from collections.abc import Sequence

from donors.rules.eligibility import Reason as NotToGive
from units.models import DriveDay, Registration, Step
from units.rules.nation import NationAnswer
from units.rules.reasons import Reason


class Refused(Exception):
    """The act cannot be; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.rule)
        self.reason = reason


class DayClosed(Refused):
    """The day of the drive is closed, or the drive will not be held."""

    def __init__(self, reason: Reason, day: DriveDay | None = None) -> None:
        super().__init__(reason)
        self.day = day


class NotNow(Refused):
    """The person does not stand where this step begins: another desk was faster, perhaps.
    ``last`` is the step that brought the person where he or she stands."""

    def __init__(
        self, reason: Reason, registration: Registration, last: Step | None = None
    ) -> None:
        super().__init__(reason)
        self.registration = registration
        self.last = last


class AlreadyRegistered(Refused):
    """The person, under this file or another of the same person, is registered at this drive."""

    def __init__(self, reason: Reason, registration: Registration) -> None:
        super().__init__(reason)
        self.registration = registration


class CannotGive(Exception):
    """The person may not give on that day: every reason."""

    def __init__(self, reasons: Sequence[NotToGive]) -> None:
        super().__init__(", ".join(reason.rule for reason in reasons))
        self.reasons = list(reasons)


class StoppedElsewhere(Exception):
    """The nation says that the person may not give today; only the day from which is known."""

    def __init__(self, answer: NationAnswer) -> None:
        super().__init__("stopped by the nation's answer")
        self.answer = answer
