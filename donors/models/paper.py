"""Identity papers: a choice of kinds, several a person, never an image."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from donors.models.donor import Donor
from donors.rules.papers import PaperKind


class Paper(models.Model):
    """The number of one identity paper, sealed under the donor's key, with a keyed hash for exact
    look-up. The hash is not unique: two donors with one number are one person or one mistake, and
    somebody looks at it."""

    KINDS = [
        (PaperKind.CCCD.value, _("citizen identity card")),
        (PaperKind.CMND.value, _("old identity card, 9 digits")),
        (PaperKind.PASSPORT.value, _("passport")),
        (PaperKind.MILITARY.value, _("military identity card")),
        (PaperKind.POLICE.value, _("police identity card")),
        (PaperKind.DRIVING.value, _("driving licence")),
        (PaperKind.STUDENT.value, _("student card")),
        (PaperKind.WORK.value, _("work card")),
        (PaperKind.DONOR_CARD.value, _("donor card")),
        (PaperKind.LOCAL_CONFIRMATION.value, _("confirmation by local authority")),
    ]

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind of paper"), max_length=20, choices=KINDS)
    sealed = models.BinaryField()
    hmac = models.BinaryField(max_length=32)
    index_version = models.PositiveSmallIntegerField()
    hint = models.CharField(_("last three"), max_length=3)

    class Meta:
        verbose_name = _("identity paper")
        verbose_name_plural = _("identity papers")
        constraints = [
            models.UniqueConstraint(fields=["donor", "kind", "hmac"], name="paper_once_a_donor"),
        ]
        indexes = [
            # Exact look-up of a whole number, and the re-encryption of old versions.
            models.Index(fields=["hmac"], name="paper_of_number"),
            models.Index(fields=["index_version", "id"], name="paper_index_version"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} •••{self.hint}"
