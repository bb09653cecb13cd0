"""Administrative units, one row per life."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.querysets import AreaQuerySet
from directory.rules import last_day, short_day
from ledger.scope import Place
from words.fields import FoldedField


class Area(models.Model):
    """One life of an administrative unit. Codes are reused across eras and names repeat, so the
    ``key`` (era, level, code) identifies it. Valid in ``[valid_from, valid_to)``; null = open."""

    class Level(models.TextChoices):
        NATION = "nation", _("nation")
        PROVINCE = "province", _("province")
        DISTRICT = "district", _("district")
        COMMUNE = "commune", _("commune")

    key = models.CharField(_("unit key"), max_length=20, unique=True)
    code = models.CharField(_("code"), max_length=10, blank=True)
    name = models.CharField(_("name"), max_length=100)
    folded = FoldedField(source="name", max_length=100)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until (exclusive)"), null=True, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    province_now = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("today's province"),
    )
    successors = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successors"),
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lt=F("valid_to")),
                name="area_from_before_to",
            ),
            models.CheckConstraint(
                condition=Q(level="nation", parent__isnull=True)
                | (~Q(level="nation") & Q(parent__isnull=False)),
                name="area_only_nation_has_no_parent",
            ),
        ]
        indexes = [
            # The picker's look-up by folded words.
            models.Index(fields=["folded", "id"], name="area_folded"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Name, where it lay and, where it is needed to tell lives apart, the life: "Huyện Kiến
        Thuỵ, Hải Phòng (đến 30/6/2025)". Only spellings of one sound can share a folded label."""
        return self.label_without_life + self.life

    @property
    def label_without_life(self) -> str:
        return ", ".join([self.name, *self._words_of_place()])

    def _words_of_place(self) -> list[str]:
        """The district and the province it lay in; a province itself needs neither."""
        if self.level in (self.Level.NATION, self.Level.PROVINCE) or self.province_then is None:
            return []
        words = [self.province_then.short_name]
        if self.parent is not None and self.parent.level == self.Level.DISTRICT:
            words.insert(0, self.parent.name[0].lower() + self.parent.name[1:])
        return words

    @property
    def province_then(self) -> "Area | None":
        """The province it lay in during its own life: itself, its parent, or its parent's parent.
        Fetch with ``with_parents()`` to read it without queries."""
        area: Area | None = self
        while area is not None and area.level != self.Level.PROVINCE:
            area = area.parent
        return area

    @property
    def short_name(self) -> str:
        """The name without the type word: "Hải Phòng"."""
        for word in ("Tỉnh ", "Thành phố "):
            if self.level == self.Level.PROVINCE and self.name.startswith(word):
                return self.name.removeprefix(word)
        return self.name

    @property
    def life(self) -> str:
        """ " (đến 30/6/2025)", " (từ 1/7/2025)", or nothing for a life open at both ends."""
        if self.valid_to:
            return gettext(" (until %(day)s)") % {"day": short_day(last_day(self.valid_to))}
        if self.valid_from:
            return gettext(" (from %(day)s)") % {"day": short_day(self.valid_from)}
        return ""

    @property
    def last_day(self) -> date | None:
        return last_day(self.valid_to) if self.valid_to else None

    @property
    def place(self) -> Place:
        return Place(self.pk, self.level)

    @property
    def is_current(self) -> bool:
        return self.valid_to is None

    @classmethod
    def nation(cls) -> "Area":
        return Area.objects.get(level=cls.Level.NATION)
