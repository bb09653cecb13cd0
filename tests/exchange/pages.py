"""Small pages that use the browser pieces of the house, mounted beside its real addresses."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import Context, RequestContext, engines
from django.template.backends.django import DjangoTemplates
from django.urls import include, path

# What the pages of this module remember; each test begins with `forget()`.
SAID: dict[str, Any] = {}


def forget() -> None:
    SAID.clear()
    SAID.update(rows=["Nguyễn Văn An"], failing=False, asked=0, searched=[])


def draw(request: HttpRequest, text: str, **context: Any) -> HttpResponse:
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    drawn: Context = RequestContext(request, context)
    return HttpResponse(engine.engine.from_string(text).render(drawn))


LIST = """{% for row in rows %}<li><a href="#row-{{ forloop.counter }}">{{ row }}</a></li>
{% endfor %}<li><label>Ghi chú <input name="note"></label></li>"""
PAGE = """{% extends "base.html" %}{% block title %}Hàng chờ{% endblock %}
{% block htmx %}{% include "_components/htmx.html" %}{% endblock %}
{% block content %}{% include "_components/refresh_note.html" %}
<label>Tìm <input type="search" name="q" hx-post="/live/search/" hx-target="#found"
  hx-trigger="input changed delay:50ms"></label><div id="found"></div>
<ul id="waiting" data-refresh hx-get="/live/rows/" hx-trigger="every 200ms, refresh">LIST</ul>
{% endblock %}""".replace("LIST", LIST)


def live(request: HttpRequest) -> HttpResponse:
    return draw(request, PAGE, rows=SAID["rows"])


def live_rows(request: HttpRequest) -> HttpResponse:
    SAID["asked"] += 1
    if SAID["failing"]:
        return HttpResponse(status=503)
    return draw(request, LIST, rows=SAID["rows"])


def live_search(request: HttpRequest) -> HttpResponse:
    SAID["searched"].append((request.method, request.POST["q"], bool(request.htmx)))  # type: ignore[attr-defined]  # the middleware's
    return draw(request, "<p>{{ q }}</p>", q=request.POST["q"])


urlpatterns = [
    path("live/", live, name="live"),
    path("live/rows/", live_rows),
    path("live/search/", live_search),
    path("", include("config.urls")),
]
