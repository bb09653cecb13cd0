"""The history of any record, and receipts."""

import re

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ledger.cells import CellChanges
from ledger.models import Change, Submission
from ledger.presenters import ChangeText, change_text
from ledger.querysets import changes_of
from ledger.records import Record, action_text, record_for
from ledger.requests import HouseRequest
from words.moments import moment_text

CHANGES_A_PAGE = 50


@require_safe
def history(request: HouseRequest, label: str, pk: str) -> HttpResponse:
    """Every change of one record, newest first; ``?before=12`` goes on with version 11."""
    kind = record_for(label)
    record = kind.find(pk, request.scope) if kind else None
    if kind is None or record is None:
        raise Http404
    before = request.GET.get("before", "")
    changes = changes_of(record)
    if re.fullmatch("[0-9]{1,9}", before):
        changes = changes.filter(version__lt=int(before))
    found = list(changes[: CHANGES_A_PAGE + 1])
    shown = found[:CHANGES_A_PAGE]
    read = kind.reader(record, request.scope)
    context = {
        "record": record,
        "record_page": kind.page(record),
        "changes": [_in_words(change, kind, read(change)) for change in shown],
        "is_newest": not before,
        "older": shown[-1].version if len(found) > CHANGES_A_PAGE else None,
    }
    return render(request, "ledger/history.html", context)


@require_safe
def receipt(request: HouseRequest, code: str) -> HttpResponse:
    """What one save wrote, to print: for who made it, and for all who may see the record. The
    values themselves are only for the latter."""
    submission = get_object_or_404(Submission, ~Q(target_id=""), receipt=code.upper())
    kind = record_for(submission.target_label)
    record = kind.find(submission.target_id, request.scope) if kind else None
    own = submission.actor_id is not None and submission.actor_id == request.actor.id
    if record is None and not own:
        raise Http404
    shown = [
        _in_words(change, of_kind, of_kind.reader(changed, request.scope)(change))
        for change in submission.changes.order_by("id")
        if (of_kind := record_for(change.target_label))
        and (changed := of_kind.find(change.target_id, request.scope)) is not None
    ]
    context = {
        "submission": submission,
        "action": action_text(submission.action),
        "at": moment_text(submission.at),
        "record": record,
        "record_page": kind.page(record) if kind and record is not None else "",
        "changes": shown,
    }
    return render(request, "ledger/receipt.html", context)


def _in_words(change: Change, kind: Record, cells: CellChanges) -> ChangeText:
    return change_text(
        change,
        cells=cells,
        action=action_text(change.action),
        label=kind.label,
        text=kind.text,
    )
