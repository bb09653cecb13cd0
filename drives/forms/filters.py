"""The filters of the list of drives: all of them live in the address and can be bookmarked."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.forms import AreaField, DayField, OrganisationField, ScopedForm
from drives.models import Campaign, Drive
from drives.querysets.drives import DriveQuerySet, Task
from drives.rules.states import State
from ledger.actor import Actor
from ledger.scope import Scope

TASKS = [
    (Task.ENTER.value, _("Result to be entered")),
    (Task.COMPLETE.value, _("Returned, to be completed")),
    (Task.CONFIRM.value, _("Waiting for my confirmation")),
    (Task.COMING.value, _("Coming up")),
]
_DAY_BOX = forms.TextInput(
    attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "30/11/2024", "size": 10}
)


class DriveFilter(ScopedForm):
    """Reads the address; what cannot be read is said beside its field and narrows nothing."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    area = AreaField(label=_("Area"), required=False)
    since = DayField(label=_("From day"), required=False, widget=_DAY_BOX)
    until = DayField(label=_("To day"), required=False, widget=_DAY_BOX)
    host = OrganisationField(label=_("Host"), required=False)
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", pgettext_lazy("every state", "All")),
            (_("Work"), TASKS),
            (_("State"), Drive.STATES),
        ],
    )

    def __init__(self, data: Any, *, scope: Scope, actor: Actor, day: date) -> None:
        super().__init__(data, scope=scope, auto_id="filter_%s")
        self.actor, self.day = actor, day
        campaigns = Campaign.objects.visible_to(scope).standing().order_by("folded", "id")
        self.fields["campaign"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", pgettext_lazy("every campaign", "All")),
            *campaigns.values_list("pk", "name"),
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
        return self.cleaned_data

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the list."""
        return not any(self.data.get(name) for name in self.fields)

    def narrow(self, drives: DriveQuerySet) -> DriveQuerySet:
        """``drives`` within every filter that could be read."""
        self.is_valid()
        chosen = self.cleaned_data
        found = drives.matching(chosen.get("q", ""))
        found = found.held_between(chosen.get("since"), chosen.get("until"))
        if area := chosen.get("area"):
            found = found.in_area(area.place)
        if host := chosen.get("host"):
            found = found.held_by(host.pk)
        if campaign := chosen.get("campaign"):
            found = found.filter(campaigns=int(campaign))
        if state := chosen.get("state"):
            found = self._in_state(found, state)
        return found

    def _in_state(self, drives: DriveQuerySet, state: str) -> DriveQuerySet:
        if state in {task.value for task in Task}:
            return drives.for_task(Task(state), scope=self.scope, actor=self.actor, at=self.day)
        return drives.in_states(State(state))
