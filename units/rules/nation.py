"""How often one person may ask the whole nation about a number, and what the answer may be."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from donors.rules.eligibility import NextDate, Outlook
from donors.rules.findings import Finding
from donors.rules.limits import Limits
from donors.rules.reasons import not_today
from units.rules.reasons import Reason
from words.numbers import format_number
from words.sentences import gettext_noop

# A desk that receives without a pause takes a person every twenty seconds: 180 an hour. Beyond 240
# nobody is standing there any more, somebody is trying numbers.
MOST_AN_HOUR: Final = 240
HOUR: Final = timedelta(hours=1)
# Ten hours of the longest day at half that pace.
MOST_A_DAY: Final = 1_200
DAY: Final = timedelta(days=1)

NO_RESTRICTION: Final = gettext_noop("No restriction is recorded in the nation.")


@dataclass(frozen=True, slots=True)
class NationAnswer:
    """All that the nation says of a number: ``stops``, and from when again where a day is known.
    Nobody known, nothing known and nothing in the way are the same answer. ``asked`` is false
    where the question was not put; ``reason`` says why."""

    stops: bool = False
    able_from: date | None = None
    asked: bool = True
    reason: Reason | None = None
    # Those it was read with; they say nothing of the person.
    limits: Limits | None = field(default=None, compare=False, repr=False)
    # The people whose history was read, by their heads; for the server alone.
    read: frozenset[UUID] = field(default=frozenset(), compare=False, repr=False)

    def clears(self, head: UUID) -> bool:
        """Whether the history of this person was read, and nothing in it stands in the way."""
        return self.asked and not self.stops and head in self.read

    @property
    def finding(self) -> Finding:
        """The sentence of this answer."""
        if self.stops:
            return not_today(self.able_from)
        return Finding("no-restriction", NO_RESTRICTION)


def answer_of(
    outlook: NextDate,
    day: date,
    *,
    limits: Limits | None = None,
    read: frozenset[UUID] = frozenset(),
) -> NationAnswer:
    """What ``outlook``, asked on ``day``, becomes for somebody who may know nothing else."""
    never = outlook.outlook is Outlook.NEVER
    later = outlook.day if outlook.day is not None and outlook.day > day else None
    return NationAnswer(stops=never or later is not None, able_from=later, limits=limits, read=read)


def rate_refusal(last_hour: int, last_day: int) -> Reason | None:
    """Why this person may not ask now, having asked so often."""
    for asked, most, sentence in (
        (
            last_hour,
            MOST_AN_HOUR,
            gettext_noop(
                "The nation was not asked: %(most)s questions an hour are the most for one person."
            ),
        ),
        (
            last_day,
            MOST_A_DAY,
            gettext_noop(
                "The nation was not asked: %(most)s questions a day are the most for one person."
            ),
        ),
    ):
        if asked >= most:
            return Reason("nation-asked-too-often", sentence, {"most": format_number(most)})
    return None
