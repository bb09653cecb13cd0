"""Gates: what rooms above may ask for before a drive moves on.

An upper app registers a gate in its ``AppConfig.ready()``; the confirm page asks all of them and
shows the named reasons, each with its sentence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drives.models import Drive


class Moment(Enum):
    """The step a drive is about to take."""

    SUBMIT = "submit"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a drive cannot pass yet. ``sentence`` is a msgid with ``%(name)s`` places for
    ``params``; callers show ``gettext(sentence) % params``."""

    rule: str
    sentence: str
    params: Mapping[str, str] = field(default_factory=dict)


Gate = Callable[["Drive", Moment], list[Reason]]

_gates: list[Gate] = []


def register(gate: Gate) -> None:
    """Add a gate; a gate that is registered again is asked once."""
    if gate not in _gates:
        _gates.append(gate)


def ask(drive: "Drive", moment: Moment) -> list[Reason]:
    """The reasons of all gates why ``drive`` cannot pass now, in the order of registration;
    empty when nothing is in the way."""
    return [reason for gate in _gates for reason in gate(drive, moment)]
