"""What the rooms above know of two people who are about to be joined, such as that both stand on
the list of one drive. They register in ``AppConfig.ready()``; the page says it plainly."""

from collections.abc import Callable, Collection
from uuid import UUID

Note = Callable[[Collection[UUID], Collection[UUID]], list[str]]
_notes: list[Note] = []


def register(note: Note) -> None:
    """``note(files, other_files)`` gives sentences in the reader's language."""
    if note not in _notes:
        _notes.append(note)


def notes_for(files: Collection[UUID], others: Collection[UUID]) -> list[str]:
    return [sentence for note in _notes for sentence in note(files, others)]
