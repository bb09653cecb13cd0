"""A donor in words: rows of lists, and the short lines a page is headed by."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from donors.models import Donor, Paper
from donors.querysets.alike import Alike
from donors.rules.papers import PaperKind, masked_hint
from words.dates import format_day
from words.numbers import format_number

SHORT_KINDS = {
    PaperKind.CCCD.value: "CCCD",
    PaperKind.CMND.value: "CMND",
}
KINDS = dict(Paper.KINDS)


@dataclass(frozen=True, slots=True, repr=False)
class DonorRow:
    """One row of a list, every cell ready to be printed; numbers are masked."""

    pk: str
    name: str
    code: str
    birth: str
    sex: str
    paper: str
    organisation: str
    area: str
    group: str
    given: str
    last: str
    notes: list[str]


def donor_rows(donors: Iterable[Donor]) -> list[DonorRow]:
    """Rows of donors read ``for_list()``: no query, nothing left to format."""
    sexes = {value: str(label) for value, label in Donor.Sex.choices}
    groups = {value: str(label) for value, label in Donor.BloodGroup.choices}
    return [
        DonorRow(
            pk=str(donor.pk),
            name=name_text(donor),
            code=str(donor),
            birth=birth_text(donor),
            sex=sexes.get(donor.sex, ""),
            paper=_first_paper(donor),
            organisation=donor.organisation_name,
            area=donor.area.name if donor.area else "",
            group=groups.get(donor.blood_group, ""),
            given=times_text(donor),
            last=last_text(donor),
            notes=list(standing_notes(donor)),
        )
        for donor in donors
    ]


def name_text(donor: Donor) -> str:
    return donor.name or gettext("Erased on request")


def birth_text(donor: Donor) -> str:
    """ "05/12/1990", or the year alone, or nothing."""
    if donor.birth_date:
        return format_day(donor.birth_date)
    return str(donor.birth_year) if donor.birth_year else ""


def group_text(donor: Donor) -> str:
    """ "O+, from an earlier donor card"; empty where it is not known."""
    if not donor.blood_group:
        return ""
    return f"{donor.get_blood_group_display()}, {donor.get_blood_group_source_display()}"


def times_text(donor: Donor) -> str:
    """How often this file says that the donor gave, here and before; empty for never."""
    times = donor.given + (donor.declared_count or 0)
    if not times:
        return ""
    return ngettext("%(number)s time", "%(number)s times", times) % {"number": format_number(times)}


def last_text(donor: Donor) -> str:
    """ "last on 12/03/2026", of donations recorded here."""
    if not donor.last_given:
        return ""
    return gettext("last on %(day)s") % {"day": format_day(donor.last_given)}


def standing_notes(donor: Donor) -> Iterable[str]:
    """What is to be known of the file itself."""
    if donor.head_id:
        yield gettext("joined with another file")
    if donor.restricted_at and not donor.is_erased:
        yield gettext("processing restricted")


def lead_text(donor: Donor) -> str:
    """ "Nữ · 05/12/1990 · Thôn 2"."""
    sex = donor.get_sex_display().capitalize() if donor.sex else ""
    return " · ".join(filter(None, [sex, birth_text(donor), donor.organisation_name]))


@dataclass(frozen=True, slots=True, repr=False)
class AlikeLine:
    """Somebody known who may be the person that is being entered, and why."""

    donor: Donor
    line: str
    why: str


def alike_line(one: Alike) -> AlikeLine:
    """ "05/12/1990, Thôn 2"; "the same phone and name"."""
    return AlikeLine(
        donor=one.donor,
        line=", ".join(filter(None, [birth_text(one.donor), one.donor.organisation_name])),
        why="; ".join(gettext(reason.sentence) for reason in one.reasons),
    )


def _first_paper(donor: Donor) -> str:
    papers = sorted(donor.papers.all(), key=lambda paper: (paper.kind != "cccd", paper.pk))
    if not papers:
        return ""
    kind = SHORT_KINDS.get(papers[0].kind) or str(KINDS[papers[0].kind])
    return f"{kind} {masked_hint(PaperKind(papers[0].kind), papers[0].hint)[-6:]}"
