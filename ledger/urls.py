"""Addresses below ``/history/``."""

from django.urls import path, re_path

from ledger import views

app_name = "ledger"
urlpatterns = [
    re_path(r"^receipts/(?P<code>[A-Za-z0-9-]{1,20})/$", views.receipt, name="receipt"),
    path("<str:label>/<str:pk>/", views.history, name="history"),
]
