"""The groups that people of a drive count for: its participations, and those named on the list."""

from collections.abc import Iterable
from dataclasses import dataclass

from directory.models import Organisation
from directory.pickers import LinkOrWords
from drives.models import Drive
from units.models import Registration
from words.folding import sort_key


@dataclass(frozen=True, slots=True)
class Group:
    """One group: ``code`` stands in forms and addresses, "o" before an organisation's id, "w"
    before plain words."""

    code: str
    name: str
    who: LinkOrWords[Organisation]


def code_of(organisation_id: int | None, words: str) -> str:
    """The code of a group; empty for nobody."""
    if organisation_id is not None:
        return f"o{organisation_id}"
    return f"w{words}" if words else ""


def groups_of(drive: Drive) -> list[Group]:
    """All groups of a drive, by name, in three queries."""
    parts = drive.participations.select_related("organisation").order_by("position", "id")
    pairs = [(part.organisation, part.words) for part in parts]
    listed = Registration.objects.of_drive(drive).order_by()
    told = set(listed.values_list("organisation", "group_words").distinct())
    bodies = Organisation.objects.in_bulk([pk for pk, _words in told if pk is not None])
    pairs += [(bodies[pk] if pk else None, words) for pk, words in told]
    groups = {group.code: group for group in _groups(pairs)}
    return sorted(groups.values(), key=lambda group: sort_key(group.name))


def _groups(pairs: Iterable[tuple[Organisation | None, str]]) -> Iterable[Group]:
    for organisation, words in pairs:
        code = code_of(organisation.pk if organisation else None, words)
        if code:
            name = organisation.name if organisation else words
            yield Group(code, name, LinkOrWords(organisation, "" if organisation else words))
