"""The people of a saved paper list, on the screen and on paper (domain: the donor list)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from donors.models import Paper
from donors.rules.papers import PaperKind, masked_hint
from donors.rules.phones import masked_phone
from donors.sealed import PHONE, open_cell
from units.models import PaperLine, Registration, Unit
from units.presenters.people import KNOWN, SEEN, Standing, birth_text
from units.rules.states import State
from words.dates import format_day

SIGNED_BY: Final[Sequence[StrOrPromise]] = (
    _("Made by"),
    _("For the receiver"),
    _("For the steering committee"),
)


@dataclass(frozen=True, slots=True, repr=False)
class PersonSaved:
    """One person a list brought to the drive."""

    number: int
    registration: Registration
    name: str
    donor_url: str
    birth: str
    group: str
    volume: int | None
    bag: str
    certificate: str
    standing: Standing
    gave: bool


def standings(full: bool) -> Mapping[State, Standing]:
    return KNOWN if full else SEEN


def people_rows(
    lines: Iterable[PaperLine], *, labels: Mapping[State, Standing]
) -> list[PersonSaved]:
    """Lines read by ``saved_lines``."""
    return [_person(line, labels) for line in lines]


def _person(line: PaperLine, labels: Mapping[State, Standing]) -> PersonSaved:
    row = line.registration
    assert row is not None  # noqa: S101  (saved lines only)
    unit = _bag(row)
    return PersonSaved(
        number=line.position,
        registration=row,
        name=row.name or gettext("erased"),
        donor_url=row.donor.get_absolute_url(),
        birth=birth_text(row.donor),
        group=row.group,
        volume=unit.volume if unit else None,
        bag=unit.bag_code if unit else "",
        certificate=unit.certificate_no if unit else "",
        standing=labels[State(row.state)],
        gave=unit is not None,
    )


def _bag(row: Registration) -> Unit | None:
    units: list[Unit] = row.bags  # type: ignore[attr-defined]  # by saved_lines
    return units[0] if units else None


@dataclass(frozen=True, slots=True, repr=False)
class PrintedRow:
    """One row of the donor list as people know it on paper; numbers are masked."""

    number: int
    name: str
    man: str
    woman: str
    born: str
    paper: str
    occupation: str
    group: str
    phone: str
    blood_group: str
    times: str
    last_given: str
    v250: bool
    v350: bool
    v450: bool
    other_volume: int | None
    bag: str
    certificate: str


def printed_rows(lines: Sequence[PaperLine], papers: Mapping[UUID, Paper]) -> list[PrintedRow]:
    """The list again, numbered anew; what is masked on screens is masked on paper."""
    return [_printed(n, line, papers) for n, line in enumerate(lines, 1)]


def _printed(number: int, line: PaperLine, papers: Mapping[UUID, Paper]) -> PrintedRow:
    row = line.registration
    assert row is not None  # noqa: S101  (saved lines only)
    donor, unit = row.donor, _bag(row)
    paper = papers.get(donor.pk)
    phone = "" if donor.is_erased else open_cell(donor, PHONE)
    volume = unit.volume if unit else None
    birth = birth_text(donor)
    return PrintedRow(
        number=number,
        name=row.name or gettext("erased"),
        man=birth if donor.sex == "male" else "",
        woman=birth if donor.sex == "female" else "",
        born="" if donor.sex else birth,
        paper=masked_hint(PaperKind(paper.kind), paper.hint) if paper else "",
        occupation=donor.occupation,
        group=row.group,
        phone=masked_phone(phone) if phone else "",
        blood_group=donor.get_blood_group_display() if donor.blood_group else "",
        times=_times(row),
        last_given=_last(row, unit),
        v250=volume == 250,
        v350=volume == 350,
        v450=volume == 450,
        other_volume=volume if volume not in (None, 250, 350, 450) else None,
        bag=unit.bag_code if unit else "",
        certificate=unit.certificate_no if unit else "",
    )


def _times(row: Registration) -> str:
    """How often the person gave, with this donation; empty where nobody knows."""
    known = (row.donor.declared_count or 0) + row.donor.given
    return str(known) if known else ""


def _last(row: Registration, unit: Unit | None) -> str:
    day = row.donor.last_given
    if day is None or (unit is not None and day == unit.given_on):
        return ""
    return format_day(day)
