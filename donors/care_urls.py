"""Addresses of what is done with donors' files beyond entering them; part of ``donors.urls``."""

from django.urls import path

from donors.views import consents, duplicates, erasing, honours, requests, waiting

urlpatterns = [
    path("duplicates/", duplicates.likely, name="duplicates"),
    path("duplicates/<uuid:one>/<uuid:other>/", duplicates.pair, name="pair"),
    path("joined/", duplicates.joins, name="joins"),
    path("joined/<int:pk>/undo/", duplicates.join_undo, name="join-undo"),
    path("apart/", duplicates.apart, name="apart"),
    path("apart/<int:pk>/undo/", duplicates.apart_undo, name="apart-undo"),
    path("<uuid:pk>/same-as/", duplicates.same_as, name="same-as"),
    path("<uuid:pk>/consents/", consents.give, name="consents"),
    path("<uuid:pk>/consents/form/", consents.blank_form, name="consent-form"),
    path("<uuid:pk>/consents/<int:consent>/withdraw/", consents.withdraw, name="consent-withdraw"),
    path("requests/", requests.listing, name="requests"),
    path("requests/<int:pk>/", requests.one, name="request"),
    path("requests/<int:pk>/acknowledge/", requests.acknowledge, name="request-acknowledge"),
    path("requests/<int:pk>/answer/", requests.answer, name="request-answer"),
    path("requests/<int:pk>/reopen/", requests.reopen, name="request-reopen"),
    path("<uuid:pk>/requests/new/", requests.new, name="request-new"),
    path("<uuid:pk>/lift-restriction/", requests.lift, name="lift-restriction"),
    path("<uuid:pk>/erase/", erasing.erasing, name="erase"),
    path("<uuid:pk>/data/", erasing.data, name="donor-data"),
    path("<uuid:pk>/deferrals/new/", waiting.new, name="deferral-new"),
    path(
        "<uuid:pk>/deferrals/<int:deferral>/withdraw/", waiting.withdraw, name="deferral-withdraw"
    ),
    path("<uuid:pk>/honours/new/", honours.give, name="honour-new"),
    path("<uuid:pk>/honours/<int:honour>/withdraw/", honours.withdraw, name="honour-withdraw"),
    path("<uuid:pk>/letter/", honours.letter, name="letter"),
]
