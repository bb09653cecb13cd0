"""The list of a drive: its filter, somebody new on it, and what a registration says."""

from datetime import date, datetime, time
from typing import Any, Self
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from directory.forms import LinkOrWords, OrganisationField, ScopedForm
from directory.models import Organisation
from drives.models import Drive
from ledger.forms import TrackedForm
from ledger.keys import new_id
from ledger.scope import Scope
from units.forms.people import PersonForm
from units.models import Registration
from units.presenters.people import SEEN_STATES
from units.querysets.groups import Group
from units.querysets.registrations import RegistrationQuerySet
from units.rules.clock import NotAnHour, read_clock
from units.rules.reasons import clock
from words.dates import format_day

NO_GROUP_CODE = "-"
MOST_TICKED = 200


class ListFilter(forms.Form):
    """State and group live in the address; words of a name are posted, they never stand in one."""

    q = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", pgettext_lazy("every state", "All")),
            *((code, words) for code, (words, _states) in SEEN_STATES.items()),
        ],
    )
    group = forms.ChoiceField(label=_("Counts for"), required=False)

    def __init__(self, data: Any, *, groups: list[Group]) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.fields["group"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", pgettext_lazy("every group", "All")),
            *((group.code, group.name) for group in groups),
            (NO_GROUP_CODE, pgettext_lazy("no group", "nobody in particular")),
        ]

    @property
    def is_empty(self) -> bool:
        return not any(self.data.get(name) for name in self.fields)

    def narrow(self, rows: RegistrationQuerySet) -> RegistrationQuerySet:
        """``rows`` within every filter that could be read."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("q"):
            rows = rows.matching(chosen["q"])
        if chosen.get("state"):
            rows = rows.in_states(*SEEN_STATES[chosen["state"]][1])
        if chosen.get("group"):
            rows = rows.in_group(chosen["group"])
        return rows


class PlaceForm(ScopedForm):
    """Whom somebody counts for, and when they are expected."""

    group = OrganisationField(
        label=_("Counts for"),
        required=False,
        words_allowed=True,
        help_text=_("An organisation, or a group in words"),
    )
    expected_day = forms.ChoiceField(label=_("Expected on"), required=False)
    expected_hour = forms.CharField(
        label=_("Expected at"),
        required=False,
        max_length=20,
        help_text=_("e.g. 8:30"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "size": 6}),
    )

    def __init__(self, *args: Any, drive: Drive, scope: Scope, **options: Any) -> None:
        super().__init__(*args, scope=scope, **options)
        self.drive = drive
        days = days_of(drive)
        if len(days) > 1:
            self.fields["expected_day"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
                (day.isoformat(), format_day(day)) for day in days
            ]
        else:
            del self.fields["expected_day"]
        if not days:
            del self.fields["expected_hour"]

    def clean_expected_hour(self) -> time | None:
        typed: str = self.cleaned_data["expected_hour"]
        try:
            return read_clock(typed) if typed.strip() else None
        except NotAnHour as refusal:
            raise ValidationError(
                gettext(refusal.sentence) % refusal.params, code=refusal.rule
            ) from None

    def who(self) -> LinkOrWords[Organisation]:
        chosen: LinkOrWords[Organisation] | None = self.cleaned_data.get("group")
        return chosen or LinkOrWords()

    def expected_at(self) -> datetime | None:
        hour: time | None = self.cleaned_data.get("expected_hour")
        days = days_of(self.drive)
        if hour is None or not days:
            return None
        chosen = self.cleaned_data.get("expected_day") or days[0].isoformat()
        return timezone.make_aware(datetime.combine(date.fromisoformat(chosen), hour))


class TickedField(forms.Field):
    """The ids of the boxes that were ticked; at least one, and no more than pages show."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {
        "none": _("Tick at least one person."),
        "many": _("At most %(most)s people are put on the list at once."),
    }

    def clean(self, value: Any) -> list[UUID]:
        ticked = []
        for one in value or []:
            try:
                ticked.append(UUID(str(one)))
            except ValueError:
                continue
        if not ticked:
            raise ValidationError(self.error_messages["none"], code="none")
        if len(ticked) > MOST_TICKED:
            raise ValidationError(
                self.error_messages["many"], code="many", params={"most": MOST_TICKED}
            )
        return ticked


class ListPersonForm(PlaceForm, PersonForm):
    """Somebody new, put on the list."""


class FindForm(PlaceForm):
    """The box of the list: whom it is asked for, or the donor who was found and is put on it."""

    key = forms.UUIDField(initial=new_id, widget=forms.HiddenInput, label=_("key"))
    donor = forms.UUIDField(required=False)
    asked = forms.CharField(
        label=_("Card, number or name"),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class InviteForm(PlaceForm):
    """Donors ticked on a page of those who may give."""

    key = forms.UUIDField(initial=new_id, widget=forms.HiddenInput, label=_("key"))
    donors = TickedField(label=_("Donors"))


class RegistrationForm(PlaceForm, TrackedForm):
    """What may be mended of a registration before and on the day."""

    @classmethod
    def of(cls, row: Registration, *, scope: Scope, data: Any = None) -> Self:
        at = timezone.localtime(row.expected_at) if row.expected_at else None
        first = {
            "version": row.version,
            "group": LinkOrWords(row.organisation, row.group_words),
            "expected_day": at.date().isoformat() if at else "",
            "expected_hour": clock(at) if at else "",
        }
        return cls(data, drive=row.drive, scope=scope, initial=first)


def days_of(drive: Drive) -> list[date]:
    """The known days of a drive, none where they are not known."""
    if drive.first_day is None or drive.last_day is None:
        return []
    count = (drive.last_day - drive.first_day).days + 1
    return [date.fromordinal(drive.first_day.toordinal() + n) for n in range(count)]
