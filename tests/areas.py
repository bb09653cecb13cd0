"""A small map: about sixty areas out of the committed 14.000, with every trap among them."""

from directory.actions.areas import load_areas
from directory.areas_csv import AreaRow, read_areas, read_successors

# Kiến Thuỵ district and where it went, with its provinces; Lai Châu, one life; both Tân Uyên.
PROVINCES = {"Hải Phòng", "Hải Dương", "Lai Châu", "Bình Dương", "Hồ Chí Minh", "Hà Nội"}
DISTRICTS = {"Huyện Kiến Thuỵ", "Quận Kiến An", "Huyện Tân Uyên", "Thành phố Tân Uyên"}
COMMUNES_NOW = {
    "Xã Kiến Thụy", "Xã Kiến Minh", "Xã Kiến Hải", "Xã Kiến Hưng", "Xã Nghi Dương",
    "Xã Tân Uyên", "Phường Tân Uyên", "Xã Mường Khoa", "Phường Hải An",
}  # fmt: skip


def small_map() -> None:
    """Load the nation, these provinces in all their lives, these districts with their communes,
    and these communes of today."""
    rows = _chosen(read_areas())
    keys = {row.key for row in rows}
    load_areas(rows, [(a, b) for a, b in read_successors() if a in keys and b in keys])


def _chosen(rows: list[AreaRow]) -> list[AreaRow]:
    by_key = {row.key: row for row in rows}

    def short(name: str) -> str:
        return name.removeprefix("Tỉnh ").removeprefix("Thành phố ")

    def province(row: AreaRow) -> str:
        while row.level != "province":
            if row.parent is None:
                return ""
            row = by_key[row.parent]
        return short(row.name)

    def wanted(row: AreaRow) -> bool:
        if row.level == "nation":
            return True
        if province(row) not in PROVINCES:
            return False
        if row.level == "province":
            return True
        if row.level == "district":
            return row.name in DISTRICTS
        parent = by_key[row.parent or ""]
        return (parent.level == "district" and parent.name in DISTRICTS) or (
            parent.level == "province" and row.name in COMMUNES_NOW
        )

    return [row for row in rows if wanted(row)]
