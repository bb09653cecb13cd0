"""The page of two versions: what was refused because somebody, or the same form, was faster.

A view puts every post through :func:`settle`, and answers ``Stale`` and ``KeyUsedBefore`` with
:func:`conflict_page`, or with :func:`sent_before_page` where the form was of a new record.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, cast

from django.forms import BooleanField, ChoiceField, Field, Form, IntegerField, ValidationError
from django.forms.models import ModelChoiceField, ModelMultipleChoiceField
from django.http import QueryDict
from django.http.response import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from ledger.actions import KeyUsedBefore, Stale, label_of
from ledger.forms import OWN_FIELDS, UNKNOWN_VERSION, TrackedForm
from ledger.models import Change, Submission, Tracked
from ledger.posts import Raw, as_post, posted_of, print_of, raw_data, raw_of, same_raw
from ledger.presenters import cell_text
from ledger.querysets import changes_of
from ledger.records import record_for
from ledger.requests import HouseRequest
from words.moments import moment_text

__all__ = ["conflict_page", "earlier_record", "raw_data", "sent_before_page", "settle"]

ASKED = "choose"
CHOOSE = "choose_"
Choice = Literal["theirs", "mine", ""]


@dataclass(frozen=True, slots=True)
class TwoVersions:
    """One field whose saved and posted values differ; ``choice`` is what is ticked beforehand:
    nothing where both sides changed it."""

    name: str
    label: str
    theirs: str
    mine: str
    choice: Choice

    @property
    def input_name(self) -> str:
        return f"{CHOOSE}{self.name}"


# What comes back from the page.


def settle(posted: QueryDict, fresh: Form) -> QueryDict:
    """The post with the saved values in every field for which "theirs" was chosen.

    ``fresh`` shows the record as it is now. A post that leaves an asked field without an answer, or
    that lost its version, gets a version no record has: it is refused as stale, never saved.
    """
    settled = posted.copy()
    chosen = {name.removeprefix(CHOOSE): posted[name] for name in posted if name.startswith(CHOOSE)}
    for name in [name for name in settled if _is_choice(name)]:
        del settled[name]
    version = fresh.add_prefix("version")
    if "version" in fresh.fields and fresh["version"].value() is not None:
        settled[version] = posted.get(version, "").strip() or str(UNKNOWN_VERSION)
    if any(chosen.get(name) not in ("theirs", "mine") for name in posted.getlist(ASKED)):
        settled[version] = str(UNKNOWN_VERSION)
        settled.pop(fresh.add_prefix("opened"), None)
    owned = posted_of(settled, {*map(fresh.add_prefix, {*fresh.fields, *chosen})})
    for name, choice in chosen.items():
        if choice == "theirs" and name not in OWN_FIELDS:
            for raw_name in owned.get(fresh.add_prefix(name), ()):
                del settled[raw_name]
            for raw_name, values in _saved_raw(fresh, name).items():
                settled.setlist(raw_name, values)
    if chosen:
        _keep_all_rows(settled, fresh)
    return settled


def _is_choice(name: str) -> bool:
    return name == ASKED or name.startswith(CHOOSE)


def _saved_raw(fresh: Form, name: str) -> Raw:
    """What the record has in a field; nothing where it has no such field."""
    if name not in fresh.fields:
        return {}
    return {raw_name: values for raw_name, values in raw_of(fresh[name]).items() if values}


def _keep_all_rows(data: QueryDict, fresh: Form) -> None:
    """A hidden whole number counts the rows of a sheet: the larger one shows all of both."""
    for name, field in fresh.fields.items():
        if isinstance(field, IntegerField) and field.widget.is_hidden and name not in OWN_FIELDS:
            counts = [str(fresh[name].value() or 0), data.get(fresh.add_prefix(name), "0")]
            known = [int(count) for count in counts if count.isascii() and count.isdecimal()]
            data[fresh.add_prefix(name)] = str(max(known, default=0))


# The page itself.


def conflict_page(
    request: HouseRequest,
    *,
    form: Form,
    fresh: Form,
    refusal: Stale | KeyUsedBefore,
    record: Tracked,
) -> HttpResponse:
    """Both versions of ``record`` cell by cell, with status 409; its answer comes to this address.

    ``form`` is the refused post, valid; ``fresh`` the form of the record as it is now. A field may
    have ``full_label`` where its label alone would not say which row it stands in.
    """
    return _page(
        request, form=form, fresh=fresh, refusal=refusal, record=record, action=request.path
    )


def sent_before_page(
    request: HouseRequest,
    *,
    form: Form,
    refusal: KeyUsedBefore,
    record: Tracked | None,
    fresh: Form | None = None,
    edit_page: str = "",
) -> HttpResponse:
    """The form of a *new* record came again with other values: the record it made then may be
    changed at ``edit_page`` (``fresh`` being that page's form), or another new one be made here.

    ``record`` comes from :func:`earlier_record`; None where it may not be changed.
    """
    return _page(
        request,
        form=form,
        fresh=fresh if record is not None else None,
        refusal=refusal,
        record=record,
        action=edit_page,
        again=request.path,
    )


def earlier_record(refusal: KeyUsedBefore, records: Any) -> Any | None:
    """The record that the earlier post was about, out of the query set ``records``, or None."""
    earlier = refusal.earlier
    if earlier.target_label != label_of(records.model):
        return None
    return records.filter(pk=earlier.target_id).first()


def _page(
    request: HouseRequest,
    *,
    form: Form,
    fresh: Form | None,
    refusal: Stale | KeyUsedBefore,
    record: Tracked | None,
    action: str,
    again: str = "",
) -> HttpResponse:
    cells = list(two_versions(form, fresh)) if fresh else []
    asked = [cell for cell in cells if not cell.choice]
    own = TrackedForm(initial={"version": fresh["version"].value()} if fresh else {})
    context = {
        "sentence": _sentence(request, refusal),
        "earlier": refusal.earlier if isinstance(refusal, KeyUsedBefore) else None,
        "saved_by": _saved_by(refusal, record),
        "record": record,
        "record_page": _page_of(record),
        "asked": asked,
        "settled": [cell for cell in cells if cell.choice],
        "carried": _carried(form, fresh),
        "own": {
            "key": own["key"].value(),
            "version": own["version"].value(),
            "opened": _prints_of(fresh) if fresh else "",
        },
        "prefix": f"{form.prefix}-" if form.prefix else "",
        "action": action,
        "again": again,
        "again_key": TrackedForm()["key"].value(),
    }
    return render(request, "ledger/conflict.html", context, status=409)


def two_versions(form: Form, fresh: Form) -> Iterator[TwoVersions]:
    """The fields in which the post and the record differ, in the order of the form."""
    names = list(dict.fromkeys([*form.fields, *fresh.fields]))
    posted = posted_of(cast("MultiValueDict[str, Any]", form.data), map(form.add_prefix, names))
    opened = _read_prints(str(form.data.get(form.add_prefix("opened"), "")))
    for name in names:
        shown = form[name] if name in form.fields else fresh[name]
        if name in OWN_FIELDS or shown.is_hidden or shown.field.disabled:
            continue
        mine = posted.get(form.add_prefix(name), {})
        theirs = _saved_raw(fresh, name)
        if same_raw(mine, theirs) or not _differs(name, mine, form, fresh):
            continue
        choice: Choice = ""
        if opened:
            shown_then = opened.get(name, print_of({}))
            names_shown = raw_of(fresh[name]) if name in fresh.fields else mine
            comparable = {raw: values for raw, values in mine.items() if raw in names_shown}
            if print_of(theirs) == shown_then:
                choice = "mine"
            elif print_of(comparable) == shown_then:
                choice = "theirs"
        yield TwoVersions(
            name=name,
            label=str(getattr(shown.field, "full_label", shown.label)),
            theirs=_text(shown.field, theirs, shown.html_name),
            mine=_text(shown.field, mine, shown.html_name),
            choice=choice,
        )


def _differs(name: str, mine: Raw, form: Form, fresh: Form) -> bool:
    """Whether the values differ and not only their spelling ("1.000" and "1000")."""
    if name not in fresh.fields:
        return any(any(values) for values in mine.values())
    saved = fresh[name]
    value = saved.field.widget.value_from_datadict(as_post(mine), {}, saved.html_name)
    return saved.field.has_changed(saved.initial, value)


def _text(field: Field, raw: Raw, html_name: str) -> str:
    """A field's posted values in words; a field may put them itself, with ``text_of(value)``."""
    value = field.widget.value_from_datadict(as_post(raw), {}, html_name)
    own_words: Callable[[Any], str] | None = getattr(field, "text_of", None)
    if own_words is not None:
        return own_words(value) or cell_text(None)
    try:
        if isinstance(field, ModelMultipleChoiceField):
            return cell_text([field.label_from_instance(row) for row in field.clean(value)])
        if isinstance(field, ModelChoiceField):
            row = field.to_python(value)
            return cell_text(None if row is None else field.label_from_instance(row))
        if isinstance(field, BooleanField):
            return cell_text(field.to_python(value))
    except ValidationError:
        return cell_text(value)
    if isinstance(field, ChoiceField):
        choices: Any = field.choices
        pairs: Any = flatten_choices(choices)
        labels = {str(key): str(label) for key, label in pairs}
        values = value if isinstance(value, list) else [value]
        return cell_text([labels.get(str(one), one) for one in values if one not in (None, "")])
    return cell_text([one for one in value if one] if isinstance(value, list) else value)


def _carried(form: Form, fresh: Form | None) -> list[tuple[str, str]]:
    """The whole post again, as pairs for hidden inputs; without what is about the form itself."""
    data = as_post({})
    for name in form.data:
        data.setlist(name, cast("MultiValueDict[str, Any]", form.data).getlist(name))
    if fresh is not None:
        _keep_all_rows(data, fresh)
    own = {*map(form.add_prefix, OWN_FIELDS), "csrfmiddlewaretoken"}
    return [
        (name, value)
        for name, values in data.lists()
        if name not in own and not _is_choice(name)
        for value in values
    ]


def _prints_of(fresh: Form) -> str:
    return fresh.fingerprints() if isinstance(fresh, TrackedForm) else ""


def _read_prints(opened: str) -> dict[str, str]:
    pairs = (pair.rpartition(":") for pair in opened.split())
    return {name: print_ for name, _colon, print_ in pairs}


# Its words.


def _sentence(request: HouseRequest, refusal: Stale | KeyUsedBefore) -> str:
    if isinstance(refusal, KeyUsedBefore):
        return gettext(
            "This form was already sent at %(clock)s (receipt %(receipt)s)."
            " Nothing of the second post has been written."
        ) % {"clock": _clock(refusal.earlier), "receipt": refusal.earlier.receipt}
    latest = changes_of(refusal.record).first()
    if latest is None:
        return gettext("This form has been saved by someone else since you opened it.")
    if latest.actor_id is not None and latest.actor_id == request.actor.id:
        words = gettext("You saved this form yourself at %(clock)s, from another page.")
    else:
        words = gettext("%(name)s saved this form at %(clock)s.")
    return words % {"name": latest.actor_name, "clock": _clock(latest)}


def _saved_by(refusal: Stale | KeyUsedBefore, record: Tracked | None) -> str:
    """Over the saved values: whose they are, and since when."""
    saved: Change | Submission | None = None
    if isinstance(refusal, Stale):
        saved = changes_of(refusal.record).first()
    elif record is not None:
        saved = changes_of(record).first() or refusal.earlier
    if saved is None:
        return gettext("Saved version")
    return gettext("Saved by %(name)s at %(clock)s") % {
        "name": saved.actor_name,
        "clock": _clock(saved),
    }


def _clock(saved: Change | Submission) -> str:
    return moment_text(saved.at, now=timezone.now())


def _page_of(record: Tracked | None) -> str:
    kind = record_for(label_of(record)) if record is not None else None
    return kind.page(record) if kind else ""
