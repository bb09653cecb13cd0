"""Three ways to find one page of bearers in order; which is the quickest depends on how many names
there are to read. All give the same ids."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from donors.querysets.name_sql import Pieces, select
from words.folding import prefix_range

# So few names are quicker sorted than found among all the others in their order.
FEW_NAMES: Final = 5_000


@dataclass(frozen=True, slots=True)
class Key:
    """Where a hit stands: ``rank`` 0 where the name begins with a word that was asked for."""

    rank: int
    spaced: str
    donor: UUID


def joined(
    pieces: Callable[[], Pieces], key: Key | None, *, backward: bool, most: int
) -> list[UUID]:
    """All bearers within the border, sorted: the way where they are few, and that of SQLite."""
    sql, order, sign = pieces(), *_direction(backward)
    what = f"DISTINCT {sql.rank()} AS rank, n.spaced, {sql.donor} AS id"
    where = f"{sql.within()} AND {sql.named()}"
    if key is not None:
        own = f"({sql.rank()}, n.spaced, {sql.donor})"
        where += f" AND {own} {sign} ({sql.put(key.rank, key.spaced, key.donor)})"
    tail = f"ORDER BY rank {order}, n.spaced {order}, id {order} LIMIT {most}"
    return sql.ids(select(what, sql.names_and_bearers, where, tail))


def is_among_few(sql: Pieces) -> bool:
    """Whether few names have the words, wherever their bearers live."""
    some = select("1", "donors_foldedname n", sql.named(), f"LIMIT {FEW_NAMES + 1}")
    ((number,),) = sql.fetch(select("count(*)", f"({some}) few", "1 = 1"))
    return bool(number <= FEW_NAMES)


def presorted(
    pieces: Callable[[], Pieces], key: Key | None, *, backward: bool, most: int
) -> list[UUID]:
    """The names sorted first, then probed one by one until the page is full."""
    sql, order, sign = pieces(), *_direction(backward)
    what = f"n.id, n.spaced, {sql.rank()} AS rank"
    tail = f"ORDER BY rank {order}, n.spaced {order} OFFSET 0"
    names = select(what, "donors_foldedname n", sql.named(), tail)
    beyond = from_name = ""
    where = f"x.name_key_id = n.id AND {sql.within()}"
    if key is not None:
        place = sql.put(key.rank, key.spaced, key.donor)
        beyond = f" AND (n.rank, n.spaced, {sql.donor}) {sign} ({place})"
    probe = _probe(sql, where + beyond, order, most)
    if key is not None:
        from_name = f"(n.rank, n.spaced) {sign}= ({sql.put(key.rank, key.spaced)})"
    tail = f"ORDER BY n.rank {order}, n.spaced {order}, b.id {order} LIMIT {most}"
    whose = f"({names}) n CROSS JOIN LATERAL ({probe}) b"
    return sql.ids(select("b.id", whose, from_name or "1 = 1", tail))


def in_order(
    pieces: Callable[[], Pieces], key: Key | None, *, backward: bool, most: int
) -> list[UUID]:
    """The index of the names read in its order, each name probed, until the page is full: first
    the stretches of names that begin with one of the words, then all others."""
    stretches = _stretches(pieces().words)
    segments = [*stretches, ""]
    at = segments.index(_segment_of(key, stretches)) if key else (-1 if backward else 0)
    found: list[UUID] = []
    for segment in segments[at::-1] if backward else segments[at:]:
        sql, order, sign = pieces(), *_direction(backward)
        where = f"x.name_key_id = n.id AND {sql.within()}"
        if key is not None:
            place = sql.put(key.spaced, key.donor)
            where += f" AND (n.spaced, {sql.donor}) {sign} ({place})"
        left = most - len(found)
        whose = f"donors_foldedname n CROSS JOIN LATERAL ({_probe(sql, where, order, left)}) b"
        where = f"{sql.named()} AND {_lies_in(sql, segment, stretches)}"
        if key is not None:
            where += f" AND n.spaced {sign}= {sql.put(key.spaced)}"
        tail = f"ORDER BY n.spaced {order}, b.id {order} LIMIT {left}"
        found += sql.ids(select("b.id", whose, where, tail))
        key = None  # the other segments are read from their beginning
        if len(found) >= most:
            break
    return found


def _probe(sql: Pieces, where: str, order: str, most: int) -> str:
    """The first bearers of one name."""
    tail = f"ORDER BY {sql.donor} {order} LIMIT {most}"
    return select(f"{sql.donor} AS id", sql.bearers, where, tail)


def _stretches(words: Sequence[str]) -> list[str]:
    """How names begin that begin with one of the words, in their order; none lies in another."""
    begins = sorted(f" {word}" for word in words)
    return [
        begin
        for begin in begins
        if not any(begin != other and begin.startswith(other) for other in begins)
    ]


def _segment_of(key: Key, stretches: Sequence[str]) -> str:
    return next((begin for begin in stretches if key.spaced.startswith(begin)), "")


def _lies_in(sql: Pieces, segment: str, stretches: Sequence[str]) -> str:
    """The name begins so, or, for the segment without a beginning, with none of the stretches."""
    if segment:
        low, high = prefix_range(segment)
        return f"n.spaced >= {sql.put(low)} AND n.spaced <= {sql.put(high)}"
    return " AND ".join(f"n.spaced NOT LIKE {sql.put(f'{begin}%')}" for begin in stretches)


def _direction(backward: bool) -> tuple[str, str]:
    return ("DESC", "<") if backward else ("ASC", ">")
