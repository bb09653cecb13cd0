"""What the reception desk does with a person who stands there: found, asked about, received; or an
answer that says why not. The answer is the same kind of value whatever happened."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from directory.models import Organisation
from directory.pickers import LinkOrWords
from donors.actions.joins import join_with_consent
from donors.actions.refusals import JoinRefused
from donors.facts import DonorFacts
from donors.models import Donor
from donors.rules.eligibility import Reason as NotToGive
from donors.rules.papers import PaperKind
from drives.models import Drive
from ledger.actions import KeyUsedBefore, Receipt
from ledger.actor import Actor
from ledger.keys import new_id
from ledger.scope import Scope
from units.actions.nation import ask_nation, is_received_today
from units.actions.refusals import (
    AlreadyRegistered,
    CannotGive,
    NotNow,
    Refused,
    StoppedElsewhere,
)
from units.actions.registrations import arrive, walk_in, walk_in_new
from units.actions.steps import last_step_of
from units.models import Registration, Step
from units.querysets.reception import Found, people_of
from units.rules.asked import Asked, AskedKind
from units.rules.nation import NationAnswer
from units.rules.reasons import Reason
from units.rules.states import State
from words.sentences import gettext_noop

Papers = Sequence[tuple[PaperKind, str]]
SENT_BEFORE = Reason(
    "sent-before",
    gettext_noop("This form was sent before, for the person below. Nothing was written now."),
)

NOT_HERE = Reason(
    "reception-not-open", gettext_noop("This is done only at the open reception of a drive.")
)


class Came(Enum):
    """What became of it."""

    RECEIVED = "received"
    # The donor agreed that all files with the same paper count as one person.
    JOINED = "joined"
    # Put on the list.
    LISTED = "listed"
    # Stands somewhere already: the first answer once more.
    STANDS = "stands"
    # May not give today.
    STOPPED = "stopped"
    # Several, or somebody who is not surely meant.
    CHOOSE = "choose"
    # Known to nobody here.
    NOBODY = "nobody"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, repr=False)
class Outcome:
    """The answer of the desk. ``receipt`` is that of this act, ``last`` the step that brought the
    person where he or she stands, ``reasons`` why somebody may not give by the own records,
    ``nation`` what else is known, ``reason`` why nothing could be done."""

    came: Came
    registration: Registration | None = None
    donor: Donor | None = None
    name: str = ""
    receipt: Receipt | None = None
    last: Step | None = None
    reasons: Sequence[NotToGive] = ()
    nation: NationAnswer | None = None
    reason: Reason | None = None
    found: Found = Found()  # noqa: RUF009  (frozen)


def receive(
    *, by: Actor, scope: Scope, key: UUID, drive: Drive, asked: Asked, at: datetime
) -> Outcome:
    """Find whom ``asked`` means and, where that is one person surely, receive them at once."""
    if asked.kind is AskedKind.NOTHING:
        return Outcome(Came.REFUSED, reason=asked.reason)
    found = people_of(drive, asked, scope)
    if found.registration is not None:
        found.registration.drive = drive
        return receive_registered(
            by=by, key=key, registration=found.registration, papers=asked.papers, at=at
        )
    if found.donor is not None:
        return receive_known(
            by=by, key=key, drive=drive, donor=found.donor, papers=asked.papers, at=at
        )
    if found:
        return Outcome(Came.CHOOSE, found=found)
    nation = ask_nation(by=by, drive=drive, papers=asked.papers, at=at)
    if nation.stops:
        name = asked.card.name if asked.card else ""
        return Outcome(Came.STOPPED, name=name, nation=nation)
    return Outcome(Came.NOBODY, nation=nation)


def receive_registered(
    *, by: Actor, key: UUID, registration: Registration, papers: Papers, at: datetime
) -> Outcome:
    """Receive somebody on the list. Who has been received already keeps the first answer."""
    if State(registration.state) is not State.REGISTERED:
        return standing(registration)
    nation = ask_nation(by=by, drive=registration.drive, papers=papers, at=at)

    def act(key: UUID) -> Receipt:
        return arrive(by=by, key=key, registration=registration, nation=nation)

    return outcome_of(act, key, nation=nation, registration=registration, donor=registration.donor)


def receive_known(
    *, by: Actor, key: UUID, drive: Drive, donor: Donor, papers: Papers, at: datetime
) -> Outcome:
    """Receive a known donor who is not on the list."""
    nation = ask_nation(by=by, drive=drive, papers=papers, at=at)

    def act(key: UUID) -> Receipt:
        return walk_in(by=by, key=key, drive=drive, donor=donor, nation=nation)

    return outcome_of(act, key, nation=nation, donor=donor)


def receive_new(
    *,
    by: Actor,
    key: UUID,
    donor_id: UUID,
    drive: Drive,
    facts: DonorFacts,
    group: LinkOrWords[Organisation],
    papers: Papers,
    at: datetime,
) -> Outcome:
    """Enter and receive somebody whom nobody here knew."""
    nation = ask_nation(by=by, drive=drive, papers=papers, at=at)

    def act(key: UUID) -> Receipt:
        return walk_in_new(
            by=by, key=key, donor_id=donor_id, drive=drive, facts=facts, group=group, nation=nation
        )

    return once_only(act, key, drive=drive, nation=nation, name=facts.name)


def once_only(
    act: Callable[[UUID], Receipt],
    key: UUID,
    *,
    drive: Drive,
    name: str,
    came: Came = Came.RECEIVED,
    nation: NationAnswer | None = None,
) -> Outcome:
    """As :func:`outcome_of` for somebody new: a form that comes again with other words made a
    person before, who is shown."""
    try:
        return outcome_of(act, key, came=came, nation=nation, name=name, once_only=True)
    except KeyUsedBefore:
        made = Registration.objects.of_drive(drive).with_links().filter(pk=key).first()
        there = standing(made) if made else Outcome(Came.REFUSED)
        return Outcome(
            Came.REFUSED, made, there.donor, there.name, last=there.last, reason=SENT_BEFORE
        )


def join_files(*, by: Actor, key: UUID, registration: Registration, at: datetime) -> Outcome:
    """The person who stands here agrees that files elsewhere with the same paper count as one with
    this one. Whether there are any is not told: the answer is the same."""
    if not is_received_today(registration.drive, at):
        return Outcome(Came.REFUSED, registration, reason=NOT_HERE, name=registration.name)
    with suppress(JoinRefused, KeyUsedBefore):
        join_with_consent(by=by, key=key, donor=registration.donor)
    return Outcome(Came.JOINED, registration, registration.donor, registration.name)


def standing(registration: Registration) -> Outcome:
    """Where a person stands, since when and by which desk."""
    return Outcome(
        Came.STANDS,
        registration=registration,
        donor=registration.donor,
        name=registration.name,
        last=last_step_of(registration),
    )


def outcome_of(
    act: Callable[[UUID], Receipt],
    key: UUID,
    *,
    came: Came = Came.RECEIVED,
    nation: NationAnswer | None = None,
    registration: Registration | None = None,
    donor: Donor | None = None,
    name: str = "",
    once_only: bool = False,
) -> Outcome:
    """Do it, and put whatever comes of it into an answer; ``came`` is what it is when it succeeds.
    Raises KeyUsedBefore where ``once_only``."""
    name = name or (donor.name if donor else "")
    try:
        receipt = _act(act, key, once_only=once_only)
    except (NotNow, AlreadyRegistered) as refusal:
        return standing(refusal.registration)
    except CannotGive as refusal:
        return Outcome(
            Came.STOPPED, registration, donor, name, reasons=refusal.reasons, nation=nation
        )
    except StoppedElsewhere as refusal:
        return Outcome(Came.STOPPED, registration, donor, name, nation=refusal.answer)
    except Refused as refusal:
        return Outcome(Came.REFUSED, registration, donor, name, reason=refusal.reason)
    received = registration or (
        Registration.objects.with_links().select_related("drive").get(pk=receipt.target_id)
    )
    return Outcome(came, received, received.donor, received.name, receipt=receipt, nation=nation)


def _act(act: Callable[[UUID], Receipt], key: UUID, *, once_only: bool) -> Receipt:
    """A page that was gone back to has the key of the person before: the state of the next one
    keeps it from being written twice, so it gets a key of its own."""
    try:
        return act(key)
    except KeyUsedBefore:
        if once_only:
            raise
        return act(new_id())
