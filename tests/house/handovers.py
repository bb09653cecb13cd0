"""The handovers, balances and gift rates of the access table's world."""

from typing import Any
from uuid import uuid4

from django.utils.timezone import now

from directory.models import Organisation
from drives.models import Drive, Receiving
from ledger.actor import SYSTEM, Actor
from tests.factories import HAI_PHONG, OrganisationFactory, area
from units.actions.balances import BagFacts, BalanceFacts, save_balance
from units.actions.handovers import SendFacts, open_handover, send
from units.models import GiftRate, Handover, HandoverLine
from units.rules.handovers import Side


def handed(awaiting: Drive, submitted: Drive, *, by: Actor) -> dict[str, Any]:
    """One open list and one that was sent, each with a bag; one sheet of balances, and the rate of
    a receiver that nobody of the table works for."""
    open_list, sent_list = _listed(awaiting, by), _listed(submitted, by)
    send(
        by=by, key=uuid4(), handover=sent_list, version=None, facts=SendFacts(),
        sides={Side.GIVER},
    )  # fmt: skip
    facts = BalanceFacts(bags={350: BagFacts(brought=10)})
    balance = save_balance(by=by, key=uuid4(), drive=awaiting, version=0, facts=facts)
    other = OrganisationFactory.create(
        name="Viện Huyết học bạn", kind=Organisation.Kind.HOSPITAL, area=area(HAI_PHONG)
    )
    rate = GiftRate.objects.create(
        receiver=other, label="Áo", amount=1, valid_from=now().date(), source="thử"
    )
    return {
        "handover": open_list.pk,
        "handover_bag": open_list.lines.get().pk,
        "sent_handover": sent_list.pk,
        "sent_bag": sent_list.lines.get().pk,
        "balance": int(balance.target_id),
        "gift_rate": rate.pk,
    }


def _listed(drive: Drive, by: Actor) -> Handover:
    handover = listed_for(Receiving.objects.get(drive=drive), by)
    add_line(handover, 1, "A1")
    return handover


def listed_for(receiving: Receiving, by: Actor = SYSTEM) -> Handover:
    """The list of a receiver, opened where there is none."""
    known = Handover.objects.filter(
        drive=receiving.drive, receiver=receiving.organisation, receiver_words=receiving.words
    ).first()
    if known is not None:
        return known
    receipt = open_handover(by=by, key=uuid4(), drive=receiving.drive, receiving=receiving)
    return Handover.objects.get(pk=receipt.target_id)


def add_line(handover: Handover, position: int, code: str = "") -> None:
    """A bag of 350 ml that is recorded nowhere else."""
    HandoverLine.objects.create(
        handover=handover, position=position, bag_code=code, volume=350, listed_at=now(),
        listed_by_name="Lan",
    )  # fmt: skip
