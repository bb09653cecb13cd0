"""The result sheet of a drive."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from drives.fields import UNITS_BASES, FigureColumns, figure_constraints, user_key
from drives.models.drive import Drive
from drives.querysets.results import ResultQuerySet
from drives.rules.figures import Figure
from drives.rules.sheets import FIGURES, Basis, PartKind, Sheet
from ledger.models import Tracked


class Result(Tracked):
    """What came of a drive, first preliminary, then official. An empty figure is unknown."""

    class Standing(models.TextChoices):
        PRELIMINARY = "preliminary", _("preliminary")
        OFFICIAL = "official", _("official")

    drive = models.OneToOneField(
        Drive, models.PROTECT, related_name="result", verbose_name=_("drive")
    )
    standing = models.CharField(
        _("standing"), max_length=11, choices=Standing.choices, default=Standing.PRELIMINARY
    )
    registered = FigureColumns(_("registered"))
    attended = FigureColumns(_("attended"))
    examined = FigureColumns(_("examined"))
    not_given = FigureColumns(_("could not donate"))
    donated = FigureColumns(_("donors"))
    units = FigureColumns(_("units of blood"))
    platelets = FigureColumns(_("of these platelets"))
    first_time = FigureColumns(_("first-time donors"))
    repeat = FigureColumns(_("repeat donors"))
    women = FigureColumns(_("women"))
    men = FigureColumns(_("men"))
    ml_reported = FigureColumns(_("millilitres as reported"))
    units_basis = models.CharField(
        _("what the units count"),
        max_length=9,
        choices=UNITS_BASES,
        default=Basis.NOT_SAID.value,
    )
    stated_rule = models.CharField(_("rule of conversion as stated"), max_length=200, blank=True)
    # Lines as the report words them, never corrected: ["đạt 101,5 % chỉ tiêu"].
    percents = models.JSONField(_("percentages as reported"), default=list, blank=True)
    as_of = models.CharField(_("as of"), max_length=60, blank=True)
    reporter = models.CharField(_("who reported"), max_length=150, blank=True)
    receiver_representative = models.CharField(
        _("who represented the receiver"), max_length=150, blank=True
    )
    reactions = models.TextField(_("reactions of donors"), blank=True)
    notes = models.TextField(_("notes"), blank=True)

    submitted_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    submitted_by = user_key(_("sent by"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True, editable=False)
    confirmed_by = user_key(_("confirmed by"))
    # The version the confirmer last looked at and answered: later changes are shown alone.
    looked_version = models.PositiveIntegerField(null=True, editable=False)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            *figure_constraints("result", *FIGURES, "ml_reported"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="result_submitted_at_by",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="result_confirmed_at_by",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (Q(submitted_by__isnull=False) & ~Q(confirmed_by=F("submitted_by"))),
                name="result_confirmer_is_not_submitter",
            ),
        ]

    def __str__(self) -> str:
        return str(self.drive)

    @property
    def sheet(self) -> Sheet:
        """The whole sheet as a value; reads ``parts`` and the drive's ``receivings``."""
        parts: dict[PartKind, dict[str, Figure]] = {}
        for part in self.parts.all():
            if (figure := part.n) is not None:
                parts.setdefault(PartKind(part.kind), {})[part.code] = figure
        figures = {name: getattr(self, name) for name in FIGURES}
        return Sheet(
            figures={name: figure for name, figure in figures.items() if figure is not None},
            parts=parts,
            basis=Basis(self.units_basis),
            ml_reported=self.ml_reported,
            receivings=tuple(r.units for r in self.drive.receivings.all() if r.units is not None),
        )


class Part(models.Model):
    """One line of a breakdown. Breakdowns may be incomplete: the rest is unknown."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="parts")
    kind = models.CharField(
        _("breakdown"),
        max_length=11,
        choices=[
            (PartKind.VOLUME.value, _("by volume")),
            (PartKind.AUDIENCE.value, _("by audience")),
            (PartKind.BLOOD_GROUP.value, _("by blood group")),
            (PartKind.REASON.value, _("by reason for not donating")),
        ],
    )
    code = models.CharField(_("line"), max_length=20)
    n = FigureColumns(_("number"))

    class Meta:
        verbose_name = _("line of a breakdown")
        verbose_name_plural = _("lines of breakdowns")
        constraints = [
            models.UniqueConstraint(fields=["result", "kind", "code"], name="part_once"),
            *figure_constraints("part", "n"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
