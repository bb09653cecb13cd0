"""People at the receiver's desks, for tests: each helper is one act with a new key."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils.timezone import localdate

from donors.actions.deferrals import DeferralFacts, proposed_end
from donors.models import DeferralReason
from drives.models import Drive
from ledger.actions import Receipt
from ledger.actor import SYSTEM, Actor
from ledger.keys import new_id
from tests.factories_units import RegistrationFactory
from units.actions.assessment import Examination, Fit
from units.actions.bags import NewUnit, record_unit
from units.actions.desks import open_desks
from units.actions.screening import examine
from units.models import Registration, Unit
from units.rules.states import State

WELL = Examination(
    weight=Decimal(52), systolic=120, diastolic=80, pulse=72, pulse_regular=True, haemoglobin=135
)


def open_the_desks(drive: Drive, by: Actor = SYSTEM) -> Drive:
    open_desks(by=by, key=uuid4(), drive=drive)
    return drive


def arrived(drive: Drive, **facts: Any) -> Registration:
    """Somebody who waits to be examined: a grown man, unless other facts are given."""
    facts = {"sex": "male", "birth_date": date(1990, 5, 6), **facts}
    return RegistrationFactory.create(drive, state=State.ARRIVED, **facts)


def found_fit(registration: Registration, volume: int = 350, **values: Any) -> Receipt:
    examination = values.pop("examination", WELL)
    return examine(
        by=values.pop("by", SYSTEM), key=uuid4(), registration=registration,
        examination=examination, verdict=Fit(volume), **values,
    )  # fmt: skip


def waits(code: str, since: date | None = None, **values: Any) -> DeferralFacts:
    """The verdict that somebody has to wait, by the reason's own period unless said."""
    reason = DeferralReason.objects.get(code=code)
    since = since or localdate()
    end = values.get("able_from", proposed_end(reason, since))
    return DeferralFacts(reason=reason, from_day=since, able_from=end)


def screened(drive: Drive, volume: int = 350, **facts: Any) -> Registration:
    """Somebody who waits at the collection desk, examined."""
    registration = arrived(drive, **facts)
    found_fit(registration, volume)
    return registration


def bag(registration: Registration, code: str = "", **facts: Any) -> NewUnit:
    return NewUnit(
        **{
            "id": new_id(),
            "registration": registration,
            "given_on": localdate(),
            "volume": 350,
            "bag_code": code,
            **facts,
        }
    )


def drawn(registration: Registration, code: str = "", by: Actor = SYSTEM, **facts: Any) -> Unit:
    """The bag of somebody who was found fit."""
    receipt = record_unit(by=by, bag=bag(registration, code, **facts))
    return Unit.objects.with_links().get(pk=receipt.target_id)


def days_ago(days: int) -> date:
    return localdate() - timedelta(days=days)
