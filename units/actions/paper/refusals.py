"""Why a paper list, or a line of one, was not written."""

from typing import TYPE_CHECKING

from units.models import PaperSheet

if TYPE_CHECKING:
    from units.actions.paper.reading import SheetReading


class SheetClosed(Exception):
    """The list was saved or withdrawn meanwhile; nothing is typed into it any more."""

    def __init__(self, sheet: PaperSheet) -> None:
        super().__init__(sheet.state)
        self.sheet = sheet


class NotItsLine(Exception):
    """A line that belongs to another list."""


class TooManyLines(Exception):
    """A list holds at most so many lines."""

    def __init__(self, most: int) -> None:
        super().__init__(str(most))
        self.most = most


class NotSaved(Exception):
    """Nothing was saved; ``reading`` shows each line with what stands against it."""

    def __init__(self, reading: "SheetReading") -> None:
        super().__init__(type(self).__name__)
        self.reading = reading


class NothingGood(NotSaved):
    """There is no line that could be saved."""


class NotAllGood(NotSaved):
    """Some lines cannot be saved, and the person wants all or none."""


class Unanswered(NotSaved):
    """Some lines are unlikely and nobody has said yet that they are right."""
