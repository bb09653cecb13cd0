"""The gift rates an instance starts with."""

from datetime import date
from typing import Final

from django.db import transaction

from donors.models.limit import Dated
from units.models import GiftRate
from units.rules.gifts import GIFTS, TRAVEL

CIRCULAR: Final = date(2021, 1, 1)
SOURCE: Final = "Thông tư 17/2020/TT-BYT: mức tối thiểu"
SOURCE_TRAVEL: Final = "Thông tư 17/2020/TT-BYT: khoảng 50.000 đ, theo thực tế từng nơi"
GIFT_LABEL: Final = "Quà tặng"
TRAVEL_LABEL: Final = "Hỗ trợ đi lại"


@transaction.atomic
def load_gift_rates() -> None:
    """Add the general rates to an instance that has none; what somebody edited stays."""
    if GiftRate.objects.filter(receiver__isnull=True).exists():
        return
    sure = Dated.Certainty.KNOWLEDGE.value
    rates = [
        GiftRate(
            label=GIFT_LABEL, volume=volume, amount=amount, valid_from=CIRCULAR, source=SOURCE,
            certainty=sure,
        )
        for volume, amount in GIFTS.items()
    ]  # fmt: skip
    rates.append(
        GiftRate(
            label=TRAVEL_LABEL, amount=TRAVEL, valid_from=CIRCULAR, source=SOURCE_TRAVEL,
            certainty=sure,
        )
    )  # fmt: skip
    GiftRate.objects.bulk_create(rates)
