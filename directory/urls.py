"""Addresses of the directory, mounted under /directory/."""

from django.urls import path

from directory.views import options

app_name = "directory"
urlpatterns = [
    path("areas/options/", options.area_options, name="area-options"),
    path("organisations/options/", options.organisation_options, name="organisation-options"),
    path("venues/options/", options.venue_options, name="venue-options"),
]
