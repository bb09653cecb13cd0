"""The addresses of the house, and the empty page that a scan is compared with."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from config.urls import urlpatterns as house
from ledger.requests import HouseRequest


def empty(request: HouseRequest) -> HttpResponse:
    """A page of the house with nothing in it."""
    return render(request, "base.html")


urlpatterns = [*house, path("bench/empty/", empty)]
