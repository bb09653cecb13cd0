"""One bag: who gave it, where it went, what changed; and looking for one."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from donors.models import Donor
from donors.rules.codes import read_code
from ledger.actions import KeyUsedBefore, Stale, note_access
from ledger.models import Access
from ledger.requests import HouseRequest
from ledger.saving import answered, save_edit
from ledger.scope import Verb
from units.access import may, may_examine
from units.actions.bags import correct_unit, withdraw_unit
from units.actions.refusals import NotNow, Refused
from units.forms.bags import LookBackForm
from units.forms.collection import BagForm
from units.forms.desks import ReasonForm
from units.forms.fields import names_donor
from units.models import Handover, Screening, Unit
from units.presenters.bags import bag_rows, unit_page
from units.presenters.people import sentence
from units.rules.bags import OFFERED_VOLUMES
from units.rules.scans import read_bag_scan
from units.rules.states import Desk
from units.views.collection import REFUSALS
from units.views.receiving import receivers_at, work_days


@require_safe
def unit(request: HouseRequest, pk: UUID) -> HttpResponse:
    """``/units/<id>/``: one bag."""
    bag = _visible(request, pk)
    health = may(request.scope, bag.drive, Verb.HEALTH)
    donors = Donor.objects.visible_to(request.scope)
    screening = Screening.objects.filter(registration=bag.registration, withdrawn_at=None)
    context = {
        "unit": bag,
        "facts": unit_page(bag),
        "donor_page": donors.filter(pk=bag.donor_id).exists(),
        "lines": bag.handover_lines.filter(
            removed_at=None, handover__in=Handover.objects.visible_to(request.scope)
        ).select_related("handover__receiver"),
        "may_mend": bag.withdrawn_at is None and _may_mend(request, bag),
        "health": health,
        "screening": screening.first() if health else None,
        "reactions": bag.registration.reactions.order_by("at", "pk") if health else (),
        "others": _others(request, bag),
    }
    return render(request, "units/unit_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HouseRequest, pk: UUID) -> HttpResponse:
    """``/units/<id>/edit/``: corrects a bag."""
    first = _mendable(request, pk)
    return save_edit(
        request,
        read=partial(_mendable, request, pk),
        form=lambda bag, data: _watched(BagForm.of(bag, data, **_offered(request, bag)), bag),
        save=lambda form, bag: correct_unit(
            by=request.actor,
            key=form.cleaned_data["key"],
            unit=bag,
            version=form.cleaned_data["version"],
            bag=form.bag(bag.pk),
            reason=form.cleaned_data["reason"],
        ),
        page=lambda form, bag, status: render(
            request, "units/unit_form.html", {"unit": bag, "form": form}, status=status
        ),
        said=gettext("The bag is corrected."),
        then=lambda receipt: first.get_absolute_url(),
        refusals=REFUSALS,
        closed=_why_closed,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HouseRequest, pk: UUID) -> HttpResponse:
    """``/units/<id>/withdraw/``: the bag was recorded by mistake."""
    bag = _mendable(request, pk)
    if request.method != "POST":
        if why := _why_closed(bag):
            raise PermissionDenied(why)
        return _withdrawal(request, bag, ReasonForm(initial={"version": bag.version}))
    form = ReasonForm(request.POST)
    if form.is_valid() and not names_donor(form, "reason", bag.registration):
        try:
            receipt = withdraw_unit(
                by=request.actor,
                key=form.cleaned_data["key"],
                unit=bag,
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
            )
        except (NotNow, Refused) as refusal:
            form.add_error(None, sentence(refusal.reason))
        except (Stale, KeyUsedBefore):
            form.add_error(None, gettext("Somebody changed this meanwhile. Look at it again."))
        else:
            said = gettext("The bag is withdrawn; the person waits again.")
            return answered(request, said, receipt, bag.get_absolute_url())
    return _withdrawal(request, bag, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HouseRequest) -> HttpResponse:
    """``/units/find/``: from a bag to its donor and drive, from a donor to every bag. Each look
    leaves an Access with its purpose."""
    if not request.scope.may(Verb.SEE):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "units/find.html", {"form": LookBackForm()})
    form = LookBackForm(request.POST)
    if not form.is_valid():
        return render(request, "units/find.html", {"form": form}, status=422)
    typed, purpose = form.cleaned_data["code"], form.cleaned_data["purpose"]
    if code := read_code(typed):
        return _of_donor(request, form, code, purpose)
    scanned = read_bag_scan(typed)
    if scanned.reason is not None:
        form.add_error("code", sentence(scanned.reason))
        return render(request, "units/find.html", {"form": form}, status=422)
    bags = list(_bags(request).coded(scanned.value))
    for bag in bags:
        note_access(by=request.actor, kind=Access.Kind.LOOKBACK, target=bag, purpose=purpose)
    if len(bags) == 1:
        return HttpResponseRedirect(bags[0].get_absolute_url())
    return _found(request, form, bags, donor=None)


def _of_donor(request: HouseRequest, form: LookBackForm, code: str, purpose: str) -> HttpResponse:
    donor = Donor.objects.visible_to(request.scope).with_code(code).first()
    bags: Sequence[Unit] = ()
    if donor is not None:
        bags = list(_bags(request).of_person(donor))
        note_access(
            by=request.actor, kind=Access.Kind.LOOKBACK, target=donor, purpose=purpose,
            count=len(bags),
        )  # fmt: skip
    return _found(request, form, bags, donor=donor)


def _found(
    request: HouseRequest, form: LookBackForm, bags: Sequence[Unit], *, donor: Donor | None
) -> HttpResponse:
    context = {"form": form, "bags": bag_rows(bags), "donor": donor, "asked": True}
    status = 200 if bags or donor else 422
    return render(request, "units/find.html", context, status=status)


# Whose bag it is.


def _bags(request: HouseRequest) -> Any:
    return Unit.objects.visible_to(request.scope).with_links()


def _visible(request: HouseRequest, pk: UUID) -> Unit:
    bag: Unit = get_object_or_404(_bags(request), pk=pk)
    return bag


def _may_mend(request: HouseRequest, bag: Unit) -> bool:
    """The receiver; and, of a bag that was entered from paper, whoever keeps the drive."""
    if may_examine(request.scope, bag.drive):
        return True
    from_paper = bag.registration.steps.filter(desk=Desk.ENTRY.value).exists()
    return from_paper and may(request.scope, bag.drive, Verb.RECORD)


def _mendable(request: HouseRequest, pk: UUID) -> Unit:
    bag = _visible(request, pk)
    if not _may_mend(request, bag):
        raise PermissionDenied
    return bag


def _why_closed(bag: Unit) -> str:
    return (
        gettext("This bag is withdrawn; it takes no change any more.") if (bag.withdrawn_at) else ""
    )


def _others(request: HouseRequest, bag: Unit) -> list[Any]:
    """The other bags of the person, as far as this reader sees their drives."""
    rows = _bags(request).of_person(bag.donor).exclude(pk=bag.pk)
    return bag_rows(rows)


def _offered(request: HouseRequest, bag: Unit) -> dict[str, Any]:
    examined = Screening.objects.filter(registration=bag.registration_id, withdrawn_at=None).first()
    allowed = examined.allowed_volume if examined else None
    volumes = [v for v in OFFERED_VOLUMES if allowed is None or v <= allowed or v == bag.volume]
    receivers = receivers_at(request.scope, bag.drive)
    if bag.receiver is not None and bag.receiver not in receivers:
        receivers.insert(0, bag.receiver)
    return {
        "registration": bag.registration,
        "days": sorted({bag.given_on, *work_days(bag.drive)}, reverse=True),
        "volumes": volumes,
        "most": allowed,
        "receivers": receivers,
    }


def _watched(form: BagForm, bag: Unit) -> BagForm:
    """The words that stay with a bag name nobody."""
    if form.is_bound and form.is_valid():
        for name in ("short_reason", "reason"):
            names_donor(form, name, bag.registration)
    return form


def _withdrawal(
    request: HouseRequest, bag: Unit, form: ReasonForm, status: int = 200
) -> HttpResponse:
    context = {"unit": bag, "form": form, "facts": unit_page(bag)}
    return render(request, "units/unit_withdraw.html", context, status=status)
