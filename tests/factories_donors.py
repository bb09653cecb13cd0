"""Donors for tests. All are invented; the surnames have the shares of real ones."""

import random
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from directory.models import Organisation
from donors.actions.files import create_donors
from donors.facts import DonorFacts, NewDonor, PaperFacts
from donors.models import Donor
from ledger.actor import SYSTEM, Actor
from ledger.keys import new_id
from ledger.models import Submission
from ledger.seals import keyed_digest
from tests.factories import OrganisationFactory

SURNAMES = {
    "Nguyễn": 38, "Trần": 11, "Lê": 9.5, "Phạm": 7, "Hoàng": 5, "Phan": 4.5, "Vũ": 4, "Đặng": 2,
    "Bùi": 2, "Đỗ": 1.4, "Hồ": 1.3, "Ngô": 1.3, "Dương": 1, "Lý": 0.5, "Lò": 0.5,
}  # fmt: skip
WOMEN = ("Thị", "Ngọc", "Thu", "Thanh"), ("Hoa", "Lan", "Hoà", "Hương", "Ngân", "Thảo", "Đào")
MEN = ("Văn", "Đức", "Hữu", "Minh"), ("An", "Anh", "Bình", "Dũng", "Hùng", "Tuấn", "Đạt", "Thuỵ")


def some_name(chance: random.Random, sex: str = "female") -> str:
    """An invented full name."""
    middles, given = WOMEN if sex == "female" else MEN
    (surname,) = chance.choices(list(SURNAMES), list(SURNAMES.values()))
    return f"{surname} {chance.choice(middles)} {chance.choice(given)}"


def some_facts(chance: random.Random, **facts: Any) -> DonorFacts:
    """An invented donor with a citizen identity number and a phone, as far as not said."""
    sex = facts.setdefault("sex", chance.choice(["female", "male"]))
    facts.setdefault("name", some_name(chance, sex))
    born = date(chance.randrange(1967, 2005), chance.randrange(1, 13), chance.randrange(1, 29))
    if "birth_year" not in facts:
        facts.setdefault("birth_date", born)
    facts.setdefault("papers", [PaperFacts("cccd", some_cccd(chance, sex, born.year))])
    facts.setdefault("phone", f"+849{chance.randrange(10, 100)}{chance.randrange(10**6):06}")
    return DonorFacts(**facts)


def some_cccd(chance: random.Random, sex: str = "female", year: int = 1990) -> str:
    """031 is Hải Phòng; the rest is drawn."""
    sign = 2 * (year // 100 - 19) + (sex == "female")
    return f"031{sign}{year % 100:02}{chance.randrange(10**6):06}"


def new_submission(by: Actor = SYSTEM) -> Submission:
    """A submission as ``ledger.actions.once`` makes it, for actions inside a transaction."""
    from django.utils.timezone import now

    from ledger.actions import new_receipt_code

    return Submission.objects.create(
        key=new_id(), actor_id=by.id, actor_name=by.name, action="test", digest=keyed_digest([]),
        receipt=new_receipt_code(now()), at=now(),
    )  # fmt: skip


class DonorFactory:
    """Makes files as the action does: codes, names, custody and the first change too."""

    chance = random.Random(2026)  # noqa: S311  (repeatable)

    @classmethod
    def create(
        cls,
        *,
        keeper: Organisation | None = None,
        pk: UUID | None = None,
        by: Actor = SYSTEM,
        **facts: Any,
    ) -> Donor:
        """One donor; ``facts`` are those of ``DonorFacts``, ``keeper`` a new organisation."""
        (donor,) = cls.create_batch(1, keeper=keeper, ids=[pk or new_id()], by=by, **facts)
        return donor

    @classmethod
    def create_batch(
        cls,
        size: int,
        *,
        keeper: Organisation | None = None,
        ids: list[UUID] | None = None,
        by: Actor = SYSTEM,
        **facts: Any,
    ) -> list[Donor]:
        keeper = keeper or OrganisationFactory.create()
        rows = [
            NewDonor(pk, some_facts(cls.chance, **facts))
            for pk in ids or [new_id() for _ in range(size)]
        ]
        with transaction.atomic():
            return create_donors(rows, keeper=keeper, by=by, submission=new_submission(by))
