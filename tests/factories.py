"""Records for tests; people are invented. Areas come from ``tests.areas.small_map``."""

from datetime import date
from typing import Any

from factory.declarations import LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from accounts.models import Membership, User
from directory.models import Area, Organisation, OrgBelow, Venue
from drives.models import Campaign, Drive
from drives.rules.days import sort_day
from drives.rules.states import State
from ledger.scope import Role


def area(key: str) -> Area:
    """The area with this key of the committed data: ``area("new:p:31")`` is Hải Phòng today."""
    return Area.objects.with_parents().get(key=key)


HAI_PHONG = "new:p:31"
HAI_PHONG_THEN = "old:p:31"
KIEN_THUY_DISTRICT = "old:d:314"
LAI_CHAU = "both:p:12"
XA_KIEN_THUY = "new:c:11680"


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    name = Sequence(lambda n: f"Hội Chữ thập đỏ phường số {n}")
    kind = Organisation.Kind.RED_CROSS
    area = LazyFunction(lambda: area(HAI_PHONG))

    @classmethod
    def _create(cls, model_class: type[Organisation], *args: Any, **kwargs: Any) -> Organisation:
        organisation = super()._create(model_class, *args, **kwargs)
        OrgBelow.objects.create(above=organisation, below=organisation, depth=0)
        if organisation.parent_id:
            OrgBelow.objects.bulk_create(
                OrgBelow(above_id=link.above_id, below=organisation, depth=link.depth + 1)
                for link in OrgBelow.objects.filter(below=organisation.parent_id)
            )
        return organisation


class VenueFactory(DjangoModelFactory[Venue]):
    class Meta:
        model = Venue

    name = Sequence(lambda n: f"Nhà văn hoá số {n}")
    area = LazyFunction(lambda: area(HAI_PHONG))


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    username = Sequence(lambda n: f"can.bo.{n}")
    full_name = Sequence(lambda n: f"Phạm Thị Hoa {n}")


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = SubFactory(UserFactory)
    organisation = SubFactory(OrganisationFactory)
    role = Role.RECORDER.value
    valid_from = date(2020, 1, 1)


class CampaignFactory(DjangoModelFactory[Campaign]):
    class Meta:
        model = Campaign

    name = Sequence(lambda n: f"Hành trình Đỏ {n}")


class DriveFactory(DjangoModelFactory[Drive]):
    """A drive of 15/11/2026 that waits for its report; derived columns follow its facts."""

    class Meta:
        model = Drive

    title = Sequence(lambda n: f"Ngày hội hiến máu tình nguyện số {n}")
    keeper = SubFactory(OrganisationFactory)
    state = State.AWAITING.value
    first_day = date(2026, 11, 15)
    last_day = SelfAttribute("first_day")

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        home = kwargs.get("area") or kwargs["keeper"].area
        province = home.province_then
        days = Drive(
            **{k: kwargs.get(k) for k in ("first_day", "last_day", "within_from", "within_to")}
        )
        return {
            "home_area": home,
            "province_then": province,
            "province_now": home.province_now,
            "sort_day": sort_day(
                days.when, year=kwargs.get("year"), recorded_on=date(2026, 11, 22)
            ),
            **kwargs,
        }


def member_of(organisation: Organisation, role: Role, **user: Any) -> User:
    """A new user with one membership."""
    person = UserFactory.create(**user)
    MembershipFactory.create(user=person, organisation=organisation, role=role.value)
    return person
