"""The cards that a donor's page shows of what was agreed, asked, awarded and joined."""

from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from donors.access import may, may_mend
from donors.models import Consent, Deferral, Donor, Merge, PersonRequest, Purpose
from donors.panels import Panel, register
from donors.presenters.pairs import outlook_text
from donors.presenters.requests import request_row
from donors.querysets.honours import due_to, given_to
from donors.querysets.whole import whole_person
from donors.rules.limits import MissingLimits
from ledger.requests import HouseRequest
from ledger.scope import Verb

Card = dict[str, Any] | None


def register_cards() -> None:
    """Called once, when the app is ready."""
    register(Panel("deferrals", 35, "donors/_card_deferrals.html", deferrals))
    register(Panel("consents", 50, "donors/_card_consents.html", consents))
    register(Panel("requests", 55, "donors/_card_requests.html", requests))
    register(Panel("honours", 60, "donors/_card_honours.html", honours))
    register(Panel("joins", 70, "donors/_card_joins.html", joins))


def deferrals(request: HouseRequest, donor: Donor) -> Card:
    """The next possible day for everybody; reasons only for those who may know them."""
    whole, today = whole_person(donor), localdate()
    try:
        outlook = whole.next_date(today)
    except MissingLimits:
        outlook = None
    knows = may(request.scope, donor, Verb.HEALTH)
    rows = Deferral.objects.visible_to(request.scope).of_person(donor).select_related("reason")
    return {
        "next": outlook_text(outlook, today),
        "knows": knows,
        "rows": list(rows.order_by("-from_day", "-pk")) if knows else [],
        "today": today,
        "may_add": knows and not donor.is_erased,
    }


def consents(request: HouseRequest, donor: Donor) -> Card:
    """What is agreed to, purpose by purpose, and all that ever was."""
    rows = list(
        Consent.objects.filter(donor=donor).select_related("text").order_by("-given_on", "-pk")
    )
    in_force = {row.purpose: row for row in rows if row.withdrawn_at is None}
    return {
        "purposes": [(Purpose(purpose).label, in_force.get(purpose)) for purpose in Purpose.values],
        "history": rows,
        "all_given": len(in_force) == len(Purpose.values),
        "may_mend": not donor.is_erased and may_mend(request.scope, donor),
    }


def requests(request: HouseRequest, donor: Donor) -> Card:
    """What the donor asked; and whether the use of the file is restricted."""
    visible = PersonRequest.objects.visible_to(request.scope)
    rows = visible.filter(donor__in=Donor.objects.cluster_of(donor).values("pk"))
    rows = rows.select_related("donor", "keeper").order_by("-received_on", "-pk")
    today = localdate()
    return {
        "rows": [request_row(row, donor, today) for row in rows],
        "restricted": donor.restricted_at,
        "may_mend": not donor.is_erased and may_mend(request.scope, donor),
    }


def honours(request: HouseRequest, donor: Donor) -> Card:
    """Donations counted, what is due, what was given."""
    whole = whole_person(donor)
    given = given_to(whole)
    return {
        "recorded": whole.recorded,
        "declared": whole.declared,
        "donations": whole.donations,
        "due": due_to(whole, given, localdate()),
        "given": given,
        "may_mend": not donor.is_erased and may_mend(request.scope, donor),
    }


def joins(request: HouseRequest, donor: Donor) -> Card:
    """The files of the same person, each with its undo."""
    rows = Merge.objects.filter(Q(donor=donor) | Q(into=donor)).select_related("donor", "into")
    mends = may_mend(request.scope, donor)
    found = list(rows.order_by("-at", "-pk"))
    if not (found or mends):
        return None
    return {
        "rows": found,
        "may_mend": mends,
        "may_join": mends and not donor.is_erased and not donor.restricted_at,
    }
