"""What the receiver's desks show: lines of people, an examination, a bag, in words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext

from donors.models import Deferral
from donors.rules.eligibility import FACT_NAMES
from donors.rules.eligibility import Reason as NotToGive
from units.actions.assessment import Assessment, Examination
from units.models import Registration, Screening, Unit
from units.presenters.people import KNOWN, Standing, birth_text, sentence
from units.rules.bags import OFFERED_VOLUMES
from units.rules.reasons import moment
from units.rules.states import State
from words.dates import format_day
from words.numbers import format_number


@dataclass(frozen=True, slots=True, repr=False)
class DeskLine:
    """One person in a list of a desk."""

    pk: str
    url: str
    number: int | None
    name: str
    of: str
    since: str
    note: str
    standing: Standing | None = None


def desk_lines(
    rows: Iterable[Registration],
    *,
    url: Callable[[Registration], str],
    note: Callable[[Registration], str],
    now: datetime,
    standing: bool = False,
) -> list[DeskLine]:
    """``url`` leads to the person at this desk; ``note`` says what the desk needs to know."""
    today = timezone.localdate(now)
    return [
        DeskLine(
            pk=str(row.pk),
            url=url(row),
            number=row.queue_no,
            name=row.name or gettext("erased"),
            of=birth_text(row.donor),
            since=moment(timezone.localtime(row.state_at), today),
            note=note(row),
            standing=KNOWN[State(row.state)] if standing else None,
        )
        for row in rows
    ]


def allowed_note(row: Registration) -> str:
    """What the examiner allowed: "350 ml"."""
    screening: Screening | None = getattr(row, "screening", None)
    if screening is None or screening.withdrawn_at or screening.allowed_volume is None:
        return ""
    return f"{screening.allowed_volume} ml"


def decided_note(row: Registration) -> str:
    """What was decided in two words: "350 ml", or the day from which the person may give again."""
    screening: Screening | None = getattr(row, "screening", None)
    if screening is None or screening.withdrawn_at or screening.deferral is None:
        return allowed_note(row) if row.state == State.SCREENED.value else gettext("not today")
    day = screening.deferral.able_from
    return gettext("again from %(day)s") % {"day": format_day(day)} if day else gettext("for ever")


@dataclass(frozen=True, slots=True)
class Choice:
    """One volume to choose: possible or not, chosen or not."""

    value: int
    label: str
    possible: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the limits say while somebody types. ``reasons`` stand against giving at all; else
    ``line`` says how much. ``suggested`` are reasons for waiting that follow from the limits: the
    code, the words of its button."""

    reasons: Sequence[str]
    line: str
    missing: str
    volumes: Sequence[Choice]
    most: int
    proposed: int | None
    suggested: Sequence[tuple[str, str]]


def verdict_of(
    assessed: Assessment,
    examination: Examination,
    *,
    chosen: int | None,
    suggested: Sequence[tuple[str, str]] = (),
) -> Verdict:
    """``chosen`` is the volume somebody picked; one that is not allowed any more is let go."""
    whole = examination.component == Unit.Component.WHOLE.value
    usual = assessed.usual if examination.weight is not None else None
    possible = set(assessed.volumes)
    kept = chosen if chosen in possible else usual
    return Verdict(
        reasons=[sentence(reason) for reason in assessed.reasons],
        line=_line(assessed, examination, usual),
        missing=_missing(assessed),
        volumes=[
            Choice(volume, f"{volume} ml", volume in possible, volume == kept)
            for volume in (OFFERED_VOLUMES if whole else ())
        ],
        most=assessed.most,
        proposed=usual,
        suggested=suggested if assessed.reasons else (),
    )


def _line(assessed: Assessment, examination: Examination, usual: int | None) -> str:
    """ "Được hiến tối đa 350 ml: 47 kg." """
    if assessed.reasons or usual is None or examination.weight is None:
        return ""
    because = [f"{format_number(examination.weight)} kg"]
    haemoglobin = examination.haemoglobin
    if haemoglobin is not None and haemoglobin < assessed.limits.haemoglobin_least_large:
        because.append(gettext("haemoglobin %(value)s g/l") % {"value": haemoglobin})
    return gettext("May give at most %(volume)s ml: %(because)s.") % {
        "volume": format_number(usual),
        "because": ", ".join(because),
    }


def _missing(assessed: Assessment) -> str:
    """ "Chưa rõ: huyết áp, mạch." """
    if not assessed.unknown:
        return ""
    facts = ", ".join(gettext(FACT_NAMES[fact]) for fact in assessed.unknown)
    return gettext("Not known: %(facts)s.") % {"facts": facts}


def reasons_line(reasons: Iterable[NotToGive]) -> str:
    """Several reasons after one colon."""
    clauses = "; ".join(gettext(reason.sentence) % reason.params for reason in reasons)
    return gettext("Cannot donate today: %(reasons)s.") % {"reasons": clauses}


# What was decided.


def until_text(deferral: Deferral) -> str:
    """ "Có thể hiến lại từ 12/03/2027", or that it is for ever."""
    if deferral.able_from is None:
        return gettext("for ever")
    return gettext("may give again from %(day)s") % {"day": format_day(deferral.able_from)}


def decision_text(screening: Screening) -> str:
    """One line: fit and how much, or why not and until when."""
    if screening.decision == Screening.Decision.FIT.value:
        return gettext("Fit to give, at most %(volume)s ml") % {
            "volume": format_number(screening.allowed_volume or 0)
        }
    deferral = screening.deferral
    if deferral is None:
        return gettext("Not given today")
    return f"{capfirst(deferral.reason.name)}: {until_text(deferral)}"


def measured_rows(screening: Screening) -> list[tuple[str, str]]:
    """Labels and values of what was measured; what was not is left out."""
    rows = [
        (gettext("Weight"), screening.weight, "kg"),
        (gettext("Haemoglobin"), screening.haemoglobin, "g/l"),
    ]
    shown = [(label, f"{format_number(n)} {unit}") for label, n, unit in rows if n is not None]
    if screening.systolic is not None or screening.diastolic is not None:
        both = f"{screening.systolic or '–'}/{screening.diastolic or '–'} mmHg"
        shown.insert(1, (gettext("Blood pressure"), both))
    if screening.pulse is not None:
        beats = gettext("%(n)s a minute") % {"n": screening.pulse}
        if screening.pulse_regular is False:
            beats = gettext("%(n)s a minute, not regular") % {"n": screening.pulse}
        shown.append((gettext("Pulse"), beats))
    return shown


def volume_text(unit: Unit) -> str:
    """ "350 ml", "350 ml, lấy được 200 ml (chảy chậm)", "chưa rõ"."""
    if unit.volume is None:
        return gettext("not known")
    if unit.drawn_volume is None:
        return f"{unit.volume} ml"
    text = gettext("%(volume)s ml, %(drawn)s ml drawn") % {
        "volume": unit.volume,
        "drawn": unit.drawn_volume,
    }
    return f"{text} ({unit.short_reason})" if unit.short_reason else text
