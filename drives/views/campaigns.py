"""Campaigns: their list, a campaign with its drives and sums, adding and mending."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.paging import page_of
from drives.actions.campaigns import NameTaken, add_campaign, edit_campaign
from drives.forms.campaign import CampaignForm
from drives.models import Campaign, Drive
from drives.presenters import drive_rows
from drives.views.closed import WITHDRAWN, why_closed
from drives.views.listing import drives_page, sums_inline
from ledger.requests import HouseRequest
from ledger.saving import Mend, save_edit, save_new
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
        "may_edit": _may_edit(request, pk),
    }
    return render(request, "drives/campaign_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HouseRequest) -> HttpResponse:
    """``/campaigns/new/``."""
    if not _may_add(request):
        raise PermissionDenied
    return save_new(
        request,
        form=CampaignForm,
        save=lambda form: add_campaign(
            by=request.actor, key=form.cleaned_data["key"], facts=form.facts()
        ),
        page=partial(_page, request),
        said=_("The campaign is recorded."),
        then=lambda receipt: reverse("drives:campaign", args=[receipt.target_id]),
        mend=Mend(
            Campaign.objects.editable_by(request.scope).standing(),
            CampaignForm.of,
            lambda made: reverse("drives:campaign-edit", args=[made.pk]),
        ),
        refusals={NameTaken: _say_taken},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HouseRequest, pk: int) -> HttpResponse:
    """``/campaigns/<id>/edit/``."""
    return save_edit(
        request,
        read=partial(editable, request, pk),
        form=CampaignForm.of,
        save=lambda form, campaign: edit_campaign(
            by=request.actor,
            key=form.cleaned_data["key"],
            campaign=campaign,
            version=form.cleaned_data["version"],
            facts=form.facts(),
        ),
        page=partial(_page, request),
        said=_("The changes are saved."),
        then=lambda receipt: reverse("drives:campaign", args=[pk]),
        refusals={NameTaken: _say_taken, **WITHDRAWN},
        closed=why_closed,
    )


def editable(request: HouseRequest, pk: int) -> Campaign:
    """404 outside the scope, 403 for those who only see it."""
    record = get_object_or_404(Campaign.objects.visible_to(request.scope), pk=pk)
    if not _may_edit(request, pk):
        raise PermissionDenied
    return record


def _may_edit(request: HouseRequest, pk: int) -> bool:
    return Campaign.objects.editable_by(request.scope).filter(pk=pk).exists()


def _may_add(request: HouseRequest) -> bool:
    return request.scope.may(Verb.CONFIRM) or request.scope.may(Verb.ADMINISTER)


def _say_taken(form: CampaignForm, refusal: NameTaken) -> None:
    if refusal.withdrawn:
        form.add_error("name", _("A campaign of this name was withdrawn. Restore it instead."))
    else:
        form.add_error("name", _("A campaign of this name is already recorded."))


def _page(
    request: HouseRequest, form: CampaignForm, record: Campaign | None, status: int
) -> HttpResponse:
    context = {"form": form, "campaign": record}
    return render(request, "drives/campaign_form.html", context, status=status)
