"""Who may do what: the one table of roles and verbs, and the frozen value that carries it.

``accounts`` builds a :class:`Scope` from memberships at each request; every query set below and
above takes it. Nothing here reads the database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, Flag, auto


class Role(Enum):
    """What a membership lets a person do for its organisation."""

    RECORDER = "recorder"
    CONFIRMER = "confirmer"
    RECEIVER = "receiver"
    VIEWER = "viewer"
    ADMINISTRATOR = "administrator"


class Verb(Enum):
    """What is asked of a scope."""

    SEE = "see"
    RECORD = "record"
    CONFIRM = "confirm"
    ADMINISTER = "administer"
    # At a drive: examine, draw, confirm handovers.
    RECEIVE = "receive"
    # Medical reasons and measurements.
    HEALTH = "health"
    # Show a whole identity number or phone; each time leaves an Access.
    IDENTITY = "identity"


class Reach(Flag):
    """How a role reaches records: through their keeper, their area, or their receivers."""

    KEPT = auto()
    AREA = auto()
    RECEIVED = auto()


POLICY: dict[Verb, dict[Role, Reach]] = {
    Verb.SEE: {
        Role.RECORDER: Reach.KEPT,
        Role.CONFIRMER: Reach.KEPT | Reach.AREA,
        Role.RECEIVER: Reach.RECEIVED,
        Role.VIEWER: Reach.KEPT | Reach.AREA,
        Role.ADMINISTRATOR: Reach.KEPT | Reach.AREA,
    },
    Verb.RECORD: {Role.RECORDER: Reach.KEPT},
    Verb.CONFIRM: {Role.CONFIRMER: Reach.AREA},
    Verb.ADMINISTER: {Role.ADMINISTRATOR: Reach.KEPT | Reach.AREA},
    Verb.RECEIVE: {Role.RECEIVER: Reach.RECEIVED},
    Verb.HEALTH: {Role.RECEIVER: Reach.RECEIVED},
    Verb.IDENTITY: {
        Role.RECORDER: Reach.KEPT,
        Role.CONFIRMER: Reach.KEPT | Reach.AREA,
        Role.RECEIVER: Reach.RECEIVED,
        Role.ADMINISTRATOR: Reach.KEPT | Reach.AREA,
    },
}


@dataclass(frozen=True, slots=True)
class Place:
    """An area a grant reaches: its id and level ("nation", "province", "district", "commune")."""

    id: int
    level: str


@dataclass(frozen=True, slots=True)
class Grant:
    """One current membership. ``area`` is set only where the organisation answers for an area."""

    role: Role
    organisation_id: int
    organisation_name: str
    area: Place | None
    province_id: int | None


@dataclass(frozen=True, slots=True)
class Scope:
    """All that one person may see and do now. ``everything`` is the superuser's."""

    grants: tuple[Grant, ...] = ()
    everything: bool = False

    def _granting(self, verb: Verb, reach: Reach) -> Iterator[Grant]:
        for grant in self.grants:
            if reach in POLICY[verb].get(grant.role, Reach(0)):
                yield grant

    def organisations(self, verb: Verb, reach: Reach = Reach.KEPT) -> tuple[int, ...]:
        """Ids of organisations through which ``verb`` is allowed, there and below."""
        return tuple(sorted({g.organisation_id for g in self._granting(verb, reach)}))

    def places(self, verb: Verb) -> tuple[Place, ...]:
        """The areas in which ``verb`` is allowed."""
        return tuple({g.area: None for g in self._granting(verb, Reach.AREA) if g.area})

    def whole_nation(self, verb: Verb) -> bool:
        return self.everything or any(place.level == "nation" for place in self.places(verb))

    def provinces(self) -> frozenset[int]:
        """Today's provinces the person belongs to: what pickers of public bodies offer."""
        return frozenset(g.province_id for g in self.grants if g.province_id)

    def may(self, verb: Verb) -> bool:
        """Whether ``verb`` is allowed anywhere at all."""
        return self.everything or any(g.role in POLICY[verb] for g in self.grants)

    def has_role(self, role: Role) -> bool:
        return any(grant.role is role for grant in self.grants)


NOBODY = Scope()
EVERYTHING = Scope(everything=True)
