"""People and what they do, on the desk."""

from typing import Any, cast
from uuid import uuid4

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.forms import free_username
from accounts.models import Invitation, Membership, User
from accounts.querysets import grantable_by
from ledger.actions import Receipt
from ledger.desk import DeskForm, Given, ReadOnlyAdmin, Refused, ScopedAdmin, ScopedInline
from ledger.requests import HouseRequest
from ledger.scope import Role, Scope


def _beyond() -> Refused:
    return Refused(gettext("This lies beyond your scope, or is your own account."))


class PersonDeskForm(DeskForm):
    def clean_username(self) -> str:
        return free_username(self.cleaned_data["username"], besides=self.instance)


class MembershipInline(ScopedInline):
    model = Membership
    fk_name = "user"
    fields = ["organisation", "role", "valid_from", "valid_to"]
    readonly_fields = ["organisation", "role", "valid_from", "valid_to"]
    verbose_name_plural = _("roles")

    def get_queryset(self, request: HttpRequest) -> Any:
        scope = cast(HouseRequest, request).scope
        return Membership.objects.visible_to(scope).with_links()


@admin.register(User)
class UserAdmin(ScopedAdmin[User]):
    form = PersonDeskForm
    list_display = ["full_name", "username", "is_active", "last_login"]
    list_filter = ["is_active"]
    ordering = ["folded_name", "pk"]
    search_fields = ["folded_name", "folded"]
    fields = ["full_name", "username", "is_active", "must_change_password", "last_login"]
    readonly_fields = ["last_login"]
    inlines = [MembershipInline]
    actions = ["lock_accounts", "open_accounts"]

    def changeable(self, scope: Scope) -> Any:
        return User.objects.manageable_by(scope, localdate())

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.pk == request.user.pk:
            return False
        return super().has_change_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fields = list(super().get_fields(request, obj))
        return [*fields, "is_superuser"] if self.scope(request).everything else fields

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A person is added with a first role, on the page of people."""
        return HttpResponseRedirect(reverse("accounts:new-person"))

    def keep(self, request: HouseRequest, obj: User, given: Given, change: bool) -> Receipt:
        names = ("username", "full_name", "is_active", "must_change_password")
        is_superuser = given.values.get("is_superuser", obj.is_superuser)
        try:
            return actions.edit_person(
                by=request.actor,
                scope=request.scope,
                key=given.key,
                user=obj,
                version=given.version,
                values=actions.PersonValues(is_superuser=is_superuser, **given.only(*names)),
                reason=given.reason,
            )
        except actions.BeyondScope:
            raise _beyond() from None

    @admin.action(description=_("Lock the chosen accounts"))
    def lock_accounts(self, request: HouseRequest, chosen: Any) -> None:
        self._set_active(request, chosen, active=False)

    @admin.action(description=_("Open the chosen accounts again"))
    def open_accounts(self, request: HouseRequest, chosen: Any) -> None:
        self._set_active(request, chosen, active=True)

    def _set_active(self, request: HouseRequest, chosen: Any, *, active: bool) -> None:
        def write(user: User, reason: str) -> None:
            try:
                actions.set_active(
                    by=request.actor, scope=request.scope, key=uuid4(), user=user,
                    version=None, active=active, reason=reason,
                )  # fmt: skip
            except actions.BeyondScope:
                raise _beyond() from None

        self.each_chosen(request, chosen, write)


class MembershipDeskForm(DeskForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk and not self.cleaned_data.get("valid_to") and not self.errors:
            self.add_error("valid_to", gettext("Write the day on which the role ends."))
        return cleaned


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin[Membership]):
    form = MembershipDeskForm
    list_display = ["user", "role", "organisation", "valid_from", "valid_to"]
    list_filter = ["role", ("organisation", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["user", "organisation"]
    ordering = ["user__folded_name", "pk"]
    search_fields = ["user__folded_name", "user__folded", "organisation__folded"]
    fields = ["user", "organisation", "role", "valid_from", "valid_to"]
    autocomplete_fields = ["user", "organisation"]
    actions = ["end_today"]

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> Any:
        """Given once, a role can only end: another one is another membership."""
        return ["user", "organisation", "role", "valid_from"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        scope = self.scope(request)
        if db_field.name == "organisation":
            kwargs["queryset"] = grantable_by(scope)
        elif db_field.name == "user":
            kwargs["queryset"] = User.objects.visible_to(scope).exclude(pk__in=[request.user.pk])
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        if obj is not None and (obj.user_id == request.user.pk or self._has_ended(obj)):
            return False
        return super().has_change_permission(request, obj)

    @staticmethod
    def _has_ended(membership: Membership) -> bool:
        return membership.valid_to is not None and membership.valid_to <= localdate()

    def keep(self, request: HouseRequest, obj: Membership, given: Given, change: bool) -> Receipt:
        try:
            if change:
                return self._end(request, obj, given)
            job = actions.Job(
                organisation=given.values["organisation"],
                role=Role(given.values["role"]),
                valid_from=given.values["valid_from"],
                valid_to=given.values["valid_to"],
            )
            _membership, receipt = actions.grant_membership(
                by=request.actor, scope=request.scope, key=given.key, user=given.values["user"],
                job=job,
            )  # fmt: skip
        except actions.BeyondScope:
            raise _beyond() from None
        return receipt

    @staticmethod
    def _end(request: HouseRequest, obj: Membership, given: Given) -> Receipt:
        return actions.end_membership(
            by=request.actor,
            scope=request.scope,
            key=given.key,
            membership=obj,
            version=given.version,
            ends_on=given.values["valid_to"],
            reason=given.reason,
        )

    @admin.action(description=_("End the chosen roles today"))
    def end_today(self, request: HouseRequest, chosen: Any) -> None:
        def write(membership: Membership, reason: str) -> None:
            try:
                actions.end_membership(
                    by=request.actor, scope=request.scope, key=uuid4(), membership=membership,
                    version=None, ends_on=localdate(), reason=reason,
                )  # fmt: skip
            except actions.BeyondScope:
                raise _beyond() from None

        self.each_chosen(request, chosen, write)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin[Invitation]):
    list_display = ["person", "purpose", "created_at", "created_by_name", "expires_at", "used_at"]
    list_filter = ["purpose"]
    list_select_related = ["user"]
    ordering = ["-created_at", "-pk"]
    search_fields = ["user__folded_name", "user__folded"]
    readonly_fields = ["person"]
    fields = ["person", "purpose", "created_at", "created_by_name", "expires_at", "used_at"]

    @admin.display(description=_("user"), ordering="user__folded_name")
    def person(self, link: Invitation) -> str:
        return str(link.user)
