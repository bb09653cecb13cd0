"""Figures as people type them: "345", "trên 1.000", "gần 2.000"."""

from drives.rules.figures import Figure, Qualifier
from words.numbers import NotANumber, parse_number, split_qualifier
from words.sentences import gettext_noop


def parse_figure(text: str, chosen: Qualifier = Qualifier.EXACT) -> Figure | None:
    """The figure typed, None for an empty text. A typed qualifier goes with the chosen one only
    when that is "exactly" or the same. Raises :class:`NotANumber`."""
    if not text.strip():
        return None
    word, number = split_qualifier(text)
    typed = Qualifier(word) if word else None
    if typed and chosen is not Qualifier.EXACT and typed is not chosen:
        raise NotANumber(
            "two-qualifiers",
            gettext_noop("The word before the number and the choice beside it differ."),
            {},
        )
    return Figure(parse_number(number), typed or chosen)
