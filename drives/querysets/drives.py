"""Which drives a person sees, works on, or confirms; and the questions asked of them."""

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from directory.models import Organisation, Venue
from directory.querysets import FoldedSearch
from drives.rules.states import State
from ledger.actor import Actor
from ledger.scope import Place, Reach, Scope, Verb
from words.folding import words_of

if TYPE_CHECKING:
    from drives.models import Drive


class Task(Enum):
    """One kind of work a drive asks of somebody; the values stand in addresses."""

    ENTER = "to-enter"
    COMPLETE = "to-complete"
    CONFIRM = "to-confirm"
    COMING = "coming"


def in_reach(place: Place, prefix: str = "") -> Q:
    """Drives in an area: of a province today's and its own past; of a commune only its own."""
    if place.level == "nation":
        return Q()
    if place.level == "province":
        return Q(**{f"{prefix}province_now": place.id}) | Q(**{f"{prefix}province_then": place.id})
    own = Q(**{f"{prefix}home_area": place.id})
    if place.level == "district":
        return own | Q(**{f"{prefix}home_area__parent": place.id})
    return own


def allowed(scope: Scope, verb: Verb, prefix: str = "") -> Q | None:
    """The condition on drives for ``verb``; None where nothing is allowed. ``prefix`` leads from a
    record that belongs to a drive (``"drive__"``)."""
    if scope.whole_nation(verb):
        return Q()
    conditions = [in_reach(place, prefix) for place in scope.places(verb)]
    if kept := scope.organisations(verb, Reach.KEPT):
        conditions.append(Q(**{f"{prefix}keeper__in": Organisation.below(kept)}))
    if received := scope.organisations(verb, Reach.RECEIVED):
        from drives.models import Receiving

        drives = Receiving.objects.filter(organisation__in=Organisation.below(received))
        path = f"{prefix.removesuffix('__') or 'pk'}__in"
        conditions.append(Q(**{path: drives.values("drive")}))
    if not conditions:
        return None
    either = conditions[0]
    for condition in conditions[1:]:
        either |= condition
    return either


def recordable(scope: Scope, prefix: str = "") -> Q | None:
    """The condition on drives whose records this person writes; None where there are none, and
    an empty one where that is all of them."""
    kept = allowed(scope, Verb.RECORD, prefix)
    mended = allowed(scope, Verb.ADMINISTER, prefix)
    if kept is None or mended is None:
        return mended if kept is None else kept
    return kept | mended if kept and mended else Q()


class DriveQuerySet(FoldedSearch["Drive"]):
    def matching(self, text: str) -> Self:
        """Every typed word stands, folded, in the title or in the name of the host, the venue, the
        area or its province, then or now."""
        found = self
        for word in words_of(text):
            found = found.filter(
                Q(folded__contains=word)
                | Q(host__in=Organisation.objects.filter(folded__contains=word).values("pk"))
                | Q(venue__in=Venue.objects.filter(folded__contains=word).values("pk"))
            )
        return found

    def _allowed(self, scope: Scope, verb: Verb) -> Self:
        condition = allowed(scope, verb)
        return self.none() if condition is None else self.filter(condition)

    def visible_to(self, scope: Scope) -> Self:
        return self._allowed(scope, Verb.SEE)

    def recordable_by(self, scope: Scope) -> Self:
        """Those a recorder keeps, and those an administrator mends."""
        condition = recordable(scope)
        return self.none() if condition is None else self.filter(condition)

    def confirmable_by(self, scope: Scope) -> Self:
        return self._allowed(scope, Verb.CONFIRM)

    def with_page(self) -> Self:
        """With all that a drive's page, form and rows read of links."""
        return self.select_related(
            "keeper", "host", "venue", "venue_lender", "area__parent__parent", "area__province_now"
        )

    def with_figures(self) -> Self:
        return self.select_related("result")

    def for_list(self) -> Self:
        """With the columns of a row of a list, and no others."""
        return self.select_related("host", "area", "province_then", "result").only(
            "title",
            "state",
            "host_words",
            "host__name",
            "area__name",
            "province_then__name",
            "province_then__level",
            "first_day",
            "last_day",
            "within_from",
            "within_to",
            "sort_day",
            "year",
            "duplicate_of_id",
            "result__attended_n",
            "result__attended_q",
            "result__units_n",
            "result__units_q",
            "result__units_basis",
        )

    def in_area(self, place: Place) -> Self:
        """In an area and below, as the area itself stands on the record."""
        if place.level == "commune":
            return self.filter(area=place.id)
        return self.filter(in_reach(place))

    def held_by(self, organisation: int) -> Self:
        return self.filter(host=organisation)

    def held_between(self, first: date | None, last: date | None) -> Self:
        """Drives any day of which lies, or may lie, between two days (both included)."""
        found = self
        if first:
            found = found.filter(
                Q(last_day__gte=first)
                | Q(first_day__isnull=True, within_to__gt=first)
                | Q(first_day__isnull=True, within_to__isnull=True, sort_day__gte=first)
            )
        if last:
            found = found.filter(
                Q(first_day__lte=last)
                | Q(first_day__isnull=True, within_from__lte=last)
                | Q(first_day__isnull=True, within_from__isnull=True, sort_day__lte=last)
            )
        return found

    def surely_within(self, first: date, before: date) -> Self:
        """Drives that lie wholly in ``[first, before)`` whatever their real day is."""
        return self.filter(
            Q(first_day__gte=first, last_day__lt=before)
            | Q(within_from__gte=first, within_to__lte=before)
        )

    def counted(self) -> Self:
        """Those that count in sums: not the second record of one drive, not cancelled."""
        return self.filter(duplicate_of__isnull=True).exclude(state=State.CANCELLED.value)

    def in_states(self, *states: State) -> Self:
        return self.filter(state__in=[state.value for state in states])

    def needing_result(self, at: date) -> Self:
        """Those that are over, or may be, and whose figures nobody has sent."""
        return self.filter(
            Q(state=State.AWAITING.value)
            | Q(state__in=[State.PLANNED.value, State.REGISTERING.value], last_day__lte=at)
        )

    def returned(self) -> Self:
        return self.in_states(State.RETURNED, State.REOPENED)

    def awaiting_confirmation(self) -> Self:
        return self.in_states(State.SUBMITTED)

    def coming(self, at: date) -> Self:
        return self.in_states(State.PLANNED, State.REGISTERING).filter(
            Q(last_day__isnull=True) | Q(last_day__gt=at)
        )

    def for_task(self, task: Task, *, scope: Scope, actor: Actor, at: date) -> Self:
        """Those on which this person has this work to do; nobody confirms what he or she sent."""
        match task:
            case Task.ENTER:
                return self.recordable_by(scope).needing_result(at).counted()
            case Task.COMPLETE:
                return self.recordable_by(scope).returned()
            case Task.CONFIRM:
                by_others = Q(result__submitted_by__isnull=True) | ~Q(result__submitted_by=actor.id)
                return self.confirmable_by(scope).awaiting_confirmation().filter(by_others)
            case Task.COMING:
                return self.visible_to(scope).coming(at).counted()

    def likely_same_as(self, drive: "Drive") -> Self:
        """Other records of the same area on the same day."""
        if drive.first_day is None or drive.area_id is None:
            return self.none()
        found = self.filter(
            area=drive.area_id, first_day__lte=drive.last_day, last_day__gte=drive.first_day
        ).counted()
        return found.exclude(pk=drive.pk) if drive.pk else found
