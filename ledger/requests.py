"""The request as every view of the house receives it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from ledger.actor import Actor
from ledger.scope import Scope


class HouseRequest(HttpRequest):
    """A request after ``accounts``' middleware: with the actor and scope of this moment, and
    whose session has just ended, if one has. ``htmx`` is true for a request that a script made
    to replace a part of its page."""

    actor: Actor
    scope: Scope
    ended_user_id: int | None
    htmx: HtmxDetails
