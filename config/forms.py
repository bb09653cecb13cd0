"""How forms are drawn everywhere."""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

CONTROL = "form-control"
CLASS_OF_TYPE = {
    "checkbox": "form-check-input",
    "color": "form-control form-control-color",
    "date": CONTROL,
    "datetime-local": CONTROL,
    "email": CONTROL,
    "file": CONTROL,
    "number": CONTROL,
    "password": CONTROL,
    "radio": "form-check-input",
    "search": CONTROL,
    "tel": CONTROL,
    "text": CONTROL,
    "time": CONTROL,
    "url": CONTROL,
}
CLASS_OF_TEMPLATE = {
    "django/forms/widgets/select.html": "form-select",
    "django/forms/widgets/textarea.html": CONTROL,
}


class HouseRenderer(TemplatesSetting):
    """Gives every widget Bootstrap's class, beside the classes the form gave it, so that no form
    repeats them. A group of boxes is one widget: its boxes are dressed, the group is not."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        if widget := context.get("widget"):
            _dress(widget)
        return super().render(template_name, context, request)


def _dress(widget: dict[str, Any]) -> None:
    for part in widget.get("subwidgets") or ():
        _dress(part)
    options = [option for _, group, _ in widget.get("optgroups") or () for option in group]
    if options and "type" in options[0]:
        for option in options:
            _dress(option)
        if widget["template_name"] not in CLASS_OF_TEMPLATE:
            return
    names = CLASS_OF_TEMPLATE.get(widget["template_name"]) or CLASS_OF_TYPE.get(
        widget.get("type", ""), ""
    )
    present = widget["attrs"].get("class", "").split()
    if missing := [name for name in names.split() if name not in present]:
        widget["attrs"]["class"] = " ".join([*present, *missing])
