"""The people and records of the access table (``tests/access.py``), made once for all its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils.timezone import localdate, make_aware, now

from accounts.actions import hash_of
from accounts.models import Invitation, Membership, User
from directory.models import Organisation
from directory.pickers import LinkOrWords
from donors.models import Deferral
from donors.seed import load_rules
from drives.actions.awards import AwardFacts, add_award
from drives.actions.drives import DriveFacts, record_drive
from drives.actions.moves import move_drive
from drives.actions.period_totals import PeriodTotalFacts, add_period_total
from drives.actions.results import ResultFacts, record_result
from drives.models import Drive, Result, Tolerance
from drives.rules.figures import Figure
from ledger.actions import Receipt
from ledger.scope import Role
from tests.access import WHO, World
from tests.areas import small_map
from tests.factories import (
    HAI_PHONG,
    LAI_CHAU,
    XA_KIEN_THUY,
    CampaignFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    VenueFactory,
    area,
    member_of,
)
from tests.factories_paper import SheetFactory
from tests.factories_units import RegistrationFactory
from tests.house.care import care_of
from tests.house.handovers import handed
from tests.units.desk_records import WELL, arrived, drawn, found_fit, waits
from units.actions.desks import open_desks
from units.actions.reactions import ReactionFacts, add_reaction
from units.actions.screening import examine
from units.models import DriveDay, Screening
from units.seed import load_gift_rates
from words.dates import Days

XA_KIEN_MINH = "new:c:11725"
OPEN_LINK, USED_LINK = "a-link-that-opens", "a-link-that-was-used"
COMMITTEE, COMMUNES = Organisation.Kind.STEERING_COMMITTEE, Organisation.Kind.PEOPLES_COMMITTEE


@dataclass(frozen=True)
class House:
    """The world of the table, its people's sessions, and what must not reach whom."""

    world: World
    sessions: dict[str, SimpleCookie]
    # Words of records that stand on no page of these people.
    hidden: dict[str, list[str]]

    def client(self, who: str) -> Client:
        """A browser of this person; whatever it loses, the next one has again."""
        client = Client(raise_request_exception=False)
        client.cookies.load(self.sessions[who].output(header=""))
        return client


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    """All of it in one transaction, taken back when the module is through."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_house()
        transaction.set_rollback(True)


def make_house() -> House:
    """Makes it; the caller holds the database."""
    small_map()
    load_rules()
    load_gift_rates()
    committee = OrganisationFactory.create(
        name="Ban Chỉ đạo vận động hiến máu thành phố", kind=COMMITTEE, area=area(HAI_PHONG)
    )
    keeper = OrganisationFactory.create(
        name="UBND xã Kiến Thụy", kind=COMMUNES, area=area(XA_KIEN_THUY), parent=committee
    )
    people = _people(committee, keeper)
    own, officer = people["own"].actor, people["confirmer"].actor
    hospital = Organisation.objects.get(kind=Organisation.Kind.HOSPITAL)

    recorded = _record(people["own"], keeper, hospital, "Ngày hội chờ kết quả", date(2025, 8, 2))
    awaiting = Drive.objects.get(pk=recorded.target_id)
    submitted = _sent_up(people["own"], keeper, hospital, "Ngày hội đã gửi", date(2025, 9, 6))
    confirmed = _sent_up(people["own"], keeper, hospital, "Ngày hội đã xác nhận", date(2025, 9, 20))
    move_drive(by=officer, key=uuid4(), drive=confirmed, name="confirm")
    thanks = AwardFacts(authority="UBND xã Kiến Thụy", form="Giấy khen đột xuất", to="people")
    award = add_award(by=own, key=uuid4(), drive=awaiting, facts=thanks)
    year = PeriodTotalFacts(
        area=area(HAI_PHONG),
        keeper=committee,
        from_day=date(2024, 1, 1),
        to_day=date(2025, 1, 1),
        source="Báo cáo tổng kết của thành phố",
    )
    total = add_period_total(by=officer, key=uuid4(), facts=year)
    tolerance = Tolerance.objects.create(
        area=area(HAI_PHONG), percent=1, valid_from=date(2020, 1, 1)
    )
    venue = VenueFactory.create(name="Nhà văn hoá trung tâm xã", area=area(XA_KIEN_THUY))
    campaign = CampaignFactory.create(name="Giọt hồng quê hương")
    campaign.drives.add(awaiting, submitted, confirmed)

    registration = RegistrationFactory.create(awaiting, name="Nguyễn Thị Lan Hạnh")

    drawn_here = _at_the_desks(submitted, hospital, people["receiver"])

    drives = [drive.title for drive in (awaiting, submitted, confirmed)]
    province = [*drives, str(keeper), str(venue), year.source, str(people["own"])]
    return House(
        world=World(
            awaiting=awaiting.pk,
            submitted=submitted.pk,
            confirmed=confirmed.pk,
            sheet=Result.objects.get(drive=submitted).pk,
            award=int(award.target_id),
            period_total=int(total.target_id),
            tolerance=tolerance.pk,
            campaign=campaign.pk,
            organisation=keeper.pk,
            venue=venue.pk,
            area=keeper.area_id,
            person=people["own"].pk,
            membership=Membership.objects.get(user=people["own"]).pk,
            open_link=OPEN_LINK,
            used_link=USED_LINK,
            receipt=recorded.code,
            donor=registration.donor_id,
            **care_of(registration.donor_id, keeper),
            registration=registration.pk,
            paper=SheetFactory.create(awaiting, [{"name": "Lê Văn Giấy"}]).pk,
            **drawn_here,
            **handed(awaiting, submitted, by=own),
            drive_day=DriveDay.objects.get(drive=awaiting).pk,
        ),
        sessions={who: session_of(people.get(who)) for who in WHO},
        hidden={
            "sibling": [*drives, thanks.form, registration.name],
            "foreign": [*province, thanks.form, registration.name],
            "ended": [*province, thanks.form, registration.name],
            "anonymous": [*province, thanks.form, registration.name],
        },
    )


def _at_the_desks(drive: Drive, hospital: Organisation, person: User) -> dict[str, Any]:
    """Somebody at each desk of the receiver, and one who gave; written down on a later day."""
    by = person.actor
    open_desks(by=by, key=uuid4(), drive=drive)
    waiting, fit, given, deferred = (arrived(drive) for _ in range(4))
    for row in (fit, given):
        found_fit(row, by=by, receiver=hospital)
    examine(
        by=by, key=uuid4(), registration=deferred, examination=WELL, receiver=hospital,
        verdict=waits("flu", drive.first_day),
    )  # fmt: skip
    bag = drawn(given, "HP-25-1", by=by, given_on=drive.first_day, receiver=hospital)
    happened = make_aware(datetime.combine(bag.given_on, time(9)))
    fainted = ReactionFacts(group="vasovagal", severity=1, at=happened)
    reaction = add_reaction(by=by, key=uuid4(), registration=given, facts=fainted)
    return {
        "waiting": waiting.pk,
        "fit": fit.pk,
        "given": given.pk,
        "bag": bag.pk,
        "examination": Screening.objects.get(registration=given).pk,
        "reaction": int(reaction.target_id),
        "deferral": Deferral.objects.get(donor=deferred.donor).pk,
    }


def _people(committee: Organisation, keeper: Organisation) -> dict[str, User]:
    neighbour = OrganisationFactory.create(
        name="UBND xã Kiến Minh", kind=COMMUNES, area=area(XA_KIEN_MINH), parent=committee
    )
    hospital = OrganisationFactory.create(
        name="Bệnh viện đa khoa vùng cảng", kind=Organisation.Kind.HOSPITAL, area=area(HAI_PHONG)
    )
    far = OrganisationFactory.create(
        name="Ban Chỉ đạo vận động hiến máu tỉnh Lai Châu", kind=COMMITTEE, area=area(LAI_CHAU)
    )
    people = {
        "own": member_of(keeper, Role.RECORDER, full_name="Phạm Thị Nguyệt Hà"),
        "sibling": member_of(neighbour, Role.RECORDER),
        "parent": member_of(committee, Role.RECORDER),
        "confirmer": member_of(committee, Role.CONFIRMER),
        "viewer": member_of(committee, Role.VIEWER),
        "receiver": member_of(hospital, Role.RECEIVER),
        "administrator": member_of(committee, Role.ADMINISTRATOR),
        "foreign": member_of(far, Role.CONFIRMER),
        "ended": UserFactory.create(),
    }
    for role in (Role.RECORDER, Role.ADMINISTRATOR):
        MembershipFactory.create(user=people["foreign"], organisation=far, role=role.value)
    MembershipFactory.create(user=people["ended"], organisation=keeper, valid_to=localdate())
    _links(people["own"])
    return people


def _links(person: User) -> None:
    at = now()
    for token, used_at in ((OPEN_LINK, None), (USED_LINK, at)):
        Invitation.objects.create(
            user=person,
            token_hash=hash_of(token),
            purpose=Invitation.Purpose.RESET,
            created_at=at,
            created_by_name="Lê Văn Trị",
            expires_at=at.replace(year=at.year + 1, day=1),
            used_at=used_at,
        )


def _record(
    person: User, keeper: Organisation, receiver: Organisation, title: str, day: date
) -> Receipt:
    facts = DriveFacts(
        title=title,
        keeper=keeper,
        area=keeper.area,
        when=Days(day, day),
        receivers=[LinkOrWords(receiver)],
    )
    return record_drive(by=person.actor, key=uuid4(), facts=facts)


def _sent_up(
    person: User, keeper: Organisation, receiver: Organisation, title: str, day: date
) -> Drive:
    receipt = _record(person, keeper, receiver, title, day)
    drive = Drive.objects.get(pk=receipt.target_id)
    figures = {"attended": Figure(Decimal(210)), "units": Figure(Decimal(187))}
    official = ResultFacts(standing=Result.Standing.OFFICIAL.value, figures=figures)
    record_result(by=person.actor, key=uuid4(), drive=drive, version=0, facts=official, submit=True)
    drive.refresh_from_db()
    return drive


def session_of(person: User | None) -> SimpleCookie:
    client = Client()
    if person is not None:
        client.force_login(person, backend="accounts.backends.FoldedUsernameBackend")
    return client.cookies
