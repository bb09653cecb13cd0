"""Campaigns: their list, a campaign with its drives and sums, adding and mending."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.paging import page_of
from drives.actions.campaigns import NameTaken, add_campaign, edit_campaign
from drives.forms.campaign import CampaignForm
from drives.models import Campaign, Drive
from drives.presenters import drive_rows
from drives.querysets.campaigns import CampaignQuerySet
from drives.views.answers import received
from drives.views.listing import drives_page, sums_inline
from ledger.actions import KeyUsedBefore, Stale
from ledger.conflicts import conflict_page, earlier_record, sent_before_page, settle
from ledger.requests import HouseRequest
from ledger.scope import Verb


@require_safe
def campaigns(request: HouseRequest) -> HttpResponse:
    """``/campaigns/``, each with the number of its drives that the person sees."""
    found = Campaign.objects.visible_to(request.scope).matching(request.GET.get("q", "")[:100])
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = page_of(found, column="folded", after=after, before=before)
    drives = Drive.objects.visible_to(request.scope).counted().order_by()
    counts = dict(
        drives.filter(campaigns__in=page.rows)
        .values("campaigns")
        .annotate(count=Count("pk"))
        .values_list("campaigns", "count")
    )
    context = {
        "page": page,
        "rows": [(campaign, counts.get(campaign.pk, 0)) for campaign in page.rows],
        "q": request.GET.get("q", ""),
        "prefix": reverse("drives:campaigns"),
        "may_add": _may_add(request),
    }
    return render(request, "drives/campaign_list.html", context)


@require_safe
def campaign(request: HouseRequest, pk: int) -> HttpResponse:
    """``/campaigns/<id>/``: its drives, as far as the person sees them, and their sums."""
    record = get_object_or_404(Campaign.objects.visible_to(request.scope), pk=pk)
    found = Drive.objects.visible_to(request.scope).filter(campaigns=record)
    page = drives_page(request, found)
    context = {
        "campaign": record,
        "page": page,
        "rows": drive_rows(page.rows),
        "sums": sums_inline(found, page, asked="totals" in request.GET),
        "prefix": reverse("drives:list"),
        "may_edit": _editable(request).filter(pk=pk).exists(),
    }
    return render(request, "drives/campaign_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest) -> HttpResponse:
    """``/campaigns/new/``."""
    if not _may_add(request):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, CampaignForm())
    form = CampaignForm(request.POST)
    if form.is_valid():
        try:
            receipt = add_campaign(
                by=request.actor, key=form.cleaned_data["key"], facts=form.facts()
            )
        except NameTaken:
            _say_taken(form)
        except KeyUsedBefore as refusal:
            return _sent_before(request, form, refusal)
        else:
            messages.success(request, received(_("The campaign is recorded."), receipt))
            return redirect("drives:campaign", receipt.target_id)
    return _page(request, form, status=422)


def _sent_before(request: HouseRequest, form: CampaignForm, refusal: KeyUsedBefore) -> HttpResponse:
    earlier: Campaign | None = earlier_record(refusal, _editable(request))
    return sent_before_page(
        request,
        form=form,
        refusal=refusal,
        record=earlier,
        fresh=CampaignForm.of(earlier) if earlier else None,
        edit_page=reverse("drives:campaign-edit", args=[earlier.pk]) if earlier else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HouseRequest, pk: int) -> HttpResponse:
    """``/campaigns/<id>/edit/``."""
    record = get_object_or_404(Campaign.objects.visible_to(request.scope), pk=pk)
    if not _editable(request).filter(pk=pk).exists():
        raise PermissionDenied
    fresh = CampaignForm.of(record)
    if request.method != "POST":
        return _page(request, fresh, record)
    form = CampaignForm(settle(request.POST, fresh))
    if form.is_valid():
        try:
            receipt = edit_campaign(
                by=request.actor,
                key=form.cleaned_data["key"],
                campaign=record,
                version=form.cleaned_data["version"],
                facts=form.facts(),
            )
        except NameTaken:
            _say_taken(form)
        except (Stale, KeyUsedBefore) as refusal:
            record.refresh_from_db()
            now = CampaignForm.of(record)
            return conflict_page(request, form=form, fresh=now, refusal=refusal, record=record)
        else:
            messages.success(request, received(_("The changes are saved."), receipt))
            return redirect("drives:campaign", pk)
    return _page(request, form, record, status=422)


def _editable(request: HouseRequest) -> CampaignQuerySet:
    return Campaign.objects.editable_by(request.scope)


def _may_add(request: HouseRequest) -> bool:
    return request.scope.may(Verb.CONFIRM) or request.scope.may(Verb.ADMINISTER)


def _say_taken(form: CampaignForm) -> None:
    form.add_error("name", _("A campaign of this name is already recorded."))


def _page(
    request: HouseRequest, form: CampaignForm, record: Campaign | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "campaign": record}
    return render(request, "drives/campaign_form.html", context, status=status)
