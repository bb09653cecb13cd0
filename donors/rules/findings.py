"""What a rule has to say: its id and a sentence to translate."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One named finding. ``sentence`` is an English msgid with ``%(name)s`` places and ``params``
    what goes there; callers show ``gettext(sentence) % params``."""

    rule: str
    sentence: str
    params: Mapping[str, str] = field(default_factory=dict)
