"""One person over all files: what the joined files say together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from donors.models import Donor
from donors.querysets.people import deferred_of, limits_on, person_of
from donors.rules.eligibility import LastGiven, NextDate, next_possible_date
from donors.rules.limits import Component


@dataclass(frozen=True, slots=True, repr=False)
class Whole:
    """The ``files`` of one person, the head first, or of two people as if they were joined."""

    files: Sequence[Donor]

    @property
    def head(self) -> Donor:
        return self.files[0]

    @property
    def recorded(self) -> int:
        """Donations recorded here, of all files: each was one."""
        return sum(file.given for file in self.files)

    @property
    def declared(self) -> int | None:
        """Donations before this system. Two files tell of the same past: the larger number counts,
        not the sum. None where no file says any."""
        return max(
            (f.declared_count for f in self.files if f.declared_count is not None), default=None
        )

    @property
    def donations(self) -> int:
        return self.recorded + (self.declared or 0)

    @property
    def last_day(self) -> date | None:
        """The last donation recorded here."""
        return max((f.last_given for f in self.files if f.last_given is not None), default=None)

    @property
    def last_given(self) -> LastGiven | None:
        """The last donation with what was given; of an earlier one the day is unknown."""
        given = [f for f in self.files if f.last_given is not None]
        if given:
            last = max(given, key=lambda file: file.last_given or date.min)
            return LastGiven(last.last_given, Component(last.last_component))
        return LastGiven(None) if self.declared else None

    def next_date(self, day: date) -> NextDate:
        """From when the person may give again, asked on ``day``. Raises ``MissingLimits``."""
        return next_possible_date(
            person=person_of(self.head),
            day=day,
            last_given=self.last_given,
            deferrals=[waiting for head in _heads(self.files) for waiting in deferred_of(head)],
            limits=limits_on(day),
        )


def whole_person(donor: Donor) -> Whole:
    """All files of the person whom this file tells of, the head first; one query."""
    files = Donor.objects.cluster_of(donor).with_file().order_by("pk")
    return Whole(sorted(files, key=lambda file: (file.head_id is not None, file.pk.int)))


def as_one(into: Donor, donor: Donor) -> Whole:
    """The two people of these files as they would be joined, with ``into``'s head leading."""
    return Whole([*whole_person(into).files, *whole_person(donor).files])


def _heads(files: Iterable[Donor]) -> list[Donor]:
    """The files that lead their persons."""
    return [file for file in files if file.head_id is None]
