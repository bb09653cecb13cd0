"""Forgetting a person, and the paper with everything that is kept about one."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from donors.access import MENDS, donor_for, may
from donors.actions.erasure import erase, erasure_of
from donors.disclosure import everything_about
from donors.forms.acts import EraseForm
from donors.models import Donor, PersonRequest
from donors.querysets.whole import whole_person
from donors.views.acts import Act, act_page, of_donor
from exchange.documents import document_response
from ledger.actions import note_access
from ledger.models import Access
from ledger.requests import HouseRequest
from ledger.scope import Verb
from words.dates import format_day

DATA = "everything kept, for the donor"


@require_http_methods(["GET", "HEAD", "POST"])
def erasing(request: HouseRequest, pk: UUID) -> HttpResponse:
    """``/donors/<id>/erase/?request=``: what will be gone and what stays, then the deed. Whoever
    keeps only one file of the person erases that one."""
    donor = donor_for(request, pk, *MENDS)
    asked = _request(request, donor)
    files = whole_person(donor).files
    mended = Donor.objects.editable_by(request.scope).filter(pk__in=[file.pk for file in files])
    keeps_all = mended.count() == len(files)
    erasure = erasure_of(files, localdate())
    act = Act(
        donor=donor,
        heading=_("Erase a person"),
        button=_("Erase now"),
        back=reverse("donors:request", args=[asked.pk]) if asked else of_donor(donor, "requests"),
        template="donors/erase.html",
        extra={
            "allowed": erasure.allowed and not donor.is_erased,
            "from_day": format_day(erasure.from_day) if erasure.from_day else "",
            "files": files,
            "keeps_all": keeps_all,
            "asked": asked,
        },
    )
    several = keeps_all and len(files) > 1

    def form(data: Any) -> EraseForm:
        return EraseForm(data, several=several)

    return act_page(
        request,
        act,
        form=form,
        save=lambda typed: erase(
            by=request.actor,
            key=typed.cleaned_data["key"],
            donor=donor,
            reason=typed.cleaned_data["reason"],
            request=asked,
            whole=typed.cleaned_data.get("whole", keeps_all),
        ),
        said=_("The person is erased. Donations and totals stay, without a name."),
    )


def _request(request: HouseRequest, donor: Donor) -> PersonRequest | None:
    """The request that is answered by it; Http404 for another person's."""
    asked = request.GET.get("request", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 18):
        raise Http404
    rows = PersonRequest.objects.editable_by(request.scope)
    found = rows.filter(pk=int(asked), donor__in=Donor.objects.cluster_of(donor)).first()
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HouseRequest, pk: UUID) -> HttpResponse:
    """``/donors/<id>/data/``: asked for by a post, which leaves an Access; then the paper for the
    donor, with whole numbers, of all files of the person within the own scope."""
    donor = donor_for(request, pk, *MENDS)
    if not may(request.scope, donor, Verb.IDENTITY):
        raise Http404
    context: dict[str, Any] = {"donor": donor, "back_url": of_donor(donor, "requests")}
    if request.method != "POST" or donor.is_erased:
        return document_response(request, "donors/data_ask.html", context)
    seen = Donor.objects.visible_to(request.scope).values("pk")
    files = [
        file
        for file in Donor.objects.cluster_of(donor).with_file().filter(pk__in=seen).order_by("pk")
        if not file.is_erased
    ]
    for file in files:
        note_access(by=request.actor, kind=Access.Kind.PRINT, target=file, purpose=DATA)
    context |= {
        "sections": everything_about(request.scope, files),
        "at": now(),
        "organisation": str(donor.keeper),
        "elsewhere": Donor.objects.cluster_of(donor).exclude(pk__in=seen).exists(),
    }
    return document_response(request, "donors/data_paper.html", context)
