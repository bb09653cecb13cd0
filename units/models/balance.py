"""What was brought to a drive and what became of it: bags, certificates, gifts."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.models import Organisation
from donors.models.limit import Dated
from drives.models import Drive
from ledger.models import Tracked
from units.querysets.gifts import GiftRateQuerySet
from units.querysets.of_drive import OfDriveQuerySet
from words.fields import FoldedField


class Balance(Tracked):
    """The sheet of balances of one drive: one save of all its rows is one Change."""

    drive = models.OneToOneField(Drive, models.PROTECT, related_name="+")
    notes = models.TextField(_("notes"), blank=True)
    saved_at = models.DateTimeField(_("saved at"))
    saved_by_name = models.CharField(_("saved by"), max_length=150)

    objects = OfDriveQuerySet["Balance"].as_manager()

    class Meta:
        verbose_name = _("sheet of balances")
        verbose_name_plural = _("sheets of balances")

    def __str__(self) -> str:
        return str(self.drive)

    def get_absolute_url(self) -> str:
        return reverse("units:balances", args=[self.drive_id])


class BagBalance(models.Model):
    """Empty bags of one volume: brought − drawn − spoiled − taken back = 0. What was drawn is
    counted from the bags themselves; ``drawn`` is told only where no bag is recorded."""

    balance = models.ForeignKey(Balance, models.PROTECT, related_name="bags")
    volume = models.PositiveSmallIntegerField(_("volume, ml"))
    brought = models.PositiveIntegerField(_("brought"), null=True, blank=True)
    drawn = models.PositiveIntegerField(_("drawn"), null=True, blank=True)
    spoiled = models.PositiveIntegerField(_("spoiled"), null=True, blank=True)
    returned = models.PositiveIntegerField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("balance of bags")
        verbose_name_plural = _("balances of bags")
        ordering = ["volume"]
        constraints = [
            models.UniqueConstraint(fields=["balance", "volume"], name="bagbalance_once_a_volume"),
        ]

    def __str__(self) -> str:
        return f"{self.balance}: {self.volume} ml"


class SerialBalance(models.Model):
    """Certificates, by their serials where those are known, or gifts of one kind: brought, given
    out, spoiled, taken back. Serials as people write them: "0123456–0123655"."""

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", _("certificates")
        GIFT = "gift", _("gifts")

    SERIALS = 400

    balance = models.ForeignKey(Balance, models.PROTECT, related_name="serials")
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(_("position"))
    label = models.CharField(_("series or gift"), max_length=120)
    brought = models.PositiveIntegerField(_("brought"), null=True, blank=True)
    given_out = models.PositiveIntegerField(_("given out"), null=True, blank=True)
    spoiled = models.PositiveIntegerField(_("spoiled"), null=True, blank=True)
    returned = models.PositiveIntegerField(_("taken back"), null=True, blank=True)
    brought_serials = models.CharField(_("serials brought"), max_length=SERIALS, blank=True)
    spoiled_serials = models.CharField(_("serials spoiled"), max_length=SERIALS, blank=True)
    returned_serials = models.CharField(_("serials taken back"), max_length=SERIALS, blank=True)

    class Meta:
        verbose_name = _("balance of certificates or gifts")
        verbose_name_plural = _("balances of certificates and gifts")
        ordering = ["kind", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["balance", "kind", "position"], name="serialbalance_once_a_row"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.balance}: {self.label}"


class GiftRate(Tracked):
    """What a receiver gives a donor for a volume (Circular 17/2020): dated data of the receiver,
    printed on the signing list; no accounts are kept."""

    receiver = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("receiver"), help_text=_("Left empty: for every receiver without its own."),
    )  # fmt: skip
    label = models.CharField(_("gift"), max_length=120)
    folded = FoldedField(source="label", max_length=120)
    volume = models.PositiveSmallIntegerField(
        _("volume, ml"), null=True, blank=True, help_text=_("Left empty: for every volume.")
    )
    amount = models.PositiveIntegerField(_("amount, đồng"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until (exclusive)"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    certainty = models.CharField(
        _("certainty"), max_length=1, choices=Dated.Certainty.choices,
        default=Dated.Certainty.KNOWLEDGE.value,
    )  # fmt: skip

    objects = GiftRateQuerySet.as_manager()

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
