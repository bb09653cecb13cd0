"""Any words of a name, over ten million donors, within one border.

Hits come in the order of the folded full name, then of the id; before all others those whose name
begins with one of the words, as who types a surname means it. The index of the names lies in that
order, so that a page is found after some fifty names however many follow: see ``name_pages``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection

from donors.models import Donor
from donors.querysets.borders import Border
from donors.querysets.name_pages import Key, in_order, is_among_few, joined, presorted
from donors.querysets.name_sql import Pieces, select

PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class Hits:
    """One page: ids in their order, and the ids that lead on and back (None at the ends)."""

    ids: Sequence[UUID]
    next: UUID | None = None
    previous: UUID | None = None


@dataclass(frozen=True, slots=True)
class NameSearch:
    """Folded ``words``, each the beginning of a word of the name, and the birth ``year`` if one was
    asked for, within ``border``."""

    words: Sequence[str]
    border: Border
    year: int | None = None

    def total(self) -> int:
        """How many there are, exactly."""
        if self.border.is_empty or not self.words:
            return 0
        sql = self._pieces()
        if self.border.nation and self.year is None:
            what, whose = "coalesce(sum(n.bearers), 0)", "donors_foldedname n"
            return int(sql.fetch(select(what, whose, sql.named()))[0][0])
        once = self.border.nation or self.border.counts_once
        what = f"count({'' if once else 'DISTINCT '}{sql.donor})"
        where = f"{sql.within()} AND {sql.named()}"
        return int(sql.fetch(select(what, sql.names_and_bearers, where))[0][0])

    def page(
        self, *, after: UUID | None = None, before: UUID | None = None, size: int = PAGE_SIZE
    ) -> Hits:
        """The first ``size``, or those after or before a donor who is among the hits; another's id
        gives the first page."""
        if self.border.is_empty or not self.words:
            return Hits([])
        key = self._key_of(before or after)
        backward = before is not None and key is not None
        ids = self._ids(key, backward=backward, most=size + 1)
        more, ids = len(ids) > size, ids[:size]
        if backward:
            ids.reverse()
        if not ids:
            return Hits([])
        has_next = more or backward
        has_previous = more if backward else key is not None
        return Hits(ids, ids[-1] if has_next else None, ids[0] if has_previous else None)

    def _ids(self, key: Key | None, *, backward: bool, most: int) -> list[UUID]:
        # What one body keeps, or those of one year in a province, are a small part of all bearers:
        # there the database starts from the custodies, elsewhere from the names.
        one_province = self.border.provinces and self.border.counts_once and self.year is None
        from_names = self.border.nation or one_province
        if connection.vendor != "postgresql" or not from_names:
            find = joined
        elif is_among_few(self._pieces()):
            find = presorted
        else:
            find = in_order
        return find(self._pieces, key, backward=backward, most=most)

    def _pieces(self) -> Pieces:
        return Pieces(self.words, self.border, self.year)

    def _key_of(self, donor: UUID | None) -> Key | None:
        if donor is None:
            return None
        rows = Donor.objects.filter(pk=donor, name_key__isnull=False)
        if not self.border.nation:
            rows = rows.filter(pk__in=self.border.custodies().values("donor"))
        for spaced, pk in rows.values_list("name_key__spaced", "pk"):
            begins = any(spaced.startswith(f" {word}") for word in self.words)
            return Key(rank=0 if begins else 1, spaced=spaced, donor=pk)
        return None
