"""Files that may be of one person: the pairs, the decision, and what was decided, with its undo."""

from functools import partial
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.paging import page_of
from donors.access import MENDS, donor_for, may_mend, mends_somewhere
from donors.actions.joins import join_refusal, merge, not_same, take_back, unmerge
from donors.actions.trees import files_of_people
from donors.forms.acts import DecisionForm, NoteForm, OtherFileForm, ReasonForm
from donors.forms.refused import words_of_finding
from donors.join_notes import notes_for
from donors.models import Deferral, Donor, Merge, NotSame
from donors.presenters.joins import seen_joins
from donors.presenters.pairs import joined_text, outlook_text, pair_row, side_by_side
from donors.querysets.duplicates import likely_pairs, mending_border, reasons_of
from donors.querysets.whole import as_one
from donors.rules.limits import MissingLimits
from donors.views.acts import Act, act_page, of_donor
from ledger.actions import Receipt
from ledger.requests import HouseRequest


@require_safe
def likely(request: HouseRequest) -> HttpResponse:
    """``/donors/duplicates/``: pairs within all that the person may mend, newest first."""
    _mends(request)
    found = likely_pairs(mending_border(request.scope), after=request.GET.get("after", ""))
    context = {"rows": [pair_row(pair) for pair in found.pairs], "found": found}
    return render(request, "donors/duplicate_list.html", _tabs(context, "duplicates"))


@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HouseRequest, one: UUID, other: UUID) -> HttpResponse:
    """``/donors/duplicates/<one>/<other>/``: both files, what they would be together, and the
    decision."""
    files = [donor_for(request, pk, *MENDS) for pk in (one, other)]
    if one == other:
        raise Http404
    refusal = join_refusal(*files)
    act = Act(
        donor=files[0],
        heading=_("One person or two?"),
        button=_("One person: join the files"),
        back=reverse("donors:duplicates"),
        template="donors/duplicate_pair.html",
        extra={
            "one": files[0],
            "other": files[1],
            "lines": side_by_side(*files),
            "reasons": [_(reason.sentence) for reason in reasons_of(*files)],
            "refusal": words_of_finding(refusal) if refusal else "",
            "joined": None if refusal else _joined(*files),
            "notes": [] if refusal else _notes(*files),
        },
    )
    older_first = sorted(files, key=lambda file: file.entered_at)
    names = [(str(file.pk), f"{file} · {file.name}") for file in older_first]
    return act_page(
        request,
        act,
        form=partial(_decision_form, names),
        save=partial(_decide, request, files),
        said=lambda form: (
            _("It is noted that these are two people.")
            if form.says_different
            else _("The files are joined.")
        ),
    )


def _decision_form(names: list[tuple[str, str]], data: object) -> DecisionForm:
    return DecisionForm(data, files=names)


def _decide(request: HouseRequest, files: list[Donor], form: DecisionForm) -> Receipt:
    told = form.cleaned_data
    if form.says_different:
        return not_same(
            by=request.actor, key=told["key"], one=files[0], other=files[1], reason=told["reason"]
        )
    into, donor = sorted(files, key=lambda file: str(file.pk) != told["head"])
    return merge(by=request.actor, key=told["key"], donor=donor, into=into, reason=told["reason"])


def _joined(one: Donor, other: Donor) -> object:
    whole, today = as_one(one, other), localdate()
    try:
        outlook = whole.next_date(today)
    except MissingLimits:
        outlook = None
    waiting = Deferral.objects.in_force().filter(donor__in=[file.pk for file in whole.files])
    return joined_text(whole, waiting.count(), outlook_text(outlook, today))


def _notes(one: Donor, other: Donor) -> list[str]:
    return notes_for(files_of_people([one.pk]), files_of_people([other.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def same_as(request: HouseRequest, pk: UUID) -> HttpResponse:
    """``/donors/<id>/same-as/``: the other file by its code, then the page of both."""
    donor = donor_for(request, pk, *MENDS)
    form = OtherFileForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        mended = Donor.objects.editable_by(request.scope)
        other = mended.with_code(form.cleaned_data["code"]).exclude(pk=pk).first()
        if other is not None:
            return HttpResponseRedirect(reverse("donors:pair", args=[pk, other.pk]))
        form.add_error("code", _("There is no other file with this code among those you keep."))
    act = Act(
        donor=donor,
        heading=_("Join with another file"),
        button=_("Show both files"),
        back=of_donor(donor),
        sentences=[_("Nothing is joined yet: first both files are shown side by side.")],
    )
    context = {"act": act, "donor": donor, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "donors/act.html", context, status=status)


# what was decided


@require_safe
def joins(request: HouseRequest) -> HttpResponse:
    """``/donors/joined/``: joins of files that the person may mend, the latest first."""
    _mends(request)
    mended = Donor.objects.editable_by(request.scope).values("pk")
    rows = Merge.objects.filter(Q(donor__in=mended) | Q(into__in=mended))
    page = page_of(
        rows.select_related("donor", "into"), column="at", descending=True,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    context = {"page": page, "rows": seen_joins(request.scope, page.rows)}
    return render(request, "donors/join_list.html", _tabs(context, "joins"))


@require_http_methods(["GET", "HEAD", "POST"])
def join_undo(request: HouseRequest, pk: int) -> HttpResponse:
    """``/donors/joined/<id>/undo/``."""
    decision = get_object_or_404(Merge.objects.select_related("donor", "into"), pk=pk)
    donor = _one_mended(request, decision.donor, decision.into)
    act = Act(
        donor=donor,
        heading=_("Separate the two files again"),
        button=_("Separate"),
        back=reverse("donors:joins"),
        sentences=[
            _("%(donor)s was joined into %(into)s. Separated, both files are as they were.")
            % {"donor": decision.donor, "into": decision.into}
        ],
    )
    return act_page(
        request,
        act,
        form=ReasonForm,
        save=lambda form: unmerge(
            by=request.actor, key=form.cleaned_data["key"], merge=decision,
            reason=form.cleaned_data["reason"],
        ),
        said=_("The files are separated."),
    )  # fmt: skip


@require_safe
def apart(request: HouseRequest) -> HttpResponse:
    """``/donors/apart/``: pairs noted as two people, the latest first."""
    _mends(request)
    mended = Donor.objects.editable_by(request.scope).values("pk")
    rows = NotSame.objects.filter(one__in=mended, other__in=mended)
    page = page_of(
        rows.select_related("one", "other"), column="at", descending=True,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    return render(request, "donors/apart_list.html", _tabs({"page": page}, "apart"))


@require_http_methods(["GET", "HEAD", "POST"])
def apart_undo(request: HouseRequest, pk: int) -> HttpResponse:
    """``/donors/apart/<id>/undo/``."""
    decision = get_object_or_404(NotSame.objects.select_related("one", "other"), pk=pk)
    donor = donor_for(request, decision.one_id, *MENDS)
    donor_for(request, decision.other_id, *MENDS)
    act = Act(
        donor=donor,
        heading=_("Take back that these are two people"),
        button=_("Take it back"),
        back=reverse("donors:apart"),
        sentences=[
            _("%(one)s and %(other)s will be proposed again, if they are alike.")
            % {"one": decision.one, "other": decision.other}
        ],
    )
    return act_page(
        request,
        act,
        form=NoteForm,
        save=lambda form: take_back(
            by=request.actor, key=form.cleaned_data["key"], pair=decision,
            reason=form.cleaned_data["reason"],
        ),
        said=_("It is taken back."),
    )  # fmt: skip


def _mends(request: HouseRequest) -> None:
    if not mends_somewhere(request.scope):
        raise PermissionDenied


def _one_mended(request: HouseRequest, donor: Donor, into: Donor) -> Donor:
    """Whoever keeps one of two files may separate them. Raises Http404, PermissionDenied."""
    visible = Donor.objects.visible_to(request.scope).with_file()
    seen = list(visible.filter(pk__in=[donor.pk, into.pk]))
    if not seen:
        raise Http404
    for file in seen:
        if may_mend(request.scope, file):
            return file
    raise PermissionDenied


def _tabs(context: dict[str, object], current: str) -> dict[str, object]:
    tabs = [
        ("duplicates", _("Likely pairs")),
        ("joins", _("Joined files")),
        ("apart", _("Two different people")),
    ]
    shown = [
        {
            "label": label,
            "url": reverse(f"donors:{name}"),
            "current": name == current,
            "count": None,
        }
        for name, label in tabs
    ]
    return {**context, "tabs": shown}
