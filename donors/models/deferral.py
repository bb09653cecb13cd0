"""What keeps a person from giving for a time or for ever."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from donors.models.donor import Donor
from donors.models.limit import Dated, dated_constraints
from donors.querysets.dated import DeferralReasonQuerySet
from donors.querysets.deferrals import DeferralQuerySet
from donors.rules.deferrals import Deferred, Period
from ledger.models import Tracked


class DeferralReason(Dated):
    """A reason with its waiting time: months, weeks, days, or for ever."""

    class Group(models.TextChoices):
        """Groups for reporting (WHO 2012)."""

        GENERAL = "general", _("general assessment")
        NON_COMMUNICABLE = "non-communicable", _("non-communicable disease")
        MEDICAL_OR_SURGICAL = "medical-or-surgical", _("medical or surgical treatment")
        INFECTION_AND_RISK = "infection-and-risk", _("infection and risk of infection")

    group = models.CharField(_("group for reports"), max_length=20, choices=Group.choices)
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    weeks = models.PositiveSmallIntegerField(_("weeks"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("days"), null=True, blank=True)
    permanent = models.BooleanField(_("for ever"), default=False)

    objects = DeferralReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("reason for deferral")
        verbose_name_plural = _("reasons for deferral")
        ordering = ["group", "code", "valid_from"]
        constraints = [
            *dated_constraints("deferralreason"),
            models.CheckConstraint(
                condition=Q(permanent=True, months=None, weeks=None, days=None)
                | Q(permanent=False, months__gt=0, weeks=None, days=None)
                | Q(permanent=False, months=None, weeks__gt=0, days=None)
                | Q(permanent=False, months=None, weeks=None, days__gt=0),
                name="deferralreason_one_period",
            ),
        ]

    @property
    def period(self) -> Period:
        return Period(self.months, self.weeks, self.days, self.permanent)


class Deferral(Tracked):
    """A person may not give from ``from_day`` until ``able_from`` (the first day they may), or, for
    ever, without one. A commune reads the day, never the reason."""

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="deferrals")
    reason = models.ForeignKey(
        DeferralReason, models.PROTECT, related_name="+", verbose_name=_("reason")
    )
    from_day = models.DateField(_("from"))
    able_from = models.DateField(_("may give again from"), null=True, blank=True)
    permanent = models.BooleanField(_("for ever"), default=False)
    # The registration at which it was found, where it was found at a drive.
    registration = models.UUIDField(null=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawn_reason = models.TextField(_("why withdrawn"), blank=True, editable=False)

    objects = DeferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("deferral")
        verbose_name_plural = _("deferrals")
        constraints = [
            models.CheckConstraint(
                condition=Q(permanent=True, able_from__isnull=True)
                | Q(permanent=False, able_from__gt=F("from_day")),
                name="deferral_ends_or_never",
            ),
        ]
        indexes = [
            # Eligibility of one person.
            models.Index(fields=["donor", "able_from"], name="deferral_of_donor"),
        ]

    def __str__(self) -> str:
        return f"{self.donor}: {self.from_day:%d/%m/%Y}"

    @property
    def as_rule(self) -> Deferred:
        """As the rules of eligibility read it; reads the reason."""
        return Deferred(
            code=self.reason.code,
            name=self.reason.name,
            from_day=self.from_day,
            able_from=self.able_from,
            source=self.reason.source,
        )
