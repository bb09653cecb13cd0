"""Places where drives are held."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.models.area import Area
from directory.querysets import VenueQuerySet
from ledger.models import Tracked
from words.fields import FoldedField


class Venue(Tracked):
    """A hall, a yard, a school; in its commune, or as near as is known."""

    name = models.CharField(_("name"), max_length=200)
    folded = FoldedField(source="name", max_length=200)
    address = models.CharField(_("address"), max_length=300, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("area"))

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        indexes = [
            # The venues page and the picker, in folded order.
            models.Index(fields=["folded", "id"], name="venue_folded"),
        ]

    def __str__(self) -> str:
        return self.name
