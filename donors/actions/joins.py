"""Two files of one person: joined, kept apart, and each of it taken back.

A join is an edge of a tree: ``merged_into`` of the joined file says where it leads, ``head`` of
each file of the tree where that ends. Facts never move, so that whoever takes an edge away has both
sides again as they were, whatever was joined before or after.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from donors.actions.refusals import UNDONE_ALREADY, JoinRefused, refuse_names
from donors.actions.trees import derive_heads, files_of_people, head_of, hold_people
from donors.models import Donor, Merge, NotSame, Paper
from donors.rules.findings import Finding
from donors.sealed import open_number, paper_hmacs
from ledger.actions import Receipt, leave_change, note_access, once
from ledger.actor import Actor
from ledger.cells import digest_of, plain
from ledger.models import Access, Submission
from words.sentences import gettext_noop

JOIN, SEPARATE = "join-files", "separate-files"
KEEP_APART, TAKE_BACK = "keep-files-apart", "take-back-apart"
# Kept as the reason, in the language of the house.
BY_CONSENT = "Người hiến máu đồng ý tại bàn đón tiếp"

SAME_FILE = Finding("same-file", gettext_noop("These two are one file."))
JOINED_ALREADY = Finding(
    "joined-already", gettext_noop("These two files are joined already as one person.")
)
TWO_PEOPLE = Finding(
    "two-people",
    gettext_noop("It is noted that these are two different people. Take that back first."),
)
ERASED = Finding(
    "file-erased", gettext_noop("One of the two files was erased at the donor's request.")
)
RESTRICTED = Finding(
    "file-restricted",
    gettext_noop("The donor asked that one of the two files is not used for the time being."),
)
NOTHING_TO_JOIN = Finding("nothing-to-join", gettext_noop("There is no other file to join with."))


def merge(
    *, by: Actor, key: UUID, donor: Donor, into: Donor, reason: str, with_consent: bool = False
) -> Receipt:
    """Say that ``donor`` is the same person as ``into``, whose head leads from then on. Where
    ``donor`` was joined into another file itself, that person's head is the one that is joined.

    Raises :class:`JoinRefused`, ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> Donor:
        return _join(
            donor.pk, into.pk, by=by, submission=submission, reason=reason,
            with_consent=with_consent,
        )  # fmt: skip

    digest = digest_of([donor.pk, into.pk, reason, with_consent])
    return once(key=key, by=by, action=JOIN, digest=digest, write=write)


def unmerge(*, by: Actor, key: UUID, merge: Merge, reason: str) -> Receipt:
    """Take a join back: the joined file, with what had been joined into it, is a person of its own
    again, the other side is as it was. Raises :class:`JoinRefused`, ``KeyUsedBefore``."""

    def write(submission: Submission) -> Donor:
        files = hold_people([merge.donor_id])
        decision = Merge.objects.select_for_update().get(pk=merge.pk)
        _refuse(decision.undone_at is not None, UNDONE_ALREADY)
        refuse_names(reason, files, JoinRefused)
        _undo(decision, by=by, submission=submission, reason=reason)
        joined = next(file for file in files if file.pk == decision.donor_id)
        _lead(joined, None, by=by, action=SEPARATE, reason=reason, submission=submission)
        derive_heads(files)
        return joined

    digest = digest_of([merge.pk, reason])
    return once(key=key, by=by, action=SEPARATE, digest=digest, write=write)


def join_with_consent(*, by: Actor, key: UUID, donor: Donor) -> Receipt:
    """At reception, the donor being there and agreeing: join the donor's file with the files of the
    whole nation that have one of its papers and its name or year of birth. Nobody is told which
    they are, and nobody gets to see more than before; the history counts as one.

    Leaves an Access, also where there is nothing to join: call it outside of a transaction. Raises
    :class:`JoinRefused`, ``KeyUsedBefore``.
    """
    note_access(by=by, kind=Access.Kind.JOIN, target=donor, purpose="reception")

    def write(submission: Submission) -> Donor:
        found = _same_paper(Donor.objects.get(pk=donor.pk))
        _refuse(not found, NOTHING_TO_JOIN)
        joined = _join(
            donor.pk, found[0], by=by, submission=submission, reason=BY_CONSENT, with_consent=True
        )
        for other in found[1:]:
            if other not in files_of_people([donor.pk]):
                _join(
                    other, donor.pk, by=by, submission=submission, reason=BY_CONSENT,
                    with_consent=True,
                )  # fmt: skip
        return joined

    return once(key=key, by=by, action=JOIN, digest=digest_of([donor.pk, "consent"]), write=write)


def not_same(*, by: Actor, key: UUID, one: Donor, other: Donor, reason: str = "") -> Receipt:
    """Remember that two files tell of two people: they are not proposed again.

    Raises :class:`JoinRefused`, ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> Donor:
        _refuse(one.pk == other.pk, SAME_FILE)
        files = hold_people([one.pk, other.pk])
        first, second = sorted((one.pk, other.pk), key=lambda pk: pk.int)
        by_id = {file.pk: file for file in files}
        refuse_names(reason, files, JoinRefused)
        _refuse(head_of(by_id[first]) == head_of(by_id[second]), JOINED_ALREADY)
        _refuse(_kept_apart([first], [second]), TWO_PEOPLE)
        NotSame.objects.create(
            one_id=first, other_id=second, at=submission.at, actor_id=by.id, actor_name=by.name,
            reason=reason,
        )  # fmt: skip
        return by_id[one.pk]

    pair = sorted([str(one.pk), str(other.pk)])
    return once(key=key, by=by, action=KEEP_APART, digest=digest_of([pair, reason]), write=write)


def take_back(*, by: Actor, key: UUID, pair: NotSame, reason: str = "") -> Receipt:
    """Take back that two files tell of two people. Raises :class:`JoinRefused`,
    ``KeyUsedBefore``."""

    def write(submission: Submission) -> Donor:
        files = hold_people([pair.one_id, pair.other_id])
        decision = NotSame.objects.select_for_update().get(pk=pair.pk)
        _refuse(decision.undone_at is not None, UNDONE_ALREADY)
        refuse_names(reason, files, JoinRefused)
        _undo(decision, by=by, submission=submission, reason=reason)
        return next(file for file in files if file.pk == pair.one_id)

    return once(key=key, by=by, action=TAKE_BACK, digest=digest_of([pair.pk, reason]), write=write)


def join_refusal(one: Donor, other: Donor) -> Finding | None:
    """Why two files cannot be joined, as they are read; None where they can."""
    if one.pk == other.pk:
        return SAME_FILE
    if head_of(one) == head_of(other):
        return JOINED_ALREADY
    if one.is_erased or other.is_erased:
        return ERASED
    if one.restricted_at or other.restricted_at:
        return RESTRICTED
    if _kept_apart(files_of_people([one.pk]), files_of_people([other.pk])):
        return TWO_PEOPLE
    return None


def _join(
    donor: UUID, into: UUID, *, by: Actor, submission: Submission, reason: str, with_consent: bool
) -> Donor:
    _refuse(donor == into, SAME_FILE)
    files = hold_people([donor, into])
    by_id = {file.pk: file for file in files}
    if (finding := join_refusal(by_id[donor], by_id[into])) is not None:
        raise JoinRefused(finding)
    refuse_names(reason, files, JoinRefused)
    joined = by_id[head_of(by_id[donor])]
    Merge.objects.create(
        donor=joined, into_id=into, at=submission.at, actor_id=by.id, actor_name=by.name,
        reason=reason, with_consent=with_consent,
    )  # fmt: skip
    _lead(joined, by_id[into], by=by, action=JOIN, reason=reason, submission=submission)
    derive_heads(files)
    return joined


def _lead(
    joined: Donor,
    into: Donor | None,
    *,
    by: Actor,
    action: str,
    reason: str,
    submission: Submission,
) -> None:
    """Let the file lead to another, or to none, with its Change."""
    before = {"merged_into": plain(joined.merged_into)}
    joined.merged_into = into
    joined.head_id = head_of(into) if into else None
    joined.save(update_fields=["merged_into", "head"])
    leave_change(
        joined, by=by, action=action, before=before, after={"merged_into": plain(into)},
        reason=reason, submission=submission,
    )  # fmt: skip


def _same_paper(donor: Donor) -> list[UUID]:
    """Files of other people, as far as is known, with a paper of this donor, and the name or the
    year of birth of this donor; nothing erased or restricted."""
    if donor.is_erased:
        return []
    papers = Q(pk__in=[])
    for paper in donor.papers.all():
        papers |= Q(kind=paper.kind, hmac__in=paper_hmacs(open_number(donor, paper)))
    alike = Q(pk__in=[])
    if donor.name_key_id is not None:
        alike |= Q(name_key=donor.name_key_id)
    if donor.birth_year is not None:
        alike |= Q(birth_year=donor.birth_year)
    rows = Donor.objects.filter(
        alike,
        pk__in=Paper.objects.filter(papers).values("donor"),
        data_key__isnull=False,
        restricted_at__isnull=True,
    ).exclude(pk__in=files_of_people([donor.pk]))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _kept_apart(some: Iterable[UUID], others: Iterable[UUID]) -> bool:
    some, others = list(some), list(others)
    pairs = NotSame.objects.filter(undone_at__isnull=True)
    either = Q(one__in=some, other__in=others) | Q(one__in=others, other__in=some)
    return pairs.filter(either).exists()


def _undo(decision: Merge | NotSame, *, by: Actor, submission: Submission, reason: str) -> None:
    decision.undone_at = submission.at
    decision.undone_by_id, decision.undone_by_name = by.id, by.name
    decision.undone_reason = reason
    decision.save(update_fields=["undone_at", "undone_by_id", "undone_by_name", "undone_reason"])


def _refuse(condition: bool, finding: Finding) -> None:
    if condition:
        raise JoinRefused(finding)
