"""Forms of single acts with a donor's file: a reason, a day, a choice."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any, Final

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms import DayField
from directory.models import Organisation
from donors.models import Consent, ConsentText, DeferralReason, HonourTier, PersonRequest, Purpose
from donors.rules.codes import read_code
from ledger.forms import TrackedForm
from ledger.layouts import Card, laid_out
from words.dates import format_day

MOST_WORDS: Final = 500
PURPOSE: Final = "purpose_"


def words_field(label: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stays in the history. Write the donor code, never a name or a number."),
    )


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> DayField:
    widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "30/11/2026"}
    )
    return DayField(label=label, required=required, widget=widget, help_text=help_text)


class ActForm(TrackedForm):
    """All fields in one card, in their order."""

    @cached_property
    def helper(self) -> FormHelper:
        own = [name for name in self.fields if name not in ("key", "version", "opened")]
        return laid_out(Card(*own) if own else Card())


class ReasonForm(ActForm):
    reason = words_field(_("Reason"))


class VersionedReasonForm(ActForm):
    """``version``: of the record the act is about."""

    reason = words_field(_("Reason"))


class NoteForm(ActForm):
    """A reason may be given."""

    reason = words_field(_("Reason"), required=False)


class OnDayForm(ActForm):
    on = day_field(_("On"))


class OtherFileForm(ActForm):
    """The other file by its donor code."""

    code = forms.CharField(
        label=_("Donor code of the other file"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("It stands at the top of its page, like XXXX-XXXX-X."),
    )

    def clean_code(self) -> str:
        code = read_code(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(_("This is no donor code. Please check it."))
        return code


# consents


class ConsentForm(ActForm):
    """A box for each purpose, never ticked beforehand, in the words of the day."""

    method = forms.ChoiceField(
        label=_("How the donor agreed"),
        choices=[
            (Consent.Method.FORM.value, Consent.Method.FORM.label),
            (Consent.Method.DESK.value, Consent.Method.DESK.label),
        ],
        widget=forms.RadioSelect,
    )
    given_on = day_field(_("On"))

    def __init__(
        self, *args: Any, texts: dict[str, ConsentText], open_for: Sequence[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for purpose in open_for:
            text = texts.get(purpose)
            self.fields[f"{PURPOSE}{purpose}"] = forms.BooleanField(
                label=text.words if text else Purpose(purpose).label,
                required=False,
                help_text=_("For: %(purpose)s. Version %(number)s of the words.")
                % {"purpose": Purpose(purpose).label, "number": text.number}
                if text
                else "",
            )

    @cached_property
    def helper(self) -> FormHelper:
        boxes = [name for name in self.fields if name.startswith(PURPOSE)]
        return laid_out(Card(*boxes, heading=_("The donor agrees")), Card("method", "given_on"))

    @property
    def purposes(self) -> list[str]:
        return [
            name.removeprefix(PURPOSE)
            for name, ticked in self.cleaned_data.items()
            if name.startswith(PURPOSE) and ticked
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors and not self.purposes:
            self.add_error(None, _("No box is ticked. Tick what the donor agreed to."))
        return self.cleaned_data


# requests


class RequestForm(ActForm):
    """What the donor asks, and when it came."""

    kind = forms.ChoiceField(
        label=_("The donor asks for"), choices=PersonRequest.Kind.choices, widget=forms.RadioSelect
    )
    received_on = day_field(_("Received on"))
    keeper = forms.ModelChoiceField(label=_("Handled by"), queryset=Organisation.objects.none())

    def __init__(self, *args: Any, keepers: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["keeper"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = keepers
            if len(keepers) == 1:
                field.initial = keepers[0]
                field.widget = forms.HiddenInput()


class AnswerForm(ActForm):
    """How a request ends. An erasure is done on its own page; a refusal says why."""

    state = forms.ChoiceField(label=_("Answer"), widget=forms.RadioSelect)
    answer = words_field(_("What the donor was told, and why"), required=False)
    on = day_field(_("On"))

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        state = PersonRequest.State
        first = state.RESTRICTED if kind == PersonRequest.Kind.ERASURE else state.DONE
        field = self.fields["state"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(s.value, s.label) for s in (first, state.REFUSED)]

    def clean(self) -> dict[str, Any]:
        super().clean()
        state = self.cleaned_data.get("state")
        if state in ("refused", "restricted") and not self.cleaned_data.get("answer"):
            self.add_error("answer", _("Please say why, in one sentence."))
        return self.cleaned_data


class EraseForm(ActForm):
    """The whole person, or one file of several; and that it was read what will be gone."""

    whole = forms.TypedChoiceField(
        label=_("What is erased"),
        choices=[("1", _("all files of the person")), ("0", _("only this file"))],
        coerce=lambda value: value == "1",
        initial="1",
        widget=forms.RadioSelect,
    )
    reason = words_field(_("Reason"))
    sure = forms.BooleanField(label=_("I have read what will be gone. It cannot be undone."))

    def __init__(self, *args: Any, several: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not several:
            del self.fields["whole"]


# deferrals and honours


class DeferralForm(ActForm):
    """Why and since when somebody waits; the end is reckoned unless a later day is written."""

    reason = forms.ModelChoiceField(
        label=_("Reason"), queryset=DeferralReason.objects.none(), empty_label=_("Choose")
    )
    from_day = day_field(_("Since"), help_text=_("The day of the event, or of recovery."))
    able_from = day_field(
        _("May give again from"),
        required=False,
        help_text=_("Leave it empty to reckon it from the reason; only a later day is possible."),
    )

    def __init__(self, *args: Any, day: date, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["reason"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = DeferralReason.objects.on(day)


class HonourForm(ActForm):
    """What the donor was given, when and by which decision."""

    tier = forms.ModelChoiceField(label=_("Recognition"), queryset=HonourTier.objects.none())
    given_on = day_field(_("Given on"))
    decision = forms.CharField(
        label=_("Decision"),
        required=False,
        max_length=120,
        help_text=_("e.g. “Quyết định 17/QĐ-BCĐ ngày %(day)s”")
        % {"day": format_day(date(2026, 11, 20))},
    )

    def __init__(self, *args: Any, tiers: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["tier"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = tiers


class DecisionForm(ActForm):
    """One person, with the file that leads; or two people, for which nothing need be said. Which of
    the two, the button says."""

    head = forms.ChoiceField(label=_("The file that leads"), widget=forms.RadioSelect)
    reason = words_field(_("Reason"))

    def __init__(self, *args: Any, files: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        head = self.fields["head"]
        if isinstance(head, forms.ChoiceField):
            head.choices = list(files)
            head.initial = files[0][0]
        if self.says_different:
            head.required = self.fields["reason"].required = False

    @property
    def says_different(self) -> bool:
        return self.is_bound and self.data.get("decision") == "different"
