"""Why an action did not write; nothing was changed when one of these is raised."""

from collections.abc import Sequence

from drives.models.withdrawal import Withdrawable
from drives.rules.contradictions import Finding
from drives.rules.states import State


class Contradicted(Exception):
    """The figures cannot be, or are unlikely and nobody has said why they are right."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(", ".join(finding.rule for finding in findings))
        self.findings = list(findings)


class NotNow(Exception):
    """The state of the drive does not allow this step."""

    def __init__(self, state: State, step: str) -> None:
        super().__init__(f"{step} is not possible in state {state.value}")
        self.state = state
        self.step = step


class IsWithdrawn(Exception):
    """The record was withdrawn: it is restored before it is mended."""


class NotByYou(Exception):
    """The one who sent the figures never confirms them."""


class Missing(Exception):
    """What the step needs is not there yet: named reasons for the page."""

    def __init__(self, *rules: str) -> None:
        super().__init__(", ".join(rules))
        self.rules = rules


def refuse_withdrawn(record: Withdrawable) -> None:
    """Raises :class:`IsWithdrawn`."""
    if record.is_withdrawn:
        raise IsWithdrawn
