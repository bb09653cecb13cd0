"""Drives on the desk."""

from typing import Any
from uuid import uuid4

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.admin import ProvinceFilter
from directory.models import Area, Organisation
from directory.pickers import LinkOrWords
from drives.actions.drives import DriveFacts, edit_drive, record_drive
from drives.actions.moves import move_drive
from drives.actions.refusals import Missing, NotNow
from drives.admin.pieces import AskedForm, LinesField, answering
from drives.forms.when import WhenField
from drives.models import Answer, Drive, Move, Participation, Partner, Receiving
from ledger.actions import Receipt
from ledger.desk import Given, Refused, ScopedAdmin, ScopedInline
from ledger.requests import HouseRequest
from words.dates import format_when
from words.folding import nfc

PLAIN = (
    "kind", "area", "session", "hours", "year", "round", "plan_number", "plan_day", "plan_issuer",
    "expected_from", "expected_to", "source_address", "source_words", "notes",
)  # fmt: skip
NAMED = ("host", "venue", "venue_lender")


class DriveDeskForm(AskedForm):
    when = WhenField(
        label=_("Days"),
        help_text=_("30/11/2024, or 5–7/12/2024; a span where the day is not known."),
    )
    slogans = LinesField(label=_("Slogans"), help_text=_("One a line."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["when"] = self.instance.when

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        data = self.cleaned_data
        for name in NAMED:
            if data.get(name) and data.get(f"{name}_words"):
                self.add_error(
                    f"{name}_words", gettext("Choose the record, or write words: not both.")
                )
        low, high = data.get("expected_from"), data.get("expected_to")
        if high is not None and (low is None or high < low):
            self.add_error("expected_to", gettext("The upper number is below the lower one."))
        if data.get("round") and not data.get("year"):
            self.add_error("year", gettext("Of which year is this the round?"))
        return cleaned

    def _post_clean(self) -> None:
        self.instance.when = self.cleaned_data.get("when")
        super()._post_clean()  # type: ignore[misc]  # a hook of Django that its stubs leave out


class BodiesInline(ScopedInline):
    fields = ["organisation", "words"]
    readonly_fields = ["organisation", "words"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("organisation")


class PartnerInline(BodiesInline):
    model = Partner


class ReceivingInline(BodiesInline):
    model = Receiving
    fields = ["organisation", "words", "units_n", "units_q"]
    readonly_fields = ["organisation", "words", "units_n", "units_q"]


class ParticipationInline(BodiesInline):
    model = Participation
    fields = ["organisation", "words", "target", "attended_n", "donated_n", "units_n"]
    readonly_fields = ["organisation", "words", "target", "attended_n", "donated_n", "units_n"]


class MoveInline(ScopedInline):
    model = Move
    fields = ["at", "from_state", "to_state", "by", "reason"]
    readonly_fields = ["at", "from_state", "to_state", "by", "reason"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("by")


class AnswerInline(ScopedInline):
    model = Answer
    fields = ["rule", "why", "at"]
    readonly_fields = ["rule", "why", "at"]


@admin.register(Drive)
class DriveAdmin(ScopedAdmin[Drive]):
    form = DriveDeskForm
    changed_through = "recordable_by"
    list_display = ["title", "days", "area", "keeper", "state"]
    list_filter = [
        "state",
        "kind",
        ("province_now", ProvinceFilter),
        ("campaigns", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["area__parent__parent", "area__province_now", "keeper"]
    ordering = ["-sort_day", "-pk"]
    fieldsets = [
        (None, {"fields": ["title", "kind", "state", "keeper", "duplicate_of"]}),
        (
            _("When and where"),
            {
                "fields": [
                    "when", "session", "hours", "year", "round", "area", "venue", "venue_words",
                    "venue_lender", "venue_lender_words",
                ]
            },
        ),
        (_("Who and why"), {"fields": ["host", "host_words", "campaigns", "slogans"]}),
        (
            _("Plan and source"),
            {
                "fields": [
                    "plan_number", "plan_day", "plan_issuer", "expected_from", "expected_to",
                    "source_address", "source_words", "notes", "why",
                ]
            },
        ),
    ]  # fmt: skip
    autocomplete_fields = ["keeper", "host", "venue_lender", "area", "venue", "campaigns"]
    readonly_fields = ["state", "duplicate_of"]
    inlines = [PartnerInline, ReceivingInline, ParticipationInline, MoveInline, AnswerInline]
    actions = ["cancel_drives"]

    @admin.display(description=_("days"), ordering="sort_day")
    def days(self, drive: Drive) -> str:
        return format_when(drive.when) or gettext("unknown")

    def get_fieldsets(self, request: HttpRequest, obj: Drive | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        # Only looked at: what is a field of the form alone is read from the record.
        return [(name, {"fields": _as_read(options["fields"])}) for name, options in fieldsets]

    def get_readonly_fields(self, request: HttpRequest, obj: Drive | None = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "days"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        scope = self.scope(request)
        if db_field.name == "keeper":
            kwargs["queryset"] = Organisation.objects.editable_by(scope)
        elif db_field.name == "area":
            kwargs["queryset"] = Area.objects.open_to(scope)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def keep(self, request: HouseRequest, obj: Drive, given: Given, change: bool) -> Receipt:
        facts = _facts(obj, given, change)
        if not change:
            return answering(
                lambda answers: record_drive(
                    by=request.actor, key=given.key, facts=facts, answers=answers
                ),
                given.values["why"],
            )
        return answering(
            lambda answers: edit_drive(
                by=request.actor, key=given.key, drive=obj, version=given.version, facts=facts,
                answers=answers, reason=given.reason,
            ),
            given.values["why"],
        )  # fmt: skip

    @admin.action(description=_("Cancel the chosen drives"))
    def cancel_drives(self, request: HouseRequest, chosen: Any) -> None:
        def cancel(drive: Drive, reason: str) -> None:
            try:
                move_drive(by=request.actor, key=uuid4(), drive=drive, name="cancel", reason=reason)
            except (NotNow, Missing):
                raise Refused(gettext("In its present state it cannot be cancelled.")) from None

        self.each_chosen(request, chosen, cancel)


def _as_read(fields: Any) -> list[str]:
    named = {"when": "days"}
    return [named.get(name, name) for name in fields if name != "why"]


def _facts(drive: Drive, given: Given, change: bool) -> DriveFacts:
    named: dict[str, Any] = {
        name: LinkOrWords(getattr(drive, name), nfc(getattr(drive, f"{name}_words")))
        for name in NAMED
    }
    return DriveFacts(
        title=nfc(drive.title),
        keeper=drive.keeper,
        **{name: getattr(drive, name) for name in PLAIN},
        **named,
        when=given.values["when"],
        campaigns=list(given.values["campaigns"]),
        slogans=given.values["slogans"],
        partners=_bodies(drive.partners) if change else (),
        receivers=_bodies(drive.receivings) if change else (),
    )


def _bodies(rows: Any) -> list[LinkOrWords[Organisation]]:
    """Who takes part, as it stands: the desk shows it, the drive's own page changes it."""
    found = rows.select_related("organisation").order_by("pk")
    return [LinkOrWords(row.organisation, row.words) for row in found]
