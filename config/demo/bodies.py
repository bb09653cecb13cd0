"""The organisations and venues of the demo."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from config.demo import LOADER, key_of
from directory.actions.organisations import OrganisationValues, add_organisation
from directory.actions.venues import VenueValues, add_venue
from directory.models import Area, Organisation, Venue
from ledger.models import Submission

KEYS = {
    "nation": "vn",
    "hai_phong": "new:p:31",
    "lai_chau": "both:p:12",
    "ha_noi": "both:p:01",
    "kien_thuy_district": "old:d:314",
    "kien_thuy": "new:c:11680",
}
DISTRICTS_ENDED = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class Bodies:
    """What the events refer to."""

    nation: Organisation
    hai_phong: Organisation
    kien_thuy: Organisation
    kien_thuy_district: Organisation
    lai_chau: Organisation
    institute: Organisation
    gymnasium: Venue


def load_bodies() -> Bodies:
    """Every body of the demo, made where it is missing."""
    area = {name: Area.objects.get(key=key) for name, key in KEYS.items()}
    kind = Organisation.Kind
    nation = _organisation(
        "nation",
        name="Ban Chỉ đạo quốc gia vận động hiến máu tình nguyện",
        kind=kind.STEERING_COMMITTEE,
        area=area["nation"],
    )
    hai_phong = _organisation(
        "hai-phong",
        name="Ban Chỉ đạo vận động hiến máu tình nguyện thành phố Hải Phòng",
        kind=kind.STEERING_COMMITTEE,
        area=area["hai_phong"],
        parent=nation,
    )
    kien_thuy = _organisation(
        "kien-thuy",
        name="UBND xã Kiến Thụy",
        kind=kind.PEOPLES_COMMITTEE,
        area=area["kien_thuy"],
        parent=hai_phong,
        valid_from=DISTRICTS_ENDED,
    )
    return Bodies(
        nation=nation,
        hai_phong=hai_phong,
        kien_thuy=kien_thuy,
        kien_thuy_district=_organisation(
            "kien-thuy-district",
            name="UBND huyện Kiến Thuỵ",
            kind=kind.PEOPLES_COMMITTEE,
            area=area["kien_thuy_district"],
            valid_to=DISTRICTS_ENDED,
            successors=(kien_thuy,),
        ),
        lai_chau=_organisation(
            "lai-chau",
            name="Ban Chỉ đạo vận động hiến máu tình nguyện tỉnh Lai Châu",
            kind=kind.STEERING_COMMITTEE,
            area=area["lai_chau"],
            parent=nation,
        ),
        institute=_organisation(
            "institute",
            name="Viện Huyết học – Truyền máu Trung ương",
            kind=kind.BLOOD_ESTABLISHMENT,
            area=area["ha_noi"],
        ),
        gymnasium=_venue("Nhà luyện tập thể thao huyện", area["kien_thuy_district"]),
    )


def _organisation(slug: str, **values: Any) -> Organisation:
    key = key_of(f"organisation:{slug}")
    known = Submission.objects.filter(key=key).first()
    if known is None:
        receipt = add_organisation(by=LOADER, key=key, values=OrganisationValues(**values))
        return Organisation.objects.get(pk=receipt.target_id)
    return Organisation.objects.get(pk=known.target_id)


def _venue(name: str, area: Area) -> Venue:
    receipt = add_venue(
        by=LOADER, key=key_of("venue:gymnasium"), values=VenueValues(name=name, area=area)
    )
    return Venue.objects.get(pk=receipt.target_id)
