"""Bodies that send people to somebody's drive."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from drives.fields import FigureColumns, figure_constraints
from drives.models.drive import BodyAtDrive, Drive, one_name


class Participation(BodyAtDrive):
    """A commune, school or company at somebody's drive, with figures of its own: counted for its
    attainment, never again in the area's sum."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="participations")
    position = models.PositiveSmallIntegerField(_("position"))
    target = models.PositiveIntegerField(_("target"), null=True, blank=True)
    registered = FigureColumns(_("registered"))
    attended = FigureColumns(_("attended"))
    donated = FigureColumns(_("donors"))
    units = FigureColumns(_("units of blood"))

    FIGURES = ("registered", "attended", "donated", "units")

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["position", "id"]
        constraints = [
            one_name("participation"),
            *figure_constraints("participation", "registered", "attended", "donated", "units"),
        ]
