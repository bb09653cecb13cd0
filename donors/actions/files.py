"""Entering donors and mending their files."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects

from directory.models import Organisation
from donors.actions import bearers, custody
from donors.actions.refusals import Erased
from donors.cells import donor_cells, personal
from donors.facts import DonorFacts, NewDonor, PaperFacts
from donors.models import Custody, Donor, NotSame, Paper
from donors.rules.codes import new_code
from donors.rules.papers import PaperKind, hint, normalise
from donors.sealed import (
    ADDRESS,
    NOTES,
    PHONE,
    open_number,
    paper_hmac,
    phone_hmac,
    seal_cell,
    seal_number,
)
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.batches import Saved, leave_changes
from ledger.models import Submission
from ledger.seals import index_version, keyed_digest, new_data_key

__all__ = [
    "DonorFacts",
    "Erased",
    "NewDonor",
    "PaperFacts",
    "create_donor",
    "create_donors",
    "edit_donor",
    "enter_donor",
]

ENTER, EDIT = "enter-donor", "edit-donor"
DRAWS = 10
BATCH = 500
COLUMNS = (
    "birth_date", "sex", "occupation", "area", "blood_group", "blood_group_source",
    "declared_count", "declared_evidence",
)  # fmt: skip


def enter_donor(
    *,
    by: Actor,
    key: UUID,
    keeper: Organisation,
    facts: DonorFacts,
    others: Sequence[UUID] = (),
) -> Receipt:
    """Enter one donor, whose id is ``key``; ``others`` are files that look alike and were found to
    tell of other people. Raises ``KeyUsedBefore``."""

    def write(submission: Submission) -> Donor:
        donor = create_donor(id=key, facts=facts, keeper=keeper, by=by, submission=submission)
        _keep_apart(donor, others, by, submission.at)
        return donor

    digest = keyed_digest([keeper, *_told(facts)])
    return once(key=key, by=by, action=ENTER, digest=digest, write=write)


def edit_donor(
    *,
    by: Actor,
    key: UUID,
    donor: Donor,
    version: int | None,
    facts: DonorFacts,
    reason: str = "",
    others: Sequence[UUID] = (),
) -> Receipt:
    """Put the facts into a donor's file, papers that are no longer among them removed; ``others``
    as in :func:`enter_donor`.

    Raises :class:`Erased`, ``Stale`` and ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> Donor:
        current = lock(Donor.objects.with_file(), donor.pk, version=version)
        if current.is_erased:
            raise Erased(str(current))
        before = donor_cells(current)
        _put_facts(current, facts)
        current.save()
        Custody.objects.filter(donor=current).update(birth_year=current.birth_year)
        if current.name != facts.name:
            bearers.rename(current, facts.name)
        _put_papers(current, facts.papers)
        _keep_apart(current, others, by, submission.at)
        leave_change(
            current, by=by, action=EDIT, before=before, after=donor_cells(current),
            reason=reason, submission=submission, personal=personal(current),
        )  # fmt: skip
        return current

    digest = keyed_digest([donor.pk, version, reason, *_told(facts)])
    return once(key=key, by=by, action=EDIT, digest=digest, write=write)


def _told(facts: DonorFacts) -> tuple[DonorFacts, list[PaperFacts]]:
    """The facts, equal however often and in whichever order a paper stands among them."""
    papers = sorted(_unlike(facts.papers), key=lambda paper: (paper.kind, paper.number))
    return replace(facts, papers=()), papers


def create_donor(
    *,
    id: UUID,  # noqa: A002  (the id of the file, as rows and forms call it)
    facts: DonorFacts,
    keeper: Organisation,
    by: Actor,
    submission: Submission,
) -> Donor:
    """Make one file inside an open transaction; see :func:`create_donors`."""
    (donor,) = create_donors([NewDonor(id, facts)], keeper=keeper, by=by, submission=submission)
    return donor


def create_donors(
    rows: Sequence[NewDonor], *, keeper: Organisation, by: Actor, submission: Submission
) -> list[Donor]:
    """Make the files of a whole list inside an open transaction, known to ``keeper``.

    The folded names stay held until the transaction ends, in their order: hold drive, day and known
    donors before. Raises IntegrityError for an id that has a file.
    """
    donors = [_new(row, keeper, submission.at) for row in rows]
    bearers.enter(donors)
    _insert(donors)
    papers = [
        _paper(donor, paper)
        for donor, row in zip(donors, rows, strict=True)
        for paper in _unlike(row.facts.papers)
    ]
    Paper.objects.bulk_create(papers, batch_size=BATCH)
    custody.take(donors, keeper, Custody.How.ENTERED, submission.at)
    prefetch_related_objects(donors, "papers")
    saved = [Saved(donor, {}, donor_cells(donor), personal(donor)) for donor in donors]
    leave_changes(saved, by=by, action=ENTER, submission=submission)
    return donors


def _new(row: NewDonor, keeper: Organisation, at: datetime) -> Donor:
    donor = Donor(
        id=row.id, name=row.facts.name, keeper=keeper, entered_at=at, data_key=new_data_key()
    )
    _put_facts(donor, row.facts)
    return donor


def _put_facts(donor: Donor, facts: DonorFacts) -> None:
    """All but the name and the papers, which have tables of their own."""
    for column in COLUMNS:
        setattr(donor, column, getattr(facts, column))
    donor.birth_year = facts.year
    donor.organisation = facts.organisation.record
    donor.organisation_words = facts.organisation.words
    donor.phone_sealed = seal_cell(donor, PHONE, facts.phone)
    donor.phone_hmac = phone_hmac(facts.phone) if facts.phone else None
    donor.phone_index_version = index_version() if facts.phone else None
    donor.address_sealed = seal_cell(donor, ADDRESS, facts.address)
    donor.notes_sealed = seal_cell(donor, NOTES, facts.notes)


def _insert(donors: Sequence[Donor]) -> None:
    """Save new donors under codes drawn by lot; codes that are taken are drawn again."""
    chance = random.SystemRandom()
    for draws_left in reversed(range(DRAWS)):
        drawn: dict[str, Donor] = {}
        for donor in donors:
            while (code := new_code(chance)) in drawn:
                continue
            donor.code = code
            drawn[code] = donor
        try:
            with transaction.atomic():
                Donor.objects.bulk_create(donors, batch_size=BATCH)
        except IntegrityError:
            is_there = Donor.objects.filter(pk__in=[donor.pk for donor in donors]).exists()
            if is_there or not draws_left:
                raise
        else:
            return


def _paper(donor: Donor, facts: PaperFacts) -> Paper:
    return Paper(
        donor=donor,
        kind=facts.kind,
        sealed=seal_number(donor, facts.kind, facts.number),
        hmac=paper_hmac(facts.number),
        index_version=index_version(),
        hint=hint(facts.number),
    )


def _unlike(papers: Sequence[PaperFacts]) -> list[PaperFacts]:
    """Each paper once, as it is kept. Raises ``NotAPaper`` for what no form let through."""
    kept: Mapping[tuple[str, str], PaperFacts] = {
        (paper.kind, number): PaperFacts(paper.kind, number)
        for paper in papers
        for number in [normalise(PaperKind(paper.kind), paper.number)]
    }
    return list(kept.values())


def _put_papers(donor: Donor, wanted: Sequence[PaperFacts]) -> None:
    there = {(paper.kind, open_number(donor, paper)): paper for paper in donor.papers.all()}
    kept = {(paper.kind, paper.number): paper for paper in _unlike(wanted)}
    gone = [paper.pk for key, paper in there.items() if key not in kept]
    Paper.objects.filter(pk__in=gone).delete()
    Paper.objects.bulk_create(_paper(donor, kept[key]) for key in kept if key not in there)


def _keep_apart(donor: Donor, others: Sequence[UUID], by: Actor, at: datetime) -> None:
    """Remember that these are other people: they are not proposed again."""
    pairs = (sorted((donor.pk, other), key=lambda pk: pk.int) for other in others)
    NotSame.objects.bulk_create(
        (
            NotSame(one_id=one, other_id=other, at=at, actor_id=by.id, actor_name=by.name)
            for one, other in pairs
        ),
        ignore_conflicts=True,
    )
