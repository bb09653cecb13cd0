"""Organisations for which a person may keep records."""

from django.db.models import QuerySet

from directory.models import Organisation
from ledger.scope import Scope, Verb


def keepers_for(scope: Scope) -> "QuerySet[Organisation]":
    """The own organisations as recorder, and those below them; all for a superuser."""
    if scope.everything:
        return Organisation.objects.all()
    own = scope.organisations(Verb.RECORD)
    return Organisation.objects.filter(pk__in=Organisation.below(own))
