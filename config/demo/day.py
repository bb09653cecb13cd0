"""A drive of this very day: people on its list, some received, some gone home with thanks. All
donors are invented; nobody's number is real."""

import random
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config.demo import LOADER, key_of
from config.demo.bodies import Bodies
from directory.pickers import LinkOrWords
from donors.actions.deferrals import DeferralFacts, proposed_end
from donors.actions.files import create_donors
from donors.facts import DonorFacts, NewDonor, PaperFacts
from donors.models import DeferralReason, Donor
from drives.actions.drives import DriveFacts, record_drive
from drives.models import Drive
from ledger.models import Submission
from units.actions import registrations, screening
from units.actions.assessment import Examination, Fit
from units.actions.bags import NewUnit, record_unit
from units.actions.desks import open_desks
from units.models import Registration
from words.dates import Days

PEOPLE, RECEIVED, GIVEN = 36, 18, 14
SURNAMES = ["Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Bùi", "Đặng"]
WOMEN = ["Thị Hoa", "Thị Lan", "Thu Hà", "Ngọc Mai", "Thị Hạnh", "Thanh Thuỷ", "Thị Yến"]
MEN = ["Văn Bình", "Đức Anh", "Minh Tuấn", "Quang Huy", "Văn Dũng", "Hữu Nghĩa", "Xuân Trường"]
HAMLETS = ["Thôn Cẩm Xuân", "Thôn Hồ Sen", "Thôn Cầu Đen", "Đoàn trường THPT"]
WELL = Examination(
    weight=Decimal(56), systolic=118, diastolic=76, pulse=74, pulse_regular=True, haemoglobin=138
)


def load_day(bodies: Bodies, people: dict[str, User], day: date) -> None:
    """The drive with its people; once, on the day the demo is first loaded."""
    if Submission.objects.filter(key=key_of("drive:today")).exists():
        return
    organizer, receiver = people["organizer"].actor, people["receiver"].actor
    facts = DriveFacts(
        title="Ngày hội hiến máu xã Kiến Thụy",
        keeper=bodies.kien_thuy,
        host=LinkOrWords(record=bodies.kien_thuy),
        receivers=[LinkOrWords(record=bodies.institute)],
        area=bodies.kien_thuy.area,
        when=Days(day, day),
        session=Drive.Session.MORNING.value,
        year=day.year,
        round=2,
        expected_from=30,
        expected_to=40,
    )
    record_drive(by=organizer, key=key_of("drive:today"), facts=facts)
    drive = Drive.objects.with_page().get(pk=_target("drive:today"))
    registrations.register_many(
        by=organizer, key=key_of("list:today"), drive=drive, donors=_donors(bodies, day)
    )
    open_desks(by=receiver, key=key_of("desks:today"), drive=drive)
    rows = Registration.objects.filter(drive=drive).select_related("donor", "drive")
    for number, row in enumerate(rows.order_by("donor")[:RECEIVED], start=1):
        registrations.arrive(by=organizer, key=key_of(f"arrive:{number}"), registration=row)
        if number <= GIVEN:
            _give(row, number, bodies, people["receiver"], day)
        elif number == GIVEN + 1:
            _defer(row, people["receiver"], day)


def _target(name: str) -> str:
    return Submission.objects.get(key=key_of(name)).target_id


def _donors(bodies: Bodies, day: date) -> list[Donor]:
    chance = random.Random(30112024)  # noqa: S311  (the same people every time)
    rows = [NewDonor(_id(number), _person(number, chance, day)) for number in range(1, PEOPLE + 1)]
    submission = Submission.objects.get(key=key_of("drive:today"))
    with transaction.atomic():
        return create_donors(rows, keeper=bodies.kien_thuy, by=LOADER, submission=submission)


def _id(number: int) -> UUID:
    return uuid5(key_of("donors"), str(number))


def _person(number: int, chance: random.Random, day: date) -> DonorFacts:
    sex = chance.choice(["female", "male"])
    born = date(
        day.year - chance.randrange(19, 55), chance.randrange(1, 13), chance.randrange(1, 29)
    )
    sign = 2 * (born.year // 100 - 19) + (sex == "female")
    return DonorFacts(
        name=f"{chance.choice(SURNAMES)} {chance.choice(WOMEN if sex == 'female' else MEN)}",
        birth_date=born,
        sex=sex,
        papers=[PaperFacts("cccd", f"031{sign}{born.year % 100:02}{900_000 + number}")],
        phone=f"+8491200{number:04}",
        area=None,
        organisation=LinkOrWords(words=chance.choice(HAMLETS)),
    )


def _give(row: Registration, number: int, bodies: Bodies, receiver: User, day: date) -> None:
    screening.examine(
        by=receiver.actor, key=key_of(f"fit:{number}"), registration=row, examination=WELL,
        verdict=Fit(350),
    )  # fmt: skip
    now = timezone.now()
    record_unit(
        by=receiver.actor,
        bag=NewUnit(
            id=key_of(f"bag:{number}"), registration=row, given_on=day,
            volume=350 if number % 3 else 250, bag_code=f"KT{number:05}",
            receiver=bodies.institute, started_at=now - timedelta(minutes=7), ended_at=now,
        ),
    )  # fmt: skip


def _defer(row: Registration, receiver: User, day: date) -> None:
    reason = DeferralReason.objects.get(code="unfit-today")
    end = proposed_end(reason, day)
    screening.examine(
        by=receiver.actor, key=key_of("defer:1"), registration=row, examination=WELL,
        verdict=DeferralFacts(reason=reason, from_day=day, able_from=end),
    )  # fmt: skip
