"""A small page with a box for codes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tests.exchange.pages import draw

# Every text that was sent.
SCANNED: list[str] = []
PAGE = """{% extends "base.html" %}{% block title %}Quét{% endblock %}
{% block htmx %}{% include "_components/htmx.html" %}{% endblock %}
{% block content %}<form id="desk" method="post"{% if swaps %} hx-post="/scan/swap/"
 hx-target="#desk" hx-select="#desk" hx-swap="outerHTML"{% endif %}>{% csrf_token %}
{% include "_components/scan.html" with name="scan" label="Quét hoặc gõ mã" button="Tìm" %}
<label>Ghi chú <input name="note"></label></form>
<button type="button" id="other">Khác</button>
<ol id="scanned">{% for one in scanned %}<li>{{ one }}</li>{% endfor %}</ol>{% endblock %}"""


def page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        SCANNED.append(request.POST["scan"])
    return draw(request, PAGE, scanned=SCANNED, swaps=request.path == "/scan/swap/")


urlpatterns: list[Any] = [
    path("scan/", page),
    path("scan/swap/", page),
    path("", include("config.urls")),
]
