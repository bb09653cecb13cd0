"""Why somebody has to wait and until when: the end follows from the reason and may be later."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from directory.forms.fields import DayField
from donors.actions.deferrals import DeferralFacts, proposed_end
from donors.models import DeferralReason
from words.dates import format_day
from words.numbers import format_number


def reasons_on(day: date) -> dict[str, DeferralReason]:
    """The reasons valid on a day by their code."""
    return {reason.code: reason for reason in DeferralReason.objects.on(day)}


def period_text(reason: DeferralReason) -> str:
    """ "6 tháng", "4 tuần", "7 ngày", "vĩnh viễn"."""
    if reason.months:
        n = reason.months
        return ngettext("%(n)s month", "%(n)s months", n) % {"n": format_number(n)}
    if reason.weeks:
        n = reason.weeks
        return ngettext("%(n)s week", "%(n)s weeks", n) % {"n": format_number(n)}
    if reason.days:
        n = reason.days
        return ngettext("%(n)s day", "%(n)s days", n) % {"n": format_number(n)}
    return gettext("for ever")


def grouped(reasons: Iterable[DeferralReason]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices under the names of their groups, each with its period."""
    groups: dict[str, list[tuple[str, str]]] = {code: [] for code in DeferralReason.Group.values}
    for reason in sorted(reasons, key=lambda row: row.name):
        label = f"{reason.name} ({period_text(reason)})"
        groups[reason.group].append((str(reason.pk), label))
    names = dict(DeferralReason.Group.choices)
    return [(str(capfirst(names[code])), rows) for code, rows in groups.items() if rows]


class DeferralMixin(forms.Form):
    """The fields of a deferral found on ``found_on``; ``why`` may stay empty where the form is
    about something else as well."""

    found_on: date
    reasons: dict[str, DeferralReason]

    why = forms.ChoiceField(
        label=_("Why not today"),
        required=False,
        widget=forms.Select(attrs={"data-searchable": ""}),
    )
    since = DayField(
        label=_("Counted from"), required=False, help_text=_("Left empty: from this day on.")
    )
    able_from = DayField(
        label=_("May give again from"),
        required=False,
        help_text=_("Left empty: by the reason. A later day is possible."),
    )
    for_ever = forms.BooleanField(label=_("Never again"), required=False)

    def offer_reasons(self, found_on: date) -> None:
        """Fill in what depends on the day; called first in ``__init__``."""
        self.found_on = found_on
        self.reasons = reasons_on(found_on)
        why: Any = self.fields["why"]
        why.choices = [("", gettext("Choose the reason")), *grouped(self.reasons.values())]

    def reason_chosen(self) -> DeferralReason | None:
        chosen = self.cleaned_data.get("why")
        return next((row for row in self.reasons.values() if str(row.pk) == chosen), None)

    def deferral(self) -> DeferralFacts | None:
        """What was said, the end by the reason where none was typed; None without a reason."""
        reason = self.reason_chosen()
        if reason is None:
            return None
        since = self.cleaned_data.get("since") or self.found_on
        end = self.cleaned_data.get("able_from") or proposed_end(reason, since)
        if self.cleaned_data.get("for_ever"):
            end = None
        return DeferralFacts(reason=reason, from_day=since, able_from=end)

    def needs_reason(self) -> None:
        """Say that nobody may be turned away without a reason."""
        if not self.cleaned_data.get("why") and "why" not in self.errors:
            self.add_error("why", gettext("Choose why this person cannot donate today."))


def end_of(posted: Any, found_on: date) -> dict[str, Any]:
    """What the fields of the end say once the reason or its day was chosen: for the page that fills
    them in while somebody chooses. Whatever cannot be read leaves them empty."""
    reason = next(
        (row for row in reasons_on(found_on).values() if str(row.pk) == posted.get("why")), None
    )
    typed = str(posted.get("since") or "")
    try:
        since = DayField(required=False).clean(typed) or found_on
    except forms.ValidationError:
        reason, since = None, found_on
    end = proposed_end(reason, since) if reason else None
    return {
        "able_from": format_day(end) if end else "",
        "for_ever": reason is not None and end is None,
        "over": end is not None and end <= found_on,
    }
