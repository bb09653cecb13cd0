"""A paper list being entered: kept on the server line by line, sealed until it is saved."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.models import Organisation
from drives.models import Drive
from ledger.keys import new_id
from ledger.models import Tracked
from units.models.registration import Registration
from units.querysets.paper import PaperSheetQuerySet


class PaperSheet(Tracked):
    """One paper list of a drive. Its lines are sealed under a key of its own, which is destroyed
    when every line is saved or withdrawn: nothing typed about a person outlives the entry."""

    class State(models.TextChoices):
        OPEN = "open", _("being entered")
        SAVED = "saved", _("saved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    drive = models.ForeignKey(Drive, models.PROTECT, related_name="+")
    label = models.CharField(_("name of the list"), max_length=120)
    keeper = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("receiver"),
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.OPEN.value
    )
    # On which day of the drive those on the list gave.
    day = models.DateField(_("day of the list"))
    # The columns the paper has, in the order they are typed (``units.rules.paper_columns``).
    columns = models.JSONField(_("columns"), default=list)
    # "by the signed paper form": said once for the list, never as ticked boxes of each donor.
    consent_signed = models.BooleanField(_("the donors signed the paper form"), default=False)
    foot_people = models.PositiveIntegerField(_("people at the foot of the list"), null=True)
    foot_units = models.PositiveIntegerField(_("units at the foot of the list"), null=True)
    # Bags by volume at the foot: {"250": 120, "350": 225}.
    foot_volumes = models.JSONField(_("bags by volume at the foot of the list"), default=dict)
    data_key = models.BinaryField(null=True, editable=False)
    made_at = models.DateTimeField(editable=False)
    made_by_name = models.CharField(_("entered by"), max_length=150)
    withdrawn_reason = models.TextField(_("why withdrawn"), blank=True)

    objects = PaperSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper list")
        verbose_name_plural = _("paper lists")
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", data_key__isnull=False)
                | Q(state__in=["saved", "withdrawn"], data_key__isnull=True),
                name="papersheet_closed_is_forgotten",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("units:list", args=[self.drive_id, self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class PaperLine(models.Model):
    """One line as typed: its cells as sealed JSON until the line is saved, then only the link. A
    line taken out keeps its text as long as the list is open, so that it can come back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sheet = models.ForeignKey(PaperSheet, models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField(_("line"))
    sealed = models.BinaryField(null=True, editable=False)
    # Cell and rule of what was asked about and answered when the line was saved, or of what kept
    # it aside; never what was typed.
    findings = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)
    registration = models.ForeignKey(
        Registration, models.PROTECT, null=True, related_name="paper_lines"
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("line of a paper list")
        verbose_name_plural = _("lines of paper lists")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(registration__isnull=True) | Q(sealed__isnull=True),
                name="paperline_saved_is_forgotten",
            ),
        ]
        indexes = [models.Index(fields=["sheet", "position", "id"], name="paperline_of_sheet")]

    def __str__(self) -> str:
        return str(self.position)
