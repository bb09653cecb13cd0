"""Addresses of this room, below ``/donors/``. No name and no number of a person stands in one."""

from django.urls import path

from donors import care_urls
from donors.views import files, listing, numbers, page

app_name = "donors"

urlpatterns = [
    path("", listing.donors, name="list"),
    path("search/", listing.search, name="search"),
    path("new/", files.new, name="donor-new"),
    path("alike/", files.alike, name="alike"),
    path("<uuid:pk>/", page.donor, name="donor"),
    path("<uuid:pk>/edit/", files.edit, name="donor-edit"),
    path("<uuid:pk>/alike/", files.alike, name="donor-alike"),
    path("<uuid:pk>/reveal/", numbers.reveal, name="reveal"),
    *care_urls.urlpatterns,
]
