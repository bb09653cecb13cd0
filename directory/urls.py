"""Addresses of the directory, mounted under /directory/."""

from django.urls import path

from directory.views import areas, options, organisations, venues

app_name = "directory"
urlpatterns = [
    path("areas/", areas.areas, name="areas"),
    path("areas/options/", options.area_options, name="area-options"),
    path("areas/<int:pk>/", areas.area, name="area"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/options/", options.organisation_options, name="organisation-options"),
    path("organisations/new/", organisations.organisation_new, name="organisation-new"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<int:pk>/edit/", organisations.organisation_edit, name="organisation-edit"),
    path("venues/", venues.venues, name="venues"),
    path("venues/options/", options.venue_options, name="venue-options"),
    path("venues/new/", venues.venue_new, name="venue-new"),
    path("venues/<int:pk>/", venues.venue, name="venue"),
    path("venues/<int:pk>/edit/", venues.venue_edit, name="venue-edit"),
]
