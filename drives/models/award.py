"""Recognition given on the occasion of a drive."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from drives.fields import FigureColumns, figure_constraints
from drives.models.drive import Drive
from drives.models.withdrawal import Withdrawable, withdrawal_constraint
from drives.querysets.awards import AwardQuerySet


class Award(Withdrawable):
    """One line: who gave what to how many. The count may be unknown."""

    class To(models.TextChoices):
        PEOPLE = "people", _("individuals")
        FAMILY = "family", _("families")
        GROUP = "group", _("groups")

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="awards", verbose_name=_("drive"))
    authority = models.CharField(_("given by"), max_length=200)
    form = models.CharField(_("form of award"), max_length=100)
    to = models.CharField(_("given to"), max_length=6, choices=To.choices)
    count = FigureColumns(_("number"))

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        constraints = [*figure_constraints("award", "count"), withdrawal_constraint("award")]

    def __str__(self) -> str:
        return f"{self.form} · {self.authority}"
