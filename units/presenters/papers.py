"""What stands at the head of every paper of a drive: who issues it, where and when."""

from datetime import date

from django.utils.translation import gettext

from directory.models import Area, Organisation
from drives.models import Drive

# A paper says "Kiến Thụy, ngày …", not "Xã Kiến Thụy, ngày …".
TYPES = (
    "Tỉnh", "Thành phố", "Huyện", "Quận", "Thị xã", "Xã", "Phường", "Thị trấn", "Đặc khu",
)  # fmt: skip


def issued_by(drive: Drive) -> dict[str, str]:
    """The body that keeps the drive, for ``_documents/motto.html``; one below another names it, but
    not a people's committee."""
    committee = drive.keeper.kind == Organisation.Kind.PEOPLES_COMMITTEE
    above = None if committee else drive.keeper.parent
    return {"superior": str(above) if above else "", "organisation": str(drive.keeper)}


def place_and_day(drive: Drive, day: date) -> str:
    """ "Kiến Thụy, ngày 30 tháng 11 năm 2024"; a place that is not known is left to be written."""
    return gettext("%(place)s, %(day)s/%(month)s/%(year)s") % {
        "place": _place(drive.area) if drive.area else "…………",
        "day": f"{day.day:02}",
        "month": f"{day.month:02}",
        "year": str(day.year),
    }


def _place(area: Area) -> str:
    kind = next((word for word in TYPES if area.name.startswith(f"{word} ")), "")
    return area.name.removeprefix(kind).strip()
