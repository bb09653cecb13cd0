"""Reads of people, memberships and one-time links. Scope comes first; days come in as arguments."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from directory.models import Organisation, OrgBelow
from directory.querysets import in_place
from ledger.scope import Scope, Verb
from words.folding import words_of

if TYPE_CHECKING:
    from accounts.models import Invitation, Membership, User  # noqa: F401  (names in annotations)


def administered_by(scope: Scope) -> models.QuerySet[Organisation]:
    """Organisations an administrator looks after: the own ones with all below, and those in the
    own area."""
    if scope.whole_nation(Verb.ADMINISTER):
        return Organisation.objects.all()
    condition = Q(pk__in=[])
    if own := scope.organisations(Verb.ADMINISTER):
        condition |= Q(pk__in=Organisation.below(own))
    for place in scope.places(Verb.ADMINISTER):
        condition |= in_place(place, "area")
    return Organisation.objects.filter(condition)


def grantable_by(scope: Scope) -> models.QuerySet[Organisation]:
    """Organisations in which an administrator may give out roles, so that nobody grants beyond the
    own scope: everything below them is administered too, and an authority's whole area is."""
    if scope.whole_nation(Verb.ADMINISTER):
        return Organisation.objects.all()
    administered = administered_by(scope)
    reaches_out = OrgBelow.objects.exclude(below__in=administered.values("pk"))
    in_own_area = Q(pk__in=[])
    for place in scope.places(Verb.ADMINISTER):
        in_own_area |= in_place(place, "area")
    return administered.exclude(pk__in=reaches_out.values("above")).filter(
        ~Q(kind__in=Organisation.AUTHORITIES) | in_own_area
    )


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, day: date) -> Self:
        """Memberships of ``day``, the period being half-open. An organisation that has ended gives
        nothing any more: its records are kept by the one that took over."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day),
            Q(organisation__valid_to__isnull=True) | Q(organisation__valid_to__gt=day),
            valid_from__lte=day,
        )

    def not_ended(self, day: date) -> Self:
        """Those of ``day`` and those still to come."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))

    def visible_to(self, scope: Scope) -> Self:
        if not scope.may(Verb.ADMINISTER):
            return self.none()
        return self.filter(organisation__in=administered_by(scope).values("pk"))

    def editable_by(self, scope: Scope) -> Self:
        """Those an administrator may end: of the own scope, and never a superuser's."""
        if scope.everything:
            return self
        return self.visible_to(scope).filter(
            organisation__in=grantable_by(scope).values("pk"), user__is_superuser=False
        )

    def with_links(self) -> Self:
        return self.select_related("user", "organisation")


class UserQuerySet(models.QuerySet["User"]):
    def matching(self, text: str) -> Self:
        """Every typed word in the name or the username, with or without marks."""
        found = self
        for word in words_of(text):
            found = found.filter(Q(folded_name__contains=word) | Q(folded__contains=word))
        return found

    def visible_to(self, scope: Scope) -> Self:
        """People who do, or once did, something in an organisation the administrator looks after;
        of the whole nation everybody, superusers only before a superuser."""
        if scope.everything:
            return self
        if not scope.may(Verb.ADMINISTER):
            return self.none()
        people = self.filter(is_superuser=False)
        if scope.whole_nation(Verb.ADMINISTER):
            return people
        return people.filter(Exists(self._memberships().visible_to(scope)))

    def manageable_by(self, scope: Scope, day: date) -> Self:
        """People whose account an administrator may lock or hand a link to: all that the account
        still opens lies within the own scope. A link to a wider account would be a grant."""
        if scope.everything:
            return self
        beyond = self._memberships().not_ended(day)
        beyond = beyond.exclude(organisation__in=grantable_by(scope).values("pk"))
        return self.visible_to(scope).exclude(Exists(beyond))

    @staticmethod
    def _memberships() -> MembershipQuerySet:
        from accounts.models import Membership

        return Membership.objects.filter(user=OuterRef("pk"))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self, at: datetime) -> Self:
        return self.filter(used_at__isnull=True, expires_at__gt=at, user__is_active=True)

    def visible_to(self, scope: Scope) -> Self:
        from accounts.models import User

        return self.filter(user__in=User.objects.visible_to(scope).values("pk"))
