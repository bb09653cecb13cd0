"""Loading administrative units; nothing else writes them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from directory.areas_csv import AreaRow
from directory.models import Area
from words.folding import fold

COLUMNS = ["code", "name", "folded", "level", "valid_from", "valid_to", "parent", "province_now"]


@dataclass(frozen=True, slots=True)
class LoadedAreas:
    """How many areas and successor links there were after loading."""

    areas: int
    successors: int


@transaction.atomic
def load_areas(rows: Iterable[AreaRow], successors: Iterable[tuple[str, str]]) -> LoadedAreas:
    """Make the table of areas equal to ``rows`` (parents before children), keeping ids.

    Repeatable: an area is recognised by its key. None is ever deleted. Returns the counts.
    """
    rows = list(rows)
    for level in Area.Level.values:
        ids = _ids()
        Area.objects.bulk_create(
            [_area(row, ids) for row in rows if row.level == level],
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=COLUMNS,
        )
    ids = _ids()
    _set_own_province(rows, ids)
    links = _link_successors(list(successors), ids)
    return LoadedAreas(areas=len(ids), successors=links)


def _ids() -> dict[str, int]:
    return dict(Area.objects.values_list("key", "pk"))


def _area(row: AreaRow, ids: dict[str, int]) -> Area:
    return Area(
        key=row.key,
        code=row.code,
        name=row.name,
        folded=fold(row.name),
        level=row.level,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        parent_id=ids[row.parent] if row.parent else None,
        province_now_id=ids.get(row.province_now) if row.province_now else None,
    )


def _set_own_province(rows: list[AreaRow], ids: dict[str, int]) -> None:
    """Provinces point to provinces: to themselves while they live."""
    provinces = [
        Area(pk=ids[row.key], province_now_id=ids[row.province_now])
        for row in rows
        if row.level == "province" and row.province_now
    ]
    Area.objects.bulk_update(provinces, ["province_now"], batch_size=500)


def _link_successors(pairs: list[tuple[str, str]], ids: dict[str, int]) -> int:
    through = Area.successors.through
    wanted = {(ids[old], ids[new]) for old, new in pairs if old in ids and new in ids}
    known = set(through.objects.values_list("from_area_id", "to_area_id"))
    through.objects.bulk_create(
        [through(from_area_id=old, to_area_id=new) for old, new in sorted(wanted - known)],
        batch_size=2000,
    )
    return len(wanted | known)
