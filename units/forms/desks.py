"""Small forms of the receiver's desks: a search, a reason, why somebody leaves."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.forms import TrackedForm
from units.rules.states import LeftWhy


class FindForm(forms.Form):
    """Whom the desk calls: a queue number, a card, a donor code or words of a name."""

    asked = forms.CharField(
        label=_("Queue number, card or name"),
        required=False,
        strip=False,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "autocomplete": "off",
                "autocapitalize": "words",
                "spellcheck": "false",
                "enterkeyhint": "go",
            }
        ),
    )


class KeyForm(forms.Form):
    """A button that writes once."""

    key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)


class ReasonForm(TrackedForm):
    """Why a step is taken back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class LeaveForm(KeyForm):
    """Why somebody goes home without giving and without having to wait."""

    why = forms.ChoiceField(
        label=_("Why"),
        widget=forms.RadioSelect,
        choices=[
            (LeftWhy.WENT_HOME.value, _("went home")),
            (LeftWhy.TIME_OVER.value, _("time over")),
            (LeftWhy.ENOUGH.value, _("enough units already")),
        ],
        initial=LeftWhy.WENT_HOME.value,
    )
