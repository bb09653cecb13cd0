"""That two files tell of one person, or that they do not; both can be taken back."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from donors.models.donor import Donor


class Decision(models.Model):
    """Who decided it, when and why; and, where it was taken back, who did that."""

    at = models.DateTimeField(_("at"))
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(_("by"), max_length=150)
    reason = models.TextField(_("reason"), blank=True)
    undone_at = models.DateTimeField(_("taken back at"), null=True)
    undone_by_id = models.BigIntegerField(null=True)
    undone_by_name = models.CharField(_("taken back by"), max_length=150, blank=True)
    undone_reason = models.TextField(_("why taken back"), blank=True)

    class Meta:
        abstract = True


class Merge(Decision):
    """``donor`` was found to be the same person as ``into``."""

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="merges")
    into = models.ForeignKey(Donor, models.PROTECT, related_name="merges_into")
    # With the donor's own consent, asked at the desk; else the work of an officer above both.
    with_consent = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("joining of two files")
        verbose_name_plural = _("joinings of two files")
        constraints = [
            models.UniqueConstraint(
                fields=["donor"], condition=Q(undone_at__isnull=True), name="merge_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(donor=F("into")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.donor} → {self.into}"


class NotSame(Decision):
    """Two files look alike and tell of two people; they are not proposed again."""

    one = models.ForeignKey(Donor, models.PROTECT, related_name="+")
    other = models.ForeignKey(Donor, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("two different people")
        verbose_name_plural = _("pairs of different people")
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"], condition=Q(undone_at__isnull=True), name="notsame_once"
            ),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="notsame_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"
