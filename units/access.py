"""Who may open which page of the drive day, and who may do what there."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404

from drives.models import Drive
from drives.querysets.drives import allowed
from ledger.requests import HouseRequest
from ledger.scope import Scope, Verb

# The list and the reception desk: the keeper's recorders, and the receiver.
RECEPTION = (Verb.RECORD, Verb.RECEIVE)


def drive_for(request: HouseRequest, pk: int, *verbs: Verb) -> Drive:
    """The drive, for somebody who may do one of ``verbs`` with it, in one query.

    Raises Http404 outside the scope, PermissionDenied inside it where none of them is allowed.
    """
    condition = _any_of(request.scope, verbs)
    if condition is not None:
        drive = Drive.objects.with_page().filter(condition, pk=pk).first()
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
