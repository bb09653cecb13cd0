"""How far a person's lists and searches of donors reach."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from directory.models import Organisation
from ledger.scope import Reach, Scope, Verb

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from donors.models import Custody


@dataclass(frozen=True, slots=True)
class Border:
    """Whose custodies count: all of the nation, those of whole provinces of today, and those of
    single ``organisations`` outside of these provinces. Nothing beyond is read.

    It says the same as ``custodies_in``, in ids that an index serves.
    """

    nation: bool = False
    provinces: tuple[int, ...] = ()
    organisations: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.nation or self.provinces or self.organisations)

    @property
    def counts_once(self) -> bool:
        """Whether each donor has one row at most: of one province, or of one organisation."""
        return len(self.provinces) + len(self.organisations) == 1

    def custodies(self) -> "QuerySet[Custody]":
        """The rows within; a donor has several of them unless ``counts_once``."""
        from donors.models import Custody

        condition = Q(pk__in=[])
        if self.provinces:
            condition |= Q(province_now__in=self.provinces, first_in_province=True)
        if self.organisations:
            condition |= Q(organisation__in=self.organisations)
        return Custody.objects.filter(Q() if self.nation else condition)


def border_of(scope: Scope, verb: Verb = Verb.SEE) -> Border:
    """Two queries at most, whoever asks."""
    if scope.whole_nation(verb):
        return Border(nation=True)
    provinces = tuple(place.id for place in scope.places(verb) if place.level == "province")
    condition = Q(pk__in=[])
    for place in scope.places(verb):
        if place.level == "district":
            condition |= Q(area=place.id) | Q(area__parent=place.id)
        elif place.level == "commune":
            condition |= Q(area=place.id)
    reached = scope.organisations(verb, Reach.KEPT) + scope.organisations(verb, Reach.RECEIVED)
    if reached:
        condition |= Q(pk__in=Organisation.below(reached))
    outside = Organisation.objects.filter(condition)
    if provinces:
        outside = outside.exclude(area__province_now__in=provinces)
    return Border(
        provinces=tuple(sorted(set(provinces))),
        organisations=tuple(outside.order_by("pk").values_list("pk", flat=True)),
    )
