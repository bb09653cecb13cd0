"""The facts of a drive as a form: what everyone knows first, the rest folded."""

from functools import cached_property
from typing import Any, Self

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Row
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.forms import AreaField, LinkOrWords, OrganisationField, ScopedForm, VenueField
from directory.forms.numbers import WholeNumberField
from directory.keepers import keepers_for
from directory.models import Organisation
from drives.actions.drives import BodyName, DriveFacts
from drives.forms.questions import QuestionsMixin
from drives.forms.when import WhenField
from drives.models import Campaign, Drive
from ledger.forms import TrackedForm
from ledger.layouts import Card, laid_out
from ledger.scope import Scope
from words.dates import Days, Span, When

SPARE_LINES = 1
MOST_LINES = 20
LINES = {"receiver": _("Receiver"), "partner": _("Partner")}


class CampaignsField(forms.ModelMultipleChoiceField[Campaign]):
    """A withdrawn campaign stays on the drives that have it, and is named as such."""

    def label_from_instance(self, campaign: Campaign) -> str:
        if campaign.is_withdrawn:
            return gettext("%(name)s (withdrawn)") % {"name": campaign.name}
        return campaign.name


class DriveForm(QuestionsMixin, ScopedForm, TrackedForm):
    """What is left blank is unknown."""

    title = forms.CharField(
        label=_("Title"),
        max_length=250,
        help_text=_("As on the banner, e.g. “Ngày hội hiến máu tình nguyện đợt II năm 2024”"),
    )
    when = WhenField(
        label=_("Days"),
        help_text=_(
            "30/11/2024, or 5–7/12/2024; if the day is not known: tháng 11/2024, or"
            " 2025, sau 30/6. Leave it empty if nothing is known."
        ),
    )
    session = forms.ChoiceField(
        label=_("Session"), required=False, choices=[("", "—"), *Drive.Session.choices]
    )
    area = AreaField(label=_("Area"), required=False, day_field="when")
    venue = VenueField(label=_("Venue"), required=False, words_allowed=True)
    host = OrganisationField(label=_("Host"), required=False, words_allowed=True)
    hours = forms.CharField(
        label=_("Hours"), required=False, max_length=60, help_text=_("e.g. 7:00–11:30")
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Drive.Kind.choices, initial=Drive.Kind.GATHERED
    )
    round = WholeNumberField(
        label=_("Round of the year"),
        required=False,
        least=1,
        most=200,
        help_text=_("“đợt II năm 2024” is round 2"),
    )
    year = WholeNumberField(label=_("Year"), required=False, least=1990, most=2100)
    expected_from = WholeNumberField(label=_("Expected units, from"), required=False)
    expected_to = WholeNumberField(label=_("Expected units, to"), required=False)
    campaigns = CampaignsField(
        label=_("Campaigns"),
        queryset=Campaign.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    venue_lender = OrganisationField(label=_("Venue lender"), required=False, words_allowed=True)
    slogans = forms.CharField(
        label=_("Slogans"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line"),
    )
    plan_number = forms.CharField(label=_("Plan number"), required=False, max_length=60)
    plan_day = WhenField(label=_("Day of the plan"), days_only=True)
    plan_issuer = forms.CharField(label=_("Issuer of the plan"), required=False, max_length=200)
    source_address = forms.URLField(
        label=_("Address of the bulletin"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Only where the facts are taken from a bulletin"),
    )
    source_words = forms.CharField(
        label=_("Words of the bulletin"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    notes = forms.CharField(
        label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    keeper = OrganisationField(
        label=_("Keeper of the record"),
        help_text=_("The organisation that keeps this record and may edit it"),
    )
    reason = forms.CharField(
        label=_("Reason of this change"), required=False, max_length=300, strip=True
    )

    def __init__(
        self, *args: Any, scope: Scope, drive: Drive | None = None, **options: Any
    ) -> None:
        super().__init__(*args, scope=scope, **options)
        present = drive.campaigns.values_list("pk", flat=True) if drive else ()
        self.known_campaigns = Campaign.objects.to_choose(present=present).order_by("folded")
        self.fields["campaigns"].queryset = self.known_campaigns  # type: ignore[attr-defined]  # a choice
        for line in LINES:
            for position, name in enumerate(self._lines(line), 1):
                self.fields[name] = OrganisationField(
                    label=f"{LINES[line]} {position}", required=False, words_allowed=True
                )
        self.add_questions()

    @classmethod
    def blank(cls, *, scope: Scope, data: Any = None) -> Self:
        """A new drive of the person's own organisation, or what was posted of one."""
        if data is not None:
            return cls(data, scope=scope)
        own = keepers_for(scope).order_by("id").first()
        return cls(initial={"keeper": own, "host": LinkOrWords(record=own)}, scope=scope)

    @classmethod
    def of(cls, drive: Drive, *, scope: Scope, data: Any = None) -> Self:
        """The form of the record as it is now, or of what was posted to change it."""
        if data is not None:
            return cls(data, scope=scope, drive=drive)
        return cls(initial=initial_of(drive), scope=scope, drive=drive)

    def _lines_wanted(self, line: str) -> int:
        names = self.data if self.is_bound else self.initial
        known = [
            int(end)
            for name in names
            if name.startswith(f"{line}_") and (end := name.removeprefix(f"{line}_")).isdecimal()
        ]
        spare = 0 if self.is_bound else SPARE_LINES
        return min(max(known, default=0 if not self.is_bound else 1) + spare, MOST_LINES)

    def _lines(self, line: str) -> list[str]:
        return [f"{line}_{position}" for position in range(1, self._lines_wanted(line) + 1)]

    @cached_property
    def helper(self) -> FormHelper:
        campaigns = ["campaigns"] if self.known_campaigns.exists() else []
        edited = self["version"].value() not in (None, "")
        return laid_out(
            Card(
                "title",
                Row("when", "session"),
                Row("area", "venue"),
                Row("host", *self._lines("receiver")),
                heading=_("What, when, where"),
            ),
            Card(
                Row("kind", "hours", "round", "year"),
                Row("expected_from", "expected_to"),
                *campaigns,
                Row("plan_number", "plan_day", "plan_issuer"),
                heading=_("Round, plan, campaigns"),
                hint=_("if there are any"),
                folded=not self.has_plan,
            ),
            Card(
                Row(*self._lines("partner"), "venue_lender"),
                "slogans",
                heading=_("Partners, venue lender, slogans"),
                hint=_("if there are any"),
                folded=not self.has_partners,
            ),
            Card(
                "source_address",
                "source_words",
                "notes",
                "keeper",
                heading=_("Source, keeper, notes"),
                hint=_("own record or a bulletin"),
                folded=not self.has_source,
            ),
            *([Card("reason")] if edited else []),
        )

    # A folded part is unfolded when it says something or is wrong.

    @property
    def has_plan(self) -> bool:
        plan = ("hours", "round", "year", "expected_from", "expected_to", "campaigns")
        return self._says_something(*plan, "plan_number", "plan_day", "plan_issuer")

    @property
    def has_partners(self) -> bool:
        return self._says_something("venue_lender", "slogans", *self._lines("partner"))

    @property
    def has_source(self) -> bool:
        return bool(self.errors.get("keeper")) or self._says_something(
            "source_address", "source_words", "notes"
        )

    def _says_something(self, *names: str) -> bool:
        return any(self.errors.get(name) or self[name].value() for name in names)

    def clean_keeper(self) -> Organisation:
        keeper: Organisation = self.cleaned_data["keeper"]
        if not keepers_for(self.scope).filter(pk=keeper.pk).exists():
            raise forms.ValidationError(
                gettext("You do not keep records for this organisation. Please choose your own.")
            )
        return keeper

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._check_year(cleaned)
        self._check_expected(cleaned)
        self._check_area_alive(cleaned)
        return cleaned

    def _check_year(self, cleaned: dict[str, Any]) -> None:
        """A round needs its year; the day tells it where it is not typed."""
        if cleaned.get("round") and not cleaned.get("year"):
            year = year_of(cleaned.get("when"))
            if year is None:
                self.add_error("year", gettext("Of which year is this the round?"))
            cleaned["year"] = year

    def _check_expected(self, cleaned: dict[str, Any]) -> None:
        low, high = cleaned.get("expected_from"), cleaned.get("expected_to")
        if high is not None and low is None:
            cleaned["expected_from"], cleaned["expected_to"] = high, None
        elif low is not None and high is not None and high < low:
            self.add_error("expected_to", gettext("The upper number is below the lower one."))

    def _check_area_alive(self, cleaned: dict[str, Any]) -> None:
        area, when = cleaned.get("area"), cleaned.get("when")
        if area is not None and isinstance(when, Days):
            field = self.fields["area"]
            assert isinstance(field, AreaField)  # noqa: S101  (narrows the type, declared above)
            try:
                field.check_day(area, when.first)
            except forms.ValidationError as refusal:
                self.add_error("area", refusal)

    def facts(self) -> DriveFacts:
        data = self.cleaned_data
        same = (
            "title", "kind", "host", "venue_lender", "venue", "area", "when", "session", "hours",
            "year", "round", "plan_number", "plan_issuer", "expected_from", "expected_to",
            "source_address", "source_words", "notes", "keeper",
        )  # fmt: skip
        plan_day = data["plan_day"]
        return DriveFacts(
            **{name: data[name] for name in same},
            plan_day=plan_day.first if plan_day else None,
            campaigns=list(data["campaigns"]),
            slogans=[line.strip() for line in data["slogans"].splitlines() if line.strip()],
            partners=self._bodies("partner"),
            receivers=self._bodies("receiver"),
        )

    def _bodies(self, line: str) -> list[BodyName]:
        names = self._lines(line)
        return [self.cleaned_data[name] for name in names if self.cleaned_data.get(name)]


def year_of(when: When | None) -> int | None:
    """The year a drive's days begin in, where they tell it."""
    if isinstance(when, Days):
        return when.first.year
    if isinstance(when, Span) and when.start is not None:
        return when.start.year
    return None


def initial_of(drive: Drive) -> dict[str, Any]:
    """What the form shows of a drive on record."""
    same = (
        "title", "kind", "area", "when", "session", "hours", "year", "round", "plan_number",
        "plan_issuer", "expected_from", "expected_to", "source_address", "source_words", "notes",
        "keeper", "version",
    )  # fmt: skip
    initial: dict[str, Any] = {name: getattr(drive, name) for name in same}
    initial |= {
        "host": LinkOrWords(record=drive.host, words=drive.host_words),
        "venue": LinkOrWords(record=drive.venue, words=drive.venue_words),
        "venue_lender": LinkOrWords(record=drive.venue_lender, words=drive.venue_lender_words),
        "plan_day": Days(drive.plan_day, drive.plan_day) if drive.plan_day else None,
        "campaigns": list(drive.campaigns.all()),
        "slogans": "\n".join(drive.slogans),
    }
    for line, bodies in (("receiver", drive.receivings), ("partner", drive.partners)):
        for position, body in enumerate(bodies.select_related("organisation").order_by("id"), 1):
            initial[f"{line}_{position}"] = LinkOrWords(record=body.organisation, words=body.words)
    return initial
