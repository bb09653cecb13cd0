"""Pieces of the statements that search names: written down once, for both databases."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from donors.models import Donor
from donors.querysets.borders import Border


def select(what: str, whose: str, where: str, tail: str = "") -> str:
    """One statement out of pieces of this room; whatever somebody typed is a parameter."""
    return f"SELECT {what} FROM {whose} WHERE {where} {tail}"  # noqa: S608  (own pieces)


class Pieces:
    """The conditions of one statement over names ``n`` and bearers ``x``. Each piece puts its own
    parameters: ask for them in the order in which they stand in the statement."""

    def __init__(self, words: Sequence[str], border: Border, year: int | None) -> None:
        self.words, self.border, self.year = words, border, year
        self.params: list[Any] = []
        self.donor = "x.id" if border.nation else "x.donor_id"

        self.bearers = "donors_donor x" if border.nation else "donors_custody x"

    @property
    def names_and_bearers(self) -> str:
        return f"{self.bearers} JOIN donors_foldedname n ON n.id = x.name_key_id"

    def within(self) -> str:
        """Inside the border, and born in the year."""
        conditions = [] if self.border.nation else [f"({self._either()})"]
        if self.year is not None:
            conditions.append("x.birth_year = %s")
            self.params.append(self.year)
        return " AND ".join(conditions) or "1 = 1"

    def _either(self) -> str:
        either = []
        if self.border.provinces:
            provinces = self._one_of(self.border.provinces)
            either.append(f"x.province_now_id {provinces} AND x.first_in_province")
        if self.border.organisations:
            either.append(f"x.organisation_id {self._one_of(self.border.organisations)}")
        return " OR ".join(either)

    def _one_of(self, ids: Sequence[int]) -> str:
        self.params.extend(ids)
        return "= %s" if len(ids) == 1 else f"IN ({', '.join(['%s'] * len(ids))})"

    def named(self) -> str:
        """The name has, for each word, one that begins so."""
        self.params.extend(f"% {word}%" for word in self.words)
        return " AND ".join(["n.spaced LIKE %s"] * len(self.words))

    def rank(self) -> str:
        """0 where the name begins with one of the words, else 1."""
        self.params.extend(f" {word}%" for word in self.words)
        begins = " OR ".join(["n.spaced LIKE %s"] * len(self.words))
        return f"CASE WHEN {begins} THEN 0 ELSE 1 END"

    def put(self, *values: Any) -> str:
        """``%s, %s``, with these values for parameters."""
        field = Donor._meta.pk
        self.params.extend(
            field.get_db_prep_value(value, connection) if isinstance(value, UUID) else value
            for value in values
        )
        return ", ".join(["%s"] * len(values))

    def fetch(self, query: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(query, self.params)
            return list(cursor.fetchall())

    def ids(self, query: str) -> list[UUID]:
        """The ids in the last column."""
        found = [row[-1] for row in self.fetch(query)]
        return [pk if isinstance(pk, UUID) else UUID(pk) for pk in found]
