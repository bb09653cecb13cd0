"""Official totals of an area over a period, as published."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directory.models import Area, Organisation
from drives.fields import UNITS_BASES, FigureColumns, figure_constraints
from drives.models.withdrawal import Withdrawable, withdrawal_constraint
from drives.querysets.period_totals import PeriodTotalQuerySet
from drives.rules.sheets import Basis


class PeriodTotal(Withdrawable):
    """A published total of ``[from_day, to_day)``. Never added to drives: beside it stands how much
    of it is recorded drive by drive."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("area"))
    keeper = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("keeper of the record")
    )
    from_day = models.DateField(_("from"))
    to_day = models.DateField(_("until (exclusive)"))
    drives = FigureColumns(_("drives"))
    units = FigureColumns(_("units of blood"))
    volunteers = FigureColumns(_("volunteers"))
    units_basis = models.CharField(
        _("what the units count"),
        max_length=9,
        choices=UNITS_BASES,
        default=Basis.NOT_SAID.value,
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    notes = models.TextField(_("notes"), blank=True)

    objects = PeriodTotalQuerySet.as_manager()

    class Meta:
        verbose_name = _("period total")
        verbose_name_plural = _("period totals")
        constraints = [
            *figure_constraints("period_total", "drives", "units", "volunteers"),
            models.CheckConstraint(
                condition=Q(from_day__lt=F("to_day")), name="period_total_from_before_to"
            ),
            withdrawal_constraint("period_total"),
        ]
        indexes = [
            # The period totals page and an area's totals.
            models.Index(fields=["area", "-from_day", "-id"], name="period_total_area"),
        ]

    def __str__(self) -> str:
        return f"{self.area.name} {self.from_day:%Y}"
