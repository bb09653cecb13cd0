"""What every template may read."""

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, object]:
    """The scope, so that pages show only doors that open; and whether this is a demo instance."""
    return {"scope": getattr(request, "scope", None), "demo": settings.DEMO}
