"""Bags and their handovers, for tests: each helper is one act with a new key."""

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.timezone import localdate, now

from directory.models import Organisation
from drives.models import Drive, Receiving
from ledger.actions import Receipt
from ledger.actor import SYSTEM, Actor
from ledger.keys import new_id
from tests.factories_donors import new_submission
from tests.factories_units import RegistrationFactory
from units.actions import handover_answers, handover_bags, handovers
from units.actions.bags import put_unit
from units.actions.handover_answers import AnswerFacts, Counted
from units.actions.handovers import SendFacts
from units.models import Handover, HandoverLine, Unit
from units.rules.handovers import Side
from units.rules.states import State

GIVER, RECEIVER = frozenset({Side.GIVER}), frozenset({Side.RECEIVER})


@transaction.atomic
def bag_of(
    drive: Drive,
    code: str = "",
    volume: int | None = 350,
    *,
    receiver: Organisation | None = None,
    **facts: Any,
) -> Unit:
    """The bag of somebody who gave at ``drive``."""
    own = {name: facts.pop(name) for name in ("name", "sex") if name in facts}
    registration = RegistrationFactory.create(drive, state=State.DONATED, **own)
    return put_unit(
        id=new_id(), registration=registration, volume=volume, bag_code=code, receiver=receiver,
        given_on=facts.pop("given_on", localdate()), by=SYSTEM, at=now(),
        submission=new_submission(SYSTEM), **facts,
    )  # fmt: skip


def opened(drive: Drive, receiver: Organisation | None = None, by: Actor = SYSTEM) -> Handover:
    """The handover to one receiver of the drive, the only one if none is named."""
    receivings = Receiving.objects.filter(drive=drive)
    receiving = receivings.get(organisation=receiver) if receiver else receivings.get()
    receipt = handovers.open_handover(by=by, key=uuid4(), drive=drive, receiving=receiving)
    return again(receipt)


def again(receipt_or_handover: Receipt | Handover) -> Handover:
    found: Any = receipt_or_handover
    return Handover.objects.with_links().get(pk=getattr(found, "target_id", None) or found.pk)


def filled(handover: Handover, by: Actor = SYSTEM) -> Handover:
    return again(handover_bags.fill(by=by, key=uuid4(), handover=handover))


def sent(handover: Handover, by: Actor = SYSTEM, **facts: Any) -> Handover:
    return again(
        handovers.send(
            by=by,
            key=uuid4(),
            handover=handover,
            version=None,
            facts=SendFacts(**facts),
            sides=GIVER,
        )
    )


def confirmed(handover: Handover, by: Actor = SYSTEM, **facts: Any) -> Handover:
    return again(
        handover_answers.confirm(
            by=by,
            key=uuid4(),
            handover=handover,
            facts=AnswerFacts(**facts),
            sides=RECEIVER,
            reason="đã tìm thấy",
        )
    )


def disputed(handover: Handover, by: Actor = SYSTEM, unchecked: str = "", **bags: int) -> Handover:
    """``v350=79``: the receiver counted 79 bags of 350 ml."""
    counted = Counted(
        bags={int(name[1:]): number for name, number in bags.items()}, unchecked=unchecked
    )
    return again(
        handover_answers.dispute(
            by=by,
            key=uuid4(),
            handover=handover,
            facts=AnswerFacts(),
            counted=counted,
            sides=RECEIVER,
        )
    )


def line_of(handover: Handover, code: str) -> HandoverLine:
    return handover.lines.standing().get(bag_code=code)


def codes(handover: Handover) -> list[str]:
    """The codes on the list as it stands."""
    lines = handover.lines.given().order_by("position")
    return list(lines.values_list("bag_code", flat=True))
