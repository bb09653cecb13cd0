"""Writing to the ledger: submissions once, changes with every save, accesses."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from ledger.actor import Actor
from ledger.cells import Cells, differences
from ledger.models import Access, Change, Submission, Tracked
from ledger.personal import Personal, context_of, take_out

RECEIPT_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without 0 O 1 I L U: read aloud by phone
DRAWS = 10
TrackedRecord = TypeVar("TrackedRecord", bound=Tracked)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a person keeps of a save. ``repeated``: the same post had been answered before."""

    code: str
    at: datetime
    target_label: str
    target_id: str
    repeated: bool = False


class KeyUsedBefore(Exception):
    """The same form was posted again with other values; nothing was written."""

    def __init__(self, earlier: Submission) -> None:
        super().__init__(f"key of {earlier.receipt} posted again with other values")
        self.earlier = earlier


class Stale(Exception):
    """Somebody saved the record since the form was opened; nothing was written."""

    def __init__(self, record: Tracked, opened_version: int) -> None:
        super().__init__(f"{record} is at version {record.version}, not {opened_version}")
        self.record = record
        self.opened_version = opened_version


def label_of(record: models.Model | type[models.Model]) -> str:
    return record._meta.label_lower


def new_receipt_code(at: datetime) -> str:
    """``GH-2411-7K4QX``: year and month, then five letters that cannot be misheard."""
    serial = "".join(secrets.choice(RECEIPT_ALPHABET) for _ in range(5))
    return f"GH-{timezone.localtime(at):%y%m}-{serial}"


def once(
    *,
    key: UUID,
    by: Actor,
    action: str,
    digest: str,
    write: Callable[[Submission], Tracked],
) -> Receipt:
    """Run ``write`` in one transaction, at most once for ``key``.

    The submission is inserted first, so that of two equal posts at the same moment the second
    waits for the first and gets its answer. Raises :class:`KeyUsedBefore` when the key comes with
    other values or from another person; whatever ``write`` raises leaves nothing behind.
    """
    with transaction.atomic():
        submission = _insert(key=key, by=by, action=action, digest=digest, at=timezone.now())
        if submission is None:
            return _earlier_answer(key=key, by=by, action=action, digest=digest)
        record = write(submission)
        submission.target_label = label_of(record)
        submission.target_id = str(record.pk)
        submission.save(update_fields=["target_label", "target_id"])
    return _receipt(submission, repeated=False)


def _insert(*, key: UUID, by: Actor, action: str, digest: str, at: datetime) -> Submission | None:
    """The new submission, None when the key was used before. Codes of receipts are drawn by lot:
    one that is taken is drawn again."""
    for draws_left in reversed(range(DRAWS)):
        try:
            with transaction.atomic():
                return Submission.objects.create(
                    key=key,
                    actor_id=by.id,
                    actor_name=by.name,
                    action=action,
                    digest=digest,
                    receipt=new_receipt_code(at),
                    at=at,
                )
        except IntegrityError:
            if Submission.objects.filter(key=key).exists():
                return None
            if not draws_left:
                raise
    return None


def _earlier_answer(*, key: UUID, by: Actor, action: str, digest: str) -> Receipt:
    earlier = Submission.objects.get(key=key)
    if (earlier.actor_id, earlier.action, earlier.digest) != (by.id, action, digest):
        raise KeyUsedBefore(earlier)
    return _receipt(earlier, repeated=True)


def _receipt(submission: Submission, *, repeated: bool) -> Receipt:
    return Receipt(
        code=submission.receipt,
        at=submission.at,
        target_label=submission.target_label,
        target_id=submission.target_id,
        repeated=repeated,
    )


def lock(
    records: models.QuerySet[TrackedRecord], pk: object, *, version: int | None
) -> TrackedRecord:
    """The record, held for this transaction. Raises :class:`Stale` when it is past ``version``;
    ``None`` skips the comparison. Call inside ``transaction.atomic``, on SQLite too."""
    if not transaction.get_connection(records.db).in_atomic_block:
        message = "lock() outside transaction.atomic holds nothing"
        raise transaction.TransactionManagementError(message)
    # Held alone first and read after: a row read while waiting would come with its neighbours of
    # before the wait, and a query with joins or DISTINCT could not be held at all.
    held = records.model._base_manager.using(records.db).select_for_update()
    held.only("pk").get(pk=pk)
    record = records.get(pk=pk)
    if version is not None and record.version != version:
        raise Stale(record, version)
    return record


def leave_change(
    record: Tracked,
    *,
    by: Actor,
    action: str,
    before: Cells,
    after: Cells,
    reason: str = "",
    submission: Submission | None = None,
    personal: Personal | None = None,
) -> Change | None:
    """Raise the record's version and leave its Change; nothing happens when no cell differs.

    The record is already saved; only its version column is written here. The cells that
    ``personal`` names are kept sealed. Raises :class:`Stale` when another save came between, which
    :func:`lock` prevents.
    """
    cells = differences(before, after)
    if not cells:
        return None
    label, pk, opened = label_of(record), str(record.pk), record.version
    sealed: bytes | None = None
    if personal is not None:
        cells, sealed = take_out(cells, personal, context=context_of(label, pk, opened + 1))
    saved = type(record)._base_manager.filter(pk=record.pk)
    if not saved.filter(version=opened).update(version=opened + 1):
        raise Stale(saved.get(), opened)
    record.version = opened + 1
    return Change.objects.create(
        target_label=label,
        target_id=pk,
        version=record.version,
        at=submission.at if submission else timezone.now(),
        actor_id=by.id,
        actor_name=by.name,
        action=action,
        reason=reason,
        cells=cells,
        sealed=sealed,
        submission=submission,
    )


def note_access(
    *,
    by: Actor,
    kind: Access.Kind,
    target: models.Model,
    purpose: str = "",
    recipient: str = "",
    count: int = 1,
) -> Access:
    """Leave a trace of a look at something protected."""
    return Access.objects.create(
        at=timezone.now(),
        actor_id=by.id,
        actor_name=by.name,
        kind=kind,
        target_label=label_of(target),
        target_id=str(target.pk),
        purpose=purpose,
        recipient=recipient,
        count=count,
    )
