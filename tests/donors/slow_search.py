"""The search of donors once more, slow and obvious, to hold the real one against."""

from collections.abc import Iterable
from uuid import UUID

from donors.models import Donor
from ledger.scope import Scope
from words.folding import words_of


def slow_search(scope: Scope, words: Iterable[str], year: int | None = None) -> list[UUID]:
    """All whom the scope sees and whose name has, for each word, one that begins so: first those
    whose name begins with one of the words; by folded name, then by id."""
    found, words = [], list(words)
    for donor in Donor.objects.exclude(name=""):
        own = words_of(donor.name)
        if not all(any(part.startswith(word) for part in own) for word in words):
            continue
        if year is not None and donor.birth_year != year:
            continue
        if not Donor.objects.visible_to(scope).filter(pk=donor.pk).exists():
            continue
        is_later = not any(own[0].startswith(word) for word in words)
        found.append((is_later, " ".join(own), donor.pk))
    return [pk for _is_later, _name, pk in sorted(found)]
