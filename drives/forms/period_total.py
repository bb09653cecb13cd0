"""The form of an official total, and the filter of their list."""

from functools import cached_property
from typing import Any, Self

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Row
from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.forms import AreaField, DayField, OrganisationField, ScopedForm
from directory.models import Area, Organisation
from directory.querysets import OrganisationQuerySet, in_place
from drives.actions.period_totals import PeriodTotalFacts
from drives.fields import UNITS_BASES
from drives.forms.figures import FigureField, drawn_figure
from drives.models import PeriodTotal
from drives.querysets.period_totals import PeriodTotalQuerySet
from drives.rules.sheets import Basis
from ledger.forms import TrackedForm
from ledger.layouts import Card, laid_out
from ledger.scope import Place, Reach, Scope, Verb

WRITES = (Verb.CONFIRM, Verb.ADMINISTER)


def places_of(scope: Scope) -> list[Place]:
    """The areas whose official totals a person keeps."""
    return [place for verb in WRITES for place in scope.places(verb)]


def keepers_of(scope: Scope) -> OrganisationQuerySet:
    """The organisations for which a person keeps official totals."""
    if scope.everything:
        return Organisation.objects.all()
    own = {o for verb in WRITES for o in scope.organisations(verb, Reach.AREA)}
    return Organisation.objects.filter(pk__in=own)


def is_kept_by(area: Area, scope: Scope) -> bool:
    """Whether official totals of ``area`` are this person's to keep."""
    if any(scope.whole_nation(verb) for verb in WRITES):
        return True
    return any(Area.objects.within(place).filter(pk=area.pk).exists() for place in places_of(scope))


class PeriodTotalForm(ScopedForm, TrackedForm):
    """Figures as published; what is not said is left empty."""

    area = AreaField(label=_("Area"))
    from_day = DayField(label=_("From day"), help_text=_("e.g. 01/01/2007"))
    to_day = DayField(
        label=_("To the end of day"), last=True, help_text=_("The last day, e.g. 31/12/2024")
    )
    drives = FigureField(label=_("Drives"))
    units = FigureField(label=_("Units of blood"))
    volunteers = FigureField(label=_("Volunteers"))
    units_basis = forms.ChoiceField(
        label=_("What the units count"),
        choices=UNITS_BASES,
        initial=Basis.NOT_SAID.value,
    )
    source = forms.CharField(label=_("Source"), required=False, max_length=300)
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    keeper = OrganisationField(label=_("Keeper of the record"))

    @cached_property
    def helper(self) -> FormHelper:
        figures = [drawn_figure(name) for name in ("drives", "units", "volunteers")]
        return laid_out(
            Card("area", Row("from_day", "to_day"), heading=_("Area and period")),
            Card(
                Div(*figures, "units_basis", css_class="grid"),
                heading=_("Figures"),
                hint=_("empty is not 0"),
            ),
            Card("source", "keeper", "notes", heading=_("Source and keeper")),
        )

    @classmethod
    def blank(cls, *, scope: Scope, data: Any = None) -> Self:
        """A new total of the person's own area."""
        keeper = None if scope.everything else keepers_of(scope).with_area().first()
        own = {"keeper": keeper, "area": keeper.area} if keeper else {}
        return cls(data, initial=own, scope=scope)

    @classmethod
    def of(cls, record: PeriodTotal, *, scope: Scope, data: Any = None) -> Self:
        names = (
            "area", "from_day", "to_day", "drives", "units", "volunteers", "units_basis", "source",
            "notes", "keeper", "version",
        )  # fmt: skip
        return cls(data, initial={name: getattr(record, name) for name in names}, scope=scope)

    def clean_area(self) -> Area:
        area: Area = self.cleaned_data["area"]
        if not is_kept_by(area, self.scope):
            raise forms.ValidationError(gettext("You do not keep the totals of this area."))
        return area

    def clean_keeper(self) -> Organisation:
        keeper: Organisation = self.cleaned_data["keeper"]
        unchanged = self.initial.get("keeper") == keeper
        if not unchanged and not keepers_of(self.scope).filter(pk=keeper.pk).exists():
            raise forms.ValidationError(
                gettext("You do not keep records for this organisation. Please choose your own.")
            )
        return keeper

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        from_day, to_day = data.get("from_day"), data.get("to_day")
        if from_day and to_day and to_day <= from_day:
            self.add_error("to_day", gettext("This day is before the first one."))
        figures = [data.get(name) for name in ("drives", "units", "volunteers")]
        if not self.errors and not any(figures):
            self.add_error("units", gettext("Write at least one figure."))
        return data

    def facts(self) -> PeriodTotalFacts:
        names = (
            "area", "keeper", "from_day", "to_day", "drives", "units", "volunteers", "units_basis",
            "source", "notes",
        )  # fmt: skip
        return PeriodTotalFacts(**{name: self.cleaned_data[name] for name in names})


class PeriodTotalFilter(ScopedForm):
    """Reads the address; an area that cannot be read narrows nothing."""

    area = AreaField(label=_("Area"), required=False)

    def __init__(self, data: Any, *, scope: Scope) -> None:
        super().__init__(data, scope=scope, auto_id="filter_%s")

    def narrow(self, totals: PeriodTotalQuerySet) -> PeriodTotalQuerySet:
        """``totals`` of the area and those below it."""
        self.is_valid()
        area: Area | None = self.cleaned_data.get("area")
        return totals.filter(in_place(area.place, "area") if area else Q())
