"""Who acts: the value that every action takes instead of a user."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at the keyboard, or the system itself (id None) in commands and imports."""

    id: int | None
    name: str


SYSTEM = Actor(id=None, name="Giọt Hồng")
