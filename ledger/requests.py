"""The request as every view of the house receives it."""

from django.http import HttpRequest

from ledger.actor import Actor
from ledger.scope import Scope


class HouseRequest(HttpRequest):
    """A request after ``accounts``' middleware: with the actor and scope of this moment."""

    actor: Actor
    scope: Scope
