"""How an ordinary form is laid out: its rows and cards, said in its forms.py and drawn by crispy.

The page writes ``<form>``, the summary of errors and the buttons; ``{% crispy form %}`` draws the
fields between them. The markup lies in ``templates/bootstrap5/``, found before crispy's own.
Large grids of figures stay plain templates: crispy takes twice as long.
"""

from typing import Any, TypeAlias

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from crispy_forms.utils import render_field
from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django_stubs_ext import StrOrPromise

# A field's name, a Card, or an object of crispy, which has no types.
Part: TypeAlias = Any


class Card:
    """A card of fields. It folds unless ``folded`` is None, and is folded at first if that is
    true; ``hint`` is said beside the heading."""

    def __init__(
        self,
        *parts: Part,
        heading: StrOrPromise = "",
        hint: StrOrPromise = "",
        folded: bool | None = None,
    ) -> None:
        self.parts, self.heading, self.hint, self.folded = parts, heading, hint, folded

    def render(self, form: BaseForm, context: Context, **options: Any) -> SafeString:
        """What crispy asks of every part."""
        drawn = ((render_field(part, form, context, **options),) for part in self.parts)
        fields = format_html_join("", "{}", drawn)
        return render_to_string("bootstrap5/layout/card.html", {"card": self, "fields": fields})


def laid_out(*parts: Part) -> FormHelper:
    """The ``helper`` of a form: its parts in order, then its hidden fields. A part that names a
    field the form does not have is an error."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.form_show_errors = False  # _components/errors.html says them and leads to them
    helper.include_media = False  # the page's block of scripts has it
    helper.render_hidden_fields = True
    helper.layout = Layout(*parts)
    return helper
