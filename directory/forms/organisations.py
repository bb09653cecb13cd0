"""The form of one organisation, and the filter of their list."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.actions.organisations import OrganisationValues, reasons_against
from directory.forms.fields import AreaField, DayField, OrganisationField, ScopedForm
from directory.models import Area, Organisation
from directory.pickers import likely_duplicates
from directory.querysets import in_place
from directory.rules import Refusal
from ledger.forms import TrackedForm
from ledger.layouts import Card, laid_out
from ledger.models import Submission
from ledger.scope import Scope, Verb
from words.folding import nfc

SUCCESSORS = 6
# What decides how far the members of an organisation see: changed by those above it.
REACH = ("kind", "area", "parent", "valid_from", "valid_to")
LIVES = [("", _("still there")), ("ended", _("ended")), ("all", _("all"))]


class StillNew(forms.Form):
    """Asks once whether a record much like another one is meant; drawn when ``duplicates`` are."""

    still_new = forms.BooleanField(
        label=_("It is another one: save it all the same"), required=False
    )
    duplicates: Sequence[Any] = ()

    def ask_once(self, duplicates: Sequence[Any]) -> None:
        """Refuse the form for its ``duplicates`` until the box is ticked. A form that was sent
        before is not asked: its duplicate is what it made itself."""
        if Submission.objects.filter(key=self.cleaned_data["key"]).exists():
            return
        self.duplicates = duplicates
        if duplicates and not self.cleaned_data.get("still_new"):
            raise ValidationError(
                {"still_new": gettext("There is one of this name already. Look at it first.")}
            )


class OrganisationForm(ScopedForm, TrackedForm, StillNew):
    """Adds an organisation, or mends ``organisation``."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("choose")), *Organisation.Kind.choices]
    )
    area = AreaField(
        label=_("Area"),
        help_text=_("Commune, district until 30/6/2025, province, or the nation."),
    )
    parent = OrganisationField(
        label=_("Directly above"),
        required=False,
        help_text=_("The organisation to which this one reports. Leave empty if there is none."),
    )
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    contact_name = forms.CharField(label=_("Contact person"), max_length=150, required=False)
    contact_phone = forms.CharField(
        label=_("Contact phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    valid_from = DayField(label=_("First day"), required=False)
    valid_to = DayField(
        label=_("Last day"),
        last=True,
        required=False,
        help_text=_("Only of an organisation that has ended, for example 30/6/2025."),
    )
    reason = forms.CharField(label=_("Reason of the change"), max_length=300, required=False)

    def __init__(
        self, *args: Any, organisation: Organisation | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.organisation = organisation
        known = len(self.initial.get("successors", ()))
        for number in range(1, max(SUCCESSORS, known + 1) + 1):
            self.fields[f"successor_{number}"] = OrganisationField(
                label=gettext("Successor %(number)s") % {"number": number}, required=False
            )
        for number, successor in enumerate(self.initial.get("successors", ()), 1):
            self.initial[f"successor_{number}"] = successor
        if organisation is None:
            del self.fields["reason"]
        elif _belongs_to(organisation, self.scope):
            for name in REACH:
                self.fields[name].disabled = True
                self.fields[name].help_text = gettext(
                    "Only those above your organisation change this."
                )

    @classmethod
    def of(
        cls, organisation: Organisation, *, scope: Scope, data: Any = None
    ) -> "OrganisationForm":
        """The form of the record as it is now, or of what was posted to change it."""
        return cls(data, initial=initial_of(organisation), scope=scope, organisation=organisation)

    @cached_property
    def helper(self) -> FormHelper:
        unfolded = self.errors or self["valid_from"].value() or self["valid_to"].value()
        successors = [bound.name for bound in self.successors]
        return laid_out(
            Card("name", Row("kind", "area"), "parent", heading=_("Name and place")),
            Card("address", Row("contact_name", "contact_phone"), heading=_("Contact")),
            Card(
                Row("valid_from", "valid_to"),
                Fieldset(_("Who took over"), Row(*successors)),
                heading=_("Life and successors"),
                hint=_("of an organisation that was founded or ended"),
                folded=not unfolded,
            ),
            *([Card("reason")] if self.organisation else []),
        )

    @property
    def successors(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("successor_")]

    @property
    def values(self) -> OrganisationValues:
        """What was typed, once the form is valid."""
        cleaned = self.cleaned_data
        found = [cleaned.get(bound.name) for bound in self.successors]
        return OrganisationValues(
            name=nfc(cleaned["name"]),
            kind=cleaned["kind"],
            area=cleaned["area"],
            parent=cleaned["parent"],
            valid_from=cleaned["valid_from"],
            valid_to=cleaned["valid_to"],
            successors=list({row.pk: row for row in found if row is not None}.values()),
            address=nfc(cleaned["address"]),
            contact_name=nfc(cleaned["contact_name"]),
            contact_phone=nfc(cleaned["contact_phone"]),
        )

    def clean_area(self) -> Area:
        area: Area = self.cleaned_data["area"]
        if (
            self._keeps("area", area)
            or Area.objects.open_to(self.scope).filter(pk=area.pk).exists()
        ):
            return area
        raise ValidationError(gettext("Choose an area of your own province."), code="foreign-area")

    def clean_parent(self) -> Organisation | None:
        parent: Organisation | None = self.cleaned_data["parent"]
        if self._keeps("parent", parent):
            return parent
        mine = Organisation.objects.editable_by(self.scope)
        touched = {row.pk for row in (parent, self.initial.get("parent")) if row is not None}
        # Who reaches it only through its parent would lose it with the parent.
        lost = self.organisation is not None and parent is None and not self._answers_for_it()
        if lost or mine.filter(pk__in=touched).count() != len(touched):
            raise ValidationError(
                gettext("Choose your own organisation or one below it, or leave this as it was."),
                code="foreign-parent",
            )
        return parent

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        values = self.values
        own = self.organisation.pk if self.organisation else None
        self.refuse(reasons_against(own, values))
        self._check_reach(values)
        if not self.errors and not self._keeps("name", values.name):
            rows = Organisation.objects.visible_to(self.scope).with_area()
            rows = rows.exclude(pk=own) if own else rows
            self.ask_once(likely_duplicates(rows, name=values.name, area=values.area))
        return self.cleaned_data

    def refuse(self, reasons: Sequence[Refusal]) -> None:
        """Put each reason beside its field."""
        for reason in reasons:
            name = "successor_1" if reason.cell == "successors" else reason.cell
            sentence = gettext(reason.sentence) % reason.params
            self.add_error(name, ValidationError(sentence, code=reason.rule))

    def _keeps(self, name: str, value: Any) -> bool:
        return self.organisation is not None and self.initial.get(name) == value

    def _answers_for_it(self) -> bool:
        area = self.initial["area"]
        return Area.objects.answered_for_by(self.scope).filter(pk=area.pk).exists()

    def _check_reach(self, values: OrganisationValues) -> None:
        """Nobody lifts an organisation with members beyond the area they answer for themselves."""
        stays = all(self._keeps(name, getattr(values, name)) for name in ("kind", "area", "parent"))
        if self.organisation is None or stays or values.kind not in Organisation.AUTHORITIES:
            return
        if values.parent is None and not (
            Area.objects.answered_for_by(self.scope).filter(pk=values.area.pk).exists()
        ):
            self.add_error(
                "area",
                ValidationError(
                    gettext("Only those who answer for this area can give it to a committee."),
                    code="beyond-reach",
                ),
            )


def initial_of(organisation: Organisation) -> dict[str, Any]:
    return {
        "version": organisation.version,
        "name": organisation.name,
        "kind": organisation.kind,
        "area": organisation.area,
        "parent": organisation.parent,
        "valid_from": organisation.valid_from,
        "valid_to": organisation.valid_to,
        "successors": list(organisation.successors.with_area().order_by("folded", "id")),
        "address": organisation.address,
        "contact_name": organisation.contact_name,
        "contact_phone": organisation.contact_phone,
    }


def _belongs_to(organisation: Organisation, scope: Scope) -> bool:
    """Whether the person is a member of it; the nation's administrators have nobody above."""
    if scope.whole_nation(Verb.ADMINISTER):
        return False
    return organisation.pk in {grant.organisation_id for grant in scope.grants}


class OrganisationFilter(ScopedForm):
    """What the list of organisations is narrowed by; every field may be empty."""

    q = forms.CharField(label=_("Name"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("all")), *Organisation.Kind.choices]
    )
    area = AreaField(label=_("Area"), required=False)
    life = forms.ChoiceField(label=_("Life"), required=False, choices=LIVES)

    def narrow(self, rows: Any) -> Any:
        """The rows of an organisation query set that the filter lets through; none where a field
        cannot be read."""
        if not self.is_valid():
            return rows.none()
        chosen = self.cleaned_data
        rows = rows.named_like(chosen["q"])
        if chosen["kind"]:
            rows = rows.filter(kind=chosen["kind"])
        if chosen["area"]:
            rows = rows.filter(in_place(chosen["area"].place, "area"))
        if chosen["life"] == "ended":
            return rows.filter(valid_to__isnull=False)
        return rows if chosen["life"] == "all" else rows.filter(valid_to__isnull=True)
