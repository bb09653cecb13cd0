"""The form of everything that is saved through the ledger."""

from copy import copy
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ledger.posts import print_of, raw_of

UNKNOWN_VERSION = -1
# Fields about the form itself, not about the record.
OWN_FIELDS = ("key", "version", "opened")


class VersionField(forms.IntegerField):
    """The version the form was opened with, None for a new record. What cannot be read becomes
    ``UNKNOWN_VERSION``, which is never the record's: the page of two versions follows."""

    def clean(self, value: Any) -> int | None:
        try:
            version: int | None = super().clean(value)
        except ValidationError:
            return UNKNOWN_VERSION
        return version


class TrackedForm(forms.Form):
    """Carries the key of its one submission and, when editing, the version it was opened with.

    ``opened`` holds a fingerprint of every field as it was shown, so that after somebody else's
    save it is known who changed what. Show all three: ``_components/hidden_key.html``.
    """

    key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput, label=_("key"))
    version = VersionField(required=False, widget=forms.HiddenInput, label=_("version"))
    opened = forms.CharField(required=False, widget=forms.HiddenInput, label=_("as opened"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["opened"].initial = self.fingerprints

    def fingerprints(self) -> str:
        """``name:fingerprint`` of every field as this unbound form shows it; empty for a form of a
        new record."""
        if self.is_bound or self["version"].value() is None:
            return ""
        return " ".join(
            f"{bound.name}:{print_of(raw_of(bound))}"
            for bound in self
            if bound.name not in OWN_FIELDS
        )

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # a hook of Django that its stubs leave out
        if "key" in self.errors:
            del self.errors["key"]
            self.add_error(
                None,
                gettext(
                    "This page could not be told apart from another one, so nothing was saved."
                    " Please look at it once more and send it again."
                ),
            )
            data: Any = copy(self.data)
            data[self.add_prefix("key")] = str(uuid4())
            self.data = data
