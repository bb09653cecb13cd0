"""The form of a donor's reaction, in the groups of the ISBT, IHN and AABB standard."""

from datetime import date
from typing import Any, Self

from django import forms
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.forms.fields import DayField
from ledger.forms import TrackedForm
from units.actions.reactions import ReactionFacts
from units.forms.fields import ClockField, at_hour
from units.models import Reaction
from units.rules.reactions import GROUPS, KINDS, Group, kinds_of


def _what() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds under their groups; of each group first "not said which"."""
    return [
        (
            str(capfirst(gettext(name))),
            [
                (code, gettext("%(group)s, not said which") % {"group": capfirst(gettext(name))}),
                *((kind.code, f"{kind.code} · {gettext(kind.name)}") for kind in _of(code)),
            ],
        )
        for code, name in GROUPS
    ]


def _of(code: str) -> Any:
    return kinds_of(Group(code))


class ReactionForm(TrackedForm):
    """What happened, how grave it was, when; the rest where somebody knows it."""

    what = forms.ChoiceField(
        label=_("Kind of reaction"), widget=forms.Select(attrs={"data-searchable": ""})
    )
    severity = forms.TypedChoiceField(
        label=_("Severity"), coerce=int, choices=Reaction.SEVERITIES, widget=forms.RadioSelect
    )
    day = DayField(label=_("Day"))
    hour = ClockField(label=_("Hour"), required=True)
    imputability = forms.ChoiceField(
        label=_("Caused by the donation"),
        required=False,
        choices=[("", _("not said")), *Reaction.IMPUTABILITIES],
    )
    notes = forms.CharField(
        label=_("What was seen and done"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("No names."),
    )
    reason = forms.CharField(
        label=_("Reason for the change"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        what: Any = self.fields["what"]
        what.choices = [("", gettext("Choose what happened")), *_what()]
        if self["version"].value() in (None, ""):
            del self.fields["reason"]

    @classmethod
    def of(cls, reaction: Reaction, data: Any = None) -> Self:
        initial = {
            "version": reaction.version,
            "what": reaction.kind or reaction.group,
            "severity": reaction.severity,
            "day": localdate(reaction.at),
            "hour": reaction.at,
            "imputability": reaction.imputability,
            "notes": reaction.notes,
        }
        return cls(data, initial=initial)

    def facts(self) -> ReactionFacts:
        data = self.cleaned_data
        kind = KINDS.get(data["what"])
        day: date = data["day"]
        at = at_hour(day, data["hour"])
        if at is None:
            raise forms.ValidationError("an hour that is needed was not refused")
        return ReactionFacts(
            group=kind.group.value if kind else data["what"],
            kind=kind.code if kind else "",
            severity=data["severity"],
            at=at,
            imputability=data["imputability"],
            notes=data["notes"],
        )
