"""What the desk forms of this room share."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drives.actions.refusals import Contradicted, NotNow
from drives.fields import FigureColumns
from drives.forms.figures import FigureField
from drives.forms.questions import finding_text
from ledger.actions import Receipt
from ledger.desk import DeskForm, Refused


class LinesField(forms.CharField):
    """A list of texts, typed one a line."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or []) != self.clean(data))


def figure(columns: FigureColumns) -> FigureField:
    """One text box for a figure: "345", "trên 450"; its label is the model's."""
    return FigureField(label=capfirst(columns.verbose_name), plain=True)


class AskedForm(DeskForm):
    """A form whose unlikely values are asked about once."""

    why = forms.CharField(
        label=_("Why it is right all the same"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only when the page asks about something unlikely."),
    )


def answering(write: Callable[[Mapping[str, str]], Receipt], why: str) -> Receipt:
    """Run ``write`` with the answers to its questions. ``why`` answers every unlikely finding; the
    impossible ones, and a state that forbids the step, are refused."""
    try:
        try:
            return write({})
        except Contradicted as asked:
            if not why or any(finding.impossible for finding in asked.findings):
                raise
            return write({finding.rule: why for finding in asked.findings})
    except Contradicted as refusal:
        sentences = [finding_text(finding) for finding in refusal.findings]
        if not any(finding.impossible for finding in refusal.findings):
            sentences.append(gettext("If this is right, say why in the field below."))
        raise Refused(*sentences) from None
    except NotNow:
        raise Refused(
            gettext("In its present state this record is closed. Reopen or return it first.")
        ) from None
