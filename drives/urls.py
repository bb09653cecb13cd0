"""Addresses of drives, campaigns, period totals and awards."""

from django.urls import path

from drives.views import (
    awards,
    campaigns,
    confirm,
    drive_form,
    duplicates,
    listing,
    moves,
    pages,
    result,
)
from drives.views import period_totals as totals
from drives.views import withdrawals as withdrawal

app_name = "drives"

urlpatterns = [
    path("drives/", listing.drives, name="list"),
    path("drives/new/", drive_form.new, name="drive-new"),
    path("drives/<int:pk>/", pages.drive, name="drive"),
    path("drives/<int:pk>/edit/", drive_form.edit, name="drive-edit"),
    path("drives/<int:pk>/result/", result.result, name="result"),
    path("drives/<int:pk>/confirm/", confirm.confirm, name="confirm"),
    path("drives/<int:pk>/same-as/", duplicates.same_as, name="same-as"),
    path("drives/<int:pk>/move/<slug:name>/", moves.move, name="move"),
    path("drives/<int:pk>/awards/new/", awards.new, name="award-new"),
    path("drives/<int:pk>/awards/<int:award>/", awards.edit, name="award-edit"),
    path(
        "drives/<int:pk>/awards/<int:award>/withdrawal/", withdrawal.award, name="award-withdrawal"
    ),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.new, name="campaign-new"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/edit/", campaigns.edit, name="campaign-edit"),
    path("campaigns/<int:pk>/withdrawal/", withdrawal.campaign, name="campaign-withdrawal"),
    path("period-totals/", totals.period_totals, name="period-totals"),
    path("period-totals/new/", totals.new, name="period-total-new"),
    path("period-totals/<int:pk>/", totals.period_total, name="period-total"),
    path("period-totals/<int:pk>/edit/", totals.edit, name="period-total-edit"),
    path(
        "period-totals/<int:pk>/withdrawal/",
        withdrawal.period_total,
        name="period-total-withdrawal",
    ),
]
