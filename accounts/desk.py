"""The administrators' desk: Django admin in the house's words and behind the house's login."""

from functools import wraps
from typing import Any, cast

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ledger.desk import ScopedAdmin
from ledger.requests import HouseRequest
from ledger.scope import Verb

OWN_PAGES = {"logout", "password_change", "password_change_done", "view_on_site"}


class DeskSite(AdminSite):
    """The one admin site. It opens to administrators of any scope; ``ledger.desk.ScopedAdmin``
    says what each of them finds there."""

    site_header = _("Administrators' desk")
    site_title = _("Giọt Hồng")
    index_title = _("Records you administer")
    site_url = None
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only desks of the house come in: Django's groups would but seem to give something."""
        if admin_class is not None and issubclass(admin_class, ScopedAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return isinstance(user, User) and user.is_active and _scope_may(request)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseRedirect:
        """To the house's own login; whoever is in already has no business here."""
        if request.user.is_authenticated:
            return HttpResponseRedirect(reverse("admin:index"))
        query = urlencode({"next": request.GET.get("next", reverse("admin:index"))})
        return HttpResponseRedirect(f"{reverse('accounts:login')}?{query}")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As Django's; but whoever is logged in and administers nothing is refused, not led round
        in a circle."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def refuse_or_view(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return guarded(request, *args, **kwargs)

        return refuse_or_view

    def get_urls(self) -> list[Any]:
        """Without the pages that the house has itself."""
        urls: list[Any] = super().get_urls()
        return [url for url in urls if getattr(url, "name", None) not in OWN_PAGES]


def _scope_may(request: HttpRequest) -> bool:
    return cast(HouseRequest, request).scope.may(Verb.ADMINISTER)
