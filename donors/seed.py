"""The dated rules an instance starts with: limits, reasons for deferral, tiers of honour, and the
words donors agree to."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction

from donors.models import ConsentText, DeferralReason, HonourTier, Limit, Purpose
from donors.models.limit import Dated
from donors.rules.deferrals import DEFERRAL_SEEDS, DeferralSeed
from donors.rules.honours import TIER_SEEDS
from donors.rules.limits import LIMIT_SEEDS

# Circular 26/2013/TT-BYT, Decision 122/QĐ-BCĐQG and Law 91/2025/QH15 are in force since then.
CIRCULAR: Final = date(2014, 1, 1)
DECISION: Final = date(2017, 9, 15)
LAW: Final = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Words:
    vi: str
    en: str


CONSENT_TEXTS: Final = {
    Purpose.TAKING_PART: Words(
        vi="Tôi tự nguyện hiến máu và đồng ý để đơn vị tổ chức và cơ sở tiếp nhận máu lưu, sử dụng"
        " thông tin cá nhân và sức khoẻ của tôi cho việc hiến máu an toàn.",
        en="I give blood of my own will and agree that the organizer and the blood establishment"
        " keep and use my personal and health data for safe blood donation.",
    ),
    Purpose.HONOURS: Words(
        vi="Tôi đồng ý công bố họ tên và số lần hiến máu của tôi khi được tôn vinh.",
        en="I agree that my name and number of donations are published when I am honoured.",
    ),
    Purpose.PHOTOS: Words(
        vi="Tôi đồng ý để ảnh chụp tôi tại ngày hội hiến máu được đăng trong bài viết về ngày hội.",
        en="I agree that photos of me at the blood drive are shown in reports about it.",
    ),
    Purpose.RECALL: Words(
        vi="Tôi đồng ý nhận tin nhắn mời hiến máu khi đến ngày có thể hiến lại.",
        en="I agree to receive messages that invite me when I can give blood again.",
    ),
}


@transaction.atomic
def load_rules() -> None:
    """Add the rules this instance does not know by their codes; what somebody edited stays."""
    _add(Limit, ({**seed._asdict(), "valid_from": CIRCULAR} for seed in LIMIT_SEEDS))
    _add(DeferralReason, map(_reason_row, DEFERRAL_SEEDS))
    tiers = ({**s._asdict(), "whom": s.whom.value, "valid_from": DECISION} for s in TIER_SEEDS)
    _add(HonourTier, tiers)
    known = set(ConsentText.objects.values_list("purpose", flat=True))
    ConsentText.objects.bulk_create(
        ConsentText(purpose=purpose, number=1, words_vi=words.vi, words_en=words.en, valid_from=LAW)
        for purpose, words in CONSENT_TEXTS.items()
        if purpose not in known
    )


def _reason_row(seed: DeferralSeed) -> dict[str, Any]:
    row = {**seed._asdict(), **asdict(seed.period), "group": seed.group.value}
    del row["period"]
    return {**row, "valid_from": CIRCULAR}


def _add(model: type[Dated], rows: Iterable[dict[str, Any]]) -> None:
    known = set(model._default_manager.values_list("code", flat=True))
    model._default_manager.bulk_create(model(**row) for row in rows if row["code"] not in known)
