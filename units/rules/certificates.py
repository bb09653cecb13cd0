"""The numbers of certificates as they stand on bags, read as serials."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from units.rules.serials import NotSerials, SerialRange, read_serials


@dataclass(frozen=True, slots=True)
class Numbers:
    """``given``: one range a certificate, so that one given out twice stands twice; ``unread``:
    numbers that are no serials, as they were written."""

    given: Sequence[SerialRange]
    unread: Sequence[str]


def read_numbers(written: Iterable[str]) -> Numbers:
    """What bags say of their certificates; one without a number says nothing."""
    given: list[SerialRange] = []
    unread: list[str] = []
    for text in written:
        if not text.strip():
            continue
        try:
            (number,) = read_serials(text)
        except (NotSerials, ValueError):
            unread.append(text)
            continue
        if len(number) == 1:
            given.append(number)
        else:
            unread.append(text)
    return Numbers(given, unread)
