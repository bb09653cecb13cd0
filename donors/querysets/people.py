"""A donor as the rules know one, and a file opened for a page."""

from dataclasses import dataclass
from datetime import date

from directory.pickers import LinkOrWords
from donors.facts import DonorFacts, PaperFacts
from donors.models import Deferral, Donor, Limit
from donors.rules.deferrals import Deferred
from donors.rules.limits import Limits
from donors.rules.papers import PaperKind, masked_hint
from donors.rules.people import Person, Sex
from donors.rules.phones import masked_phone
from donors.sealed import ADDRESS, NOTES, PHONE, open_cell, open_number


def person_of(donor: Donor) -> Person:
    """What the rules ask of a person; of a forgotten one nothing is known."""
    return Person(
        birth_date=donor.birth_date,
        birth_year=donor.birth_year,
        sex=Sex(donor.sex) if donor.sex else None,
    )


def deferred_of(donor: Donor) -> list[Deferred]:
    """Every deferral of the person that was not withdrawn, from all files of the person."""
    rows = Deferral.objects.in_force().of_person(donor).select_related("reason")
    return [
        Deferred(
            code=row.reason.code,
            name=row.reason.name,
            from_day=row.from_day,
            able_from=row.able_from,
            source=row.reason.source,
        )
        for row in rows.order_by("from_day", "pk")
    ]


def limits_on(day: date) -> Limits:
    """All limits valid on ``day``. Raises ``MissingLimits``."""
    return Limits.from_values({row.code: row.value for row in Limit.objects.on(day)})


@dataclass(frozen=True, slots=True, repr=False)
class PaperLine:
    """One paper as a page shows it: the number but for its end hidden."""

    id: int
    kind: str
    masked: str


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """The sealed part of a file as a page shows it: phone and papers masked."""

    phone: str = ""
    address: str = ""
    notes: str = ""
    papers: tuple[PaperLine, ...] = ()


def opened(donor: Donor) -> Opened:
    """Open a file; that of a forgotten person is empty."""
    if donor.is_erased:
        return Opened()
    phone = open_cell(donor, PHONE)
    return Opened(
        phone=masked_phone(phone) if phone else "",
        address=open_cell(donor, ADDRESS),
        notes=open_cell(donor, NOTES),
        papers=tuple(
            PaperLine(
                id=paper.pk,
                kind=paper.get_kind_display(),
                masked=masked_hint(PaperKind(paper.kind), paper.hint),
            )
            for paper in donor.papers.order_by("kind", "pk")
        ),
    )


def facts_of(donor: Donor) -> DonorFacts:
    """All that a file says, whole numbers too: for an action that changes a part of it, never for
    a page. Raises ``Forgotten``."""
    return DonorFacts(
        name=donor.name,
        birth_date=donor.birth_date,
        birth_year=donor.birth_year,
        sex=donor.sex,
        occupation=donor.occupation,
        papers=[
            PaperFacts(paper.kind, open_number(donor, paper))
            for paper in donor.papers.order_by("kind", "pk")
        ],
        phone=open_cell(donor, PHONE),
        address=open_cell(donor, ADDRESS),
        area=donor.area,
        organisation=LinkOrWords(donor.organisation, donor.organisation_words),
        blood_group=donor.blood_group,
        blood_group_source=donor.blood_group_source,
        declared_count=donor.declared_count,
        declared_evidence=donor.declared_evidence,
        notes=open_cell(donor, NOTES),
    )
