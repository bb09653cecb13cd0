"""Why a file takes no change."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from donors.rules.findings import Finding
from donors.rules.mentions import mentions
from words.sentences import gettext_noop

if TYPE_CHECKING:
    from donors.models import Donor


class Erased(Exception):
    """The donor was forgotten on request: nothing is written about the person any more."""


class CareRefused(Exception):
    """What was asked cannot be done with this file; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.rule)
        self.finding = finding


class JoinRefused(CareRefused):
    """These two files cannot be joined, separated or kept apart."""


UNDONE_ALREADY = Finding("undone-already", gettext_noop("This was taken back already."))
DAY_TO_COME = Finding("day-to-come", gettext_noop("This day is still to come."))
NAMED = Finding(
    "words-name-donor",
    gettext_noop(
        "These words stay in the history for ever. Write the donor code instead of a name or"
        " number."
    ),
)


def refuse_erased(donor: "Donor") -> None:
    """Raises :class:`Erased`."""
    if donor.is_erased:
        raise Erased(str(donor))


def refuse_names(
    words: str, files: "Iterable[Donor]", refusal: type[CareRefused] = CareRefused
) -> None:
    """Raises a refusal for words that name one of these donors: they could not be erased."""
    if any(mentions(words, file.name) for file in files):
        raise refusal(NAMED)
