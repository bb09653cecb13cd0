"""Addresses of the drive day. All but those of one bag lie below their drive."""

from django.urls import path

from units.views import (
    closing,
    enlisting,
    invitations,
    live,
    match,
    prints,
    reception,
    registrations,
    steps,
)

app_name = "units"

_LIST = "drives/<int:drive>/registrations/"
_RECEPTION = "drives/<int:drive>/reception/"

urlpatterns = [
    path(_LIST, registrations.listing, name="registrations"),
    path(f"{_LIST}new/", enlisting.find, name="registration-new"),
    path(f"{_LIST}person/", enlisting.person, name="registration-person"),
    path(f"{_LIST}invite/", invitations.invitations, name="invitations"),
    path(f"{_LIST}print/", prints.paper, name="registration-print"),
    path(f"{_LIST}<uuid:pk>/", registrations.registration, name="registration"),
    path(f"{_LIST}<uuid:pk>/<slug:name>/", steps.step, {"desk": "list"}, name="registration-step"),
    path(_RECEPTION, reception.desk, name="reception"),
    path(f"{_RECEPTION}choose/", reception.choose, name="choose"),
    path(f"{_RECEPTION}walk-in/", reception.walk_in, name="walk-in"),
    path(
        f"{_RECEPTION}<uuid:pk>/<slug:name>/",
        steps.step,
        {"desk": "reception"},
        name="reception-step",
    ),
    path("drives/<int:drive>/match/", match.match, name="match"),
    path("drives/<int:drive>/match/<slug:row>/", match.behind, name="match-row"),
    path("drives/<int:drive>/close/", closing.close, name="close"),
    path("drives/<int:drive>/reopen/", closing.reopen, name="reopen"),
    path("drives/<int:drive>/live/", live.live, name="live"),
    path("drives/<int:drive>/live/public/", live.public, name="live-public"),
]
