"""Everything kept about a person, for the person who asks for it (Law 91/2025/QH15).

This room says what it keeps; the rooms above add what they do, in ``AppConfig.ready()``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from donors.models import Consent, Custody, Deferral, Donor, Honour, Merge, PersonRequest
from donors.presenters.people import birth_text
from donors.sealed import ADDRESS, NOTES, PHONE, open_cell, open_number
from ledger.actions import label_of
from ledger.models import Access
from ledger.scope import Scope
from words.dates import format_day
from words.moments import moment_text
from words.numbers import format_number


@dataclass(frozen=True, slots=True, repr=False)
class Section:
    """A part of the paper: its heading and lines of a label and what is kept."""

    heading: str
    lines: Sequence[tuple[str, str]]


Source = Callable[[Scope, Sequence[Donor]], Sequence[Section]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """``source(scope, files)`` tells what a room above keeps of these files, as far as the reader
    may know it."""
    if source not in _sources:
        _sources.append(source)


def everything_about(scope: Scope, files: Sequence[Donor]) -> list[Section]:
    """All sections, with whole numbers: the caller leaves the Access. ``files`` are those of the
    person that the reader sees; medical reasons stay with those who may know them."""
    own = [
        *(_file(file) for file in files),
        _custodies(files),
        _consents(files),
        _deferrals(scope, files),
        _honours(files),
        _requests(files),
        _joins(files),
        _accesses(files),
    ]
    above = [section for source in _sources for section in source(scope, files)]
    return [section for section in [*own, *above] if section.lines]


def _file(donor: Donor) -> Section:
    papers = [
        (paper.get_kind_display(), open_number(donor, paper))
        for paper in donor.papers.order_by("kind", "pk")
    ]
    declared = donor.declared_count
    lines = [
        (_("Full name"), donor.name),
        (_("Born"), birth_text(donor)),
        (_("Sex"), donor.get_sex_display()),
        *papers,
        (_("Phone"), open_cell(donor, PHONE)),
        (_("Address"), open_cell(donor, ADDRESS)),
        (_("Area"), str(donor.area or "")),
        (_("Organisation"), donor.organisation_name),
        (_("Occupation"), donor.occupation),
        (_("Blood group"), donor.get_blood_group_display()),
        (_("Source of the blood group"), donor.get_blood_group_source_display()),
        (_("Donations before this system"), "" if declared is None else format_number(declared)),
        (_("Evidence of them"), donor.declared_evidence),
        (_("Notes"), open_cell(donor, NOTES)),
        (_("Entered"), moment_text(donor.entered_at)),
        (_("Kept by"), str(donor.keeper)),
    ]
    heading = _("File %(code)s") % {"code": donor}
    return Section(heading, [(label, text) for label, text in lines if text])


def _custodies(files: Sequence[Donor]) -> Section:
    rows = Custody.objects.filter(donor__in=files).select_related("organisation")
    lines = [(moment_text(r.since), f"{r.organisation}: {r.get_how_display()}") for r in rows]
    return Section(_("Who knows the donor"), lines)


def _consents(files: Sequence[Donor]) -> Section:
    lines = []
    for row in Consent.objects.filter(donor__in=files).order_by("given_on", "pk"):
        said = f"{row.get_purpose_display()}, {row.get_method_display()}"
        if row.withdrawn_at:
            said += _("; withdrawn %(at)s") % {"at": moment_text(row.withdrawn_at)}
        lines.append((format_day(row.given_on), said))
    return Section(_("Consents"), lines)


def _deferrals(scope: Scope, files: Sequence[Donor]) -> Section:
    known = set(Deferral.objects.visible_to(scope).filter(donor__in=files).values_list("pk"))
    lines = []
    rows = Deferral.objects.filter(donor__in=files).select_related("reason")
    for row in rows.order_by("from_day", "pk"):
        until = format_day(row.able_from) if row.able_from else _("no day is known")
        said = _("may give again from: %(day)s") % {"day": until}
        if (row.pk,) in known:
            said += f"; {row.reason.name}"
        else:
            said += _("; the reason is told by the blood establishment")
        lines.append((format_day(row.from_day), said))
    return Section(_("Deferrals"), lines)


def _honours(files: Sequence[Donor]) -> Section:
    rows = Honour.objects.filter(donor__in=files, withdrawn_at=None).select_related("tier")
    lines = [
        (format_day(row.given_on), ", ".join(filter(None, [row.tier.name, row.decision])))
        for row in rows.order_by("given_on", "pk")
    ]
    return Section(_("Honours"), lines)


def _requests(files: Sequence[Donor]) -> Section:
    rows = PersonRequest.objects.filter(donor__in=files).order_by("received_on", "pk")
    lines = [
        (
            format_day(row.received_on),
            ": ".join(filter(None, [row.get_kind_display(), row.get_state_display(), row.answer])),
        )
        for row in rows
    ]
    return Section(_("Requests"), lines)


def _joins(files: Sequence[Donor]) -> Section:
    rows = Merge.objects.filter(donor__in=files) | Merge.objects.filter(into__in=files)
    lines = []
    for row in rows.select_related("donor", "into").order_by("at", "pk"):
        said = f"{row.donor} → {row.into}"
        if row.undone_at:
            said += _("; separated %(at)s") % {"at": moment_text(row.undone_at)}
        lines.append((moment_text(row.at), said))
    return Section(_("Joined files"), lines)


def _accesses(files: Sequence[Donor]) -> Section:
    ids = [str(file.pk) for file in files]
    rows = Access.objects.filter(target_label=label_of(Donor), target_id__in=ids).order_by("at")
    lines = [(moment_text(row.at), f"{row.actor_name}: {row.get_kind_display()}") for row in rows]
    return Section(_("Who looked at it"), lines)
