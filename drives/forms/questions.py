"""Questions a form asks once: a finding that is unlikely becomes a field for its answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drives.presenters import figure_text
from drives.rules.contradictions import Finding

PREFIX = "why_"


def finding_text(finding: Finding) -> str:
    """The finding's sentence in the page's language, its figures in words."""
    params = {name: figure_text(figure) for name, figure in finding.params.items()}
    return gettext(finding.sentence) % params


class QuestionsMixin(forms.Form):
    """Shows findings beside their cells and collects answers under ``why_<rule>``."""

    def add_questions(self) -> None:
        """Take up the answers of a post; called when the other fields are in place."""
        for name in self.data if self.is_bound else ():
            if name.startswith(PREFIX) and name not in self.fields and len(name) < 60:
                self.fields[name] = self._answer_field()

    def _answer_field(self) -> forms.CharField:
        return forms.CharField(
            label=_("Why is it right?"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
        )

    def answers(self) -> dict[str, str]:
        """Rule id → what was answered."""
        return {
            name.removeprefix(PREFIX): self.cleaned_data[name]
            for name in self.fields
            if name.startswith(PREFIX) and self.cleaned_data.get(name)
        }

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Put each finding beside its first cell; an unlikely one gets a field for its answer."""
        for finding in findings:
            if finding.impossible:
                self.add_error(self._cell_of(finding), finding_text(finding))
            else:
                name = f"{PREFIX}{finding.rule}"
                self.fields.setdefault(name, self._answer_field())
                self.add_error(name, finding_text(finding))

    def _cell_of(self, finding: Finding) -> str | None:
        """The field a finding is shown at; a breakdown's at its first filled line."""
        for cell in finding.cells:
            if cell in self.fields:
                return cell
            for name in self.fields:
                if name.startswith(f"{cell}_") and self.cleaned_data.get(name) is not None:
                    return name
        return None

    def questions(self) -> list[Any]:
        """The fields of answers, for the template."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]
