"""Every write to people, memberships and one-time links."""

import hashlib
import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from axes.utils import reset as forgive_failed_logins
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Invitation, Membership, User
from accounts.querysets import grantable_by
from directory.models import Organisation
from ledger.actions import Receipt, leave_change, lock, note_access, once
from ledger.actor import SYSTEM, Actor
from ledger.cells import cells_of, digest_of
from ledger.models import Access, Submission
from ledger.scope import EVERYTHING, Role, Scope
from words.folding import nfc

ADD_PERSON = "add-person"
EDIT_PERSON = "edit-person"
GRANT = "grant-membership"
END = "end-membership"
LOCK = "lock-account"
OPEN = "open-account"
LINK_LIFE = timedelta(days=7)


class BeyondScope(Exception):
    """The administrator would reach further than the own scope, or into the own account."""


class LinkNotUsable(Exception):
    """The one-time link was used, replaced or has run out."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a membership gives: a role at an organisation in ``[valid_from, valid_to)``."""

    organisation: Organisation
    role: Role
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonValues:
    """What is said of an account; roles are its memberships."""

    username: str
    full_name: str
    is_active: bool = True
    is_superuser: bool = False
    must_change_password: bool = False


def add_person(
    *, by: Actor, scope: Scope, key: UUID, username: str, full_name: str, job: Job
) -> tuple[User, Receipt]:
    """A new person with a first membership; without a password until a one-time link is used."""
    _within(scope, job.organisation)
    username, full_name = nfc(username), nfc(full_name)

    def write(submission: Submission) -> User:
        user = User(username=username, full_name=full_name)
        user.set_unusable_password()
        user.save()
        leave_change(
            user, by=by, action=ADD_PERSON, before={}, after=cells_of(user),
            submission=submission,
        )  # fmt: skip
        _add_membership(user, job, by=by, submission=submission)
        return user

    receipt = once(
        key=key,
        by=by,
        action=ADD_PERSON,
        digest=digest_of([username, full_name, *_values(job)]),
        write=write,
    )
    return User.objects.get(pk=receipt.target_id), receipt


def edit_person(
    *,
    by: Actor,
    scope: Scope,
    key: UUID,
    user: User,
    version: int | None,
    values: PersonValues,
    reason: str,
) -> Receipt:
    """Mend how a person is called and what the account may. Only a superuser makes superusers.
    Raises :class:`BeyondScope`, ``Stale`` or ``KeyUsedBefore``."""

    def write(submission: Submission) -> User:
        held = _managed(scope, by, user, version)
        if values.is_superuser != held.is_superuser and not scope.everything:
            raise BeyondScope
        before = cells_of(held)
        for name, value in asdict(values).items():
            setattr(held, name, value)
        held.save(update_fields=[*asdict(values), "folded", "folded_name"])
        leave_change(
            held, by=by, action=EDIT_PERSON, before=before, after=cells_of(held),
            reason=reason, submission=submission,
        )  # fmt: skip
        return held

    digest = digest_of([user.pk, version, values, reason])
    return once(key=key, by=by, action=EDIT_PERSON, digest=digest, write=write)


def grant_membership(
    *, by: Actor, scope: Scope, key: UUID, user: User, job: Job
) -> tuple[Membership, Receipt]:
    """One more job for a person. Nobody grants beyond the own scope, nor to oneself."""
    _within(scope, job.organisation)
    _not_oneself(by, user)
    if user.is_superuser and not scope.everything:
        raise BeyondScope

    receipt = once(
        key=key,
        by=by,
        action=GRANT,
        digest=digest_of([user.pk, *_values(job)]),
        write=lambda submission: _add_membership(user, job, by=by, submission=submission),
    )
    return Membership.objects.with_links().get(pk=receipt.target_id), receipt


def end_membership(
    *,
    by: Actor,
    scope: Scope,
    key: UUID,
    membership: Membership,
    version: int | None,
    ends_on: date,
    reason: str,
) -> Receipt:
    """``ends_on`` becomes the first day on which the membership gives nothing. Raises
    :class:`BeyondScope`, ``Stale`` or ``KeyUsedBefore``."""

    def write(submission: Submission) -> Membership:
        held = lock(Membership.objects.with_links(), membership.pk, version=version)
        _not_oneself(by, held.user)
        if not Membership.objects.editable_by(scope).filter(pk=held.pk).exists():
            raise BeyondScope
        before = cells_of(held)
        held.valid_to = max(ends_on, held.valid_from)
        held.save(update_fields=["valid_to"])
        leave_change(
            held, by=by, action=END, before=before, after=cells_of(held), reason=reason,
            submission=submission,
        )  # fmt: skip
        return held

    digest = digest_of([membership.pk, version, ends_on, reason])
    return once(key=key, by=by, action=END, digest=digest, write=write)


def set_active(
    *,
    by: Actor,
    scope: Scope,
    key: UUID,
    user: User,
    version: int | None,
    active: bool,
    reason: str,
) -> Receipt:
    """Lock an account, or open it again; a locked one is out at its next request. Raises
    :class:`BeyondScope`, ``Stale`` or ``KeyUsedBefore``."""
    action = OPEN if active else LOCK

    def write(submission: Submission) -> User:
        held = _managed(scope, by, user, version)
        before = cells_of(held)
        held.is_active = active
        held.save(update_fields=["is_active"])
        leave_change(
            held, by=by, action=action, before=before, after=cells_of(held), reason=reason,
            submission=submission,
        )  # fmt: skip
        return held

    digest = digest_of([user.pk, version, active, reason])
    return once(key=key, by=by, action=action, digest=digest, write=write)


def make_link(*, by: Actor, scope: Scope, user: User, at: datetime) -> tuple[Invitation, str]:
    """A new one-time link and its token, which is nowhere kept; earlier ones end."""
    with transaction.atomic():
        held = _managed(scope, by, user, None)
        joined = held.has_usable_password()
        held.invitations.usable(at).update(expires_at=at)
        token = secrets.token_urlsafe(32)
        invitation = Invitation.objects.create(
            user=held,
            token_hash=hash_of(token),
            purpose=Invitation.Purpose.RESET if joined else Invitation.Purpose.JOIN,
            created_at=at,
            created_by_id=by.id,
            created_by_name=by.name,
            expires_at=at + LINK_LIFE,
        )
        note_access(by=by, kind=Access.Kind.LINK, target=held, recipient=held.full_name)
    return invitation, token


def use_link(*, invitation: Invitation, password: str, at: datetime) -> User:
    """Set the password with a link, once. Raises :class:`LinkNotUsable`; of two posts at the same
    moment one wins."""
    with transaction.atomic():
        # The account is held first, and the condition stands on the link's own columns: an update
        # that reads another table would let two posts through on PostgreSQL.
        user = lock(User.objects.get_queryset(), invitation.user_id, version=None)
        link = Invitation.objects.filter(pk=invitation.pk, used_at=None, expires_at__gt=at)
        if not user.is_active or not link.update(used_at=at):
            raise LinkNotUsable
        _set_password(user, password, action="use-link", at=at)
    forgive_failed_logins(username=user.username)
    return user


def change_password(*, user: User, password: str, at: datetime) -> User:
    with transaction.atomic():
        held = lock(User.objects.get_queryset(), user.pk, version=None)
        _set_password(held, password, action="change-password", at=at)
    return held


def first_administrator(*, at: datetime) -> tuple[User, str] | None:
    """The superuser "admin" and the token of the first link. None when anybody could already log
    in; where the first link was never used, a new one takes its place."""
    with transaction.atomic():
        user = User.objects.first()
        if user is None:
            user = User.objects.create_superuser("admin", full_name=_("System administrator"))
            leave_change(
                user, by=SYSTEM, action="first-administrator", before={}, after=cells_of(user)
            )
        elif User.objects.count() > 1 or not user.is_superuser or user.has_usable_password():
            return None
        invitation, token = make_link(by=SYSTEM, scope=EVERYTHING, user=user, at=at)
    return invitation.user, token


def hash_of(token: str) -> str:
    """Tokens have 256 random bits: a plain hash tells nothing about them."""
    return hashlib.sha256(token.encode()).hexdigest()


def _values(job: Job) -> list[object]:
    return [job.organisation.pk, job.role.value, job.valid_from, job.valid_to]


def _within(scope: Scope, organisation: Organisation) -> None:
    if not grantable_by(scope).filter(pk=organisation.pk).exists():
        raise BeyondScope


def _not_oneself(by: Actor, user: User) -> None:
    if by.id is not None and by.id == user.pk:
        raise BeyondScope


def _managed(scope: Scope, by: Actor, user: User, version: int | None) -> User:
    """The account, held, if the administrator may manage it."""
    _not_oneself(by, user)
    held = lock(User.objects.get_queryset(), user.pk, version=version)
    day = timezone.localdate()
    if not User.objects.manageable_by(scope, day).filter(pk=held.pk).exists():
        raise BeyondScope
    return held


def _add_membership(user: User, job: Job, *, by: Actor, submission: Submission) -> Membership:
    membership = Membership.objects.create(
        user=user,
        organisation=job.organisation,
        role=job.role.value,
        valid_from=job.valid_from,
        valid_to=job.valid_to,
    )
    leave_change(
        membership, by=by, action=GRANT, before={}, after=cells_of(membership),
        submission=submission,
    )  # fmt: skip
    return membership


def _set_password(user: User, password: str, *, action: str, at: datetime) -> None:
    """What a history shows of a password is when it was set."""
    before = cells_of(user)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    after = cells_of(user) | {"password": at.isoformat()}
    leave_change(user, by=user.actor, action=action, before=before, after=after)
