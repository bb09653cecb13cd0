"""Why a record is withdrawn, or restored."""

from functools import cached_property

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.forms import TrackedForm
from ledger.layouts import Card, laid_out

WITHDRAW, RESTORE = "withdraw", "restore"


class WithdrawalForm(TrackedForm):
    """``wish`` is what the page offered: a post that comes twice is never read the other way."""

    wish = forms.ChoiceField(
        choices=[(WITHDRAW, WITHDRAW), (RESTORE, RESTORE)], widget=forms.HiddenInput
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    @cached_property
    def helper(self) -> FormHelper:
        return laid_out(Card("reason"))
