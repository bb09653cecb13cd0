"""Reads of areas, organisations and venues. Scope comes first; days come in as arguments."""

from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q

from ledger.scope import Place, Scope, Verb
from words.folding import words_of

if TYPE_CHECKING:
    from directory.models import Area, Organisation, Venue  # noqa: F401  (names in annotations)

Record = TypeVar("Record", bound=models.Model)


class FoldedSearch(models.QuerySet[Record]):
    """Search on the stored folded name: every typed word, in any order, with or without marks."""

    def matching(self, text: str) -> Self:
        found = self
        for word in words_of(text):
            found = found.filter(folded__contains=word)
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
        writes = any(scope.may(verb) for verb in (Verb.RECORD, Verb.CONFIRM, Verb.ADMINISTER))
        return self.visible_to(scope) if writes else self.none()

    def with_area(self) -> Self:
        return self.select_related("area__parent__parent", "area__province_now")
