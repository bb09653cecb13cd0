"""Recognition: tiers as dated data, and what each donor was given."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models import Area
from donors.models.donor import Donor
from donors.models.limit import Dated, dated_constraints
from donors.querysets.dated import TierQuerySet


class HonourTier(Dated):
    """How many donations earn which recognition; a province may set its own tiers."""

    class Whom(models.TextChoices):
        PERSON = "person", _("person")
        FAMILY = "family", _("family")

    whom = models.CharField(_("for whom"), max_length=6, choices=Whom.choices)
    times = models.PositiveSmallIntegerField(_("donations"))
    province = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("province")
    )

    objects = TierQuerySet.as_manager()

    class Meta:
        verbose_name = _("tier of honour")
        verbose_name_plural = _("tiers of honour")
        ordering = ["whom", "times", "valid_from"]
        constraints = [
            *dated_constraints("honourtier"),
            models.CheckConstraint(condition=Q(times__gt=0), name="honourtier_needs_donations"),
        ]


class Honour(models.Model):
    """What a donor was given, when, and by which decision."""

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="honours")
    tier = models.ForeignKey(HonourTier, models.PROTECT, related_name="+", verbose_name=_("tier"))
    given_on = models.DateField(_("given on"))
    decision = models.CharField(_("decision"), max_length=120, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), editable=False)
    recorded_by_name = models.CharField(max_length=150, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawn_reason = models.TextField(_("why withdrawn"), blank=True, editable=False)

    class Meta:
        verbose_name = _("honour")
        verbose_name_plural = _("honours")
        constraints = [
            models.UniqueConstraint(
                fields=["donor", "tier"],
                condition=Q(withdrawn_at__isnull=True),
                name="honour_once_a_tier",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.donor}: {self.tier}"
