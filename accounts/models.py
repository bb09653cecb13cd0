"""People with an account, what they do for which organisation, and their one-time links."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.querysets import InvitationQuerySet, MembershipQuerySet, UserQuerySet
from directory.models import Organisation
from ledger.actor import Actor
from ledger.models import Tracked
from ledger.scope import Role, Scope
from words.fields import FoldedField
from words.folding import fold


class UserManager(BaseUserManager["User"]):
    """Usernames are found folded: "Hoa.Kiến Thuỵ" and "hoa.kien thuy" are one."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, scope: Scope) -> UserQuerySet:
        return self.get_queryset().visible_to(scope)

    def manageable_by(self, scope: Scope, day: date) -> UserQuerySet:
        return self.get_queryset().manageable_by(scope, day)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(folded=fold(username or ""))

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, is_superuser=True, **fields)


class User(AbstractBaseUser, Tracked):
    """One person. What the person may see and do lies in the memberships alone."""

    username = models.CharField(_("username"), max_length=60, unique=True)
    folded = FoldedField(source="username", max_length=60, unique=True)
    full_name = models.CharField(_("full name"), max_length=150)
    folded_name = FoldedField(source="full_name", max_length=150)
    is_active = models.BooleanField(_("active"), default=True)
    is_superuser = models.BooleanField(_("superuser"), default=False)
    must_change_password = models.BooleanField(_("must change the password"), default=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        indexes = [
            # The people page, in folded order.
            models.Index(fields=["folded_name", "id"], name="user_folded_name"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def actor(self) -> Actor:
        return Actor(id=self.pk, name=str(self))

    @property
    def is_staff(self) -> bool:
        """Whether the administrators' desk opens: derived, so that it ends with the membership."""
        return self.is_superuser or (
            self.is_active
            and self.memberships.filter(role=Role.ADMINISTRATOR.value).current(localdate()).exists()
        )

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's own question; the desk asks the scope instead (``ScopedAdmin``)."""
        return self.is_active and self.is_superuser

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff


class Membership(Tracked):
    """One person does one job for one organisation, from a day, until a day (exclusive) or open."""

    ROLES = [
        (Role.RECORDER.value, _("recorder")),
        (Role.CONFIRMER.value, _("confirmer")),
        (Role.RECEIVER.value, _("receiver (role)")),
        (Role.VIEWER.value, _("viewer")),
        (Role.ADMINISTRATOR.value, _("administrator")),
    ]

    user = models.ForeignKey(
        User, models.PROTECT, related_name="memberships", verbose_name=_("user")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=15, choices=ROLES)
    valid_from = models.DateField(_("since"))
    valid_to = models.DateField(_("until (exclusive)"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                # Equal days: given by mistake and taken back before it ever counted.
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="membership_from_before_to",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.organisation}"


class Invitation(models.Model):
    """A one-time link that an administrator hands over; only the hash of its token is kept."""

    class Purpose(models.TextChoices):
        JOIN = "join", _("first password")
        RESET = "reset", _("new password")

    user = models.ForeignKey(
        User, models.PROTECT, related_name="invitations", verbose_name=_("user")
    )
    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(_("purpose"), max_length=5, choices=Purpose.choices)
    created_at = models.DateTimeField(_("made at"))
    created_by_id = models.BigIntegerField(null=True)
    created_by_name = models.CharField(_("made by"), max_length=150)
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("one-time link")
        verbose_name_plural = _("one-time links")

    def __str__(self) -> str:
        return f"{self.user} · {self.get_purpose_display()}"
