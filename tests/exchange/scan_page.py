"""A small page with a box for codes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tests.exchange.pages import draw

# Every text that was sent.
SCANNED: list[str] = []
PAGE = """{% extends "base.html" %}{% block title %}Quét{% endblock %}
{% block content %}<form method="post">{% csrf_token %}
{% include "_components/scan.html" with name="scan" label="Quét hoặc gõ mã" button="Tìm" %}
<label>Ghi chú <input name="note"></label></form>
<button type="button" id="other">Khác</button>
<ol id="scanned">{% for one in scanned %}<li>{{ one }}</li>{% endfor %}</ol>{% endblock %}"""


def page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        SCANNED.append(request.POST["scan"])
    return draw(request, PAGE, scanned=SCANNED)


urlpatterns: list[Any] = [path("scan/", page), path("", include("config.urls"))]
