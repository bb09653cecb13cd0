"""Who may open which page of a donor, and do what there."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from donors.models import Donor
from donors.querysets.donors import custodies_in
from ledger.requests import HouseRequest
from ledger.scope import Scope, Verb

# Whoever enters donors, and whoever mends what was entered.
MENDS = (Verb.RECORD, Verb.ADMINISTER)


def donor_for(request: HouseRequest, pk: UUID, *verbs: Verb) -> Donor:
    """The donor with all links of the file, for somebody who may do one of ``verbs`` with it.

    Raises Http404 outside the scope, PermissionDenied inside it where none of them is allowed.
    """
    donor = get_object_or_404(Donor.objects.visible_to(request.scope).with_file(), pk=pk)
    if not may(request.scope, donor, *verbs):
        raise PermissionDenied
    return donor


def may(scope: Scope, donor: Donor, *verbs: Verb) -> bool:
    """Whether one of ``verbs`` is allowed with this file."""
    for verb in verbs:
        custodies = custodies_in(scope, verb)
        if custodies is None or custodies.filter(donor=donor.pk).exists():
            return True
    return False


def may_mend(scope: Scope, donor: Donor) -> bool:
    return may(scope, donor, *MENDS)


def mends_somewhere(scope: Scope) -> bool:
    return any(scope.may(verb) for verb in MENDS)
