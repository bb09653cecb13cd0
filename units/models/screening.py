"""What was measured and decided before a donation, and what happened after it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donors.models import Deferral
from ledger.models import Tracked
from units.models.registration import Registration
from units.models.unit import Unit
from units.querysets.health import ReactionQuerySet, ScreeningQuerySet
from units.rules import reactions as standard


class Screening(Tracked):
    """The examination at the drive. ``limits_used`` keeps the limits as they were that day: a
    correction of a limit changes nothing that was decided."""

    class Decision(models.TextChoices):
        FIT = "fit", _("fit to give")
        DEFERRED = "deferred", _("not given today")

    registration = models.OneToOneField(Registration, models.PROTECT, related_name="screening")
    component = models.CharField(
        _("component"),
        max_length=10,
        choices=Unit.Component.choices,
        default=Unit.Component.WHOLE.value,
    )
    weight = models.DecimalField(
        _("weight, kg"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    systolic = models.PositiveSmallIntegerField(_("systolic, mmHg"), null=True, blank=True)
    diastolic = models.PositiveSmallIntegerField(_("diastolic, mmHg"), null=True, blank=True)
    pulse = models.PositiveSmallIntegerField(_("pulse, a minute"), null=True, blank=True)
    pulse_regular = models.BooleanField(_("pulse regular"), null=True, blank=True)
    haemoglobin = models.PositiveSmallIntegerField(_("haemoglobin, g/l"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision.choices)
    allowed_volume = models.PositiveSmallIntegerField(
        _("greatest volume, ml"), null=True, blank=True
    )
    limits_used = models.JSONField(_("limits used"), default=dict)
    broken = models.JSONField(_("limits broken"), default=list)
    deferral = models.ForeignKey(
        Deferral, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("deferral"),
    )  # fmt: skip
    # Where nothing was drawn from somebody found fit: what happened, in the desk's words.
    stop_reason = models.CharField(_("why nothing was drawn"), max_length=200, blank=True)
    examined_on = models.DateField(_("examined on"))
    at = models.DateTimeField(_("recorded at"))
    examiner_id = models.BigIntegerField(null=True)
    examiner_name = models.CharField(_("examined by"), max_length=150)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="fit", allowed_volume__gt=0, deferral__isnull=True)
                | Q(decision="deferred", deferral__isnull=False),
                name="screening_decision_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.registration)


class Reaction(Tracked):
    """An adverse reaction of a donor (ISBT, IHN and AABB groups, 2014)."""

    GROUPS = [(code, _(name)) for code, name in standard.GROUPS]
    KINDS = [(kind.code, _(kind.name)) for kind in standard.KINDS.values()]
    SEVERITIES = [(grade, _(name)) for grade, name in standard.SEVERITIES]
    IMPUTABILITIES = [(code, _(name)) for code, name in standard.IMPUTABILITIES]

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="reactions")
    group = models.CharField(_("group"), max_length=20, choices=GROUPS)
    # Its place in the standard ("B2"), where somebody said it.
    kind = models.CharField(_("kind"), max_length=4, choices=KINDS, blank=True)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=SEVERITIES)
    imputability = models.CharField(
        _("imputability"), max_length=12, choices=IMPUTABILITIES, blank=True
    )
    at = models.DateTimeField(_("at"))
    notes = models.TextField(_("what happened and what was done"), blank=True)
    recorded_by_name = models.CharField(_("recorded by"), max_length=150)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_reason = models.TextField(_("why withdrawn"), blank=True)

    objects = ReactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [
            models.CheckConstraint(
                condition=Q(severity__gte=1, severity__lte=5), name="reaction_known_severity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration}: {self.get_group_display()}"
