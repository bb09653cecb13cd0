"""Who may be the person that is being entered, within one scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from donors.facts import DonorFacts
from donors.models import Donor, NotSame, Paper
from donors.rules.likeness import Known, Likeness, likenesses
from donors.rules.people import Sex
from donors.sealed import paper_hmac, phone_hmac
from ledger.scope import Scope

MOST_SHOWN = 5
Papers = set[tuple[str, str | bytes]]


@dataclass(frozen=True, slots=True)
class Alike:
    """A file that probably tells of the same person, and why."""

    donor: Donor
    reasons: Sequence[Likeness]


def likely_others(facts: DonorFacts, *, scope: Scope, donor: Donor | None = None) -> list[Alike]:
    """Files that probably tell of the same person, never one outside of the scope. Of an existing
    ``donor`` not those of the person, nor those found to be others."""
    rows = Donor.objects.visible_to(scope).likely_same(facts)
    if donor is not None:
        head = donor.head_id or donor.pk
        decided = NotSame.objects.filter(undone_at__isnull=True)
        rows = rows.exclude(Q(pk=head) | Q(head=head) | Q(pk=donor.pk)).exclude(
            Q(pk__in=decided.filter(one=donor).values("other"))
            | Q(pk__in=decided.filter(other=donor).values("one"))
        )
    found = list(rows.with_file().order_by("-pk")[:MOST_SHOWN])
    papers: dict[UUID, Papers] = {row.pk: set() for row in found}
    for paper in Paper.objects.filter(donor__in=found):
        papers[paper.donor_id].add((paper.kind, bytes(paper.hmac)))
    asked = _asked(facts)
    return [Alike(row, likenesses(asked, _known(row, papers[row.pk]))) for row in found]


def _asked(facts: DonorFacts) -> Known:
    return Known(
        name=facts.name,
        birth_date=facts.birth_date,
        birth_year=facts.year,
        sex=Sex(facts.sex) if facts.sex else None,
        phone=phone_hmac(facts.phone) if facts.phone else None,
        papers={(paper.kind, paper_hmac(paper.number)) for paper in facts.papers},
        area=facts.area.pk if facts.area else None,
    )


def _known(donor: Donor, papers: Papers) -> Known:
    return Known(
        name=donor.name,
        birth_date=donor.birth_date,
        birth_year=donor.birth_year,
        sex=Sex(donor.sex) if donor.sex else None,
        phone=bytes(donor.phone_hmac) if donor.phone_hmac is not None else None,
        papers=papers,
        area=donor.area_id,
    )
