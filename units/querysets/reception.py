"""Whom the reception desk means: first the people of this drive, then the donors whom the own
organisations know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from donors.facts import DonorFacts
from donors.models import Donor
from donors.querysets.borders import border_of
from donors.querysets.donors import DonorQuerySet
from donors.querysets.search import NameSearch
from donors.rules.names import name_words
from donors.rules.papers import CardCode
from drives.models import Drive
from ledger.scope import Scope
from units.models import Registration
from units.querysets.registrations import RegistrationQuerySet
from units.rules.asked import Asked, AskedKind
from units.rules.states import State
from words.folding import fold

# More than these are not read from a screen: whoever asks types another word.
MOST_FOUND = 8
# One number stands in few files; whatever stands in more is no person's number.
MOST_FILES = 20
EXACT = frozenset({AskedKind.CARD, AskedKind.NUMBER, AskedKind.DONOR_CODE})


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """Whom the words may mean: registrations of the drive, and donors who are not on its list.
    ``sure``: by a number or code that is the person's own; ``more``: there are others."""

    registrations: Sequence[Registration] = ()
    donors: Sequence[Donor] = ()
    sure: bool = False
    more: bool = False

    @property
    def in_order(self) -> list[Registration]:
        """Those who have not come yet first: one of them stands here, most likely."""
        return sorted(self.registrations, key=lambda row: row.state != State.REGISTERED.value)

    @property
    def registration(self) -> Registration | None:
        """The one that is surely meant."""
        alone = self.sure and len(self.registrations) == 1
        return self.registrations[0] if alone else None

    @property
    def donor(self) -> Donor | None:
        """The one who is surely meant and not on the list."""
        alone = self.sure and not self.registrations and len(self.donors) == 1
        return self.donors[0] if alone else None

    def __bool__(self) -> bool:
        return bool(self.registrations or self.donors)


def people_of(drive: Drive, asked: Asked, scope: Scope) -> Found:
    """Whom ``asked`` means at ``drive``. A card whose number nobody has leads to those of the same
    name, who are then chosen by hand."""
    if asked.kind is AskedKind.QUEUE_NO:
        rows = _here(drive).filter(queue_no=asked.queue_no)
        return Found(list(rows[:1]), sure=True)
    if asked.kind is AskedKind.WORDS:
        return _by_words(drive, asked, scope)
    if asked.kind is AskedKind.NOTHING:
        return Found()
    found = _by_files(drive, _files(asked), scope, sure=asked.kind in EXACT)
    if not found and asked.kind is AskedKind.NUMBER and asked.phone:
        found = _by_files(drive, _ids(Donor.objects.with_phone(asked.phone)), scope, sure=False)
    if not found and asked.card is not None and asked.card.name:
        found = _by_name_and_birth(drive, asked.card, scope)
    return found


def _here(drive: Drive) -> RegistrationQuerySet:
    return Registration.objects.of_drive(drive).with_links()


def _files(asked: Asked) -> list[UUID]:
    """The files that the number, code or phone leads to, wherever they are kept, and their heads.
    Never shown: the border is drawn by whoever reads on."""
    donors = Donor.objects.all()
    if asked.kind is AskedKind.DONOR_CODE:
        return _ids(donors.with_code(asked.value))
    if asked.kind is AskedKind.PHONE:
        return _ids(donors.with_phone(asked.phone))
    return [pk for number in asked.numbers for pk in _ids(donors.with_number(number))]


def _ids(donors: DonorQuerySet) -> list[UUID]:
    rows = donors.order_by().values_list("pk", "head")
    return [pk for row in rows[:MOST_FILES] for pk in row if pk is not None]


def _by_files(drive: Drive, files: list[UUID], scope: Scope, *, sure: bool) -> Found:
    """The people whose files these are; a file joined with one of them tells of the same person."""
    here = _here(drive)
    rows = list(here.filter(donor__in=files)) or list(
        here.filter(donor__in=Donor.objects.filter(head__in=files).values("pk"))
    )
    if rows:
        return Found(rows, sure=sure)
    donors = Donor.objects.visible_to(scope).filter(pk__in=files, erased_at__isnull=True)
    known = _one_file_a_person(_in_order(donors))
    return Found(donors=known, sure=sure and len(known) == 1)


def _in_order(donors: DonorQuerySet) -> DonorQuerySet:
    return donors.select_related("organisation").order_by("sort_key", "pk")


def _one_file_a_person(donors: Iterable[Donor]) -> list[Donor]:
    """Of each person the head, or else the file that was found."""
    people: dict[UUID, Donor] = {}
    for donor in donors:
        if donor.head_id is None or donor.head_id not in people:
            people[donor.head_id or donor.pk] = donor
    return list(people.values())


def _by_words(drive: Drive, asked: Asked, scope: Scope) -> Found:
    rows = _here(drive).matching(asked.value)
    if asked.year is not None:
        rows = rows.filter(donor__birth_year=asked.year)
    here = list(rows.order_by("sort_key", "pk")[: MOST_FOUND + 1])
    if len(here) > MOST_FOUND:
        return Found(here[:MOST_FOUND], more=True)
    left = MOST_FOUND - len(here)
    known, more = _known(drive, name_words(asked.value), asked.year, scope, most=left)
    return Found(here, known, more=more)


def _by_name_and_birth(drive: Drive, card: CardCode, scope: Scope) -> Found:
    """Those on the list, and those known, who bear the name on a card and were, as far as one
    knows, born in the same year."""
    rows = _here(drive).filter(folded=fold(card.name))
    if card.birth_year is not None:
        rows = rows.filter(Q(donor__birth_year=card.birth_year) | Q(donor__birth_year__isnull=True))
    here = list(rows.order_by("sort_key", "pk")[:MOST_FOUND])
    left = MOST_FOUND - len(here)
    known, _more = _known(drive, name_words(card.name), card.birth_year, scope, most=left)
    return Found(here, [donor for donor in known if fold(donor.name) == fold(card.name)])


def _known(
    drive: Drive, words: Sequence[str], year: int | None, scope: Scope, *, most: int
) -> tuple[list[Donor], bool]:
    """Donors of the own organisations who are not on the list, and whether there are more."""
    search = NameSearch(words, border_of(scope), year)
    # Those who are on the list are among the hits too: there are at most so many of them.
    hits = search.page(size=most + MOST_FOUND + 1)
    there = Registration.objects.of_drive(drive).filter(donor=OuterRef("pk"))
    donors = Donor.objects.filter(~Exists(there), pk__in=hits.ids).heads()
    known = list(_in_order(donors))
    return known[:most], len(known) > most or hits.next is not None


def known_here(drive: Drive, scope: Scope) -> DonorQuerySet:
    """The donors of the own organisations, and everybody on the list of the drive."""
    there = Registration.objects.of_drive(drive).filter(donor=OuterRef("pk"))
    return Donor.objects.visible_to(scope) | Donor.objects.filter(Exists(there))


def alike_here(drive: Drive, facts: DonorFacts, scope: Scope) -> Found:
    """Who is probably the person that the facts tell of, among those known here: one line a person,
    under their registration where they are on the list."""
    donors = _one_file_a_person(_in_order(known_here(drive, scope).likely_same(facts)))
    here = {row.donor_id: row for row in _here(drive).of_donors(d.pk for d in donors)}
    return Found(
        registrations=list(here.values()),
        donors=[donor for donor in donors if donor.pk not in here],
    )
