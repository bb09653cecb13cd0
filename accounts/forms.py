"""Login, passwords, people and what they do."""

from datetime import date
from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.actions import Job
from accounts.models import Membership, User
from accounts.querysets import grantable_by
from directory.forms import DayField, OrganisationField, ScopedForm
from directory.models import Organisation
from ledger.forms import TrackedForm
from ledger.layouts import laid_out
from ledger.models import Submission
from ledger.scope import Role
from words.folding import fold, nfc


class LoginForm(forms.Form):
    username = forms.CharField(
        label=_("Username"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any] | None:
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if username and password:
            user = authenticate(self.request, username=fold(username), password=password)
            if not isinstance(user, User):
                # One sentence for all: it must not tell which usernames exist.
                raise forms.ValidationError(
                    _(
                        "The username or the password is not right. If you forgot the password, "
                        "ask your administrator for a one-time link."
                    )
                )
            self.user = user
        return self.cleaned_data


def roles() -> list[tuple[str, Any]]:
    return [("", _("choose")), *Membership.ROLES]


def rules_of_passwords() -> SafeString:
    texts = password_validators_help_texts()
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((t,) for t in texts)))


class NewPasswordForm(forms.Form):
    """A password typed twice."""

    new_password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated_password = forms.CharField(
        label=_("New password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["new_password"].help_text = rules_of_passwords()

    @cached_property
    def helper(self) -> FormHelper:
        return laid_out(*self.fields)

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any] | None:
        first = self.cleaned_data.get("new_password")
        second = self.cleaned_data.get("repeated_password")
        if first and second and first != second:
            self.add_error("repeated_password", _("The two passwords differ. Type them again."))
        return self.cleaned_data


class ChangePasswordForm(NewPasswordForm):
    old_password = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    field_order = ["old_password", "new_password", "repeated_password"]

    def clean_old_password(self) -> str:
        password: str = self.cleaned_data["old_password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your present password."))
        return password

    def clean(self) -> dict[str, Any] | None:
        new = self.cleaned_data.get("new_password")
        if new and new == self.cleaned_data.get("old_password"):
            self.add_error("new_password", _("The new password is the present one."))
        return super().clean()


class JobForm(TrackedForm, ScopedForm):
    """What a person does, at an organisation in which the administrator may give roles."""

    organisation = OrganisationField(label=_("Organisation"))
    role = forms.ChoiceField(label=_("Role"), choices=roles)
    valid_from = DayField(label=_("From"), initial=localdate)

    field_order = ["full_name", "username", "organisation", "role", "valid_from"]

    @cached_property
    def helper(self) -> FormHelper:
        return laid_out(*self.fields)

    def clean_organisation(self) -> Organisation:
        organisation: Organisation = self.cleaned_data["organisation"]
        if not grantable_by(self.scope).filter(pk=organisation.pk).exists():
            raise forms.ValidationError(
                _("You may give roles only where you administer everything below.")
            )
        return organisation

    @property
    def job(self) -> Job:
        return Job(
            organisation=self.cleaned_data["organisation"],
            role=Role(self.cleaned_data["role"]),
            valid_from=self.cleaned_data["valid_from"],
        )


class PersonForm(JobForm):
    """A new person with the first job."""

    full_name = forms.CharField(label=_("Full name"), max_length=150)
    username = forms.CharField(
        label=_("Username"),
        max_length=60,
        help_text=_("For instance hoa.kienthuy; small and capital letters and marks do not count."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )

    def clean_full_name(self) -> str:
        return nfc(self.cleaned_data["full_name"])

    def clean(self) -> dict[str, Any] | None:
        key, username = self.cleaned_data.get("key"), self.cleaned_data.get("username")
        # Of the same post again the ledger gives the first answer.
        if key and username and not Submission.objects.filter(key=key).exists():
            try:
                self.cleaned_data["username"] = free_username(username)
            except forms.ValidationError as refusal:
                self.add_error("username", refusal)
        return super().clean()


def free_username(typed: str, besides: User | None = None) -> str:
    """The username as it is kept. Raises ``ValidationError`` when it is taken or cannot be one."""
    username = nfc(typed)
    if not fold(username) or " " in username:
        raise forms.ValidationError(_("Write the username as one word."))
    taken = User.objects.filter(folded=fold(username))
    if besides is not None:
        taken = taken.exclude(pk=besides.pk)
    if taken.exists():
        raise forms.ValidationError(_("Somebody already has this username. Choose another one."))
    return username


class EndForm(TrackedForm):
    """From when a membership gives nothing any more, and why."""

    ends_on = DayField(
        label=_("Ends on"),
        initial=localdate,
        help_text=_("From this day on the person no longer has this role."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, membership: Membership, *args: Any, **options: Any) -> None:
        super().__init__(*args, initial={"version": membership.version}, **options)
        self.membership = membership

    @cached_property
    def helper(self) -> FormHelper:
        return laid_out(*self.fields)

    def clean_ends_on(self) -> date:
        ends_on: date = self.cleaned_data["ends_on"]
        if ends_on < self.membership.valid_from:
            raise forms.ValidationError(_("The role began later than this day."))
        return ends_on


class LockForm(TrackedForm):
    """Why an account is locked or opened."""

    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, person: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, initial={"version": person.version}, **options)

    @cached_property
    def helper(self) -> FormHelper:
        return laid_out(*self.fields)


class PeopleFilter(forms.Form):
    q = forms.CharField(
        label=_("Name or username"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
