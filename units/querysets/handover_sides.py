"""On which side of a handover a person stands."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Membership
from directory.models import OrgBelow
from drives.models import Drive
from ledger.scope import Role, Scope
from units.models import Handover
from units.rules.handovers import Side


@dataclass(frozen=True, slots=True)
class Stand:
    """What a person may do with one handover. ``on_paper``: the receiver has no account, so that
    the keeper records its answer from the signed paper."""

    gives: bool = False
    receives: bool = False
    on_paper: bool = False

    @property
    def sides(self) -> frozenset[Side]:
        sides = ((Side.GIVER, self.gives), (Side.RECEIVER, self.receives))
        return frozenset(side for side, stands in sides if stands)


def stand_of(scope: Scope, handover: Handover, day: date) -> Stand:
    """Where the person of ``scope`` stands on ``day``: a recorder of the keeper gives, the
    receiver's own people receive; the keeper answers only for a receiver that has no account.

    Three queries at most.
    """
    gives = Drive.objects.recordable_by(scope).filter(pk=handover.drive_id).exists()
    if Handover.objects.answerable_by(scope).filter(pk=handover.pk).exists():
        return Stand(gives, receives=True)
    on_paper = gives and not answers_itself(handover.receiver_id, day)
    return Stand(gives, receives=on_paper, on_paper=on_paper)


def answers_itself(receiver: int | None, day: date) -> bool:
    """Whether somebody has an account that answers for this organisation."""
    if receiver is None:
        return False
    above = OrgBelow.objects.filter(below=receiver).values("above")
    receivers = Membership.objects.current(day).filter(
        role=Role.RECEIVER.value, organisation__in=above, user__is_active=True
    )
    return receivers.exists()
