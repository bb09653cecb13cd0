"""The working day, or days, of one drive."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drives.models import Drive
from ledger.models import Tracked
from units.querysets.of_drive import OfDriveQuerySet


class DriveDay(Tracked):
    """Made when the first name of a drive is recorded. While it is open the desks work; closing
    sets those who did not come and asks why numbers differ."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    drive = models.OneToOneField(Drive, models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=6, choices=State.choices, default=State.OPEN.value
    )
    opened_at = models.DateTimeField(_("opened at"))
    opened_by_name = models.CharField(_("opened by"), max_length=150)
    # The receiver opens its own desks; until then the drive has a reception only.
    desks_opened_at = models.DateTimeField(_("desks of the receiver opened at"), null=True)
    desks_opened_by_name = models.CharField(max_length=150, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by_name = models.CharField(_("closed by"), max_length=150, blank=True)
    # Why the sheet, the names and the handovers differ, where they do.
    difference_reason = models.TextField(_("why the numbers differ"), blank=True)
    # The rows as they were when the reason was written: other numbers need another word.
    differences = models.JSONField(default=list, editable=False)
    last_queue_no = models.PositiveIntegerField(_("last queue number"), default=0)

    objects = OfDriveQuerySet["DriveDay"].as_manager()

    class Meta:
        verbose_name = _("day of a drive")
        verbose_name_plural = _("days of drives")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | Q(state="closed", closed_at__isnull=False),
                name="driveday_closed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.drive)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
