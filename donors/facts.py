"""What is said of a donor, as forms, lists and imports hand it to the actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from directory.models import Area, Organisation
from directory.pickers import LinkOrWords

NO_ORGANISATION: LinkOrWords[Organisation] = LinkOrWords()


# None of these has a repr: names and numbers stand in no log.
@dataclass(frozen=True, slots=True, repr=False)
class PaperFacts:
    """One identity paper: a value of ``PaperKind`` and the number as ``rules.papers.normalise``
    gives it."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True, repr=False)
class DonorFacts:
    """All that is said of a donor; what is left out is unknown.

    ``name`` as ``rules.names.read_name`` gives it, ``phone`` in E.164. A birth date says the birth
    year as well. Lists and codes are those of the model.
    """

    name: str
    birth_date: date | None = None
    birth_year: int | None = None
    sex: str = ""
    occupation: str = ""
    papers: Sequence[PaperFacts] = ()
    phone: str = ""
    address: str = ""
    area: Area | None = None
    organisation: LinkOrWords[Organisation] = NO_ORGANISATION
    blood_group: str = ""
    blood_group_source: str = ""
    declared_count: int | None = None
    declared_evidence: str = ""
    notes: str = ""

    @property
    def year(self) -> int | None:
        return self.birth_date.year if self.birth_date else self.birth_year


@dataclass(frozen=True, slots=True, repr=False)
class NewDonor:
    """One line of a list: the id the file gets, and what the line says."""

    id: UUID
    facts: DonorFacts
