"""Bags given to a receiver: its list, the receiver's count, and where they differ."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models import Organisation
from donors.models import Donor
from drives.models import Drive
from ledger.models import Tracked
from units.models.unit import Unit
from units.querysets.of_drive import OfDriveQuerySet


class Handover(Tracked):
    """The bags of one drive that go to one receiver: a link, or only its name in words."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        SENT = "sent", _("handed over, not yet counted")
        CONFIRMED = "confirmed", _("received as listed")
        DISPUTED = "disputed", _("differences named")

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="handovers")
    receiver = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("receiver"),
    )  # fmt: skip
    receiver_words = models.CharField(_("receiver, in words"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.OPEN.value
    )
    box_label = models.CharField(_("boxes"), max_length=100, blank=True)
    temperature = models.DecimalField(
        _("temperature of the box, °C"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    giver_signatory = models.CharField(_("handed over by"), max_length=150, blank=True)
    receiver_signatory = models.CharField(_("received by"), max_length=150, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    sent_by_name = models.CharField(max_length=150, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by_name = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_reason = models.TextField(_("why withdrawn"), blank=True)

    objects = OfDriveQuerySet["Handover"].as_manager()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        constraints = [
            models.UniqueConstraint(
                fields=["drive", "receiver"],
                condition=Q(receiver__isnull=False, withdrawn_at__isnull=True),
                name="handover_one_a_receiver",
            ),
            models.CheckConstraint(
                condition=Q(receiver__isnull=True) | Q(receiver_words=""),
                name="handover_receiver_link_or_words",
            ),
            models.CheckConstraint(
                condition=Q(state="open", sent_at__isnull=True)
                | Q(state="sent", sent_at__isnull=False, answered_at__isnull=True)
                | Q(
                    state__in=["confirmed", "disputed"],
                    sent_at__isnull=False,
                    answered_at__isnull=False,
                ),
                name="handover_state_has_times",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receiver_name}, {self.drive}"

    @property
    def receiver_name(self) -> str:
        return str(self.receiver) if self.receiver else self.receiver_words


class HandoverLine(models.Model):
    """One bag on the list, or one the receiver found that was not on it."""

    class Finding(models.TextChoices):
        MISSING = "missing", _("not received")
        EXTRA = "extra", _("received, not on the list")
        OTHER_VOLUME = "other_volume", _("other volume")
        DAMAGED = "damaged", _("damaged")

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField(_("position"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="handover_lines"
    )
    # As listed; the bag itself may be mended later.
    bag_code = models.CharField(_("bag code"), max_length=40, blank=True)
    volume = models.PositiveSmallIntegerField(_("volume, ml"), null=True, blank=True)
    blood_group = models.CharField(
        _("blood group"), max_length=3, choices=Donor.BloodGroup.choices, blank=True
    )
    finding = models.CharField(_("finding"), max_length=12, choices=Finding.choices, blank=True)
    found_volume = models.PositiveSmallIntegerField(_("volume found, ml"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("bag handed over")
        verbose_name_plural = _("bags handed over")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(unit__isnull=False, removed_at__isnull=True),
                name="handoverline_bag_once",
            ),
            models.CheckConstraint(
                condition=Q(found_volume__isnull=True) | Q(finding="other_volume"),
                name="handoverline_other_volume",
            ),
        ]

    def __str__(self) -> str:
        return self.bag_code or str(self.position)


class HandoverCount(models.Model):
    """Bags of one volume: as given, and as the receiver counted; also where no bag has a code."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="counts")
    volume = models.PositiveSmallIntegerField(_("volume, ml"))
    given = models.PositiveIntegerField(_("handed over"))
    received = models.PositiveIntegerField(_("received"), null=True, blank=True)

    class Meta:
        verbose_name = _("count of a handover")
        verbose_name_plural = _("counts of handovers")
        ordering = ["volume"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "volume"], name="handovercount_once"),
        ]

    def __str__(self) -> str:
        return f"{self.handover}: {self.volume} ml"
