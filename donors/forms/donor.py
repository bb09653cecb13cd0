"""A donor's file as a form. Whole numbers are only typed in, never shown: what is kept stands
masked beside its box."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.forms import AreaField, LinkOrWords, OrganisationField, ScopedForm
from directory.forms.numbers import WholeNumberField
from directory.keepers import keepers_for
from directory.models import Organisation
from donors.facts import DonorFacts, PaperFacts
from donors.forms.alike import AskedAboutOthers
from donors.forms.fields import (
    PRIVATE,
    BirthField,
    NameField,
    PaperKindField,
    PaperNumberField,
    PhoneField,
    paper_number,
)
from donors.models import Donor
from donors.querysets.people import Opened, facts_of, opened
from donors.rules.mentions import mentions
from donors.rules.papers import PaperKind
from donors.rules.typed import Birth
from ledger.forms import TrackedForm
from ledger.keys import new_id
from ledger.scope import Scope

NEW_PAPERS = 3
DROP = "drop_"
SAME = (
    "occupation", "area", "organisation", "blood_group", "blood_group_source", "declared_count",
    "declared_evidence", "address", "notes",
)  # fmt: skip


class DonorForm(AskedAboutOthers, ScopedForm, TrackedForm):
    """Enters a donor, or mends ``donor``. Only the name is needed; what is left blank is
    unknown."""

    name = NameField(label=_("Full name"))
    birth = BirthField(required=False, help_text=_("05/12/1990, or only 1990"))
    sex = forms.ChoiceField(
        label=_("Sex"), required=False, choices=[("", _("unknown")), *Donor.Sex.choices]
    )
    phone = PhoneField(label=_("Phone"), required=False)
    area = AreaField(label=_("Area"), required=False)
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=PRIVATE),
        help_text=_("House, street, hamlet"),
    )
    organisation = OrganisationField(
        label=_("Organisation or hamlet"), required=False, words_allowed=True
    )
    occupation = forms.CharField(label=_("Occupation or position"), required=False, max_length=100)
    blood_group = forms.ChoiceField(
        label=_("Blood group"), required=False, choices=[("", "—"), *Donor.BloodGroup.choices]
    )
    blood_group_source = forms.ChoiceField(
        label=_("Where the group is known from"),
        required=False,
        choices=[("", "—"), *Donor.GroupSource.choices],
    )
    declared_count = WholeNumberField(
        label=_("Donations before this system"), required=False, most=500
    )
    declared_evidence = forms.CharField(
        label=_("Evidence of them"),
        required=False,
        max_length=200,
        help_text=_("Donor card, certificates, the commune's book"),
    )
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, **PRIVATE}),
        help_text=_("Kept sealed. No medical reasons here."),
    )
    keeper = OrganisationField(
        label=_("Entered for"), help_text=_("The organisation that keeps this file")
    )
    reason = forms.CharField(
        label=_("Reason of this change"),
        required=False,
        max_length=300,
        help_text=_("Stays in the history for ever: write no name and no number here."),
    )

    def __init__(
        self, *args: Any, scope: Scope, today: date, donor: Donor | None = None, **options: Any
    ) -> None:
        super().__init__(*args, scope=scope, **options)
        self.donor = donor
        self.kept: Opened = opened(donor) if donor else Opened()
        self.fields["birth"].today = today  # type: ignore[attr-defined]  # a BirthField
        self.only_keeper: Organisation | None = None
        if donor is None:
            self.fields["key"].initial = new_id
            del self.fields["reason"]
            self._offer_keepers()
        else:
            del self.fields["keeper"]
            self._offer_to_drop()
        for number in range(1, (NEW_PAPERS if donor is None else 1) + 1):
            self.fields[f"kind_{number}"] = PaperKindField(initial=PaperKind.CCCD.value)
            self.fields[f"number_{number}"] = PaperNumberField()

    @classmethod
    def of(cls, donor: Donor, *, scope: Scope, today: date, data: Any = None) -> Self:
        """The form of the file as it is now, or of what was posted to change it."""
        facts = facts_of(donor)
        initial: dict[str, Any] = {name: getattr(facts, name) for name in (*SAME, "name", "sex")}
        if facts.year:
            initial["birth"] = Birth(facts.birth_date, facts.year)
        initial["version"] = donor.version
        return cls(data, initial=initial, scope=scope, today=today, donor=donor)

    def _offer_keepers(self) -> None:
        """Nothing is asked where there is nothing to choose."""
        own = list(keepers_for(self.scope).order_by("pk")[:2])
        self.fields["keeper"].initial = own[0] if own else None
        if len(own) == 1:
            self.only_keeper = own[0]
            del self.fields["keeper"]

    def _offer_to_drop(self) -> None:
        for paper in self.kept.papers:
            self.fields[f"{DROP}{paper.id}"] = forms.BooleanField(
                label=gettext("Remove %(paper)s") % {"paper": f"{paper.kind} {paper.masked}"},
                required=False,
            )
        if self.kept.phone:
            self.fields[f"{DROP}phone"] = forms.BooleanField(
                label=gettext("Remove %(paper)s") % {"paper": self.kept.phone}, required=False
            )

    # for the page

    @property
    def paper_rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Kind and number of each paper that can be added."""
        for name in self.fields:
            if name.startswith("kind_"):
                yield self[name], self[name.replace("kind", "number")]

    @property
    def dropping(self) -> list[forms.BoundField]:
        """A box for each kept paper."""
        names = [name for name in self.fields if name.startswith(DROP) and name != f"{DROP}phone"]
        return [self[name] for name in names]

    @property
    def says_more(self) -> bool:
        """Whether the folded part holds something, or something to be mended."""
        folded = ("blood_group", "blood_group_source", "declared_count", "declared_evidence")
        return any(self[name].value() or self[name].errors for name in (*folded, "notes"))

    # what was typed

    def clean_keeper(self) -> Organisation:
        keeper: Organisation = self.cleaned_data["keeper"]
        if not keepers_for(self.scope).filter(pk=keeper.pk).exists():
            raise ValidationError(
                gettext("Choose an organisation for which you keep records."), code="not-own"
            )
        return keeper

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        names = [self.donor.name if self.donor else "", self.cleaned_data.get("name", "")]
        if any(mentions(reason, name) for name in names):
            raise ValidationError(
                gettext("Write the donor code instead of a name or number."), code="names-donor"
            )
        return reason

    def clean(self) -> dict[str, Any]:
        super().clean()
        for kind, number in self.paper_rows:
            self._clean_paper(kind.name, number.name)
        data = self.cleaned_data
        if data.get("blood_group") and not data.get("blood_group_source"):
            self.add_error("blood_group_source", gettext("Say where the group is known from."))
        if not data.get("blood_group"):
            data["blood_group_source"] = ""
        if not self.errors:
            self.ask_about_others()
        return data

    def _clean_paper(self, kind: str, number: str) -> None:
        typed = self.cleaned_data.get(number)
        if not typed:
            return
        try:
            chosen = self.cleaned_data.get(kind)
            if not chosen:
                raise ValidationError(gettext("Choose the kind of paper."), code="no-kind")
            self.cleaned_data[number] = paper_number(chosen, typed)
        except ValidationError as refusal:
            self.add_error(number, refusal)

    @property
    def is_same_person(self) -> bool:
        """Whether nothing was changed by which people are told apart."""
        told = ("name", "birth", "phone", *(number.name for _kind, number in self.paper_rows))
        return self.donor is not None and not any(name in self.changed_data for name in told)

    def keeper_chosen(self) -> Organisation:
        return self.only_keeper or self.cleaned_data["keeper"]

    def facts(self) -> DonorFacts:
        """What the form says, with what is kept and was neither replaced nor removed. Works with
        the fields that are right as long as others are being mended."""
        data = self.cleaned_data
        kept = facts_of(self.donor) if self.donor else DonorFacts(name="")
        birth: Birth | None = data.get("birth")
        return DonorFacts(
            name=data.get("name", ""),
            birth_date=birth.day if birth else None,
            birth_year=birth.year if birth else None,
            sex=data.get("sex", ""),
            papers=[*self._kept_papers(kept), *self._typed_papers()],
            phone=data.get("phone") or ("" if data.get(f"{DROP}phone") else kept.phone),
            address=data.get("address", ""),
            area=data.get("area"),
            organisation=data.get("organisation") or LinkOrWords(),
            occupation=data.get("occupation", ""),
            blood_group=data.get("blood_group", ""),
            blood_group_source=data.get("blood_group_source", ""),
            declared_count=data.get("declared_count"),
            declared_evidence=data.get("declared_evidence", ""),
            notes=data.get("notes", ""),
        )

    def _kept_papers(self, kept: DonorFacts) -> Sequence[PaperFacts]:
        """``kept`` and ``self.kept`` list the papers in one order."""
        return [
            paper
            for line, paper in zip(self.kept.papers, kept.papers, strict=True)
            if not self.cleaned_data.get(f"{DROP}{line.id}")
        ]

    def _typed_papers(self) -> Iterator[PaperFacts]:
        for kind, number in self.paper_rows:
            if (typed := self.cleaned_data.get(number.name)) and not number.errors:
                yield PaperFacts(self.cleaned_data[kind.name], typed)
