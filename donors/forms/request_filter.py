"""The filter of the register of requests; it lives in the address."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from donors.models import PersonRequest
from donors.querysets.requests import PersonRequestQuerySet, Standing


class RequestFilter(forms.Form):
    """What cannot be read shows what waits for an answer."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("waiting for an answer")),
            (Standing.ACKNOWLEDGE.value, _("to be acknowledged")),
            (Standing.OVERDUE.value, _("past the day to keep")),
            (Standing.CLOSED.value, _("answered")),
            (Standing.LATER.value, _("restricted, to be erased later")),
            (Standing.ALL.value, _("all")),
        ],
    )
    kind = forms.ChoiceField(
        label=_("Request"),
        required=False,
        choices=[("", _("all")), *PersonRequest.Kind.choices],
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="filter_%s")

    @property
    def is_empty(self) -> bool:
        return not any(self.data.get(name) for name in self.fields)

    def narrow(self, requests: PersonRequestQuerySet, day: date) -> PersonRequestQuerySet:
        self.is_valid()
        state, kind = self.cleaned_data.get("state"), self.cleaned_data.get("kind")
        found = requests.in_standing(Standing(state) if state else Standing.WAITING, day)
        return found.filter(kind=kind) if kind else found
