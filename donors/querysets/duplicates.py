"""Pairs of files that probably tell of one person, within one border.

The files are looked through from the newest on, a window at a time: for the files of a window, one
statement finds older files by indexes alone (paper, name and year of birth, phone). A page stops
when it is full or when it has looked through ``MOST_LOOKED`` files, and the next one goes on from
there: so a page costs the same in a commune, where one page is all, and in a province or nation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection

from donors.models import Donor, Paper
from donors.querysets.borders import Border, border_of
from donors.querysets.people import person_of
from donors.rules.likeness import Known, Likeness, likenesses
from ledger.scope import Scope, Verb

PAGE: Final = 25
WINDOW: Final = 500
MOST_LOOKED: Final = 2_000
MOST_OF_A_WINDOW: Final = 2_000
Ids = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files, the newer first, and why they may be of one person, the strongest reason first."""

    newer: Donor
    older: Donor
    reasons: Sequence[Likeness]


@dataclass(frozen=True, slots=True)
class Pairs:
    """One page: its pairs, how many files were looked through, and the id of the last of them,
    None where no older file is left."""

    pairs: Sequence[Pair]
    looked: int
    after: UUID | None


def mending_border(scope: Scope) -> Border:
    """All that one person may mend: as a recorder, and as an administrator."""
    either = [border_of(scope, verb) for verb in (Verb.RECORD, Verb.ADMINISTER)]
    if any(border.nation for border in either):
        return Border(nation=True)
    provinces = {pk for border in either for pk in border.provinces}
    organisations = {pk for border in either for pk in border.organisations}
    return Border(provinces=tuple(sorted(provinces)), organisations=tuple(sorted(organisations)))


def likely_pairs(border: Border, *, after: str = "") -> Pairs:
    """A page of pairs, the newest files first, after the file with the id ``after``."""
    cursor, looked, pairs = _read_id(after), 0, list[Pair]()
    while not border.is_empty and looked < MOST_LOOKED and len(pairs) < PAGE:
        window = _window(border, cursor)
        if not window:
            return Pairs(pairs, looked, None)
        found = _pairs_of(border, window)
        for place, pk in enumerate(window, start=1):
            pairs += found.get(pk, ())
            if len(pairs) >= PAGE:
                is_last = place == len(window) < WINDOW
                return Pairs(pairs, looked + place, None if is_last else pk)
        cursor, looked = window[-1], looked + len(window)
        if len(window) < WINDOW:
            return Pairs(pairs, looked, None)
    return Pairs(pairs, looked, cursor)


def reasons_of(one: Donor, other: Donor) -> list[Likeness]:
    """Why these two files may tell of one person."""
    known = _known([one, other])
    return likenesses(known[one.pk], known[other.pk])


def _window(border: Border, after: UUID | None) -> list[UUID]:
    if border.nation:
        donors = Donor.objects.filter(data_key__isnull=False, restricted_at__isnull=True)
        older = donors.filter(pk__lt=after) if after else donors
        return list(older.order_by("-pk").values_list("pk", flat=True)[:WINDOW])
    rows = border.custodies()
    older_rows = rows.filter(donor__lt=after) if after else rows
    ids = older_rows.order_by("-donor").values_list("donor", flat=True)
    return list((ids if border.counts_once else ids.distinct())[:WINDOW])


def _pairs_of(border: Border, window: Sequence[UUID]) -> dict[UUID, list[Pair]]:
    """By the newer file's id, the pairs of a window."""
    found = _candidates(border, window)
    donors = Donor.objects.select_related("area", "organisation", "keeper").in_bulk(
        list({pk for pair in found for pk in pair})
    )
    known = _known(donors.values())
    pairs: dict[UUID, list[Pair]] = {}
    for newer, older in sorted(found, reverse=True):
        if reasons := likenesses(known[newer], known[older]):
            pairs.setdefault(newer, []).append(Pair(donors[newer], donors[older], reasons))
    return pairs


def _known(donors: Iterable[Donor]) -> dict[UUID, Known]:
    """The files as the rule of likeness compares them; keyed digests stand for numbers."""
    files = list(donors)
    papers: dict[UUID, set[tuple[str, str | bytes]]] = {}
    rows = Paper.objects.filter(donor__in=files).values_list("donor", "kind", "hmac")
    for donor, kind, digest in rows:
        papers.setdefault(donor, set()).add((kind, bytes(digest)))
    return {
        file.pk: Known(
            name=file.name,
            birth_date=file.birth_date,
            birth_year=file.birth_year,
            sex=person_of(file).sex,
            phone=bytes(file.phone_hmac) if file.phone_hmac is not None else None,
            papers=frozenset(papers.get(file.pk, ())),
            area=file.area_id,
        )
        for file in files
    }


# One of these is true of every pair; the older file is ``o``, that of the window ``n``.
_LIKE: Final = (
    # An identity paper, found by its keyed digest.
    (
        "JOIN donors_paper np ON np.donor_id = n.id"
        " JOIN donors_paper op ON op.hmac = np.hmac AND op.kind = np.kind"
        " JOIN donors_donor o ON o.id = op.donor_id"
    ),
    # Name and day of birth; or name, year and area, where one of the days is not known.
    (
        "JOIN donors_donor o ON o.birth_year = n.birth_year AND o.name_key_id = n.name_key_id"
        " AND (o.birth_date = n.birth_date OR (o.area_id = n.area_id"
        " AND (o.birth_date IS NULL OR n.birth_date IS NULL)))"
    ),
    # Phone and name.
    "JOIN donors_donor o ON o.phone_hmac = n.phone_hmac AND o.name_key_id = n.name_key_id",
)


def _candidates(border: Border, window: Sequence[UUID]) -> list[Ids]:
    """Pairs of ids, the newer first, that the indexes propose; of other people as far as is known,
    and not noted as two people."""
    donor_id = Donor._meta.pk.get_db_prep_value
    ids = [donor_id(pk, connection) for pk in window]
    params: list[Any] = []
    parts = []
    for like in _LIKE:
        within, border_params = _within(border)
        parts.append(
            # Of pieces of this file alone; every value is a parameter.
            f"SELECT n.id AS newer, o.id AS older FROM donors_donor n {like}"  # noqa: S608  (own pieces)
            f" WHERE n.id IN ({', '.join(['%s'] * len(ids))}) AND o.id < n.id"
            " AND coalesce(o.head_id, o.id) <> coalesce(n.head_id, n.id)"
            " AND n.data_key IS NOT NULL AND o.data_key IS NOT NULL"
            " AND n.restricted_at IS NULL AND o.restricted_at IS NULL"
            f" AND {within} AND NOT EXISTS (SELECT 1 FROM donors_notsame a"
            " WHERE a.one_id = o.id AND a.other_id = n.id AND a.undone_at IS NULL)"
        )
        params += [*ids, *border_params]
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION '.join(parts)} LIMIT {MOST_OF_A_WINDOW}", params)
        return [(_uuid(newer), _uuid(older)) for newer, older in cursor]


def _within(border: Border) -> tuple[str, list[int]]:
    """That the older file is within the border too."""
    if border.nation:
        return "1 = 1", []
    either, params = [], list[int]()
    for column, ids in (
        ("province_now_id", border.provinces),
        ("organisation_id", border.organisations),
    ):
        if ids:
            either.append(f"c.{column} IN ({', '.join(['%s'] * len(ids))})")
            params += ids
    own = f"c.donor_id = o.id AND ({' OR '.join(either)})"
    return f"EXISTS (SELECT 1 FROM donors_custody c WHERE {own})", params  # noqa: S608  (own pieces)


def _uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _read_id(text: str) -> UUID | None:
    try:
        pk: UUID | None = Donor._meta.pk.to_python(text) if text else None
    except ValidationError:
        return None
    return pk
