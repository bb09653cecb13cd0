"""One bag of blood: who gave it, how much it holds, where it went."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.models import Organisation
from donors.models import Donor
from drives.models import Drive
from ledger.keys import new_id
from ledger.models import Tracked
from units.models.registration import Registration
from units.querysets.units import UnitQuerySet
from words.fields import BytewiseField


class Unit(Tracked):
    """A bag drawn from one donor at one drive. Nothing is deleted: a bag recorded by mistake is
    withdrawn, and its code may then be used again."""

    class Component(models.TextChoices):
        WHOLE = "whole", _("whole blood")
        RED_CELLS = "red_cells", _("red cells by apheresis")
        PLATELETS = "platelets", _("platelets by apheresis")
        PLASMA = "plasma", _("plasma by apheresis")

    VOLUMES = [(250, "250 ml"), (350, "350 ml"), (450, "450 ml")]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="units")
    drive = models.ForeignKey(Drive, models.PROTECT, related_name="+")
    donor = models.ForeignKey(Donor, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("receiver"),
    )  # fmt: skip
    given_on = models.DateField(_("given on"))
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    bag_code = BytewiseField(_("bag code"), max_length=40, blank=True)
    certificate_no = models.CharField(_("number of the certificate"), max_length=30, blank=True)
    component = models.CharField(
        _("component"), max_length=10, choices=Component.choices, default=Component.WHOLE.value
    )
    # What the bag is meant for, and, after a short draw, what it holds.
    volume = models.PositiveSmallIntegerField(_("volume, ml"), null=True, blank=True)
    drawn_volume = models.PositiveSmallIntegerField(_("drawn, ml"), null=True, blank=True)
    short_reason = models.CharField(_("why a short draw"), max_length=200, blank=True)
    blood_group = models.CharField(
        _("blood group"), max_length=3, choices=Donor.BloodGroup.choices, blank=True
    )
    started_at = models.DateTimeField(_("start"), null=True, blank=True)
    ended_at = models.DateTimeField(_("end"), null=True, blank=True)
    collected_by_name = models.CharField(_("recorded by"), max_length=150)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_reason = models.TextField(_("why withdrawn"), blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit of blood")
        verbose_name_plural = _("units of blood")
        constraints = [
            models.UniqueConstraint(
                fields=["receiver", "year", "bag_code"],
                condition=Q(receiver__isnull=False, withdrawn_at__isnull=True) & ~Q(bag_code=""),
                name="unit_bag_once_a_receiver_and_year",
            ),
            models.UniqueConstraint(
                fields=["drive", "bag_code"],
                condition=Q(receiver__isnull=True, withdrawn_at__isnull=True) & ~Q(bag_code=""),
                name="unit_bag_once_a_drive",
            ),
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(withdrawn_at__isnull=True),
                name="unit_one_a_registration",
            ),
            models.CheckConstraint(
                condition=Q(volume__isnull=True) | Q(volume__gt=0, volume__lte=1000),
                name="unit_volume_possible",
            ),
            models.CheckConstraint(
                condition=Q(drawn_volume__isnull=True)
                | Q(drawn_volume__gte=models.F("volume"))
                | ~Q(short_reason=""),
                name="unit_short_draw_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(started_at__isnull=True)
                | Q(ended_at__isnull=True)
                | Q(ended_at__gte=models.F("started_at")),
                name="unit_start_before_end",
            ),
        ]
        indexes = [
            # The bags of a drive, a person's bags, and look-back from a code.
            models.Index(fields=["drive", "id"], name="unit_of_drive"),
            models.Index(fields=["donor", "-given_on"], name="unit_of_donor"),
            models.Index(fields=["bag_code"], name="unit_code"),
        ]

    def __str__(self) -> str:
        return self.bag_code or str(self.pk)[-8:]

    def get_absolute_url(self) -> str:
        return reverse("units:unit", args=[self.pk])
