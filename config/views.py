"""What every house has: is it alive, is it ready, and the pages for what went wrong."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

PLAIN = "text/plain; charset=utf-8"


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process answers. Asks nothing of the database."""
    return HttpResponse("ok\n", content_type=PLAIN)


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether requests may be sent here: the database answers and knows every migration."""
    try:
        missing = _migrations() - set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError:
        return HttpResponse("the database does not answer\n", content_type=PLAIN, status=503)
    if missing:
        return HttpResponse("migrations are missing\n", content_type=PLAIN, status=503)
    return HttpResponse("ok\n", content_type=PLAIN)


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    """The migrations of this release; read from disk once in a process."""
    return frozenset(MigrationLoader(None).disk_migrations)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """In scope, but not allowed. A sentence given with the refusal is shown."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Drawn without the request: it may be what is wrong."""
    return render(None, "400.html", status=400)


def failed(request: HttpRequest) -> HttpResponse:
    """Drawn without the request: nothing is asked of what may just have failed."""
    return render(None, "500.html", status=500)
