"""From memberships to the frozen :class:`Scope` of this request."""

from datetime import date

from accounts.models import Membership, User
from ledger.scope import EVERYTHING, NOBODY, Grant, Role, Scope


def scope_of(user: User, day: date) -> Scope:
    """What ``user`` may see and do on ``day``. One query; an ended membership or organisation,
    or a locked account, gives nothing."""
    if not user.is_active:
        return NOBODY
    if user.is_superuser:
        return EVERYTHING
    memberships = user.memberships.current(day).select_related("organisation__area")
    return Scope(tuple(_grant(membership) for membership in memberships.order_by("pk")))


def _grant(membership: Membership) -> Grant:
    organisation = membership.organisation
    area = organisation.area
    return Grant(
        role=Role(membership.role),
        organisation_id=organisation.pk,
        organisation_name=organisation.name,
        area=area.place if organisation.is_authority else None,
        province_id=area.province_now_id,
    )
