"""Addresses of the drive day. All but those of one bag lie below their drive."""

from django.urls import path

from units.handover_urls import HANDOVERS
from units.paper_urls import PAPER
from units.views import (
    closing,
    collection,
    enlisting,
    invitations,
    live,
    match,
    prints,
    reactions,
    receiving,
    reception,
    registrations,
    screening,
    steps,
    units,
)

app_name = "units"

_LIST = "drives/<int:drive>/registrations/"
_RECEPTION = "drives/<int:drive>/reception/"
_SCREENING = "drives/<int:drive>/screening/"
_COLLECTION = "drives/<int:drive>/collection/"
_REACTIONS = "drives/<int:drive>/reactions/"

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
    path(f"{_RECEPTION}<uuid:pk>/join-files/", reception.join_files, name="join-files"),
    path(
        f"{_RECEPTION}<uuid:pk>/<slug:name>/",
        steps.step,
        {"desk": "reception"},
        name="reception-step",
    ),
    path("drives/<int:drive>/desks/open/", receiving.open_the_desks, name="open-desks"),
    path(_SCREENING, screening.desk, name="screening"),
    path(f"{_SCREENING}<uuid:person>/", screening.person, name="screening-person"),
    path(f"{_SCREENING}<uuid:person>/edit/", screening.edit, name="screening-edit"),
    path(f"{_SCREENING}<uuid:person>/limits/", screening.limits, name="screening-limits"),
    path(_COLLECTION, collection.desk, name="collection"),
    path(f"{_COLLECTION}<uuid:person>/", collection.person, name="collection-person"),
    path(f"{_COLLECTION}<uuid:person>/check/", collection.check, name="collection-check"),
    path(f"{_COLLECTION}<uuid:person>/stop/", collection.stop, name="collection-stop"),
    path("drives/<int:drive>/<slug:slug>/<uuid:person>/leave/", receiving.leave, name="desk-leave"),
    path("drives/<int:drive>/<slug:slug>/<uuid:person>/back/", receiving.back, name="desk-back"),
    path(f"{_REACTIONS}<uuid:person>/new/", reactions.new, name="reaction-new"),
    path(f"{_REACTIONS}<int:reaction>/", reactions.edit, name="reaction"),
    path(f"{_REACTIONS}<int:reaction>/withdraw/", reactions.withdraw, name="reaction-withdraw"),
    path("units/find/", units.find, name="find"),
    path("units/<uuid:pk>/", units.unit, name="unit"),
    path("units/<uuid:pk>/edit/", units.edit, name="unit-edit"),
    path("units/<uuid:pk>/withdraw/", units.withdraw, name="unit-withdraw"),
    path("drives/<int:drive>/match/", match.match, name="match"),
    path("drives/<int:drive>/match/<slug:row>/", match.behind, name="match-row"),
    path("drives/<int:drive>/close/", closing.close, name="close"),
    path("drives/<int:drive>/reopen/", closing.reopen, name="reopen"),
    path("drives/<int:drive>/live/", live.live, name="live"),
    path("drives/<int:drive>/live/public/", live.public, name="live-public"),
]

urlpatterns += HANDOVERS
urlpatterns += PAPER
