"""Finding one record by what a person types: the reads behind every picker.

A :class:`Shelf` is what one kind of picker chooses from. It knows each record's unique label, finds
the record of a label, and ranks what answers a few words. Everything goes through the scope.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, Generic, TypeVar, cast

from django.db import models
from django.db.models import Case, Count, Q, Value, When

from directory.models import Area, Organisation, Venue
from directory.querysets import FoldedSearch, alive, holds
from directory.rules import (
    Likeness,
    Named,
    canonical_name,
    likeness,
    lives_on,
    names_in,
    search_terms,
)
from ledger.scope import Scope
from words.folding import fold, words_of

MOST_OPTIONS = 12
MOST_CHOICES = 8
MOST_NEAREST = 4
LONGEST_TEXT = 300
_MOST_COMPARED = 20_000
TYPE_WORDS = (
    "tinh", "thanh pho", "huyen", "quan", "thi xa", "xa", "phuong", "thi tran", "dac khu",
)  # fmt: skip
_LEVELS = Case(
    *(When(level=level, then=Value(place)) for place, level in enumerate(Area.Level.values)),
    default=Value(9),
)
_AREA_LEVELS = Case(
    *(When(area__level=level, then=Value(place)) for place, level in enumerate(Area.Level.values)),
    default=Value(9),
)

Picked = Area | Organisation | Venue
Record = TypeVar("Record", Area, Organisation, Venue)


@dataclass(frozen=True, slots=True)
class LinkOrWords(Generic[Record]):
    """What a field that also takes plain words cleans to: a record, or the words typed; false when
    it is empty."""

    record: Record | None = None
    words: str = ""

    def __bool__(self) -> bool:
        return self.record is not None or bool(self.words)


@dataclass(frozen=True, slots=True)
class Found(Generic[Record]):
    """What typed text leads to. ``record``: the one meant. ``several``: those it may mean, best
    first; ``sure`` is false for one that answers the words without being named by them."""

    record: Record | None = None
    several: Sequence[Record] = ()
    sure: bool = True


class Shelf(ABC, Generic[Record]):
    """What a picker chooses from."""

    @abstractmethod
    def on(self, scope: Scope) -> FoldedSearch[Record]:
        """The records that ``scope`` may choose, with all that their labels read."""

    @abstractmethod
    def search(
        self, text: str, scope: Scope, *, day: date | None = None, most: int = MOST_OPTIONS
    ) -> list[Record]:
        """At most ``most`` records that hold every word of ``text``, best first."""

    @abstractmethod
    def labels(self, records: Collection[Record], scope: Scope) -> dict[int, str]:
        """The label of each record by its id, unique among those ``scope`` sees."""

    @abstractmethod
    def full_label(self, record: Record) -> str:
        """The longest label: all that may be typed of the record."""

    @abstractmethod
    def short_labels(self, record: Record) -> Iterable[str]:
        """The other labels under which it is found."""

    def find(self, text: str, scope: Scope, *, day: date | None = None) -> Found[Record]:
        """The record that ``text`` names, or those it may mean."""
        named = self._on_day(self.named(text, scope), day)
        if len(named) == 1:
            return Found(named[0])
        if named:
            return Found(several=named[:MOST_CHOICES])
        found = self._on_day(self._best(self.search(text, scope, day=day), text), day)
        if len(found) == 1:
            return Found(found[0], sure=self._is_named_whole(text, found[0]))
        return Found(several=found[:MOST_CHOICES])

    def named(self, text: str, scope: Scope) -> list[Record]:
        """The records one of whose labels is ``text``: to the letter, else folded, else short."""
        folded = fold(text)
        rows = list(self.on(scope).filter(folded__in=names_in(text)).order_by("id"))
        for wanted in (
            [row for row in rows if self.full_label(row) == text],
            [row for row in rows if fold(self.full_label(row)) == folded],
            [row for row in rows if text in self.short_labels(row)],
            [row for row in rows if folded in map(fold, self.short_labels(row))],
        ):
            if wanted:
                return wanted
        return []

    def nearest(self, text: str, scope: Scope) -> list[Record]:
        """A few records whose names are written much like ``text``: slips of the keyboard."""
        rows = self.on(scope).order_by().values_list("folded", flat=True).distinct()
        names: dict[str, list[str]] = {}
        for name in rows[:_MOST_COMPARED]:
            names.setdefault(self._core(name), []).append(name)
        close = get_close_matches(self._core(fold(text)), names, n=MOST_NEAREST, cutoff=0.7)
        order = [name for core in close for name in names[core]]
        found = self.on(scope).filter(folded__in=order).order_by("id")
        return sorted(found, key=lambda row: order.index(row.folded))[:MOST_NEAREST]

    def _core(self, folded: str) -> str:
        return folded

    def _on_day(self, rows: list[Record], day: date | None) -> list[Record]:
        return rows

    def _best(self, rows: list[Record], text: str) -> list[Record]:
        """Those whose whole name is ``text``, if any."""
        typed = " ".join(words_of(text))
        return [row for row in rows if self._core(row.folded) == typed] or rows

    def _is_named_whole(self, text: str, record: Record) -> bool:
        return set(canonical_name(record.name).split()) <= set(canonical_name(text).split())


class AreaShelf(Shelf[Area]):
    """Administrative units of both eras; they are known to everyone."""

    def on(self, scope: Scope) -> FoldedSearch[Area]:
        return cast(FoldedSearch[Area], Area.objects.with_parents())

    def search(
        self, text: str, scope: Scope, *, day: date | None = None, most: int = MOST_OPTIONS
    ) -> list[Area]:
        terms = words_of(_without_bracket(text))[:MOST_CHOICES]
        if not terms:
            return []
        own = [_begins_word("folded", term) for term in terms]
        rows = self.ranked(self.on(scope).filter(*own), terms, scope, day)[:most]
        if rows or len(terms) == 1:
            return list(rows)
        # Some words name the province or the district: "kien thuy hai phong".
        around = [
            _begins_word("folded", term)
            | _begins_word("parent__folded", term)
            | _begins_word("parent__parent__folded", term)
            for term in terms
        ]
        wide = self.on(scope).filter(_any(own), *around)
        return list(self.ranked(wide, terms, scope, day)[:most])

    def ranked(
        self, rows: models.QuerySet[Area], terms: list[str], scope: Scope, day: date | None
    ) -> models.QuerySet[Area]:
        """Lives of the day first, then whole names, own provinces, higher levels, names."""
        typed = " ".join(terms)
        names = [typed, *(f"{word} {typed}" for word in TYPE_WORDS)]
        begins = _any([Q(folded__startswith=name) for name in names])
        # What is the same for all rows would be a bare number, which ORDER BY takes for a column.
        provinces = scope.provinces()
        return rows.order_by(
            *([_first(alive(day))] if day else []),
            Case(When(folded__in=names, then=Value(0)), When(begins, then=Value(1)), default=2),
            _most_own(terms),
            *([_first(Q(province_now__in=provinces))] if provinces else []),
            _LEVELS,
            "folded",
            _first(Q(valid_to__isnull=True)),
            "id",
        )

    def labels(self, records: Collection[Area], scope: Scope) -> dict[int, str]:
        return {area.pk: area.label for area in records}

    def full_label(self, record: Area) -> str:
        return record.label

    def short_labels(self, record: Area) -> Iterable[str]:
        labels = [record.label_without_life, record.name]
        if record.province_then is not None and record.level not in ("nation", "province"):
            labels.append(f"{record.name}, {record.province_then.short_name}")
        return [*labels, *(f"{label}{record.life}" for label in labels[1:])]

    def _core(self, folded: str) -> str:
        for word in TYPE_WORDS:
            if folded.startswith(f"{word} "):
                return folded.removeprefix(f"{word} ")
        return folded

    def _on_day(self, rows: list[Area], day: date | None) -> list[Area]:
        """A name that fits several lives means the one of the day; a single one stands."""
        if day is None or len(rows) < 2:
            return rows
        return [area for area in rows if lives_on(area.valid_from, area.valid_to, day)] or rows

    def _best(self, rows: list[Area], text: str) -> list[Area]:
        """Those whose whole name ``text`` begins with; the rest of it says where they lie."""
        typed = " ".join(words_of(_without_bracket(text))) + " "
        return [
            row
            for row in rows
            if typed.startswith((f"{row.folded} ", f"{self._core(row.folded)} "))
        ] or rows


Placed = TypeVar("Placed", Organisation, Venue)
# Where a word that is typed of an organisation or a venue may stand.
AROUND = ("folded", "area__folded", "area__parent__folded", "area__parent__parent__folded")


class PlacedShelf(Shelf[Placed]):
    """Records that lie in an area; their name alone is their label where it is the only one."""

    def search(
        self, text: str, scope: Scope, *, day: date | None = None, most: int = MOST_OPTIONS
    ) -> list[Placed]:
        terms = search_terms(_without_bracket(text))
        if not terms:
            return []
        own = [holds("folded", spellings) for spellings in terms]
        around = [_any(holds(column, spellings) for column in AROUND) for spellings in terms]
        typed = fold(text)
        rows = self.on(scope).filter(_any(own), *around)
        return list(
            rows.order_by(
                Case(
                    When(folded=typed, then=Value(0)),
                    When(folded__startswith=typed, then=Value(1)),
                    default=2,
                ),
                _most_own([spellings[0] for spellings in terms]),
                *self._standing(),
                _AREA_LEVELS,
                "folded",
                "id",
            )[:most]
        )

    def _standing(self) -> list[Any]:
        return []

    def life(self, record: Placed) -> str:
        return ""

    def labels(self, records: Collection[Placed], scope: Scope) -> dict[int, str]:
        if not records:
            return {}
        several = set(
            self.on(scope)
            .filter(folded__in={record.folded for record in records})
            .order_by()
            .values("folded")
            .annotate(bearers=Count("pk"))
            .filter(bearers__gt=1)
            .values_list("folded", flat=True)
        )
        return {
            record.pk: self.full_label(record) if record.folded in several else record.name
            for record in records
        }

    def full_label(self, record: Placed) -> str:
        return f"{record.name}, {record.area.label_without_life}{self.life(record)}"

    def short_labels(self, record: Placed) -> Iterable[str]:
        life = self.life(record)
        place = f"{record.name}, {record.area.label_without_life}"
        return [record.name, f"{record.name}{life}", place]


class OrganisationShelf(PlacedShelf[Organisation]):
    """Organisations of these kinds, or of all."""

    def __init__(self, kinds: Collection[str] = ()) -> None:
        self.kinds = tuple(kinds)

    def on(self, scope: Scope) -> FoldedSearch[Organisation]:
        rows = Organisation.objects.visible_to(scope).with_area()
        return cast(
            FoldedSearch[Organisation], rows.filter(kind__in=self.kinds) if self.kinds else rows
        )

    def _standing(self) -> list[Any]:
        return [_first(Q(valid_to__isnull=True))]

    def life(self, record: Organisation) -> str:
        return record.life


class VenueShelf(PlacedShelf[Venue]):
    """Venues of the own provinces."""

    def on(self, scope: Scope) -> FoldedSearch[Venue]:
        return cast(FoldedSearch[Venue], Venue.objects.visible_to(scope).with_area())


def likely_duplicates(rows: models.QuerySet[Placed], *, name: str, area: Area) -> list[Placed]:
    """Those of ``rows`` that are probably what is named so in ``area``, nearest first; each should
    come with its area."""
    named = Named(name, area.pk, area.province_now_id)
    found = []
    for row in cast("FoldedSearch[Placed]", rows).named_like(name).order_by("folded", "id"):
        how = likeness(named, Named(row.name, row.area_id, row.area.province_now_id))
        if how is not None:
            found.append((how is not Likeness.SAME_AREA, row))
    return [row for _far, row in sorted(found, key=lambda pair: pair[0])][:MOST_CHOICES]


AREAS = AreaShelf()
ORGANISATIONS = OrganisationShelf()
VENUES = VenueShelf()


def _without_bracket(text: str) -> str:
    """The text without a life at its end, which is no part of a name."""
    return text.rpartition("(")[0] if text.rstrip().endswith(")") and "(" in text else text


def _any(conditions: Iterable[Q]) -> Q:
    together = Q()
    for condition in conditions:
        together |= condition
    return together


def _begins_word(column: str, term: str) -> Q:
    """Whether a word of the column begins so: "uyen" is no part of "huyen"."""
    return _any(
        [
            Q(**{f"{column}__startswith": term}),
            Q(**{f"{column}__contains": f" {term}"}),
            Q(**{f"{column}__contains": f"'{term}"}),
        ]
    )


def _first(condition: Q) -> Case:
    """Puts rows that meet ``condition`` before the others."""
    return Case(When(condition, then=Value(0)), default=Value(1))


def _most_own(terms: list[str]) -> Any:
    """Rows whose own name holds more of the words come first."""
    missing: Any = Value(0)
    for term in terms:
        missing = missing + Case(When(folded__contains=term, then=Value(0)), default=Value(1))
    return missing
