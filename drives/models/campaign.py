"""Campaigns: Hành trình Đỏ, Lễ hội Xuân Hồng, Chủ nhật Đỏ."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from drives.models.withdrawal import Withdrawable, withdrawal_constraint
from drives.querysets.campaigns import CampaignQuerySet
from words.fields import FoldedField


class Campaign(Withdrawable):
    """A name under which many drives are held; a drive may belong to several."""

    name = models.CharField(_("name"), max_length=150)
    folded = FoldedField(source="name", max_length=150, unique=True)
    first_year = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [withdrawal_constraint("campaign")]

    def __str__(self) -> str:
        return self.name
