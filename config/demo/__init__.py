"""The demo: both published events, their organizers and officers. Every person is invented.

Repeatable: every record is made once under a key of its own, and what people changed since stays.
"""

from uuid import NAMESPACE_URL, UUID, uuid5

from ledger.actor import Actor

LOADER = Actor(id=None, name="Dữ liệu minh hoạ")


def key_of(name: str) -> UUID:
    """The submission key of one demo record: always the same."""
    return uuid5(NAMESPACE_URL, f"giothong-demo:{name}")
