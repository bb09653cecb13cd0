"""Sources of figures: where rooms above offer to fill a result sheet from what they counted.

An upper app registers a source in its ``AppConfig.ready()``. The form of the sheet then offers a
link; the figures stand in the form, unsaved, and are the person's own from then on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django_stubs_ext import StrOrPromise

from drives.rules.figures import Figure

if TYPE_CHECKING:
    from drives.models import Drive


@dataclass(frozen=True, slots=True)
class Source:
    """``figures`` gives cells of the sheet by name; ``offered`` says whether there are any.
    ``title`` is the words of the link, ``filled`` what stands above the filled form."""

    slug: str
    title: StrOrPromise
    filled: StrOrPromise
    offered: Callable[["Drive"], bool]
    figures: Callable[["Drive"], Mapping[str, Figure]]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a source. Raises ValueError when its slug is taken by another."""
    if _sources.setdefault(source.slug, source) != source:
        message = f"the source {source.slug!r} is registered already"
        raise ValueError(message)


def source_named(slug: str) -> Source | None:
    return _sources.get(slug)


def sources() -> list[Source]:
    """All sources in the order of registration."""
    return list(_sources.values())
