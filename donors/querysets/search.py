"""Any words of a name, over ten million donors, within one border.

The few hundred thousand distinct folded names are read first, then their bearers. Hits come in the
order of the folded full name, then of the id: it is the order in which the names' own index lies,
so that a page is found after some fifty names however many follow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from donors.models import Donor
from donors.querysets.borders import Border

PAGE_SIZE = 50
Key = tuple[str, UUID]


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
        sql = _Sql(self)
        if self.border.nation and self.year is None:
            what, whose = "coalesce(sum(n.bearers), 0)", "donors_foldedname n"
            return int(sql.fetch(_select(what, whose, sql.named()))[0][0])
        once = self.border.nation or self.border.counts_once
        what = f"count({'' if once else 'DISTINCT '}{sql.donor})"
        whose = f"{sql.bearers} JOIN donors_foldedname n ON n.id = x.name_key_id"
        where = f"{sql.within()} AND {sql.named()}"
        return int(sql.fetch(_select(what, whose, where))[0][0])

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
        sql = _Sql(self)
        order = "DESC" if backward else "ASC"
        sign = "<" if backward else ">"
        # Densely borne names are probed one by one until the page is full; what one body keeps is
        # a small part of them, so there the database starts from its custodies.
        probes = self.border.nation or (self.border.provinces and self.border.counts_once)
        tail = f"ORDER BY n.spaced {order}, id {order} LIMIT {most}"
        if probes and connection.vendor == "postgresql":
            where = f"x.name_key_id = n.id AND {sql.within()} AND {sql.beyond(key, sign)}"
            inner = f"ORDER BY {sql.donor} {order} LIMIT {most}"
            probe = _select(f"{sql.donor} AS id", sql.bearers, where, inner)
            whose = f"donors_foldedname n CROSS JOIN LATERAL ({probe}) b"
            where = f"{sql.named()} AND {sql.from_name(key, sign)}"
            query = _select("n.spaced, b.id AS id", whose, where, tail)
        else:
            whose = f"{sql.bearers} JOIN donors_foldedname n ON n.id = x.name_key_id"
            where = f"{sql.within()} AND {sql.beyond(key, sign)} AND {sql.named()}"
            query = _select(f"DISTINCT n.spaced, {sql.donor} AS id", whose, where, tail)
        found = [pk for _spaced, pk in sql.fetch(query)]
        return [pk if isinstance(pk, UUID) else UUID(pk) for pk in found]

    def _key_of(self, donor: UUID | None) -> Key | None:
        if donor is None:
            return None
        rows = Donor.objects.filter(pk=donor, name_key__isnull=False)
        if not self.border.nation:
            rows = rows.filter(pk__in=self.border.custodies().values("donor"))
        found = rows.values_list("name_key__spaced", "pk").first()
        return (found[0], found[1]) if found else None


class _Sql:
    """Pieces of one statement; each puts its own parameters, so ask for them in their order."""

    def __init__(self, search: NameSearch) -> None:
        self.search = search
        self.params: list[Any] = []
        self.donor = "x.id" if search.border.nation else "x.donor_id"

    @property
    def bearers(self) -> str:
        """The table ``x`` of bearers, with that of donors where a year is asked for."""
        if self.search.border.nation:
            return "donors_donor x"
        if self.search.year is None:
            return "donors_custody x"
        return "donors_custody x JOIN donors_donor d ON d.id = x.donor_id"

    def within(self) -> str:
        """Inside the border, and born in the year."""
        border, conditions = self.search.border, []
        if not border.nation:
            conditions.append(f"({self._either(border)})")
        if self.search.year is not None:
            table = "x" if border.nation else "d"
            conditions.append(f"{table}.birth_year = %s")
            self.params.append(self.search.year)
        return " AND ".join(conditions) or "1 = 1"

    def _either(self, border: Border) -> str:
        either = []
        if border.provinces:
            provinces = self._one_of(border.provinces)
            either.append(f"x.province_now_id {provinces} AND x.first_in_province")
        if border.organisations:
            either.append(f"x.organisation_id {self._one_of(border.organisations)}")
        return " OR ".join(either)

    def _one_of(self, ids: Sequence[int]) -> str:
        self.params.extend(ids)
        return "= %s" if len(ids) == 1 else f"IN ({', '.join(['%s'] * len(ids))})"

    def named(self) -> str:
        """The name has a word that begins with each of the words."""
        self.params.extend(f"% {word}%" for word in self.search.words)
        return " AND ".join(["n.spaced LIKE %s"] * len(self.search.words))

    def beyond(self, key: Key | None, sign: str) -> str:
        if key is None:
            return "1 = 1"
        pk = Donor._meta.pk.get_db_prep_value(key[1], connection)
        self.params.extend([key[0], pk])
        return f"(n.spaced, {self.donor}) {sign} (%s, %s)"

    def from_name(self, key: Key | None, sign: str) -> str:
        """The same of the name alone, for its index."""
        if key is None:
            return "1 = 1"
        self.params.append(key[0])
        return f"n.spaced {sign}= %s"

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(query, self.params)
            return list(cursor.fetchall())


def _select(what: str, whose: str, where: str, tail: str = "") -> str:
    """One statement out of pieces of this file; whatever somebody typed is a parameter."""
    return f"SELECT {what} FROM {whose} WHERE {where} {tail}"  # noqa: S608  (own pieces)
