"""Reactions: written down, mended, withdrawn."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils.timezone import now

from ledger.models import Change
from tests.factories_units import drive_today
from tests.units.desk_records import drawn, open_the_desks, screened
from units.actions.reactions import ReactionFacts, add_reaction, edit_reaction, withdraw_reaction
from units.actions.refusals import Refused
from units.models import DriveDay, Reaction, Registration

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def person(commune, rules) -> Registration:
    registration = screened(open_the_desks(drive_today(commune)))
    drawn(registration, "A1")
    return registration


def faint(**values: Any) -> ReactionFacts:
    return replace(ReactionFacts(group="vasovagal", severity=1, at=now(), kind="B1"), **values)


def test_it_is_kept_with_its_change(person, receiver):
    add_reaction(by=receiver.actor, key=uuid4(), registration=person, facts=faint(notes="nằm nghỉ"))
    reaction = Reaction.objects.get()
    assert (reaction.group, reaction.kind, reaction.severity) == ("vasovagal", "B1", 1)
    assert reaction.recorded_by_name == receiver.full_name
    change = Change.objects.get(target_label="units.reaction")
    assert change.cells["notes"] == [None, "nằm nghỉ"]


def test_one_may_come_after_the_day_is_closed(person, receiver):
    DriveDay.objects.update(state="closed", closed_at=now())
    add_reaction(by=receiver.actor, key=uuid4(), registration=person, facts=faint())
    assert Reaction.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"kind": "A1.1"}, "kind-of-another-group"),
        ({"at": now() + timedelta(hours=2)}, "hour-to-come"),
        ({"at": now() - timedelta(days=2)}, "hour-before-drive"),
    ],
)
def test_what_cannot_be_is_refused_by_name(person, receiver, values, rule):
    with pytest.raises(Refused) as refused:
        add_reaction(by=receiver.actor, key=uuid4(), registration=person, facts=faint(**values))
    assert refused.value.reason.rule == rule
    assert not Reaction.objects.exists()


def test_it_is_mended_and_withdrawn_with_a_reason(person, receiver):
    add_reaction(by=receiver.actor, key=uuid4(), registration=person, facts=faint())
    reaction = Reaction.objects.get()
    edit_reaction(
        by=receiver.actor, key=uuid4(), reaction=reaction, version=1,
        facts=faint(severity=2, kind="B2"), reason="đã ngất",
    )  # fmt: skip
    reaction.refresh_from_db()
    assert (reaction.severity, reaction.version) == (2, 2)
    withdraw_reaction(
        by=receiver.actor, key=uuid4(), reaction=reaction, version=2, reason="ghi nhầm người"
    )
    reaction.refresh_from_db()
    assert reaction.withdrawn_reason == "ghi nhầm người"
    with pytest.raises(Refused) as refused:
        edit_reaction(
            by=receiver.actor, key=uuid4(), reaction=reaction, version=3, facts=faint(),
        )  # fmt: skip
    assert refused.value.reason.rule == "reaction-withdrawn"
