"""What was brought to a drive and what became of it: bags, certificates, gifts."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directory.models import Organisation
from drives.models import Drive
from ledger.models import Tracked
from units.querysets.of_drive import OfDriveQuerySet


class BagBalance(Tracked):
    """Empty bags of one volume: brought − drawn − spoiled − taken back = 0. What was drawn is
    counted from the bags themselves."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="bag_balances")
    volume = models.PositiveSmallIntegerField(_("volume, ml"))
    brought = models.PositiveIntegerField(_("brought"))
    spoiled = models.PositiveIntegerField(_("spoiled"), default=0)
    returned = models.PositiveIntegerField(_("taken back"), default=0)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = OfDriveQuerySet["BagBalance"].as_manager()

    class Meta:
        verbose_name = _("balance of bags")
        verbose_name_plural = _("balances of bags")
        ordering = ["volume"]
        constraints = [
            models.UniqueConstraint(fields=["drive", "volume"], name="bagbalance_once_a_volume"),
        ]

    def __str__(self) -> str:
        return f"{self.drive}: {self.volume} ml"


class SerialBalance(Tracked):
    """Certificates by their serials, or gifts of one kind: brought, given out, spoiled, taken
    back."""

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", _("certificates")
        GIFT = "gift", _("gifts")

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="serial_balances")
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    label = models.CharField(_("series or gift"), max_length=120)
    serials = models.CharField(_("serials"), max_length=400, blank=True)
    brought = models.PositiveIntegerField(_("brought"))
    given_out = models.PositiveIntegerField(_("given out"), default=0)
    spoiled = models.PositiveIntegerField(_("spoiled"), default=0)
    returned = models.PositiveIntegerField(_("taken back"), default=0)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = OfDriveQuerySet["SerialBalance"].as_manager()

    class Meta:
        verbose_name = _("balance of certificates and gifts")
        verbose_name_plural = _("balances of certificates and gifts")
        ordering = ["kind", "label"]
        constraints = [
            models.UniqueConstraint(
                fields=["drive", "kind", "label"], name="serialbalance_once_a_label"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.drive}: {self.label}"


class GiftRate(Tracked):
    """What a receiver gives a donor for a volume (Circular 17/2020): dated data of the receiver,
    printed on the signing list; no accounts are kept."""

    receiver = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("receiver"), help_text=_("Left empty: for every receiver without its own."),
    )  # fmt: skip
    label = models.CharField(_("gift"), max_length=120)
    volume = models.PositiveSmallIntegerField(
        _("volume, ml"), null=True, blank=True, help_text=_("Left empty: for every volume.")
    )
    amount = models.PositiveIntegerField(_("amount, đồng"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until (exclusive)"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("gift rate")
        verbose_name_plural = _("gift rates")
        ordering = ["label", "volume", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")),
                name="giftrate_from_before_to",
            ),
        ]

    def __str__(self) -> str:
        return self.label
