"""Looking for a bag: its code, or its donor's, and what for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from donors.rules.mentions import mentions
from units.forms.fields import NO_NAMES


class LookBackForm(forms.Form):
    """Each look says its purpose once and leaves a trace."""

    code = forms.CharField(
        label=_("Bag code or donor code"),
        strip=False,
        max_length=5000,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "form-control code",
                "autofocus": "",
            }
        ),
    )
    purpose = forms.CharField(
        label=_("What for"),
        max_length=200,
        help_text=_("e.g. “Kết quả sàng lọc của cơ sở tiếp nhận”; kept with your name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_purpose(self) -> str:
        purpose = str(self.cleaned_data["purpose"])
        if mentions(purpose, ""):
            raise forms.ValidationError(NO_NAMES)
        return purpose
