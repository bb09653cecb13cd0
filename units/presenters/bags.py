"""A bag in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext

from units.models import Unit
from units.presenters.desks import volume_text
from units.presenters.people import birth_text
from units.rules.bags import check_character, is_din_shaped
from units.rules.reasons import clock
from words.dates import format_day


@dataclass(frozen=True, slots=True, repr=False)
class BagRow:
    """One bag in a list: of a person, or of a look-back."""

    url: str
    code: str
    day: str
    volume: str
    group: str
    drive: str
    drive_url: str
    donor: str
    receiver: str
    withdrawn: bool


def bag_rows(bags: Iterable[Unit]) -> list[BagRow]:
    """Lines of bags read ``with_links``."""
    return [
        BagRow(
            url=bag.get_absolute_url(),
            code=bag.bag_code or gettext("without a code"),
            day=format_day(bag.given_on),
            volume=volume_text(bag),
            group=bag.get_blood_group_display() if bag.blood_group else "",
            drive=bag.drive.title,
            drive_url=bag.drive.get_absolute_url(),
            donor=str(bag.donor),
            receiver=bag.receiver.name if bag.receiver else "",
            withdrawn=bag.withdrawn_at is not None,
        )
        for bag in bags
    ]


@dataclass(frozen=True, slots=True, repr=False)
class BagFacts:
    """The page of one bag: ``rows`` are terms and values, the unknown ones left to the page."""

    code: str
    check: str
    name: str
    birth: str
    rows: list[tuple[str, str]]


def unit_page(bag: Unit) -> BagFacts:
    """All that everybody reads who sees the drive."""
    return BagFacts(
        code=bag.bag_code,
        check=check_character(bag.bag_code) if is_din_shaped(bag.bag_code) else "",
        name=bag.registration.name or gettext("erased"),
        birth=birth_text(bag.donor),
        rows=[
            (gettext("Given on"), format_day(bag.given_on)),
            (gettext("Component"), str(capfirst(bag.get_component_display()))),
            (gettext("Volume"), volume_text(bag)),
            (gettext("Blood group"), bag.get_blood_group_display() if bag.blood_group else ""),
            (gettext("Start and end"), _times(bag)),
            (gettext("Number of the certificate"), bag.certificate_no),
            (gettext("Receiver"), bag.receiver.name if bag.receiver else ""),
            (gettext("Recorded by"), bag.collected_by_name),
        ],
    )


def _times(bag: Unit) -> str:
    """ "09:05–09:14", or what of it is known."""
    hours = [clock(timezone.localtime(at)) if at else "…" for at in (bag.started_at, bag.ended_at)]
    return "–".join(hours) if bag.started_at or bag.ended_at else ""
