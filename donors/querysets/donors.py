"""Which donors a person may see, and the questions asked of them."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from directory.models import Organisation
from ledger.scope import Place, Reach, Scope, Verb

if TYPE_CHECKING:
    from donors.models import Custody, Donor


def custodies_in(scope: Scope, verb: Verb) -> "models.QuerySet[Custody] | None":
    """The custodies through which ``verb`` is allowed; None where that is the whole nation."""
    from donors.models import Custody

    if scope.whole_nation(verb):
        return None
    condition = Q(pk__in=[])
    for place in scope.places(verb):
        condition |= _in_place(place)
    reached = scope.organisations(verb, Reach.KEPT) + scope.organisations(verb, Reach.RECEIVED)
    if reached:
        condition |= Q(organisation__in=Organisation.below(reached))
    return Custody.objects.filter(condition)


def _in_place(place: Place) -> Q:
    if place.level == "province":
        return Q(province_now=place.id)
    if place.level == "district":
        return Q(organisation__area=place.id) | Q(organisation__area__parent=place.id)
    return Q(organisation__area=place.id)


class DonorQuerySet(models.QuerySet["Donor"]):
    def _allowed(self, scope: Scope, verb: Verb) -> Self:
        custodies = custodies_in(scope, verb)
        if custodies is None:
            return self
        return self.filter(Exists(custodies.filter(donor=OuterRef("pk"))))

    def visible_to(self, scope: Scope) -> Self:
        return self._allowed(scope, Verb.SEE)

    def editable_by(self, scope: Scope) -> Self:
        """Those a recorder's organisations know, and those an administrator mends."""
        return self._allowed(scope, Verb.RECORD) | self._allowed(scope, Verb.ADMINISTER)

    def heads(self) -> Self:
        return self.filter(head__isnull=True)

    def cluster_of(self, donor: "Donor") -> Self:
        """All files of the one person this file tells of."""
        head = donor.head_id or donor.pk
        return self.filter(Q(pk=head) | Q(head=head))
