"""What is typed at the reception desk: the one box, and the few facts of a walk-in."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from directory.models import Organisation
from directory.pickers import LinkOrWords
from donors.rules.papers import PaperKind
from donors.rules.phones import shown_phone
from ledger.seals import keyed_digest
from units.forms.people import PersonForm
from units.querysets.groups import Group
from units.rules.asked import Asked
from words.dates import format_day

# The papers that are one person's alone in the whole nation.
NATIONAL = frozenset({PaperKind.CCCD, PaperKind.CMND, PaperKind.PASSPORT})
SALT = "units.nation"
ASKED_FOR_SECONDS = 3600


class AskForm(forms.Form):
    """The one box. Whatever was typed comes back as it was."""

    key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput, label=_("key"))
    asked = forms.CharField(
        label=_("Card, number or name"),
        required=False,
        strip=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "words",
                "spellcheck": "false",
                "enterkeyhint": "search",
            }
        ),
    )


class ChoiceForm(forms.Form):
    """Somebody chosen of several: a registration or a donor, and what was scanned for them."""

    key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    registration = forms.UUIDField(required=False)
    donor = forms.UUIDField(required=False)
    asked = forms.CharField(required=False, strip=False)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if bool(self.cleaned_data.get("registration")) == bool(self.cleaned_data.get("donor")):
            raise ValidationError(gettext("Choose one person."))
        return self.cleaned_data


class WalkInForm(PersonForm):
    """Somebody who came and is on no list; a card fills in most of it."""

    # That the nation was asked about this number a moment ago, signed.
    nation = forms.CharField(required=False, widget=forms.HiddenInput)
    group = forms.ChoiceField(label=_("Counts for"), required=False)

    def __init__(self, *args: Any, groups: Sequence[Group], drive_id: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.drive_id = drive_id
        self.groups = {group.code: group for group in groups}
        self.fields["group"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", pgettext_lazy("no group", "nobody in particular")),
            *((group.code, group.name) for group in groups),
        ]

    def chosen_group(self) -> LinkOrWords[Organisation]:
        group = self.groups.get(self.cleaned_data["group"])
        return group.who if group else LinkOrWords()

    def papers(self) -> list[tuple[PaperKind, str]]:
        """The whole number that the nation is asked about; nothing where that was done just now."""
        kind, number = PaperKind(self.cleaned_data["paper"]), self.cleaned_data["number"]
        if not number or kind not in NATIONAL:
            return []
        if _was_asked(self.cleaned_data["nation"], self.drive_id, number):
            return []
        return [(kind, number)]


def walk_in_from(asked: Asked, *, nation_asked: bool, drive_id: int) -> dict[str, Any]:
    """The initial values of a walk-in, from what was scanned or typed in the one box."""
    first = first_facts(asked)
    if asked.numbers and nation_asked:
        first["nation"] = _asked_token(drive_id, asked.numbers[0])
    return first


def first_facts(asked: Asked) -> dict[str, Any]:
    """What a card, a number or words of a name say of somebody new."""
    if asked.card is not None:
        card = asked.card
        birth = format_day(card.birth_date) if card.birth_date else str(card.birth_year or "")
        first = {"name": card.name, "birth": birth, "sex": card.sex.value if card.sex else ""}
    elif asked.numbers:
        first = {}
    elif asked.phone:
        first = {"phone": shown_phone(asked.phone)}
    else:
        first = {"name": asked.value, "birth": str(asked.year or "")}
    if asked.numbers:
        kind = asked.paper or PaperKind.STUDENT
        first |= {"paper": kind.value, "number": asked.numbers[0]}
    return first


def _asked_token(drive_id: int, number: str) -> str:
    return signing.dumps(keyed_digest([drive_id, number]), salt=SALT)


def _was_asked(token: str, drive_id: int, number: str) -> bool:
    try:
        asked = signing.loads(token, salt=SALT, max_age=ASKED_FOR_SECONDS)
    except signing.BadSignature:
        return False
    return bool(asked == keyed_digest([drive_id, number]))
