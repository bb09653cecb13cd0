"""The reason of a step backward."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _


class StepForm(forms.Form):
    """One step of one person; the action says when the reason is missing."""

    key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput, label=_("key"))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
