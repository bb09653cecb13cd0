"""Which organisation knows a donor, since when and how: the border of every search."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models import Area, Organisation
from donors.models.donor import Donor, FoldedName


class Custody(models.Model):
    """An organisation where the donor was entered, registered or gave. It carries the donor's name
    key and birth year and today's province, so that a search inside one body or province never
    reads beyond."""

    class How(models.TextChoices):
        ENTERED = "entered", _("entered")
        REGISTERED = "registered", _("registered at a drive")
        COLLECTED = "collected", _("gave blood there")
        JOINED = "joined", _("files joined with consent")

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="custodies")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    how = models.CharField(_("how"), max_length=10, choices=How.choices)
    since = models.DateTimeField(_("since"))
    name_key = models.ForeignKey(FoldedName, models.PROTECT, null=True, related_name="+")
    birth_year = models.PositiveSmallIntegerField(null=True)
    province_now = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    # One row a donor and province stands for all of them, so that a province counts people.
    first_in_province = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("custody")
        verbose_name_plural = _("custodies")
        constraints = [
            models.UniqueConstraint(fields=["donor", "organisation"], name="custody_once"),
            models.UniqueConstraint(
                fields=["donor", "province_now"],
                condition=Q(first_in_province=True),
                name="custody_first_in_province",
            ),
            models.CheckConstraint(
                condition=Q(first_in_province=False) | Q(province_now__isnull=False),
                name="custody_first_has_province",
            ),
        ]
        indexes = [
            # The donors of a body or a province: newest first; and by name, with the birth year.
            models.Index(fields=["organisation", "-donor"], name="custody_organisation"),
            models.Index(
                fields=["organisation", "name_key", "donor", "birth_year"],
                name="custody_organisation_name",
            ),
            models.Index(
                fields=["province_now", "-donor"],
                condition=Q(first_in_province=True),
                name="custody_province",
            ),
            models.Index(
                fields=["province_now", "name_key", "donor", "birth_year"],
                condition=Q(first_in_province=True),
                name="custody_province_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.donor}: {self.organisation}"
