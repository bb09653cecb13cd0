"""Both events as their bulletins tell them; what a bulletin does not say stays unknown."""

from datetime import date
from decimal import Decimal

from accounts.models import User
from config.demo import key_of
from config.demo.bodies import Bodies
from directory.forms import LinkOrWords
from directory.models import Area
from drives.actions.awards import AwardFacts, add_award
from drives.actions.campaigns import CampaignFacts, add_campaign
from drives.actions.drives import DriveFacts, record_drive
from drives.actions.moves import move_drive
from drives.actions.period_totals import PeriodTotalFacts, add_period_total
from drives.actions.results import ResultFacts, record_result
from drives.models import Award, Campaign, Drive, Result
from drives.rules.figures import Figure, Qualifier
from ledger.models import Submission
from words.dates import Days, Span

OFFICIAL = Result.Standing.OFFICIAL.value


def load_events(bodies: Bodies, people: dict[str, User]) -> None:
    """Record each event once; an event on record is left as people made it since."""
    if not _is_recorded("kien-thuy"):
        _kien_thuy(bodies, people["organizer"])
    if not _is_recorded("lai-chau"):
        _lai_chau(bodies, people["organizer.laichau"], people["officer.laichau"])


def _is_recorded(event: str) -> bool:
    return Submission.objects.filter(key=key_of(f"drive:{event}")).exists()


def _over(number: int) -> Figure:
    return Figure(Decimal(number), Qualifier.OVER)


def _exactly(number: int) -> Figure:
    return Figure(Decimal(number))


def _kien_thuy(bodies: Bodies, organizer: User) -> None:
    """The morning of 30/11/2024: 345 units from over 450 volunteers; sent, not yet confirmed."""
    day = date(2024, 11, 30)
    facts = DriveFacts(
        title="Ngày hội hiến máu tình nguyện đợt II năm 2024",
        keeper=bodies.kien_thuy,
        host=LinkOrWords(bodies.kien_thuy_district),
        area=bodies.kien_thuy_district.area,
        venue=LinkOrWords(bodies.gymnasium),
        when=Days(day, day),
        session=Drive.Session.MORNING.value,
        year=2024,
        round=2,
        receivers=[LinkOrWords(words="Ngân hàng dự trữ máu của thành phố")],
        slogans=[
            "Nối vòng tay tình nguyện – Hiến giọt máu yêu thương",
            "Mỗi giọt máu cho đi – Một cuộc đời ở lại",
            "Kết nối trái tim – Kết nối sự sống",
        ],
        source_words="Bản tin của huyện Kiến Thuỵ, 15:41 ngày 30/11/2024",
    )
    sheet = ResultFacts(standing=OFFICIAL, figures={"attended": _over(450), "units": _exactly(345)})
    _record("kien-thuy", facts, sheet, organizer)


def _lai_chau(bodies: Bodies, organizer: User, officer: User) -> None:
    """Hành trình Đỏ 2025, its day not stated: over 1.000 units from over 2.000 volunteers."""
    campaign = add_campaign(
        by=officer.actor,
        key=key_of("campaign:red-journey"),
        facts=CampaignFacts(name="Hành trình Đỏ"),
    )
    facts = DriveFacts(
        title="Hành trình Đỏ tại Lai Châu năm 2025",
        keeper=bodies.lai_chau,
        host=LinkOrWords(bodies.lai_chau),
        area=bodies.lai_chau.area,
        when=Span(date(2025, 7, 1), date(2026, 1, 1)),
        year=2025,
        campaigns=list(Campaign.objects.filter(pk=campaign.target_id)),
        receivers=[LinkOrWords(bodies.institute)],
        source_words="Bản tin của Báo Lai Châu về Chương trình Hành trình Đỏ năm 2025",
    )
    sheet = ResultFacts(standing=OFFICIAL, figures={"attended": _over(2000), "units": _over(1000)})
    drive = _record("lai-chau", facts, sheet, organizer)
    _awards(drive, organizer)
    move_drive(by=officer.actor, key=key_of("confirm:lai-chau"), drive=drive, name="confirm")
    _period_totals(bodies, bodies.lai_chau.area, officer)


def _record(event: str, facts: DriveFacts, sheet: ResultFacts, organizer: User) -> Drive:
    receipt = record_drive(by=organizer.actor, key=key_of(f"drive:{event}"), facts=facts)
    drive = Drive.objects.with_page().get(pk=receipt.target_id)
    record_result(
        by=organizer.actor,
        key=key_of(f"result:{event}"),
        drive=drive,
        version=0,
        facts=sheet,
        submit=True,
    )
    return drive


def _awards(drive: Drive, organizer: User) -> None:
    chairman, committee = "Chủ tịch UBND tỉnh Lai Châu", drive.host_name
    for authority, to, count in (
        (chairman, Award.To.GROUP, _exactly(4)),
        (chairman, Award.To.PEOPLE, _exactly(24)),
        (committee, Award.To.GROUP, None),
        (committee, Award.To.PEOPLE, None),
    ):
        add_award(
            by=organizer.actor,
            key=key_of(f"award:{authority}:{to.value}"),
            drive=drive,
            facts=AwardFacts(authority=authority, form="Bằng khen", to=to.value, count=count),
        )


def _period_totals(bodies: Bodies, area: Area, officer: User) -> None:
    source = "Bản tin của Báo Lai Châu, năm 2025"
    for slug, facts in (
        (
            "2007-2024",
            PeriodTotalFacts(
                area=area, keeper=bodies.lai_chau, source=source,
                from_day=date(2007, 1, 1), to_day=date(2025, 1, 1),
                drives=_exactly(185), units=_exactly(39_660),
            ),
        ),
        (
            "2025-h1",
            PeriodTotalFacts(
                area=area, keeper=bodies.lai_chau, source=source,
                from_day=date(2025, 1, 1), to_day=date(2025, 7, 1), units=_exactly(2323),
            ),
        ),
    ):  # fmt: skip
        add_period_total(by=officer.actor, key=key_of(f"period:{slug}"), facts=facts)
