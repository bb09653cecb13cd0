"""What the page of a donor says, in words."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext

from donors.models import Donor
from donors.presenters.people import birth_text, group_text
from donors.querysets.people import Opened, facts_of
from donors.rules.papers import PaperKind, disagreements, read_cccd
from donors.rules.people import Sex
from ledger.scope import Scope


@dataclass(frozen=True, slots=True, repr=False)
class Fact:
    """One line of what is known."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class Facts:
    """Lines of what is known, and one line that names what is not."""

    known: list[Fact]
    unknown: str


def facts_shown(donor: Donor, file: Opened) -> Facts:
    """Who it is, where from, and what was told of before."""
    declared = ""
    if donor.declared_count is not None:
        declared = ": ".join(filter(None, [str(donor.declared_count), donor.declared_evidence]))
    facts = [
        Fact(gettext("Birth"), birth_text(donor)),
        Fact(gettext("Sex"), capfirst(donor.get_sex_display()) if donor.sex else ""),
        Fact(gettext("Occupation or position"), donor.occupation),
        Fact(gettext("Organisation or hamlet"), donor.organisation_name),
        Fact(gettext("Area"), donor.area.label if donor.area else ""),
        Fact(gettext("Address"), file.address),
        Fact(gettext("Blood group"), group_text(donor)),
        Fact(gettext("Donations recorded here"), str(donor.given)),
        Fact(gettext("Donations before this system"), declared),
    ]
    if file.notes:
        facts.append(Fact(gettext("Notes"), file.notes))
    missing = [fact.label[0].lower() + fact.label[1:] for fact in facts if not fact.text]
    return Facts([fact for fact in facts if fact.text], ", ".join(missing))


def card_warnings(donor: Donor) -> list[str]:
    """Where a citizen identity number disagrees with what the file says of sex and birth."""
    if donor.is_erased:
        return []
    sex = Sex(donor.sex) if donor.sex else None
    return [
        gettext(finding.sentence) % finding.params
        for paper in facts_of(donor).papers
        if paper.kind == PaperKind.CCCD.value
        for finding in disagreements(read_cccd(paper.number), sex, donor.birth_year)
    ]


def joined_files(donor: Donor, scope: Scope) -> list[Donor]:
    """The other files of the person that this scope sees."""
    others = Donor.objects.cluster_of(donor).exclude(pk=donor.pk)
    return list(others.visible_to(scope).order_by("pk"))
