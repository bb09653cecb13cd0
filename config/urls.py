"""Every address of the house."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config import gallery, home, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("", include("drives.urls")),
    path("", include("units.urls")),
    path("donors/", include("donors.urls")),
    path("directory/", include("directory.urls")),
    path("history/", include("ledger.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
if settings.DEBUG:
    urlpatterns += [
        path("_gallery/", gallery.gallery, name="gallery"),
        path("_gallery/document/<slug:name>/", gallery.document, name="gallery-document"),
    ]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.failed
