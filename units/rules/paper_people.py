"""Whom a line of a paper list may mean among those who are known already: proposed with the
reason, and taken without asking only where two marks of one person agree."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from donors.rules.likeness import SAME_PAPER, Known, Likeness, likenesses
from units.rules.states import State
from words.sentences import gettext_noop

# More are not read beside a line.
MOST_PROPOSED: Final = 4
LISTED_HERE: Final = Likeness(
    "listed-here", gettext_noop("the same name, on the list of this drive"), True
)
SAME_NAME_AND_YEAR: Final = Likeness(
    "same-name-and-year", gettext_noop("the same name and year of birth"), False
)
Papers = frozenset[tuple[str, bytes]]


@dataclass(frozen=True, slots=True, repr=False)
class Described:
    """What a line or a file says of a person. ``known.name`` is folded, ``known.papers`` say
    nothing of the kind of paper; ``papers`` are the same with their kinds."""

    known: Known
    papers: Papers = frozenset()


@dataclass(frozen=True, slots=True, repr=False)
class Candidate:
    """A file that may tell of a line's person; ``person`` is the head of all files of that person.
    ``here`` is where the person stands at this drive since ``here_at``, None for whoever is not on
    its list; ``near``: known to the body that keeps the drive."""

    id: UUID
    person: UUID
    described: Described
    near: bool = False
    restricted: bool = False
    here: State | None = None
    here_at: datetime | None = None
    # As the line shows the file.
    name: str = ""
    birth: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Match:
    """A candidate and why, the strongest reason first."""

    candidate: Candidate
    why: tuple[Likeness, ...]


@dataclass(slots=True)
class People:
    """The candidates of a whole list, found again by paper and by name."""

    by_paper: dict[bytes, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Candidate]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, candidates: Iterable[Candidate]) -> "People":
        people = cls()
        for candidate in candidates:
            for _kind, number in candidate.described.papers:
                people.by_paper[number].append(candidate)
            people.by_name[candidate.described.known.name].append(candidate)
        return people

    def matches(self, line: Described) -> list[Match]:
        """Whom the line may mean, the likeliest first; one file a person."""
        alike = [c for _kind, number in line.papers for c in self.by_paper.get(number, ())]
        alike += self.by_name.get(line.known.name, ())
        found = {candidate.id: _match(line, candidate) for candidate in alike}
        ordered = sorted(filter(None, found.values()), key=_order)
        people: dict[UUID, Match] = {}
        for match in ordered:
            people.setdefault(match.candidate.person, match)
        return list(people.values())[:MOST_PROPOSED]


def _match(line: Described, candidate: Candidate) -> Match | None:
    known = candidate.described.known
    same_name = known.name == line.known.name
    why = likenesses(line.known, known)
    if same_name and candidate.here is not None:
        why.append(LISTED_HERE)
    same_year = line.known.year is not None and line.known.year == known.year
    if not why and same_name and same_year and candidate.near and not _contradict(line, candidate):
        why.append(SAME_NAME_AND_YEAR)
    return Match(candidate, tuple(why)) if why else None


_STRENGTH: Final = (
    SAME_PAPER.rule, LISTED_HERE.rule, "same-name-and-birth", "same-phone-and-name",
)  # fmt: skip


def _order(match: Match) -> tuple[int, int, int]:
    """By the strongest reason, then by how many there are; the head of a person's files first."""
    rules = {why.rule for why in match.why}
    strength = next((n for n, rule in enumerate(_STRENGTH) if rule in rules), len(_STRENGTH))
    return strength, -len(rules), match.candidate.id != match.candidate.person


def surely(line: Described, matches: Sequence[Match]) -> Match | None:
    """The only one that a paper and a name, or a name on the list of this very drive, speak for,
    with nothing against it. Everybody else is asked about."""
    for rule in (SAME_PAPER.rule, LISTED_HERE.rule):
        told = [match for match in matches if rule in {why.rule for why in match.why}]
        if told:
            (first, *others) = told
            same_name = first.candidate.described.known.name == line.known.name
            agrees = same_name and not _contradict(line, first.candidate)
            return first if agrees and not others else None
    return None


def _contradict(line: Described, candidate: Candidate) -> bool:
    """Whether sex, birth or two papers of one kind differ."""
    one, other = line.known, candidate.described.known
    return (
        _differ(one.sex, other.sex)
        or _differ(one.birth_date, other.birth_date)
        or _differ(one.year, other.year)
        or _papers_differ(line.papers, candidate.described.papers)
    )


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other


def _papers_differ(one: Papers, other: Papers) -> bool:
    """Two numbers of one kind, and none in common."""
    if {number for _kind, number in one} & {number for _kind, number in other}:
        return False
    return bool({kind for kind, _number in one} & {kind for kind, _number in other})
