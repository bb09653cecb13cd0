"""Five desks that do whatever comes, all at once: however they meet, every person ends in one valid
state, each bag is one person's, and the steps tell the way without a gap."""

import random
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from donors.models import Donor
from drives.models import Drive
from ledger.actions import KeyUsedBefore, Stale
from ledger.actor import Actor
from ledger.models import Change, Submission
from tests.drives.test_at_once import together
from tests.factories_donors import DonorFactory
from tests.factories_units import RegistrationFactory, drive_today
from tests.units.desk_records import WELL, bag, open_the_desks, waits
from units.actions import bags, registrations, screening
from units.actions.assessment import Fit
from units.actions.bag_codes import BagRefused
from units.actions.refusals import CannotGive, Refused
from units.models import Registration, Screening, Step, Unit
from units.rules.states import STEPS, Desk, LeftWhy, State

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

DESKS = 5
PEOPLE = 24
CODES = 12
REFUSALS = (Refused, CannotGive, BagRefused, Stale, KeyUsedBefore, Screening.DoesNotExist)


class SomeDesk:
    """One desk with its own dice; each act is what some button of a page posts."""

    def __init__(self, number: int, drive: Drive, hospital: Any, donors: list[Donor]) -> None:
        self.chance = random.Random(number)  # noqa: S311  (repeatable)
        self.by = Actor(None, f"Bàn số {number}")
        self.drive, self.hospital, self.donors = drive, hospital, donors
        self.did: Counter[str] = Counter()

    def work(self, acts: int) -> Counter[str]:
        deeds: list[Callable[[], object]] = [
            self.receive, self.receive, self.walk_in, self.examine, self.examine, self.draw,
            self.draw, self.defer, self.leave, self.take_back, self.withdraw_bag,
        ]  # fmt: skip
        for _ in range(acts):
            deed = self.chance.choice(deeds)
            try:
                deed()
            except REFUSALS as refusal:
                self.did[f"refused: {type(refusal).__name__}"] += 1
            else:
                self.did[deed.__name__] += 1
        return self.did

    def someone(self, *states: State) -> Registration:
        """Somebody as this desk's list shows them; often another desk has taken them since."""
        rows = Registration.objects.of_drive(self.drive).select_related("donor", "drive")
        here = list((rows.in_states(*states) if states else rows).order_by("pk"))
        if not here:
            raise KeyUsedBefore(Submission())
        return self.chance.choice(here)

    def receive(self) -> None:
        person = self.someone(State.REGISTERED)
        registrations.arrive(by=self.by, key=uuid4(), registration=person)

    def walk_in(self) -> None:
        donor = self.chance.choice(self.donors)
        registrations.walk_in(by=self.by, key=uuid4(), drive=self.drive, donor=donor)

    def examine(self) -> None:
        screening.examine(
            by=self.by, key=uuid4(), registration=self.someone(State.ARRIVED), examination=WELL,
            verdict=Fit(350),
        )  # fmt: skip

    def defer(self) -> None:
        screening.examine(
            by=self.by, key=uuid4(), registration=self.someone(State.ARRIVED, State.SCREENED),
            examination=WELL, verdict=waits("unfit-today"),
        )  # fmt: skip

    def draw(self) -> None:
        code = f"T{self.chance.randrange(CODES)}"
        told = bag(self.someone(State.SCREENED), code, receiver=self.hospital)
        bags.record_unit(by=self.by, bag=told)

    def leave(self) -> None:
        why = self.chance.choice([LeftWhy.ENOUGH, LeftWhy.WENT_HOME])
        registrations.leave(by=self.by, key=uuid4(), registration=self.someone(), why=why)

    def take_back(self) -> None:
        name = self.chance.choice(["undo-arrive", "undo-leave", "return"])
        registrations.undo(
            by=self.by, key=uuid4(), registration=self.someone(), name=name,
            desk=Desk.RECEPTION, reason="nhầm người",
        )  # fmt: skip

    def withdraw_bag(self) -> None:
        units = list(Unit.objects.valid().filter(drive=self.drive).with_links())
        if units:
            unit = self.chance.choice(units)
            bags.withdraw_unit(
                by=self.by, key=uuid4(), unit=unit, version=unit.version, reason="quét nhầm"
            )


def test_five_desks_at_random_leave_everybody_in_one_valid_state(commune, hospital, rules):
    drive = open_the_desks(drive_today(commune, receiver=hospital))
    donors = DonorFactory.create_batch(PEOPLE, keeper=commune, sex="male")
    for donor in donors[: PEOPLE // 2]:
        RegistrationFactory.create(drive, donor)
    desks = [SomeDesk(number, drive, hospital, donors) for number in range(DESKS)]
    # SQLite lets one desk write after the other: fewer acts say as much there.
    acts = 200 if connection.vendor == "postgresql" else 40
    answers = together(*[lambda desk=desk: desk.work(acts) for desk in desks])
    assert all(isinstance(answer, Counter) for answer in answers), answers
    did: Counter[str] = sum(answers, Counter())
    assert did.total() == DESKS * acts
    assert all(did[deed] for deed in ("receive", "walk_in", "examine", "draw")), did
    _everybody_stands_right(drive)


def _everybody_stands_right(drive: Drive) -> None:
    people = Registration.objects.of_drive(drive).prefetch_related("steps", "units")
    assert len({row.donor_id for row in people}) == len(people)
    numbers = [row.queue_no for row in people if row.queue_no is not None]
    assert len(set(numbers)) == len(numbers)
    for row in people:
        way = sorted(row.steps.all(), key=lambda step: step.pk)
        _walked_by_the_table(way)
        assert way[-1].to_state == row.state
        valid = [unit for unit in row.units.all() if unit.withdrawn_at is None]
        assert len(valid) == (row.state == State.DONATED.value), row.state
        donor = Donor.objects.get(pk=row.donor_id)
        assert donor.given == len(valid)
        changes = Change.objects.filter(target_id=str(row.pk)).values_list("version", flat=True)
        assert sorted(changes) == list(range(1, row.version + 1))
    codes = Unit.objects.valid().filter(drive=drive).values_list("bag_code", flat=True)
    assert len(set(codes)) == len(codes)


def _walked_by_the_table(way: list[Step]) -> None:
    """Each step begins where the one before it ended, and is in the table."""
    before = ""
    for step in way:
        rule = STEPS[step.name]
        assert step.from_state == before
        assert (State(before) if before else None) in rule.sources
        assert step.to_state == rule.target.value
        before = step.to_state
