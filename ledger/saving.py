"""The one way of a view that makes or edits a tracked record: form, action, receipt, onward.

A view fetches, asks who may, and returns :func:`save_new` or :func:`save_edit`. What an action
refuses comes back beside its place (422), what somebody else was faster with as two versions (409).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from ledger.actions import KeyUsedBefore, Receipt, Stale
from ledger.conflicts import conflict_page, earlier_record, sent_before_page, settle
from ledger.models import Tracked
from ledger.requests import HouseRequest

RecordT = TypeVar("RecordT", bound=Tracked)
FormT = TypeVar("FormT", bound=Form)
# What the form says when the action raises this: ``{NameTaken: _say_taken}``.
Refusals = Mapping[type[Exception], Callable[[Any, Any], object]]
NONE_KNOWN: Refusals = {}


@dataclass(frozen=True, slots=True)
class Mend(Generic[RecordT]):
    """Where the record of an earlier post of the same form is mended: out of ``records``, those the
    person may change; ``form`` is the page's form of it and ``page`` its address."""

    records: "models.QuerySet[RecordT]"
    form: Callable[[RecordT], Form]
    page: Callable[[RecordT], str]


def save_new(
    request: HouseRequest,
    *,
    form: Callable[[QueryDict | None], FormT],
    save: Callable[[FormT], Receipt],
    page: Callable[[FormT, Any, int], HttpResponse],
    said: str | Callable[[FormT], str],
    then: Callable[[Receipt], str],
    mend: Mend[Any] | None = None,
    refusals: Refusals = NONE_KNOWN,
) -> HttpResponse:
    """Show the empty form, or make the record and go on to ``then``.

    ``form(None)`` is the empty form, ``form(posted)`` the bound one; ``page(form, None, status)``
    renders it; ``said`` is the sentence before the receipt. A form that comes again with other
    values shows the record it made, to ``mend``.
    """
    if request.method != "POST":
        return page(form(None), None, 200)
    typed = form(request.POST)
    if typed.is_valid():
        try:
            receipt = save(typed)
        except KeyUsedBefore as refusal:
            return _sent_before(request, typed, refusal, mend)
        except tuple(refusals) as refusal:
            _refuse(typed, refusal, refusals)
        else:
            return answered(request, _words(said, typed), receipt, then(receipt))
    return page(typed, None, 422)


def save_edit(
    request: HouseRequest,
    *,
    read: Callable[[], RecordT],
    form: Callable[[RecordT, QueryDict | None], FormT],
    save: Callable[[FormT, RecordT], Receipt],
    page: Callable[[FormT, Any, int], HttpResponse],
    said: str | Callable[[FormT], str],
    then: Callable[[Receipt], str],
    refusals: Refusals = NONE_KNOWN,
    closed: Callable[[RecordT], str] | None = None,
) -> HttpResponse:
    """Show the form of a record, or save it and go on to ``then``.

    ``read`` fetches the record for this person (404, 403), and again for the page of two versions;
    ``page(form, record, status)`` renders the form.
    ``closed`` says why the record takes no change now, if so: 403, and to a post 422 with all that
    was typed.
    """
    record = read()
    fresh = form(record, None)
    why_closed = closed(record) if closed else ""
    if request.method != "POST":
        if why_closed:
            raise PermissionDenied(why_closed)
        return page(fresh, record, 200)
    typed = form(record, settle(request.POST, fresh))
    if why_closed:
        typed.add_error(None, why_closed)
    elif typed.is_valid():
        try:
            receipt = save(typed, record)
        except (Stale, KeyUsedBefore) as refusal:
            now = read()
            return conflict_page(
                request, form=typed, fresh=form(now, None), refusal=refusal, record=now
            )
        except tuple(refusals) as refusal:
            _refuse(typed, refusal, refusals)
        else:
            return answered(request, _words(said, typed), receipt, then(receipt))
    return page(typed, record, 422)


def answered(
    request: HouseRequest, sentence: str, receipt: Receipt, address: str
) -> HttpResponseRedirect:
    """On to ``address``, where the sentence and its receipt are shown."""
    messages.success(request, received(sentence, receipt))
    return HttpResponseRedirect(address)


def received(sentence: str, receipt: Receipt) -> str:
    """The sentence, then "Mã biên nhận GH-2411-7K4QX, 11:42 ngày 30/11/2024"."""
    at = timezone.localtime(receipt.at)
    code = gettext("Receipt %(code)s, %(time)s on %(day)s.") % {
        "code": receipt.code,
        "time": date_format(at, "TIME_FORMAT"),
        "day": date_format(at, "SHORT_DATE_FORMAT"),
    }
    again = gettext("This sheet had been received before; nothing was written twice.")
    return " ".join([sentence, code, again] if receipt.repeated else [sentence, code])


def _words(said: str | Callable[[FormT], str], form: FormT) -> str:
    return said(form) if callable(said) else said


def _refuse(form: Form, refusal: Exception, refusals: Refusals) -> None:
    for kind, say in refusals.items():
        if isinstance(refusal, kind):
            say(form, refusal)
            return


def _sent_before(
    request: HouseRequest, form: Form, refusal: KeyUsedBefore, mend: Mend[Any] | None
) -> HttpResponse:
    """Back, changed, sent again: mend the record that was made, or make another."""
    made = earlier_record(refusal, mend.records) if mend else None
    return sent_before_page(
        request,
        form=form,
        refusal=refusal,
        record=made,
        fresh=mend.form(made) if mend and made else None,
        edit_page=mend.page(made) if mend and made else "",
    )
