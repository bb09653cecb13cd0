"""What a browser posts for the forms of drives."""

from typing import Any
from uuid import uuid4

from drives.forms.drive import DriveForm
from drives.forms.result import ResultForm
from drives.models import Drive, Result
from ledger.posts import raw_data
from ledger.scope import EVERYTHING


def drive_post(drive: Drive | None = None, **changes: Any) -> dict[str, Any]:
    """The drive form as opened, with these fields typed over."""
    form = DriveForm.of(drive, scope=EVERYTHING) if drive else DriveForm.blank(scope=EVERYTHING)
    return {**raw_data(form), "key": str(uuid4()), **changes}


def result_post(drive: Drive, *, send: bool = False, **changes: Any) -> dict[str, Any]:
    """The sheet as opened, with these cells typed over: ``attended="trên 450"``."""
    sheet = Result.objects.filter(drive=drive).first()
    form = ResultForm.of(drive, sheet, scope=EVERYTHING, standing="official")
    post: dict[str, Any] = {**raw_data(form), "key": str(uuid4())}
    post["row_count"] = str(form.row_total)
    for name, typed in changes.items():
        field = name if name in form.fields else ""
        composite = bool(field) and f"{field}_n" in post
        post[f"{field}_n" if composite else name] = typed
    return {**post, ("submit" if send else "save"): "1"}
