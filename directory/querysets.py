"""Reads of areas, organisations and venues. Scope comes first; days come in as arguments."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q

from directory.rules import search_terms
from ledger.scope import POLICY, Place, Scope, Verb
from words.folding import words_of

if TYPE_CHECKING:
    from directory.models import Area, Organisation, Venue  # noqa: F401  (names in annotations)

Record = TypeVar("Record", bound=models.Model)


def holds(column: str, spellings: Iterable[str]) -> Q:
    """Whether the folded column holds one of the spellings."""
    condition = Q()
    for spelling in spellings:
        condition |= Q(**{f"{column}__contains": spelling})
    return condition


class FoldedSearch(models.QuerySet[Record]):
    """Search on the stored folded name: every typed word, in any order, with or without marks."""

    def matching(self, text: str) -> Self:
        found = self
        for word in words_of(text):
            found = found.filter(folded__contains=word)
        return found

    def named_like(self, text: str) -> Self:
        """Every typed word, where long forms and abbreviations ("Uỷ ban nhân dân", "UBND") are
        one."""
        found = self
        for spellings in search_terms(text):
            found = found.filter(holds("folded", spellings))
        return found


def alive(day: date) -> Q:
    """Records whose life ``[valid_from, valid_to)`` covers ``day``."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (
        Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    )


class LivingQuerySet(FoldedSearch[Record]):
    """Records with a life ``[valid_from, valid_to)``."""

    def alive_on(self, day: date) -> Self:
        return self.filter(alive(day))

    def current(self) -> Self:
        return self.filter(valid_to__isnull=True)


WRITING = (Verb.RECORD, Verb.CONFIRM, Verb.ADMINISTER)


def may_add(scope: Scope) -> bool:
    """Whoever records, confirms or administers may add organisations and venues."""
    return any(scope.may(verb) for verb in WRITING)


def _writing_provinces(scope: Scope) -> set[int | None]:
    """Today's provinces in which the person writes; None stands for the whole nation."""
    return {
        grant.province_id
        for grant in scope.grants
        if any(grant.role in POLICY[verb] for verb in WRITING)
    }


def in_place(place: Place, area: str) -> Q:
    """Records whose area (the foreign key named ``area``) is ``place`` or lies in it. A province
    of today reaches historical areas through ``province_now``; a commune only itself."""
    if place.level == "nation":
        return Q()
    within: tuple[str, ...]
    if place.level == "province":
        within = (area, f"{area}__province_now", f"{area}__parent", f"{area}__parent__parent")
    elif place.level == "district":
        within = (area, f"{area}__parent")
    else:
        within = (area,)
    condition = Q()
    for path in within:
        condition |= Q(**{path: place.id})
    return condition


class AreaQuerySet(LivingQuerySet["Area"]):
    def with_parents(self) -> Self:
        """With all that an area's label reads."""
        return self.select_related("parent__parent", "province_now")

    def within(self, place: Place) -> Self:
        """The area itself and everything below it, past lives too."""
        if place.level == "nation":
            return self
        if place.level == "province":
            return self.filter(
                Q(pk=place.id)
                | Q(province_now=place.id)
                | Q(parent=place.id)
                | Q(parent__parent=place.id)
            )
        return self.filter(Q(pk=place.id) | Q(parent=place.id))

    def open_to(self, scope: Scope) -> Self:
        """Where a person may put an organisation or a venue: the provinces in which they write."""
        provinces = _writing_provinces(scope)
        if scope.everything or None in provinces:
            return self
        return self.filter(Q(pk__in=provinces) | Q(province_now__in=provinces))

    def answered_for_by(self, scope: Scope) -> Self:
        """The areas for which a person confirms or administers."""
        if scope.everything:
            return self
        condition = Q(pk__in=[])
        for place in (*scope.places(Verb.ADMINISTER), *scope.places(Verb.CONFIRM)):
            condition |= Q(pk__in=self.model.objects.within(place).values("pk"))
        return self.filter(condition)


class OrganisationQuerySet(LivingQuerySet["Organisation"]):
    def visible_to(self, scope: Scope) -> Self:
        """Public bodies a person works with: those of the own provinces, those of the nation, and
        the own ones with all below them."""
        if scope.whole_nation(Verb.SEE):
            return self
        if not scope.grants:
            return self.none()
        provinces = scope.provinces()
        own = self.model.below(tuple(grant.organisation_id for grant in scope.grants))
        return self.filter(
            Q(area__level="nation")
            | Q(area__in=provinces)
            | Q(area__province_now__in=provinces)
            | Q(pk__in=own)
        )

    def editable_by(self, scope: Scope) -> Self:
        """Those a recorder has below the own organisation, and an administrator in the own area."""
        if scope.everything:
            return self
        condition = Q(pk__in=[])
        for verb in (Verb.RECORD, Verb.ADMINISTER):
            if organisations := scope.organisations(verb):
                condition |= Q(pk__in=self.model.below(organisations))
        for place in (*scope.places(Verb.ADMINISTER), *scope.places(Verb.CONFIRM)):
            condition |= in_place(place, "area")
        return self.filter(condition)

    def with_area(self) -> Self:
        return self.select_related("area__parent__parent", "area__province_now", "parent")


class VenueQuerySet(FoldedSearch["Venue"]):
    def visible_to(self, scope: Scope) -> Self:
        """Venues of the own provinces."""
        if scope.whole_nation(Verb.SEE):
            return self
        if not scope.grants:
            return self.none()
        provinces = scope.provinces()
        return self.filter(Q(area__in=provinces) | Q(area__province_now__in=provinces))

    def editable_by(self, scope: Scope) -> Self:
        """Whoever records, confirms or administers keeps the venues of the own province right."""
        if scope.whole_nation(Verb.CONFIRM) or scope.whole_nation(Verb.ADMINISTER):
            return self
        provinces = _writing_provinces(scope) - {None}
        return self.filter(Q(area__in=provinces) | Q(area__province_now__in=provinces))

    def with_area(self) -> Self:
        return self.select_related("area__parent__parent", "area__province_now")
