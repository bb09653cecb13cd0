"""Which donors a person may see, and the questions asked of them."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from directory.models import Organisation
from donors.rules.search import spaced_name
from ledger.scope import Place, Reach, Scope, Verb

if TYPE_CHECKING:
    from donors.facts import DonorFacts
    from donors.models import Custody, Donor

MOST_ALIKE = 20


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

    def revealable_by(self, scope: Scope) -> Self:
        """Those whose whole numbers a person may ask for, one by one."""
        return self._allowed(scope, Verb.IDENTITY)

    def heads(self) -> Self:
        return self.filter(head__isnull=True)

    def cluster_of(self, donor: "Donor") -> Self:
        """All files of the one person this file tells of."""
        head = donor.head_id or donor.pk
        return self.filter(Q(pk=head) | Q(head=head))

    def with_file(self) -> Self:
        """With all that the cells of a file read of links."""
        return self.select_related(
            "name_key", "organisation", "keeper", "area__parent__parent", "area__province_now"
        )

    def for_list(self) -> Self:
        """With all that a row of a list reads."""
        return self.select_related("organisation", "area").prefetch_related("papers")

    def with_code(self, code: str) -> Self:
        """``code`` as ``rules.codes.read_code`` gives it."""
        return self.filter(code=code)

    def with_number(self, number: str) -> Self:
        """Those with a paper of any kind of this whole number, as ``rules.papers.normalise``
        gives it."""
        return self._with_paper(None, number)

    def _with_paper(self, kind: str | None, number: str) -> Self:
        from donors.models import Paper
        from donors.sealed import paper_hmacs

        papers = Paper.objects.filter(hmac__in=paper_hmacs(number))
        if kind is not None:
            papers = papers.filter(kind=kind)
        return self.filter(pk__in=papers.values("donor"))

    def with_phone(self, e164: str) -> Self:
        from donors.sealed import phone_hmacs

        return self.filter(phone_hmac__in=phone_hmacs(e164))

    def likely_same(self, facts: "DonorFacts") -> Self:
        """Those who are probably the person the facts tell of: the same paper, the same folded name
        and birth date, or the same phone and name. Call it on donors within the scope: what lies
        outside is never asked."""
        alike = [self._with_paper(paper.kind, paper.number) for paper in facts.papers]
        named = self.filter(name_key__spaced=spaced_name(facts.name))
        if facts.name and facts.birth_date:
            alike.append(named.filter(birth_date=facts.birth_date))
        if facts.name and facts.phone:
            alike.append(named.with_phone(facts.phone))
        ids = [pk for rows in alike for pk in rows.values_list("pk", flat=True)[:MOST_ALIKE]]
        return self.filter(pk__in=ids)
