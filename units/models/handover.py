"""Bags given to a receiver: its list, the receiver's count, and where they differ."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.models import Organisation
from donors.models import Donor
from drives.models import Drive
from ledger.models import Tracked
from units.models.unit import Unit
from units.querysets.handover_lists import HandoverLineQuerySet, HandoverQuerySet
from units.rules.handovers import HandoverState


class Handover(Tracked):
    """The bags of one drive that go to one receiver: a link, or only its name in words. Nothing is
    deleted: a list that was opened by mistake is withdrawn, and its bags are free again."""

    class State(models.TextChoices):
        OPEN = HandoverState.OPEN.value, _("list being made")
        SENT = HandoverState.SENT.value, _("handed over, not yet counted")
        CONFIRMED = HandoverState.CONFIRMED.value, _("received as listed")
        DISPUTED = HandoverState.DISPUTED.value, _("differences named")

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("receiver"),
    )  # fmt: skip
    receiver_words = models.CharField(_("receiver, in words"), max_length=300, blank=True)
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
    answer_notes = models.TextField(_("notes of the receiver"), blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    sent_by_name = models.CharField(max_length=150, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by_name = models.CharField(max_length=150, blank=True)
    # The keeper recorded the answer of a receiver without accounts, from its signed paper.
    answered_on_paper = models.BooleanField(_("from the signed paper"), default=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_by_name = models.CharField(max_length=150, blank=True)
    withdrawn_reason = models.TextField(_("why withdrawn"), blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        constraints = [
            models.UniqueConstraint(
                fields=["drive", "receiver"],
                condition=Q(receiver__isnull=False, withdrawn_at__isnull=True),
                name="handover_one_a_receiver",
            ),
            models.UniqueConstraint(
                fields=["drive", "receiver_words"],
                condition=Q(receiver__isnull=True, withdrawn_at__isnull=True),
                name="handover_one_a_receiver_in_words",
            ),
            models.CheckConstraint(
                condition=Q(receiver__isnull=False, receiver_words="")
                | Q(receiver__isnull=True) & ~Q(receiver_words=""),
                name="handover_receiver_link_or_words",
            ),
            models.CheckConstraint(
                condition=Q(state="open", sent_at__isnull=True, answered_at__isnull=True)
                | Q(state="sent", sent_at__isnull=False, answered_at__isnull=True)
                | Q(
                    state__in=["confirmed", "disputed"],
                    sent_at__isnull=False,
                    answered_at__isnull=False,
                ),
                name="handover_state_has_times",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(state="open"),
                name="handover_withdrawn_while_open",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True)
                | Q(arrived_at__isnull=True)
                | Q(arrived_at__gte=F("left_at")),
                name="handover_left_before_arrived",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receiver_name}, {self.drive}"

    def get_absolute_url(self) -> str:
        return reverse("units:handover", args=[self.pk])

    @property
    def receiver_name(self) -> str:
        return str(self.receiver) if self.receiver else self.receiver_words

    @property
    def life_state(self) -> HandoverState:
        return HandoverState(self.state)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class HandoverLine(models.Model):
    """One bag on the list, or one the receiver found that was not on it. A line that is taken off
    the list stays, with the moment it was."""

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
    drawn_volume = models.PositiveSmallIntegerField(_("drawn, ml"), null=True, blank=True)
    blood_group = models.CharField(
        _("blood group"), max_length=3, choices=Donor.BloodGroup.choices, blank=True
    )
    listed_at = models.DateTimeField(_("listed at"))
    listed_by_name = models.CharField(_("listed by"), max_length=150)
    # The receiver has had this bag in hand.
    checked_at = models.DateTimeField(_("checked at"), null=True)
    checked_by_name = models.CharField(max_length=150, blank=True)
    finding = models.CharField(_("finding"), max_length=12, choices=Finding.choices, blank=True)
    found_volume = models.PositiveSmallIntegerField(_("volume found, ml"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    removed_at = models.DateTimeField(_("taken off the list at"), null=True)
    removed_by_name = models.CharField(max_length=150, blank=True)

    objects = HandoverLineQuerySet.as_manager()

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
            models.UniqueConstraint(
                fields=["handover", "position"], name="handoverline_position_once"
            ),
            models.CheckConstraint(
                condition=Q(found_volume__isnull=True) | Q(finding="other_volume"),
                name="handoverline_other_volume",
            ),
        ]

    def __str__(self) -> str:
        return self.bag_code or str(self.position)

    @property
    def is_extra(self) -> bool:
        return self.finding == self.Finding.EXTRA


class HandoverCount(models.Model):
    """Bags of one volume (None: not said). ``uncoded`` of them stand on no line; ``given`` are all
    that were handed over, ``received`` all that the receiver counted."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="counts")
    volume = models.PositiveSmallIntegerField(_("volume, ml"), null=True, blank=True)
    uncoded = models.PositiveIntegerField(_("not listed one by one"), default=0)
    given = models.PositiveIntegerField(_("handed over"), default=0)
    received = models.PositiveIntegerField(_("bags received"), null=True, blank=True)

    class Meta:
        verbose_name = _("count of a handover")
        verbose_name_plural = _("counts of handovers")
        ordering = ["volume"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "volume"], name="handovercount_once"),
            models.UniqueConstraint(
                fields=["handover"],
                condition=Q(volume__isnull=True),
                name="handovercount_once_without_volume",
            ),
            models.CheckConstraint(
                condition=Q(volume__isnull=True) | Q(volume__gt=0, volume__lte=1000),
                name="handovercount_volume_possible",
            ),
            models.CheckConstraint(
                condition=Q(uncoded__lte=F("given")), name="handovercount_uncoded_are_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handover}: {self.volume or '–'} ml"
