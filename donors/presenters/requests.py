"""Requests of donors in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from donors.models import Donor, PersonRequest
from words.dates import format_day
from words.numbers import format_number


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request of a list; ``name`` is empty for a donor whom the reader does not see."""

    pk: int
    kind: str
    donor: str
    name: str
    keeper: str
    received: str
    due: str
    state: str
    state_code: str
    standing: str
    late: bool


def request_row(request: PersonRequest, donor: Donor | None, today: date) -> RequestRow:
    return RequestRow(
        pk=request.pk,
        kind=request.get_kind_display(),
        donor=str(request.donor),
        name=donor.name if donor else "",
        keeper=str(request.keeper),
        received=format_day(request.received_on),
        due=format_day(request.due_on),
        state=request.get_state_display(),
        state_code=_tone(request),
        standing=standing_text(request, today),
        late=request.closed_on is None and today > request.due_on,
    )


def standing_text(request: PersonRequest, today: date) -> str:
    """Calmly, what comes next and when."""
    if request.closed_on is not None:
        return _("answered on %(day)s") % {"day": format_day(request.closed_on)}
    if request.acknowledged_on is None:
        return _("to acknowledge by %(day)s") % {"day": format_day(request.acknowledge_by)}
    left = (request.due_on - today).days
    if left < 0:
        sentence = ngettext(
            "%(n)s day past the day to keep", "%(n)s days past the day to keep", -left
        )
        return sentence % {"n": format_number(-left)}
    if left == 0:
        return _("to answer today")
    return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": format_number(left)}


def _tone(request: PersonRequest) -> str:
    """The tone of the state's mark: nothing is red."""
    closed = {"done": "ok", "refused": "", "restricted": "info"}
    return closed.get(request.state, "warn" if request.state == "open" else "info")
