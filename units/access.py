"""Who may open which page of the drive day, and who may do what there."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404

from drives.models import Drive
from drives.querysets.drives import DriveQuerySet, allowed
from ledger.requests import HouseRequest
from ledger.scope import Scope, Verb

# The list and the reception desk: the keeper's recorders, and the receiver.
RECEPTION = (Verb.RECORD, Verb.RECEIVE)


# All that a desk reads of its drive: a scan is no time to read slogans and sources.
_OF_A_DESK = (
    "version", "title", "state", "keeper", "session", "first_day", "last_day", "within_from",
    "within_to", "year", "venue_words", "venue__name", "area__name", "area__level",
    "area__parent__name", "area__parent__level", "area__parent__parent__name",
    "area__parent__parent__level",
)  # fmt: skip


def desk_for(request: HouseRequest, pk: int, *verbs: Verb) -> Drive:
    """As :func:`drive_for`, with no more than a desk shows of its drive."""
    slim = Drive.objects.select_related("venue", "area__parent__parent").only(*_OF_A_DESK)
    return drive_for(request, pk, *verbs, drives=slim)


def drive_for(
    request: HouseRequest, pk: int, *verbs: Verb, drives: DriveQuerySet | None = None
) -> Drive:
    """The drive, for somebody who may do one of ``verbs`` with it, in one query; ``drives`` says
    with what it is read, left out with all that its page shows.

    Raises Http404 outside the scope, PermissionDenied inside it where none of them is allowed.
    """
    condition = _any_of(request.scope, verbs)
    if condition is not None:
        read = Drive.objects.with_page() if drives is None else drives
        drive = read.filter(condition, pk=pk).first()
        if drive is not None:
            return drive
    get_object_or_404(Drive.objects.visible_to(request.scope).only("pk"), pk=pk)
    raise PermissionDenied


def may(scope: Scope, drive: Drive, *verbs: Verb) -> bool:
    """Whether one of ``verbs`` is allowed with this drive."""
    condition = _any_of(scope, verbs)
    return condition is not None and Drive.objects.filter(condition, pk=drive.pk).exists()


def may_examine(scope: Scope, drive: Drive) -> bool:
    """Whether the desks of the receiver, screening and collection, are open to this person."""
    return may(scope, drive, Verb.RECEIVE)


def may_record(scope: Scope, drive: Drive) -> bool:
    """Whether the list and the reception desk are."""
    return may(scope, drive, *RECEPTION)


def _any_of(scope: Scope, verbs: tuple[Verb, ...]) -> Q | None:
    """The condition on drives; an administrator mends what a recorder records. None: no drive."""
    asked = set(verbs)
    if Verb.RECORD in asked:
        asked.add(Verb.ADMINISTER)
    conditions = [q for verb in asked if (q := allowed(scope, verb)) is not None]
    if not conditions:
        return None
    # An empty condition is every drive; joined by "or" Django would drop it.
    if not all(conditions):
        return Q()
    either = conditions[0]
    for condition in conditions[1:]:
        either |= condition
    return either
