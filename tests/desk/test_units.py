"""Bags, people, examinations, reactions and deferrals on the administrators' desk."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.utils.timezone import now

from accounts.models import User
from donors.models import Deferral
from ledger.actor import SYSTEM
from ledger.models import Change
from ledger.scope import Role
from tests.desk.pages import act, address, change, errors_of
from tests.factories import MembershipFactory
from tests.factories_units import drive_today
from tests.units.desk_records import (
    WELL,
    arrived,
    drawn,
    open_the_desks,
    screened,
    waits,
)
from units.actions.reactions import ReactionFacts, add_reaction
from units.actions.screening import examine
from units.models import Reaction, Registration, Screening, Unit

pytestmark = pytest.mark.django_db
MEDICAL: list[Any] = [Screening, Reaction, Deferral]


@pytest.fixture
def bag(commune, hospital, rules) -> Unit:
    drive = open_the_desks(drive_today(commune, receiver=hospital, title="Ngày hội Kiến Thụy"))
    unit = drawn(screened(drive, name="Lò Văn Một"), "A1", receiver=hospital)
    facts = ReactionFacts(group="vasovagal", severity=1, at=now(), kind="B1")
    add_reaction(by=SYSTEM, key=uuid4(), registration=unit.registration, facts=facts)
    deferred = arrived(drive, name="Trần Thị Hoãn")
    examine(
        by=SYSTEM, key=uuid4(), registration=deferred, examination=WELL, verdict=waits("tattoo"),
        receiver=hospital,
    )  # fmt: skip
    return unit


@pytest.fixture
def medic(administrator, hospital) -> User:
    """An administrator who may know the health of this hospital's donors too."""
    MembershipFactory.create(user=administrator, organisation=hospital, role=Role.RECEIVER.value)
    return administrator


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_lists_are_scoped_and_searched_without_marks(client_of, administrator, bag, superuser):
    for person in (administrator, superuser):
        client = client_of(person)
        for model in (Unit, Registration):
            page = client.get(address(model, "changelist"), {"q": "lo mot"})
            assert page.status_code == 200
            assert str(bag.donor) in text_of(page)
        page = client.get(address(Unit, "changelist"), {"q": "a1"})
        assert str(bag.donor) in text_of(page)
        assert str(bag.donor) not in text_of(client.get(address(Unit, "changelist"), {"q": "B9"}))


def test_strangers_see_nothing(client_of, lai_chau_committee, bag, stranger):
    MembershipFactory.create(
        user=stranger, organisation=lai_chau_committee, role=Role.ADMINISTRATOR.value
    )
    client = client_of(stranger)
    for record in (bag, bag.registration):
        assert str(bag.donor) not in text_of(client.get(address(type(record), "changelist")))
        assert client.get(address(type(record), "change", record.pk)).status_code == 404


def test_health_is_behind_its_own_permission(client_of, administrator, bag):
    client = client_of(administrator)
    for model in MEDICAL:
        assert client.get(address(model, "changelist")).status_code == 403
        record = model.objects.first()
        assert client.get(address(model, "change", record.pk)).status_code in (403, 404)
    deferred = Registration.objects.get(state="deferred")
    page = text_of(client.get(address(Registration, "change", deferred.pk)))
    assert "chưa hiến được hôm nay" not in page
    assert "Khám" not in page


def test_with_it_they_are_read(client_of, medic, bag):
    client = client_of(medic)
    for model in MEDICAL:
        assert client.get(address(model, "changelist")).status_code == 200
        record = model.objects.first()
        assert client.get(address(model, "change", record.pk)).status_code == 200


def test_a_bag_is_corrected_with_a_reason(client_of, superuser, bag):
    client = client_of(superuser)
    assert change(client, bag, blood_group="O+", volume="250").status_code == 302
    bag.refresh_from_db()
    assert (bag.blood_group, bag.volume, bag.bag_code) == ("O+", 250, "A1")
    kept = Change.objects.filter(target_id=str(bag.pk)).first()
    assert kept is not None
    assert kept.reason == "đính chính theo công văn"


def test_what_the_action_refuses_is_said(client_of, superuser, bag):
    answer = change(client_of(superuser), bag, volume="450")
    assert answer.status_code == 200
    assert "350 ml" in str(errors_of(answer))


def test_chosen_bags_are_withdrawn_with_a_reason(client_of, superuser, bag):
    client = client_of(superuser)
    act(client, Unit, "withdraw_bags", bag, reason="")
    assert Unit.objects.valid().exists()
    act(client, Unit, "withdraw_bags", bag)
    assert not Unit.objects.valid().exists()


def test_reactions_and_deferrals_are_corrected_and_withdrawn(client_of, superuser, bag):
    client = client_of(superuser)
    reaction, deferral = Reaction.objects.get(), Deferral.objects.get()
    assert change(client, reaction, severity="2").status_code == 302
    reaction.refresh_from_db()
    assert reaction.severity == 2
    answer = change(client, deferral, permanent="on", able_from="")
    assert answer.status_code == 302, errors_of(answer)
    deferral.refresh_from_db()
    assert (deferral.permanent, deferral.able_from) == (True, None)
    act(client, Reaction, "withdraw_reactions", reaction)
    act(client, Deferral, "withdraw_deferrals", deferral)
    reaction.refresh_from_db()
    deferral.refresh_from_db()
    assert reaction.withdrawn_at
    assert deferral.withdrawn_at


def test_a_shorter_wait_is_refused_on_the_desk_too(client_of, superuser, bag):
    deferral = Deferral.objects.get()
    soon = f"{deferral.from_day.replace(year=deferral.from_day.year):%d/%m/%Y}"
    answer = change(client_of(superuser), deferral, able_from=soon)
    assert answer.status_code == 200
    assert errors_of(answer)
