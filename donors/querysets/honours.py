"""What somebody was given, and what is due."""

from datetime import date

from donors.models import Donor, Honour, HonourTier
from donors.querysets.dated import TierQuerySet
from donors.querysets.whole import Whole
from donors.rules.honours import tiers_due


def tiers_for(donor: Donor, day: date) -> TierQuerySet:
    """The tiers for persons on ``day`` where the file is kept: the province's own, else the
    nation's."""
    province = donor.keeper.area.province_now_id
    persons = HonourTier.objects.on(day).filter(whom=HonourTier.Whom.PERSON)
    return persons.for_province(province).order_by("times")


def given_to(whole: Whole) -> list[Honour]:
    """What the person was given, the latest first, withdrawn ones too."""
    rows = Honour.objects.filter(donor__in=whole.files).select_related("tier")
    return list(rows.order_by("-given_on", "-pk"))


def due_to(whole: Whole, given: list[Honour], day: date) -> list[HonourTier]:
    """The tiers reached and not given yet, the highest first."""
    codes = {honour.tier.code for honour in given if honour.withdrawn_at is None}
    return tiers_due(whole.donations, codes, tiers_for(whole.head, day))
