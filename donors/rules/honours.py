"""Recognition by number of donations (Quyết định 122/QĐ-BCĐQG, 15/9/2017); provinces set others."""

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Final, NamedTuple, Protocol, TypeVar

DECISION: Final = "Quyết định 122/QĐ-BCĐQG ngày 15/9/2017"


class Whom(StrEnum):
    PERSON = "person"
    FAMILY = "family"


class TierSeed(NamedTuple):
    """A tier as it is first loaded. ``certainty``: S read in the published text, K not checked."""

    code: str
    whom: Whom
    times: int
    certainty: str
    name_vi: str
    name_en: str
    source: str = DECISION


TIER_SEEDS: Final[tuple[TierSeed, ...]] = (
    *(
        TierSeed(
            f"person-{times}", Whom.PERSON, times, "K",
            f"Tôn vinh người hiến máu {times} lần", f"Recognition for {times} donations",
        )
        for times in (5, 10, 15, 20, 30, 40, 50, 60, 70, 100)
    ),
    TierSeed("family-3", Whom.FAMILY, 3, "S",
             "Giấy khen cho gia đình", "Certificate of merit for a family"),
    TierSeed("family-5", Whom.FAMILY, 5, "S",
             "Cúp đồng cho gia đình", "Bronze cup for a family"),
    TierSeed("family-10", Whom.FAMILY, 10, "S",
             "Cúp bạc cho gia đình", "Silver cup for a family"),
    TierSeed("family-15", Whom.FAMILY, 15, "S",
             "Cúp vàng cho gia đình", "Gold cup for a family"),
    TierSeed("family-20", Whom.FAMILY, 20, "S",
             "Bằng khen cấp tỉnh cho gia đình", "Provincial certificate of merit for a family"),
)  # fmt: skip


class Tier(Protocol):
    """A tier, seeded or of the database."""

    @property
    def code(self) -> str: ...
    @property
    def times(self) -> int: ...


AnyTier = TypeVar("AnyTier", bound=Tier)


def tiers_due(
    times: int, given_already: Collection[str], tiers: Iterable[AnyTier]
) -> list[AnyTier]:
    """The tiers reached by ``times`` donations and still to be given, the highest first.

    ``tiers`` are those of one kind of receiver and one place, ``given_already`` codes. Nobody is
    given a lower tier after a higher one.
    """
    reached = sorted(
        (tier for tier in tiers if tier.times <= times), key=lambda tier: tier.times, reverse=True
    )
    due = []
    for tier in reached:
        if tier.code in given_already:
            break
        due.append(tier)
    return due
