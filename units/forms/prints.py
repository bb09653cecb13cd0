"""What of a drive's list is printed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.forms.numbers import WholeNumberField
from units.querysets.groups import Group
from units.querysets.registrations import RegistrationQuerySet
from units.rules.states import State

ORDERS = {
    "name": (_("by given name"), ("sort_key", "pk")),
    "group": (_("by group"), ("organisation__name", "group_words", "sort_key", "pk")),
    "hour": (_("by expected hour"), ("expected_at", "sort_key", "pk")),
}
MOST_BLANK = 500


class PrintForm(forms.Form):
    """The names in an order, and blank lines behind them; without names it is a sign-in sheet."""

    what = forms.ChoiceField(
        label=_("What to print"),
        choices=[
            ("names", _("the list with names, to sign")),
            ("blank", _("a blank sheet to sign in on")),
        ],
        initial="names",
        widget=forms.RadioSelect,
    )
    order = forms.ChoiceField(
        label=_("Order"),
        choices=[(code, words) for code, (words, _columns) in ORDERS.items()],
        initial="name",
    )
    group = forms.ChoiceField(label=_("Counts for"), required=False)
    blank = WholeNumberField(label=_("Blank lines"), required=False, least=0, most=MOST_BLANK)

    def __init__(self, data: Any, *, groups: list[Group]) -> None:
        super().__init__(data, initial={"blank": 20})
        self.fields["group"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", pgettext_lazy("every group", "All")),
            *((group.code, group.name) for group in groups),
        ]

    @property
    def blank_lines(self) -> int:
        return self.cleaned_data["blank"] or 0

    def narrow(self, rows: RegistrationQuerySet) -> RegistrationQuerySet:
        """The people to print, in the chosen order; those withdrawn are left out."""
        if self.cleaned_data["what"] == "blank":
            return rows.none()
        if group := self.cleaned_data["group"]:
            rows = rows.in_group(group)
        columns = ORDERS[self.cleaned_data["order"]][1]
        return rows.exclude(state=State.WITHDRAWN.value).order_by(*columns)
