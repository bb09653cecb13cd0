"""How far two figures may differ before anybody is asked why."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directory.models import Area
from drives.querysets.tolerances import ToleranceQuerySet
from ledger.models import Tracked
from words.numbers import format_number


class Tolerance(Tracked):
    """A province's share of a difference that is not worth a question, in ``[valid_from,
    valid_to)``; the nation's where the province has none. Of several the last begun counts."""

    MOST = Decimal(20)

    area = models.ForeignKey(
        Area, models.PROTECT, related_name="+", verbose_name=_("province or nation")
    )
    percent = models.DecimalField(
        _("percent"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(MOST)],
    )
    valid_from = models.DateField(_("since"))
    valid_to = models.DateField(_("until (exclusive)"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = ToleranceQuerySet.as_manager()

    class Meta:
        verbose_name = _("tolerance of differences")
        verbose_name_plural = _("tolerances of differences")
        constraints = [
            # Also what a sheet reads: the last one begun in its province.
            models.UniqueConstraint(fields=["area", "valid_from"], name="tolerance_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")),
                name="tolerance_from_before_to",
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=20), name="tolerance_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area.name}: {format_number(self.percent)} %"
