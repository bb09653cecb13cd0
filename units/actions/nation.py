"""The one question asked beyond the own border: may the person who stands here with this paper give
today? Only at the open reception of a drive on its day, logged, limited in rate; the answer is the
next possible date and nothing else."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from donors.models import Deferral, Donor, Paper
from donors.querysets import people
from donors.querysets.donors import DonorQuerySet
from donors.rules.deferrals import Deferred
from donors.rules.eligibility import LastGiven, Person, next_possible_date
from donors.rules.papers import PaperKind
from donors.sealed import paper_hmacs
from drives.models import Drive
from ledger.actions import note_access
from ledger.actor import Actor
from ledger.models import Access
from units.models import DriveDay, Unit
from units.querysets.histories import COMPONENTS
from units.rules.day import hour_refusal
from units.rules.nation import DAY, HOUR, NationAnswer, answer_of, rate_refusal
from units.rules.reasons import Reason

PURPOSE = "reception"
# Nobody's file: an empty list would be asked without a query, and answered sooner.
NOBODY = UUID(int=0)


def ask_nation(
    *, by: Actor, drive: Drive, papers: Collection[tuple[PaperKind, str]], at: datetime
) -> NationAnswer:
    """Whether the bearer of these papers may give on the day of ``at``, as far as the whole nation
    knows. Leaves an Access with the drive, never the number.

    Not asked, and said so, where the drive is not open on that day, or the person asked too often.
    The same queries are made whether anybody has the number or not.
    """
    if not papers or not is_received_today(drive, at):
        return NationAnswer(asked=False)
    if reason := _too_often(by, at):
        return NationAnswer(asked=False, reason=reason)
    note_access(by=by, kind=Access.Kind.NATION, target=drive, purpose=PURPOSE)
    today = timezone.localdate(at)
    limits = people.limits_on(today)
    people_read = _heads_of(papers)
    files = Donor.objects.filter(Q(pk__in=people_read) | Q(head__in=people_read))
    outlook = next_possible_date(
        # The own age is judged by the paper at hand.
        person=Person(),
        day=today,
        last_given=_last_given(files, today),
        deferrals=_deferrals(files),
        limits=limits,
    )
    return answer_of(outlook, today, limits=limits, read=people_read)


def is_received_today(drive: Drive, at: datetime) -> bool:
    """Whether people stand at the reception now: on a known day of the drive, and not after its day
    was closed; a day that nobody opened yet is opened by the arrival that asks."""
    if drive.first_day is None:
        return False
    if hour_refusal(timezone.localtime(at), drive.first_day, drive.last_day):
        return False
    closed = DriveDay.objects.filter(drive=drive.pk, state=DriveDay.State.CLOSED.value)
    return not closed.exists()


def _too_often(by: Actor, at: datetime) -> Reason | None:
    asked = Access.objects.filter(
        actor_id=by.id, kind=Access.Kind.NATION, at__gte=at - DAY
    ).aggregate(hour=Count("pk", filter=Q(at__gte=at - HOUR)), day=Count("pk"))
    return rate_refusal(asked["hour"], asked["day"])


def _heads_of(papers: Collection[tuple[PaperKind, str]]) -> frozenset[UUID]:
    """Everybody who has one of these papers, of that very kind, and nobody."""
    condition = Q()
    for kind, number in papers:
        condition |= Q(kind=kind.value, hmac__in=paper_hmacs(number))
    rows = Paper.objects.filter(condition).values_list("donor", "donor__head")
    return frozenset({NOBODY, *(head or donor for donor, head in rows)})


def _last_given(files: DonorQuerySet, today: date) -> LastGiven | None:
    bags = Unit.objects.valid().filter(donor__in=files.values("pk"), given_on__lte=today)
    last = bags.order_by("-given_on").values_list("given_on", "component").first()
    return LastGiven(last[0], COMPONENTS[last[1]]) if last else None


def _deferrals(files: DonorQuerySet) -> list[Deferred]:
    rows = Deferral.objects.in_force().filter(donor__in=files.values("pk"))
    return [
        Deferred(code="", name="", from_day=from_day, able_from=able_from)
        for from_day, able_from in rows.values_list("from_day", "able_from")
    ]
