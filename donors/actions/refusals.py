"""Why a file takes no change."""

from donors.rules.findings import Finding


class Erased(Exception):
    """The donor was forgotten on request: nothing is written about the person any more."""


class CareRefused(Exception):
    """What was asked cannot be done with this file; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.rule)
        self.finding = finding


class JoinRefused(CareRefused):
    """These two files cannot be joined, separated or kept apart."""
