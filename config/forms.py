"""How forms are drawn everywhere."""

from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """Widgets come from ``templates/``, so that they carry Bootstrap's classes."""
