"""The addresses of the house, and the gallery that only DEBUG mounts."""

from django.urls import include, path

from config import gallery

urlpatterns = [
    path("_gallery/", gallery.gallery),
    path("_gallery/document/<slug:name>/", gallery.document),
    path("", include("config.urls")),
]
