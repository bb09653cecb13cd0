"""Pages of the administrators' desk as a browser posts them, and the models that have one."""

from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import Invitation, Membership, User
from directory.models import Area, Organisation, OrgBelow, Venue
from donors.models import FoldedName
from drives.models import Award, Campaign, Drive, PeriodTotal, Result, Tolerance
from ledger.models import Access, Change, Submission
from ledger.posts import raw_data

# Written by actions only, and shown with the record they belong to.
NOT_ON_THE_DESK = {OrgBelow, FoldedName}
SHOWN_INLINE = {"partner", "receiving", "participation", "move", "part", "answer", "paper"}
ROOMS = {"accounts", "directory", "donors", "drives", "ledger"}
NATION_ONLY = {Change, Submission, Access}
SCOPED = [Organisation, Venue, Drive, Result, Award, PeriodTotal, Tolerance, User, Membership]
ALL = [*SCOPED, Area, Campaign, Invitation, Change, Submission, Access]


def address(model: Any, page: str, *arguments: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def filled(client: Client, url: str, **values: object) -> dict[str, object]:
    """What a browser posts from the page, with ``values`` typed over."""
    context = client.get(url).context
    raw = raw_data(context["adminform"].form)
    for formset in context["inline_admin_formsets"]:
        raw |= raw_data(formset.formset.management_form)
    return {**raw, **values}


def errors_of(answer: Any) -> Any:
    return answer.context["adminform"].form.errors


def change(client: Client, record, **values: object):
    url = address(type(record), "change", record.pk)
    data = filled(client, url, **values)
    data.setdefault("reason", "đính chính theo công văn")
    if not data["reason"] or data["reason"] == [""]:
        data["reason"] = "đính chính theo công văn"
    return client.post(url, data)


def act(client: Client, model: Any, action: str, *records, reason: str = "theo công văn"):
    return client.post(
        address(model, "changelist"),
        {"action": action, "_selected_action": [r.pk for r in records], "reason": reason},
    )
