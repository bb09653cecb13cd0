"""The dated rules an instance starts with: limits and reasons for deferral."""

from datetime import date
from typing import Final

from django.db import transaction

from donors.models import DeferralReason, Limit
from donors.rules.deferrals import DEFERRAL_SEEDS
from donors.rules.limits import LIMIT_SEEDS

# Circular 26/2013/TT-BYT is in force since then.
IN_FORCE: Final = date(2014, 1, 1)


@transaction.atomic
def load_rules() -> None:
    """Add the rules this instance does not know by their codes; what somebody edited stays."""
    known = set(Limit.objects.values_list("code", flat=True))
    Limit.objects.bulk_create(
        Limit(
            code=seed.code, value=seed.value, unit=seed.unit, certainty=seed.certainty,
            name_vi=seed.name_vi, name_en=seed.name_en, source=seed.source, valid_from=IN_FORCE,
        )
        for seed in LIMIT_SEEDS
        if seed.code not in known
    )  # fmt: skip
    known = set(DeferralReason.objects.values_list("code", flat=True))
    DeferralReason.objects.bulk_create(
        DeferralReason(
            code=seed.code, group=seed.group.value, months=seed.period.months,
            weeks=seed.period.weeks, days=seed.period.days, permanent=seed.period.permanent,
            name_vi=seed.name_vi, name_en=seed.name_en, source=seed.source,
            certainty=seed.certainty, valid_from=IN_FORCE,
        )
        for seed in DEFERRAL_SEEDS
        if seed.code not in known
    )  # fmt: skip
