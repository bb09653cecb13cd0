"""A figure in a model: one attribute, two columns."""

from decimal import Decimal
from typing import Any, overload

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from drives.rules.figures import Figure, Qualifier
from drives.rules.sheets import Basis

QUALIFIERS = [
    (Qualifier.EXACT.value, _("exactly")),
    (Qualifier.OVER.value, _("over")),
    (Qualifier.NEARLY.value, _("nearly")),
    (Qualifier.ABOUT.value, _("about")),
    (Qualifier.FORECAST.value, _("forecast")),
]
UNITS_BASES = [
    (Basis.BAGS.value, _("bags")),
    (Basis.CONVERTED.value, _("converted")),
    (Basis.NOT_SAID.value, _("not said")),
]


class FigureColumns(property):
    """``units = FigureColumns(_("units"))`` adds the columns ``units_n`` and ``units_q`` and reads
    and writes both as one :class:`Figure`, None being unknown. A property, so that Django takes it
    as an argument of the model too."""

    def __init__(self, verbose_name: Any) -> None:
        super().__init__()
        self.verbose_name = verbose_name

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        self.name = name
        models.DecimalField(
            self.verbose_name, max_digits=11, decimal_places=1, null=True, blank=True
        ).contribute_to_class(model, f"{name}_n")
        models.CharField(
            format_lazy("{}: {}", self.verbose_name, _("how sure")),
            max_length=8,
            choices=QUALIFIERS,
            null=True,
            blank=True,
        ).contribute_to_class(model, f"{name}_q")
        setattr(model, name, self)

    @overload
    def __get__(self, record: None, model: type | None = None, /) -> "FigureColumns": ...
    @overload
    def __get__(self, record: models.Model, model: type | None = None, /) -> Figure | None: ...
    def __get__(
        self, record: models.Model | None, model: type | None = None, /
    ) -> "FigureColumns | Figure | None":
        if record is None:
            return self
        value = getattr(record, f"{self.name}_n")
        if value is None:
            return None
        return Figure(Decimal(value), Qualifier(getattr(record, f"{self.name}_q")))

    def __set__(self, record: models.Model, figure: Figure | None) -> None:
        setattr(record, f"{self.name}_n", None if figure is None else figure.value)
        setattr(record, f"{self.name}_q", None if figure is None else figure.qualifier.value)


def figure_constraints(model: str, *names: str) -> list[models.CheckConstraint]:
    """Both columns or neither; never negative; a known qualifier."""
    known = [qualifier.value for qualifier in Qualifier]
    return [
        models.CheckConstraint(
            condition=Q(**{f"{name}_n__isnull": True, f"{name}_q__isnull": True})
            | Q(**{f"{name}_n__gte": 0, f"{name}_q__in": known}),
            name=f"{model}_{name}_figure",
        )
        for name in names
    ]


def user_key(verbose_name: Any) -> "models.ForeignKey[Any, Any]":
    """Who did it, beside the time it was done."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=verbose_name,
    )
