"""Forgetting a person: the key destroyed, what was readable emptied, what is nobody's any more
kept."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, models
from django.utils.timezone import localdate

from donors.actions import bearers
from donors.actions.refusals import CareRefused, refuse_erased, refuse_names
from donors.actions.requests import CLOSED, close_request
from donors.actions.trees import hold_people
from donors.cells import donor_cells, personal
from donors.models import Deferral, Donor, FoldedName, Honour, Merge, NotSame, Paper, PersonRequest
from donors.rules.findings import Finding
from donors.rules.mentions import mentions
from donors.rules.requests import Erasure, erasure_allowed
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import digest_of
from ledger.forgetting import scrub_after_commit
from ledger.models import Submission
from words.dates import format_day
from words.sentences import gettext_noop

ERASE = "erase-donor"
# Columns of free words that stay readable, and the path from their row to the donor.
WORDS: Final[tuple[tuple[type[models.Model], tuple[str, ...], tuple[str, ...]], ...]] = (
    (Merge, ("donor", "into"), ("reason", "undone_reason")),
    (NotSame, ("one", "other"), ("reason", "undone_reason")),
    (Honour, ("donor",), ("decision", "withdrawn_reason")),
    (Deferral, ("donor",), ("withdrawn_reason",)),
    (PersonRequest, ("donor",), ("answer",)),
)


class KeptByLaw(CareRefused):
    """The record of the last donation must be kept until ``erasure.from_day``."""

    def __init__(self, erasure: Erasure) -> None:
        day = format_day(erasure.from_day) if erasure.from_day else ""
        super().__init__(
            Finding(
                "kept-by-law",
                gettext_noop(
                    "Records of a donation are kept for ten years. This file may be erased from"
                    " %(day)s; until then its use can be restricted."
                ),
                {"day": day},
            )
        )
        self.erasure = erasure


def erasure_of(files: Sequence[Donor], day: date) -> Erasure:
    """Whether a person may be forgotten on ``day``, by the last donation over all files."""
    given = [file.last_given for file in files if file.last_given is not None]
    return erasure_allowed(max(given, default=None), day)


def erase(
    *,
    by: Actor,
    key: UUID,
    donor: Donor,
    reason: str,
    request: PersonRequest | None = None,
    whole: bool = True,
) -> Receipt:
    """Forget the person of ``donor``, or with ``whole=False`` this one file: name, birth date,
    papers, phone, address, notes, occupation, organisation and evidence are gone, here and in the
    history, when the transaction is committed. Sex, year of birth, area, blood group and all
    donations stay. ``request`` is answered by it.

    Raises :class:`KeptByLaw`, ``Erased`` where nothing is left to forget, :class:`CareRefused`,
    ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> Donor:
        files = hold_people([donor.pk])
        own = next(file for file in files if file.pk == donor.pk)
        refuse_names(reason, files)
        today = localdate(submission.at)
        if not (erasure := erasure_of(files, today)).allowed:
            raise KeptByLaw(erasure)
        chosen = [file for file in (files if whole else [own]) if not file.is_erased]
        if not chosen:
            refuse_erased(own)
        answered = _request(request)
        _forget(chosen, by=by, submission=submission, reason=reason)
        if answered is not None:
            close_request(
                answered, state=PersonRequest.State.DONE.value, answer=reason, on=today, by=by,
                submission=submission,
            )  # fmt: skip
        scrub_after_commit(DEFAULT_DB_ALIAS, *_tables())
        return own

    digest = digest_of([donor.pk, reason, request.pk if request else None, whole])
    return once(key=key, by=by, action=ERASE, digest=digest, write=write)


def _request(request: PersonRequest | None) -> PersonRequest | None:
    if request is None:
        return None
    held = lock(PersonRequest.objects.all(), request.pk, version=None)
    if held.closed_on is not None and held.state != PersonRequest.State.RESTRICTED:
        raise CareRefused(CLOSED)
    return held


def _forget(files: Sequence[Donor], *, by: Actor, submission: Submission, reason: str) -> None:
    """Empty held files, each with a Change whose old values nobody can open any more."""
    full = Donor.objects.with_file().in_bulk([file.pk for file in files])
    before = {pk: donor_cells(file) for pk, file in full.items()}
    keys = {pk: personal(file) for pk, file in full.items()}
    _empty_words(list(full.values()))
    Paper.objects.filter(donor__in=full).delete()
    bearers.forget(files)
    for file in files:
        _empty(file, submission)
        leave_change(
            file, by=by, action=ERASE, before=before[file.pk], after=donor_cells(file),
            reason=reason, submission=submission, personal=keys[file.pk],
        )  # fmt: skip


def _empty(file: Donor, submission: Submission) -> None:
    file.birth_date = None
    file.occupation = file.organisation_words = file.declared_evidence = ""
    file.organisation = None
    file.phone_sealed = file.phone_hmac = file.phone_index_version = None
    file.address_sealed = file.notes_sealed = None
    file.data_key, file.erased_at = None, submission.at
    file.save()


def _empty_words(files: Sequence[Donor]) -> None:
    """Take out words that name the person: those written before the file had this name."""
    ids = [file.pk for file in files]
    for model, paths, columns in WORDS:
        about = models.Q()
        for path in paths:
            about |= models.Q(**{f"{path}__in": ids})
        for row in model._base_manager.filter(about):
            naming = [
                column
                for column in columns
                if any(mentions(getattr(row, column), file.name) for file in files)
            ]
            if naming:
                model._base_manager.filter(pk=row.pk).update(**dict.fromkeys(naming, ""))


def _tables() -> list[type[models.Model]]:
    """Where names and numbers were: the files, their names, and whatever belongs to donors, in the
    rooms above too."""
    related = [
        field.related_model
        for field in Donor._meta.get_fields(include_hidden=True)
        if field.auto_created and not field.concrete and field.related_model is not None
    ]
    return list(dict.fromkeys([Donor, FoldedName, *related]))
