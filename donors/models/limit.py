"""Numbers that decide who may give and how much, each with its days and its source."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from donors.querysets.dated import LimitQuerySet
from ledger.models import Tracked
from words.fields import FoldedField


class Dated(Tracked):
    """A value of the law or of practice, valid ``[valid_from, valid_to)``, with its source."""

    class Certainty(models.TextChoices):
        SOURCE = "S", _("read in the published text")
        KNOWLEDGE = "K", _("common practice, not checked against the text")

    code = models.SlugField(_("code"), max_length=60)
    name_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    folded = FoldedField(source="words_to_find")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until (exclusive)"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    certainty = models.CharField(_("certainty"), max_length=1, choices=Certainty.choices)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def words_to_find(self) -> str:
        return f"{self.name_vi} {self.name_en} {self.code}"

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi


def dated_constraints(model: str) -> list[models.BaseConstraint]:
    """One value a code and first day; from before to."""
    return [
        models.UniqueConstraint(fields=["code", "valid_from"], name=f"{model}_once_a_day"),
        models.CheckConstraint(
            condition=Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")),
            name=f"{model}_from_before_to",
        ),
    ]


class Limit(Dated):
    """One limit (Circular 26/2013/TT-BYT): ages, weights, volumes, blood values, intervals."""

    value = models.DecimalField(_("value"), max_digits=8, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=20)

    objects = LimitQuerySet.as_manager()

    class Meta:
        verbose_name = _("limit")
        verbose_name_plural = _("limits")
        ordering = ["code", "valid_from"]
        constraints = [
            *dated_constraints("limit"),
            models.CheckConstraint(condition=Q(value__gte=0), name="limit_not_negative"),
        ]
