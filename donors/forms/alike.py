"""Asking, once, whether somebody who is entered is known already."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from donors.facts import DonorFacts
from donors.models import Donor
from donors.presenters.people import AlikeLine, alike_line
from donors.querysets.alike import Alike, likely_others
from ledger.models import Submission
from ledger.scope import Scope


class AskedAboutOthers(forms.Form):
    """``other`` says that those who were shown (``asked``) are other people. Somebody who was not
    among them is asked about once more."""

    scope: Scope
    donor: Donor | None
    alike: Sequence[Alike] = ()

    other = forms.BooleanField(label=_("This is another person: save all the same"), required=False)
    asked = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def facts(self) -> DonorFacts:
        raise NotImplementedError

    @property
    def is_same_person(self) -> bool:
        raise NotImplementedError

    def find_alike(self) -> list[Alike]:
        """Those within the scope who are probably this person, as far as the form is right."""
        return likely_others(self.facts(), scope=self.scope, donor=self.donor)

    def ask_about_others(self) -> None:
        """Refuse the form for those alike until somebody has said that they are others. A form
        that was sent before is not asked: whom it finds is whom it made."""
        sent_before = Submission.objects.filter(key=self.cleaned_data["key"]).exists()
        if sent_before or self.is_same_person:
            return
        self.alike = self.find_alike()
        shown = set(self.cleaned_data.get("asked", "").split())
        answered = self.cleaned_data.get("other") and self.alike_ids <= shown
        if self.alike and not answered:
            self.add_error(
                "other",
                ValidationError(
                    gettext("This person may be known already. Please look first."), code="alike"
                ),
            )

    @property
    def alike_ids(self) -> set[str]:
        return {str(one.donor.pk) for one in self.alike}

    @property
    def alike_shown(self) -> list[AlikeLine]:
        return [alike_line(one) for one in self.alike]

    @property
    def asked_now(self) -> str:
        """Who stands on the page: for its hidden field."""
        return " ".join(sorted(self.alike_ids))

    def others(self) -> list[UUID]:
        """Those who were looked at and found to be other people."""
        return [one.donor.pk for one in self.alike]
