"""Bodies that organize, confirm, receive, take part, or lend a venue."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models.area import Area
from directory.querysets import OrganisationQuerySet
from directory.rules import last_day, short_day
from ledger.models import Tracked
from words.fields import FoldedField


class Organisation(Tracked):
    """One body in one life: a merger makes a new one and names it as successor."""

    class Kind(models.TextChoices):
        PEOPLES_COMMITTEE = "peoples_committee", _("people's committee")
        STEERING_COMMITTEE = "steering_committee", _("steering committee")
        RED_CROSS = "red_cross", _("Red Cross")
        BLOOD_ESTABLISHMENT = "blood_establishment", _("blood establishment")
        HOSPITAL = "hospital", _("hospital")
        SCHOOL = "school", _("school")
        COMPANY = "company", _("company")
        ARMED_FORCES = "armed_forces", _("army or police")
        RELIGIOUS = "religious", _("religious body")
        CLUB = "club", _("club")
        OTHER = "other", _("other")

    # Bodies that answer for their whole area; only their officers see beyond their own records.
    AUTHORITIES = (Kind.PEOPLES_COMMITTEE, Kind.STEERING_COMMITTEE, Kind.RED_CROSS)
    RECEIVERS = (Kind.BLOOD_ESTABLISHMENT, Kind.HOSPITAL)

    name = models.CharField(_("name"), max_length=200)
    folded = FoldedField(source="name", max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("area"))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("directly above"),
    )
    valid_from = models.DateField(_("since"), null=True, blank=True)
    valid_to = models.DateField(_("until (exclusive)"), null=True, blank=True)
    successors = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successors"),
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=150, blank=True)
    contact_phone = models.CharField(_("contact phone"), max_length=30, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lt=F("valid_to")),
                name="organisation_from_before_to",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="organisation_not_its_own_parent",
            ),
        ]
        indexes = [
            # The organisations page and the picker, in folded order.
            models.Index(fields=["folded", "id"], name="organisation_folded"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def below(cls, organisations: tuple[int, ...]) -> "models.QuerySet[OrgBelow, int]":
        """Ids of the given organisations and all below them, as a sub-query."""
        return OrgBelow.objects.filter(above__in=organisations).values_list("below", flat=True)

    @property
    def is_authority(self) -> bool:
        return self.kind in self.AUTHORITIES

    @property
    def last_day(self) -> date | None:
        return last_day(self.valid_to) if self.valid_to else None

    @property
    def life(self) -> str:
        """ " (đến 30/6/2025)" for a body that has ended, else nothing."""
        if not self.valid_to:
            return ""
        return gettext(" (until %(day)s)") % {"day": short_day(last_day(self.valid_to))}


class OrgBelow(models.Model):
    """The closure of the tree of organisations, kept by ``actions``: each stands below itself at
    depth 0. Every scope by keeper reads it."""

    above = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    below = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["above", "below"], name="orgbelow_once"),
        ]
