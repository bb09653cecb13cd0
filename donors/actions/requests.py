"""What donors ask of those who keep their data: written down, acknowledged, answered."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.utils.timezone import localdate

from directory.models import Organisation
from donors.actions.refusals import DAY_TO_COME, CareRefused, refuse_erased, refuse_names
from donors.actions.trees import hold_people
from donors.models import Donor, PersonRequest
from donors.rules.findings import Finding
from donors.rules.requests import RequestKind, acknowledge_by, due_on
from ledger.actions import Receipt, leave_change, lock, once
from ledger.actor import Actor
from ledger.cells import Cells, cells_of, digest_of, plain
from ledger.models import Submission
from words.sentences import gettext_noop

REGISTER, ACKNOWLEDGE, ANSWER, REOPEN = (
    "register-request", "acknowledge-request", "answer-request", "reopen-request",
)  # fmt: skip
RESTRICT, LIFT = "restrict-donor", "lift-restriction"

Kind, State = PersonRequest.Kind, PersonRequest.State
BEFORE_RECEIVED = Finding(
    "before-received", gettext_noop("This day is before the one on which the request came.")
)
CLOSED = Finding("request-closed", gettext_noop("This request was answered already."))
NOT_CLOSED = Finding("request-not-closed", gettext_noop("This request is not answered yet."))
ERASED_ALREADY = Finding(
    "request-erased", gettext_noop("The file was erased for this request; that cannot be undone.")
)
NOT_BY_WORDS = Finding(
    "erase-first", gettext_noop("An erasure is done by erasing the file, not by an answer alone.")
)


def register_request(
    *, by: Actor, key: UUID, donor: Donor, keeper: Organisation, kind: str, received_on: date
) -> Receipt:
    """Write down what a donor asked on a day; both days to keep are reckoned from it.

    Raises ``Erased``, :class:`CareRefused`, ``KeyUsedBefore``.
    """

    def write(submission: Submission) -> PersonRequest:
        current = lock(Donor.objects.all(), donor.pk, version=None)
        refuse_erased(current)
        if received_on > localdate(submission.at):
            raise CareRefused(DAY_TO_COME)
        request = PersonRequest(
            donor=current, keeper=keeper, kind=kind, received_on=received_on,
            acknowledge_by=acknowledge_by(received_on),
            due_on=due_on(RequestKind(kind), received_on),
        )  # fmt: skip
        return _save(request, {}, REGISTER, by=by, submission=submission)

    digest = digest_of([donor.pk, keeper, kind, received_on])
    return once(key=key, by=by, action=REGISTER, digest=digest, write=write)


def acknowledge_request(
    *, by: Actor, key: UUID, request: PersonRequest, version: int | None, on: date
) -> Receipt:
    """Write down that the donor was told that the request is being seen to. Raises ``Stale``,
    :class:`CareRefused`, ``KeyUsedBefore``."""

    def write(submission: Submission) -> PersonRequest:
        current = _open(request, version, on=on, submission=submission)
        before = cells_of(current)
        current.acknowledged_on, current.state = on, State.ACKNOWLEDGED.value
        return _save(current, before, ACKNOWLEDGE, by=by, submission=submission)

    digest = digest_of([request.pk, version, on])
    return once(key=key, by=by, action=ACKNOWLEDGE, digest=digest, write=write)


def answer_request(
    *,
    by: Actor,
    key: UUID,
    request: PersonRequest,
    version: int | None,
    state: str,
    answer: str,
    on: date,
) -> Receipt:
    """Close a request: done, restricted (to be erased later) or refused, with what the donor was
    told. A restriction that is granted restricts all files of the person.

    Raises ``Stale``, :class:`CareRefused`, ``KeyUsedBefore``; an erasure is done by
    ``donors.actions.erasure.erase``.
    """

    def write(submission: Submission) -> PersonRequest:
        files = hold_people([request.donor_id])
        refuse_names(answer, files)
        current = _open(request, version, on=on, submission=submission)
        if current.kind == Kind.ERASURE and state == State.DONE:
            raise CareRefused(NOT_BY_WORDS)
        asked = current.kind == Kind.RESTRICTION and state == State.DONE
        if asked or state == State.RESTRICTED:
            put_restriction(files, True, by=by, submission=submission, reason=answer)
        return close_request(
            current, state=state, answer=answer, on=on, by=by, submission=submission
        )

    digest = digest_of([request.pk, version, state, answer, on])
    return once(key=key, by=by, action=ANSWER, digest=digest, write=write)


def close_request(
    request: PersonRequest,
    *,
    state: str,
    answer: str,
    on: date,
    by: Actor,
    submission: Submission,
) -> PersonRequest:
    """Write the answer of a request that the open transaction holds."""
    before = cells_of(request)
    request.state, request.answer, request.closed_on = state, answer, on
    return _save(request, before, ANSWER, by=by, submission=submission)


def reopen_request(
    *, by: Actor, key: UUID, request: PersonRequest, version: int | None, reason: str
) -> Receipt:
    """Take an answer back that was written by mistake. A restriction that came with it is lifted
    by itself. Raises ``Stale``, :class:`CareRefused`, ``KeyUsedBefore``."""

    def write(submission: Submission) -> PersonRequest:
        files = hold_people([request.donor_id])
        refuse_names(reason, files)
        current = lock(PersonRequest.objects.all(), request.pk, version=version)
        if current.closed_on is None:
            raise CareRefused(NOT_CLOSED)
        if current.kind == Kind.ERASURE and current.state == State.DONE:
            raise CareRefused(ERASED_ALREADY)
        before = cells_of(current)
        is_known = current.acknowledged_on is not None
        current.state = State.ACKNOWLEDGED.value if is_known else State.OPEN.value
        current.closed_on, current.answer = None, ""
        return _save(current, before, REOPEN, by=by, submission=submission, reason=reason)

    digest = digest_of([request.pk, version, reason])
    return once(key=key, by=by, action=REOPEN, digest=digest, write=write)


def lift_restriction(*, by: Actor, key: UUID, donor: Donor, reason: str) -> Receipt:
    """Let all files of a person be used again, as the donor wishes. Raises :class:`CareRefused`,
    ``KeyUsedBefore``."""

    def write(submission: Submission) -> Donor:
        files = hold_people([donor.pk])
        refuse_names(reason, files)
        put_restriction(files, False, by=by, submission=submission, reason=reason)
        return next(file for file in files if file.pk == donor.pk)

    digest = digest_of([donor.pk, reason])
    return once(key=key, by=by, action=LIFT, digest=digest, write=write)


def put_restriction(
    files: Collection[Donor], restricted: bool, *, by: Actor, submission: Submission, reason: str
) -> None:
    """Restrict held files, or lift that, each with its Change; those that are so already stay."""
    for file in files:
        if (file.restricted_at is not None) == restricted:
            continue
        before = {"restricted_at": plain(file.restricted_at)}
        file.restricted_at = submission.at if restricted else None
        file.save(update_fields=["restricted_at"])
        leave_change(
            file, by=by, action=RESTRICT if restricted else LIFT, before=before,
            after={"restricted_at": plain(file.restricted_at)}, reason=reason,
            submission=submission,
        )  # fmt: skip


def _open(
    request: PersonRequest, version: int | None, *, on: date, submission: Submission
) -> PersonRequest:
    """The open request, held, for something that was done ``on`` a day."""
    current = lock(PersonRequest.objects.all(), request.pk, version=version)
    if current.closed_on is not None:
        raise CareRefused(CLOSED)
    if on > localdate(submission.at):
        raise CareRefused(DAY_TO_COME)
    if on < current.received_on:
        raise CareRefused(BEFORE_RECEIVED)
    return current


def _save(
    request: PersonRequest,
    before: Cells,
    action: str,
    *,
    by: Actor,
    submission: Submission,
    reason: str = "",
) -> PersonRequest:
    request.save()
    leave_change(
        request, by=by, action=action, before=before, after=cells_of(request), reason=reason,
        submission=submission,
    )  # fmt: skip
    return request
