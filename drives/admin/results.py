"""Results on the desk: figures are mended here, breakdowns on the sheet's own page."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.admin import ProvinceFilter
from directory.pickers import LinkOrWords
from drives.actions.results import ParticipationRow, ResultFacts, record_result
from drives.admin.pieces import AskedForm, LinesField, answering, figure
from drives.models import Drive, Part, Participation, Result
from drives.presenters import figure_text
from drives.rules.figures import Figure
from drives.rules.sheets import FIGURES, PartKind
from ledger.actions import Receipt
from ledger.desk import Given, ScopedAdmin, ScopedInline
from ledger.requests import HouseRequest
from ledger.scope import Scope

PLAIN = (
    "standing", "units_basis", "stated_rule", "as_of", "reporter", "receiver_representative",
    "reactions", "notes",
)  # fmt: skip


class ResultDeskForm(AskedForm):
    registered = figure(Result.registered)
    attended = figure(Result.attended)
    examined = figure(Result.examined)
    not_given = figure(Result.not_given)
    donated = figure(Result.donated)
    units = figure(Result.units)
    platelets = figure(Result.platelets)
    first_time = figure(Result.first_time)
    repeat = figure(Result.repeat)
    women = figure(Result.women)
    men = figure(Result.men)
    ml_reported = figure(Result.ml_reported)
    percents = LinesField(label=_("Percentages as reported"), help_text=_("One a line."))

    class Meta:
        labels: ClassVar = {"drive": _("Drive")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in (*FIGURES, "ml_reported"):
            self.initial[name] = getattr(self.instance, name)


class PartInline(ScopedInline):
    model = Part
    fields = ["kind", "code", "n_n", "n_q"]
    readonly_fields = ["kind", "code", "n_n", "n_q"]


@admin.register(Result)
class ResultAdmin(ScopedAdmin[Result]):
    form = ResultDeskForm
    list_display = ["of_drive", "state", "standing", "people", "blood", "confirmed_at"]
    list_filter = [
        "standing",
        "drive__state",
        ("drive__province_now", ProvinceFilter),
    ]
    list_select_related = ["drive"]
    ordering = ["-drive__sort_day", "-pk"]
    search_fields = ["drive__folded"]
    fieldsets = [
        (None, {"fields": ["drive", "sheet", "standing", "as_of"]}),
        (
            _("Figures"),
            {"fields": [*FIGURES, "ml_reported", "units_basis", "stated_rule", "percents"]},
        ),
        (
            _("In words"),
            {"fields": ["reporter", "receiver_representative", "reactions", "notes", "why"]},
        ),
        (
            _("Sent and confirmed"),
            {"fields": ["submitted_at", "submitted_by", "confirmed_at", "confirmed_by"]},
        ),
    ]
    readonly_fields = [
        "drive", "sheet", "submitted_at", "submitted_by", "confirmed_at", "confirmed_by",
    ]  # fmt: skip
    inlines = [PartInline]

    def changeable(self, scope: Scope) -> Any:
        return Result.objects.filter(drive__in=Drive.objects.recordable_by(scope).values("pk"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A sheet begins on the page of its drive."""
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Result | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        # Only looked at: figures are read from their columns.
        return [(name, {"fields": _as_read(options["fields"])}) for name, options in fieldsets]

    @admin.display(description=_("drive"), ordering="drive__sort_day")
    def of_drive(self, result: Result) -> str:
        return str(result.drive)

    @admin.display(description=_("state"), ordering="drive__state")
    def state(self, result: Result) -> str:
        return result.drive.get_state_display()

    @admin.display(description=_("donors"))
    def people(self, result: Result) -> str:
        return figure_text(result.donated)

    @admin.display(description=_("units of blood"))
    def blood(self, result: Result) -> str:
        return figure_text(result.units)

    @admin.display(description=_("whole sheet"))
    def sheet(self, result: Result) -> str:
        """The page on which breakdowns and participating organisations are mended."""
        address = reverse("drives:result", args=[result.drive_id])
        return format_html('<a href="{}">{}</a>', address, gettext("Open the result sheet"))

    def keep(self, request: HouseRequest, obj: Result, given: Given, change: bool) -> Receipt:
        facts = _facts(obj, given)
        return answering(
            lambda answers: record_result(
                by=request.actor, key=given.key, drive=obj.drive, version=given.version or 0,
                facts=facts, answers=answers, reason=given.reason,
            ),
            given.values["why"],
        )  # fmt: skip


def _as_read(fields: Any) -> list[str]:
    read: list[str] = []
    for name in fields:
        if name in FIGURES or name == "ml_reported":
            read += [f"{name}_n", f"{name}_q"]
        elif name != "why":
            read.append(name)
    return read


def _facts(result: Result, given: Given) -> ResultFacts:
    """The mended figures with the breakdowns, receivers' units and participations as they are."""
    parts: dict[PartKind, dict[str, Figure]] = {}
    for part in result.parts.all():
        if part.n is not None:
            parts.setdefault(PartKind(part.kind), {})[part.code] = part.n
    receivings = {row.pk: row.units for row in result.drive.receivings.all()}
    rows = result.drive.participations.select_related("organisation")
    return ResultFacts(
        **{name: getattr(result, name) for name in PLAIN},
        figures=_known(given.only(*FIGURES)),
        ml_reported=given.values["ml_reported"],
        percents=given.values["percents"],
        parts=parts,
        receivings={pk: units for pk, units in receivings.items() if units is not None},
        rows=[_row(row) for row in rows],
    )


def _row(row: Participation) -> ParticipationRow:
    figures = {name: getattr(row, name) for name in Participation.FIGURES}
    return ParticipationRow(
        body=LinkOrWords(row.organisation, row.words), target=row.target, figures=_known(figures)
    )


def _known(figures: dict[str, Figure | None]) -> dict[str, Figure]:
    return {name: figure for name, figure in figures.items() if figure is not None}
