"""One person who gives or wants to give blood, as one organisation came to know them."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.models import Area, Organisation
from donors.querysets.donors import DonorQuerySet
from donors.rules.codes import shown_code
from donors.rules.names import given_first_key
from ledger.keys import new_id
from ledger.models import Tracked
from words.fields import BytewiseField, FoldedField


class FoldedName(models.Model):
    """One folded name and how many donors bear it. Ten million donors have some hundred thousand
    names: a search reads the names first, and the total of a search over all is a sum of
    ``bearers``."""

    # With a space before it, so that " van" finds the beginning of any word.
    spaced = BytewiseField(max_length=130, unique=True)
    bearers = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            # Any words of a name, in any order.
            GinIndex(fields=["spaced"], opclasses=["gin_trgm_ops"], name="foldedname_words"),
        ]

    def __str__(self) -> str:
        return self.spaced.strip()


class Donor(Tracked):
    """A donor's file. Its name is readable as long as it lives; papers, phone, address and notes
    are sealed under its own key. Without the key the file is forgotten: only facts without a
    person are left.

    ``merged_into`` says that this file tells of the same person as another; ``head`` is where that
    leads at last. Facts stay with the file they were recorded for.
    """

    class Sex(models.TextChoices):
        FEMALE = "female", _("female")
        MALE = "male", _("male")

    class BloodGroup(models.TextChoices):
        O_POSITIVE = "O+", "O+"
        A_POSITIVE = "A+", "A+"
        B_POSITIVE = "B+", "B+"
        AB_POSITIVE = "AB+", "AB+"
        O_NEGATIVE = "O-", "O−"
        A_NEGATIVE = "A-", "A−"
        B_NEGATIVE = "B-", "B−"
        AB_NEGATIVE = "AB-", "AB−"
        O_UNKNOWN = "O", _("O, Rh not said")
        A_UNKNOWN = "A", _("A, Rh not said")
        B_UNKNOWN = "B", _("B, Rh not said")
        AB_UNKNOWN = "AB", _("AB, Rh not said")

    class GroupSource(models.TextChoices):
        TOLD = "told", _("as the donor says")
        CARD = "card", _("from an earlier donor card")
        ESTABLISHMENT = "establishment", _("from the blood establishment")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = BytewiseField(_("donor code"), max_length=9, unique=True, editable=False)
    name = models.CharField(_("full name"), max_length=100, blank=True)
    sort_key = FoldedField(source="name", key=given_first_key)
    name_key = models.ForeignKey(
        FoldedName, models.PROTECT, null=True, related_name="+", editable=False
    )
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("birth year"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex.choices, blank=True)
    occupation = models.CharField(_("occupation"), max_length=100, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("organisation"),
    )  # fmt: skip
    organisation_words = models.CharField(_("organisation, in words"), max_length=200, blank=True)
    blood_group = models.CharField(
        _("blood group"), max_length=3, choices=BloodGroup.choices, blank=True
    )
    blood_group_source = models.CharField(
        _("source of the blood group"), max_length=13, choices=GroupSource.choices, blank=True
    )
    declared_count = models.PositiveSmallIntegerField(
        _("donations before this system"), null=True, blank=True
    )
    declared_evidence = models.CharField(_("evidence of them"), max_length=200, blank=True)

    keeper = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("keeper of the record")
    )
    entered_at = models.DateTimeField(_("entered"), editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", editable=False
    )
    head = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="members", editable=False
    )
    restricted_at = models.DateTimeField(_("processing restricted"), null=True, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)

    # Under the donor's own key; a phone can be found again by its keyed hash alone.
    data_key = models.BinaryField(null=True, editable=False)
    phone_sealed = models.BinaryField(null=True, editable=False)
    phone_hmac = models.BinaryField(max_length=32, null=True, editable=False)
    phone_index_version = models.PositiveSmallIntegerField(null=True, editable=False)
    address_sealed = models.BinaryField(null=True, editable=False)
    notes_sealed = models.BinaryField(null=True, editable=False)

    # Kept by the room of the drive day, from the bags recorded for this very file.
    last_given = models.DateField(_("last donation"), null=True, editable=False)
    last_component = models.CharField(max_length=10, blank=True, editable=False)
    given = models.PositiveIntegerField(_("donations recorded here"), default=0, editable=False)

    objects = DonorQuerySet.as_manager()

    class Meta:
        verbose_name = _("donor")
        verbose_name_plural = _("donors")
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True) | Q(birth_year__isnull=False),
                name="donor_birth_date_has_year",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | Q(organisation_words=""),
                name="donor_organisation_link_or_words",
            ),
            models.CheckConstraint(
                condition=Q(blood_group="", blood_group_source="")
                | (~Q(blood_group="") & ~Q(blood_group_source="")),
                name="donor_blood_group_has_source",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True, head__isnull=True)
                | Q(merged_into__isnull=False, head__isnull=False),
                name="donor_merged_has_head",
            ),
            models.CheckConstraint(
                condition=(Q(merged_into__isnull=True) | ~Q(merged_into=F("id")))
                & (Q(head__isnull=True) | ~Q(head=F("id"))),
                name="donor_not_its_own_head",
            ),
            models.CheckConstraint(
                condition=Q(
                    phone_sealed__isnull=True,
                    phone_hmac__isnull=True,
                    phone_index_version__isnull=True,
                )
                | Q(
                    phone_sealed__isnull=False,
                    phone_hmac__isnull=False,
                    phone_index_version__isnull=False,
                ),
                name="donor_phone_can_be_found",
            ),
            models.CheckConstraint(
                condition=Q(data_key__isnull=False, erased_at__isnull=True)
                | Q(
                    data_key__isnull=True,
                    erased_at__isnull=False,
                    name="",
                    name_key__isnull=True,
                    birth_date__isnull=True,
                    phone_sealed__isnull=True,
                    address_sealed__isnull=True,
                    notes_sealed__isnull=True,
                ),
                name="donor_forgotten_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(last_given__isnull=True, given=0)
                | Q(last_given__isnull=False, given__gt=0),
                name="donor_given_has_last_day",
            ),
        ]
        indexes = [
            # Any-word search: from the names to their bearers, in order.
            models.Index(fields=["name_key", "id"], name="donor_of_name"),
            # The same with a birth year, over the whole nation.
            models.Index(fields=["birth_year", "name_key", "id"], name="donor_of_year_and_name"),
            models.Index(fields=["phone_hmac"], name="donor_of_phone"),
            # Donors of a commune who may give again.
            models.Index(fields=["area", "last_given"], name="donor_area_last_given"),
        ]

    def __str__(self) -> str:
        """The code, never the name: this text stands in histories and receipts."""
        return shown_code(self.code)

    def get_absolute_url(self) -> str:
        return reverse("donors:donor", args=[self.pk])

    @property
    def is_erased(self) -> bool:
        return self.data_key is None

    @property
    def organisation_name(self) -> str:
        return str(self.organisation) if self.organisation else self.organisation_words
