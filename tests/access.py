"""The access table: the status that each person gets from every address, by method.

A row is one URL name, and of a name with several meanings one case. Its columns are the people of
``WHO``. The drives, the award, the sheet and the person asked for belong to the organisation that
"own" works for; venue and official total to its province. ``tests/house/test_access.py`` requests
every row, and fails for an address that has none.

===  ============================================================================
200  the page
302  on to another page; for "anonymous" to the login
401  the login page, for a post without a session
403  in scope, but not allowed
404  out of scope, or nowhere
405  not by this method
410  a one-time link that opens no longer
422  the form once more, with what is missing in it
===  ============================================================================

The posts of this table carry no field, so that nothing may be written; the few for which the post
itself is the whole wish say with ``acts`` which tables they write to.
"""

from dataclasses import dataclass
from uuid import UUID

# The administrators' desk: tests/desk/ goes through all its addresses.
LEFT_OUT = frozenset({"admin"})

WHO = {
    "own": "a recorder of the keeper",
    "sibling": "a recorder of another organisation below the same committee",
    "parent": "a recorder of the committee above the keeper",
    "confirmer": "a confirmer of the province",
    "viewer": "a viewer of the province",
    "receiver": "a receiver at the hospital that took the units",
    "administrator": "an administrator of the province",
    "foreign": "recorder, confirmer and administrator of another province",
    "ended": "a recorder of the keeper until yesterday, still logged in",
    "anonymous": "nobody",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What the addresses name: ids, the tokens of links, the code of a receipt."""

    awaiting: int  # three drives of the keeper: without a result, sent up, confirmed
    submitted: int
    confirmed: int
    sheet: int  # the result that was sent up
    award: int  # of the first drive
    period_total: int
    tolerance: int
    campaign: int
    organisation: int  # the keeper
    venue: int
    area: int
    person: int  # "own", and what makes him or her so
    membership: int
    open_link: str
    used_link: str
    receipt: str  # of the post that recorded the first drive
    donor: UUID
    registration: UUID  # of a donor at the first drive
    drive_day: int  # of the first drive
    paper: UUID  # an open paper list of the first drive
    alike: UUID  # another donor of the keeper
    join: int  # of the donor: with another file, apart from one; a consent, an honour, a request
    apart: int
    consent: int
    honour: int
    person_request: int
    waiting: UUID  # at the second drive: who waits to be examined, who waits to give, who gave
    fit: UUID
    given: UUID
    bag: UUID  # of the last, with its examination, a reaction, and somebody's deferral
    examination: int
    reaction: int
    deferral: int
    handover: int  # of the first drive, its list open, with one bag
    handover_bag: int
    sent_handover: int  # of the second drive, waiting for the receiver's count, with one bag
    sent_bag: int
    balance: int  # of the first drive
    gift_rate: int  # of another receiver


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One address and what each person gets there. ``at`` names its arguments: what stands in
    :class:`World`, else as it is."""

    name: str
    at: str
    query: str
    get: dict[str, int]
    post: dict[str, int]
    delete: dict[str, int]
    acts: frozenset[str]

    def __str__(self) -> str:
        return f"{self.name} {self.at}".strip()

    def arguments(self, world: World) -> list[int | str | UUID]:
        return [getattr(world, part, part) for part in self.at.split("/") if part]


def line(statuses: str) -> dict[str, int]:
    return dict(zip(WHO, map(int, statuses.split()), strict=True))


def row(
    name: str,
    get: str,
    at: str = "",
    *,
    post: str,
    delete: str = "405 405 405 405 405 405 405 405 405 401",
    query: str = "",
    acts: str = "",
) -> Row:
    return Row(
        name=name,
        at=at,
        query=query,
        get=line(get),
        post=line(post),
        delete=line(delete),
        acts=frozenset(acts.split()),
    )


def page(name: str, get: str, at: str = "", query: str = "") -> Row:
    """A page to read: nobody posts to it."""
    return row(name, get, at, query=query, post="405 405 405 405 405 405 405 405 405 401")


def form(name: str, get: str, at: str = "") -> Row:
    """A page to fill in: whoever may open it gets it back when it is sent empty."""
    return row(name, get, at, post=get.replace("200", "422").replace("302", "401"))


# fmt: off
#                 own sib par con vie rec adm for end ano
LOGGED_IN      = "200 200 200 200 200 200 200 200 200 302"
MEMBERS        = "200 200 200 200 200 200 200 200 404 302"
IN_PROVINCE    = "200 200 200 200 200 200 200 404 404 302"
MENDS_PLACES   = "200 200 200 200 403 403 200 404 404 302"
SEES_DRIVE     = "200 404 200 200 200 200 200 404 404 302"
RECORDS_DRIVE  = "200 404 200 403 403 403 200 404 404 302"
# The list and the reception desk: the keeper's recorders and the receiver.
WORKS_AT_DRIVE = "200 404 200 403 403 200 200 404 404 302"
NONE_OF_DRIVE  = "404 404 404 403 403 404 404 404 404 302"
CONFIRMS_DRIVE = "403 404 403 200 403 403 403 404 404 302"
JOINS_DRIVE    = "200 404 200 200 403 403 200 404 404 302"
NOT_NOW        = "403 404 403 403 403 403 403 404 404 302"
# What was typed while somebody closed the record comes back with the reason.
KEPT_SHEET     = "422 404 422 403 403 403 422 404 404 401"
# Lines of a paper list, sent without any.
PAPER_ONLY     = "405 405 405 405 405 405 405 405 405 302"
PAPER_POSTS    = "422 404 422 403 403 422 422 404 404 401"
NOWHERE        = "404 404 404 404 404 404 404 404 404 302"
SEES_TOTAL     = "404 404 200 200 200 404 200 404 404 302"
KEEPS_TOTAL    = "404 404 403 200 403 404 200 404 404 302"
ADDS_PLACES    = "200 200 200 200 403 403 200 200 403 302"
ADDS_DRIVES    = "200 200 200 403 403 403 403 200 403 302"
ADDS_NAMES     = "403 403 403 200 403 403 200 200 403 302"
MENDS_NAMES    = "403 403 403 200 403 403 200 200 404 302"
ADMINISTERS    = "403 403 403 403 403 403 200 200 403 302"
HAS_PERSON     = "403 403 403 403 403 403 200 404 403 302"
# Records of people do not exist for whoever does not administer.
READS_PERSON   = "404 404 404 404 404 404 200 404 404 302"
# Doors that open without a login.
EVERYBODY      = "200 200 200 200 200 200 200 200 200 200"
INCOMPLETE     = "422 422 422 422 422 422 422 422 422 422"
NO_SUCH_WAY    = "405 405 405 405 405 405 405 405 405 405"
ONWARD         = "302 302 302 302 302 302 302 302 302 302"
UNKNOWN_LINK   = "404 404 404 404 404 404 404 404 404 404"
CLOSED_LINK    = "410 410 410 410 410 410 410 410 410 410"

CONFIG = [
    page("home", LOGGED_IN),
    row("healthz", EVERYBODY, post=NO_SUCH_WAY, delete=NO_SUCH_WAY),
    row("readyz", EVERYBODY, post=NO_SUCH_WAY, delete=NO_SUCH_WAY),
    # Django's own: every method leads back, and only a post that names a language sets one.
    row("set_language", ONWARD, post=ONWARD, delete=ONWARD),
]

DRIVES = [
    page("drives:list", LOGGED_IN),
    page("drives:list", LOGGED_IN, query="q=ngay+hoi&state=to-confirm&totals=1"),
    form("drives:drive-new", ADDS_DRIVES),
    page("drives:drive", SEES_DRIVE, "awaiting"),
    page("drives:drive", SEES_DRIVE, "submitted", query="tab=result"),
    page("drives:drive", SEES_DRIVE, "awaiting", query="tab=awards"),
    page("drives:drive", SEES_DRIVE, "confirmed", query="tab=moves"),
    form("drives:drive-edit", RECORDS_DRIVE, "awaiting"),
    row("drives:drive-edit", NOT_NOW, "confirmed", post=KEPT_SHEET),
    form("drives:result", RECORDS_DRIVE, "awaiting"),
    row("drives:result", NOT_NOW, "submitted", post=KEPT_SHEET),
    form("drives:confirm", CONFIRMS_DRIVE, "submitted"),
    form("drives:confirm", NOT_NOW, "awaiting"),
    form("drives:same-as", JOINS_DRIVE, "awaiting"),
    form("drives:move", RECORDS_DRIVE, "awaiting/cancel"),
    form("drives:move", RECORDS_DRIVE, "submitted/withdraw"),
    form("drives:move", CONFIRMS_DRIVE, "confirmed/reopen"),
    form("drives:move", NOWHERE, "submitted/confirm"),
    form("drives:move", NOWHERE, "awaiting/no-such-step"),
    form("drives:award-new", RECORDS_DRIVE, "awaiting"),
    form("drives:award-edit", RECORDS_DRIVE, "awaiting/award"),
    #                                own sib par con vie rec adm for end ano
    form("drives:award-edit",       "404 404 404 403 403 403 404 404 404 302", "submitted/award"),
    form("drives:award-withdrawal", RECORDS_DRIVE, "awaiting/award"),
    page("drives:campaigns", LOGGED_IN),
    form("drives:campaign-new", ADDS_NAMES),
    page("drives:campaign", MEMBERS, "campaign"),
    form("drives:campaign-edit", MENDS_NAMES, "campaign"),
    form("drives:campaign-withdrawal", MENDS_NAMES, "campaign"),
    page("drives:period-totals", LOGGED_IN),
    form("drives:period-total-new", ADDS_NAMES),
    page("drives:period-total", SEES_TOTAL, "period_total"),
    form("drives:period-total-edit", KEEPS_TOTAL, "period_total"),
    form("drives:period-total-withdrawal", KEEPS_TOTAL, "period_total"),
]

ACCOUNTS = [
    row("accounts:login",           "302 302 302 302 302 302 302 302 302 200",
        post=INCOMPLETE, delete=NO_SUCH_WAY),
    row("accounts:logout",          "405 405 405 405 405 405 405 405 405 302",
        post=                       "302 302 302 302 302 302 302 302 302 401"),
    form("accounts:password", LOGGED_IN),
    row("accounts:invitation", EVERYBODY, "open_link", post=INCOMPLETE, delete=NO_SUCH_WAY),
    row("accounts:invitation", CLOSED_LINK, "used_link", post=CLOSED_LINK, delete=NO_SUCH_WAY),
    row("accounts:invitation", UNKNOWN_LINK, "no-such-link", post=UNKNOWN_LINK, delete=NO_SUCH_WAY),
    page("accounts:people", ADMINISTERS),
    form("accounts:new-person", ADMINISTERS),
    page("accounts:person", HAS_PERSON, "person"),
    # The button is the whole wish: the link is made, and shown this once.
    row("accounts:new-link",        "405 405 405 405 405 405 405 405 405 302", "person",
        post=                       "403 403 403 403 403 403 200 404 403 401",
        acts="accounts_invitation ledger_access"),
    form("accounts:lock", HAS_PERSON, "person"),
    form("accounts:new-membership", HAS_PERSON, "person"),
    form("accounts:end-membership", READS_PERSON, "membership"),
]

DIRECTORY = [
    page("directory:areas", LOGGED_IN),
    page("directory:areas", LOGGED_IN, query="q=kien+thuy"),
    page("directory:area-options", LOGGED_IN, query="q=kien+thuy&day=30/11/2024"),
    page("directory:area", LOGGED_IN, "area"),
    page("directory:organisations", LOGGED_IN),
    page("directory:organisation-options", LOGGED_IN, query="q=kien+thuy"),
    form("directory:organisation-new", ADDS_PLACES),
    page("directory:organisation", IN_PROVINCE, "organisation"),
    #                                own sib par con vie rec adm for end ano
    form("directory:organisation-edit",
                                    "200 403 200 200 403 403 200 404 404 302", "organisation"),
    page("directory:venues", LOGGED_IN),
    page("directory:venue-options", LOGGED_IN, query="q=nha+van+hoa"),
    form("directory:venue-new", ADDS_PLACES),
    page("directory:venue", IN_PROVINCE, "venue"),
    form("directory:venue-edit", MENDS_PLACES, "venue"),
]

LEDGER = [
    page("ledger:history", SEES_DRIVE, "drives.drive/awaiting"),
    page("ledger:history", SEES_DRIVE, "drives.result/sheet"),
    page("ledger:history", SEES_DRIVE, "drives.award/award"),
    page("ledger:history", MEMBERS, "drives.campaign/campaign"),
    page("ledger:history", SEES_TOTAL, "drives.periodtotal/period_total"),
    page("ledger:history", READS_PERSON, "drives.tolerance/tolerance"),
    page("ledger:history", IN_PROVINCE, "directory.organisation/organisation"),
    page("ledger:history", IN_PROVINCE, "directory.venue/venue"),
    page("ledger:history", READS_PERSON, "accounts.user/person"),
    page("ledger:history", READS_PERSON, "accounts.membership/membership"),
    page("ledger:history", NOWHERE, "drives.move/1"),
    page("ledger:receipt", SEES_DRIVE, "receipt"),
]

RECEPTION = [
    # A post looks for words of a name, which stand in no address.
    row("units:registrations", SEES_DRIVE, "awaiting", post=SEES_DRIVE.replace("302", "401")),
    form("units:registration-new", WORKS_AT_DRIVE, "awaiting"),
    form("units:registration-person", WORKS_AT_DRIVE, "awaiting"),
    form("units:invitations", WORKS_AT_DRIVE, "awaiting"),
    form("units:registration-print", WORKS_AT_DRIVE, "awaiting"),
    #                                own sib par con vie rec adm for end ano
    row("units:registration", SEES_DRIVE, "awaiting/registration",
        post=                       "422 404 422 403 403 422 422 404 404 401"),
    row("units:registration", NOWHERE, "submitted/registration",
        post=                       "404 404 404 403 403 404 404 404 404 401"),
    form("units:registration-step", WORKS_AT_DRIVE, "awaiting/registration/withdraw"),
    form("units:registration-step", NONE_OF_DRIVE, "submitted/registration/withdraw"),
    form("units:registration-step", NONE_OF_DRIVE, "awaiting/registration/no-such-step"),
    page("units:lists", SEES_DRIVE, "awaiting"),
    form("units:list-new", WORKS_AT_DRIVE, "awaiting"),
    # A post without anything keeps nothing, and leads back.
    row("units:list",               SEES_DRIVE, "awaiting/paper",
        post=                       "302 404 302 403 403 302 302 404 404 401"),
    row("units:list", NOWHERE, "submitted/paper", post=NONE_OF_DRIVE.replace("302", "401")),
    row("units:list-lines", PAPER_ONLY, "awaiting/paper", post=PAPER_POSTS),
    row("units:list-whole", PAPER_ONLY, "awaiting/paper", post=PAPER_POSTS),
    row("units:list-restore", PAPER_ONLY, "awaiting/paper",
        post=PAPER_POSTS.replace("422", "302")),
    form("units:list-edit", WORKS_AT_DRIVE, "awaiting/paper"),
    form("units:list-withdraw", WORKS_AT_DRIVE, "awaiting/paper"),
    page("units:list-people", SEES_DRIVE, "awaiting/paper"),
    row("units:list-print", PAPER_ONLY, "awaiting/paper", post=PAPER_POSTS.replace("422", "200")),
    form("units:reception", WORKS_AT_DRIVE, "awaiting"),
    row("units:choose",             "405 405 405 405 405 405 405 405 405 302", "awaiting",
        post=                       "422 404 422 403 403 422 422 404 404 401"),
    form("units:walk-in", WORKS_AT_DRIVE, "awaiting"),
    row("units:join-files",         "405 405 405 405 405 405 405 405 405 302",
        "awaiting/registration",
        post=                       "422 404 422 403 403 422 422 404 404 401"),
    form("units:reception-step", WORKS_AT_DRIVE, "awaiting/registration/leave-enough"),
    form("units:reception-step", NONE_OF_DRIVE, "awaiting/registration/no-show"),
    # It tells a deferral from other ways of not giving: it is the receiver's.
    page("ledger:history",          "404 404 404 404 404 200 404 404 404 302",
         "units.registration/registration"),
    page("ledger:history", SEES_DRIVE, "units.driveday/drive_day"),
]
SEES_DONOR     = "200 404 200 200 200 404 200 404 404 302"
MENDS_DONOR    = "200 404 200 403 403 404 200 404 404 302"
ONLY_POSTED    = "405 405 405 405 405 405 405 405 405 302"

DONORS = [
    page("donors:list", LOGGED_IN),
    page("donors:list", LOGGED_IN, query="q=hanh+lan&blood_group=O%2B&able=01/12/2026"),
    #                                own sib par con vie rec adm for end ano
    row("donors:search", ONLY_POSTED,
        post=                       "302 302 302 302 302 302 302 302 302 401"),
    form("donors:donor-new", ADDS_DRIVES),
    row("donors:alike", ONLY_POSTED,
        post=                       "200 200 200 403 403 403 403 200 403 401"),
    page("donors:donor", SEES_DONOR, "donor"),
    form("donors:donor-edit", MENDS_DONOR, "donor"),
    row("donors:donor-alike", ONLY_POSTED, "donor",
        post=                       "200 404 200 403 403 404 200 404 404 401"),
    row("donors:reveal", ONLY_POSTED, "donor",
        post=                       "422 404 422 422 403 404 422 404 404 401"),
    page("ledger:history", SEES_DONOR, "donors.donor/donor"),
]
#                own sib par con vie rec adm for end ano
MENDS_SOME     = "200 200 200 403 403 403 200 200 403 302"
ANSWERS        = "200 404 200 403 403 404 200 404 404 302"
SEES_REQUEST   = "200 404 200 200 200 404 200 404 404 302"

CARE = [
    page("donors:duplicates", MENDS_SOME),
    page("donors:joins", MENDS_SOME),
    page("donors:apart", MENDS_SOME),
    form("donors:pair", MENDS_DONOR, "donor/alike"),
    form("donors:join-undo", MENDS_DONOR, "join"),
    form("donors:apart-undo", MENDS_DONOR, "apart"),
    form("donors:same-as", MENDS_DONOR, "donor"),
    form("donors:consents", MENDS_DONOR, "donor"),
    page("donors:consent-form", MENDS_DONOR, "donor"),
    form("donors:consent-withdraw", MENDS_DONOR, "donor/consent"),
    page("donors:requests", LOGGED_IN),
    page("donors:request", SEES_REQUEST, "person_request"),
    form("donors:request-acknowledge", ANSWERS, "person_request"),
    form("donors:request-answer", ANSWERS, "person_request"),
    form("donors:request-reopen", ANSWERS, "person_request"),
    form("donors:request-new", MENDS_DONOR, "donor"),
    form("donors:lift-restriction", MENDS_DONOR, "donor"),
    form("donors:erase", MENDS_DONOR, "donor"),
    row("donors:donor-data", MENDS_DONOR, "donor",
        post=MENDS_DONOR.replace("302", "401"), acts="ledger_access"),
    form("donors:deferral-new", "403 404 403 403 403 404 403 404 404 302", "donor"),
    form("donors:deferral-withdraw", "403 404 403 403 403 404 403 404 404 302", "donor/1"),
    form("donors:honour-new", MENDS_DONOR, "donor"),
    form("donors:honour-withdraw", MENDS_DONOR, "donor/honour"),
    page("donors:letter", MENDS_DONOR, "donor"),
    page("ledger:history", SEES_REQUEST, "donors.personrequest/person_request"),
]
#                own sib par con vie rec adm for end ano
RECEIVES       = "403 404 403 403 403 200 403 404 404 302"
READS_HEALTH   = "404 404 404 404 404 200 404 404 404 302"
RECEIVER_POSTS = "403 404 403 403 403 200 403 404 404 401"

RECEIVING = [
    row("units:open-desks", ONLY_POSTED, "submitted", post=RECEIVER_POSTS.replace("200", "302")),
    form("units:screening", RECEIVES, "submitted"),
    row("units:screening-person", RECEIVES, "submitted/waiting", post=RECEIVER_POSTS),
    form("units:screening-edit", RECEIVES, "submitted/given"),
    row("units:screening-limits", ONLY_POSTED, "submitted/waiting", post=RECEIVER_POSTS),
    form("units:collection", RECEIVES, "submitted"),
    form("units:collection-person", RECEIVES, "submitted/fit"),
    row("units:collection-check", ONLY_POSTED, "submitted/fit", post=RECEIVER_POSTS),
    row("units:collection-stop", ONLY_POSTED, "submitted/fit",
        post=RECEIVER_POSTS.replace("200", "422")),
    row("units:desk-leave", ONLY_POSTED, "submitted/screening/waiting",
        post=RECEIVER_POSTS.replace("200", "302")),
    form("units:desk-back", RECEIVES, "submitted/collection/fit"),
    form("units:reaction-new", RECEIVES, "submitted/given"),
    form("units:reaction", RECEIVES, "submitted/reaction"),
    form("units:reaction-withdraw", RECEIVES, "submitted/reaction"),
    form("units:find", MEMBERS.replace("404", "403")),
    page("units:unit", SEES_DRIVE, "bag"),
    form("units:unit-edit", RECEIVES, "bag"),
    form("units:unit-withdraw", RECEIVES, "bag"),
    page("ledger:history", SEES_DRIVE, "units.unit/bag"),
    page("ledger:history", READS_HEALTH, "units.screening/examination"),
    page("ledger:history", READS_HEALTH, "units.reaction/reaction"),
    page("ledger:history", READS_HEALTH, "donors.deferral/deferral"),
]
#                own sib par con vie rec adm for end ano
GIVER_POSTS    = "422 404 422 403 403 403 422 404 404 401"
COUNTER_POSTS  = "403 404 403 403 403 422 403 404 404 401"

HANDOVERS = [
    page("units:handovers", SEES_DRIVE, "awaiting"),
    row("units:handover-open", ONLY_POSTED, "awaiting", post=GIVER_POSTS),
    page("units:handover", SEES_DRIVE, "handover"),
    page("units:handover", SEES_DRIVE, "sent_handover"),
    page("units:handover-print", SEES_DRIVE, "handover"),
    page("units:handover-pdf", SEES_DRIVE, "handover"),
    row("units:handover-scan", ONLY_POSTED, "handover", post=GIVER_POSTS),
    row("units:handover-fill", ONLY_POSTED, "handover", post=GIVER_POSTS),
    row("units:handover-line-remove", ONLY_POSTED, "handover/handover_bag", post=GIVER_POSTS),
    form("units:handover-counts", RECORDS_DRIVE, "handover"),
    form("units:handover-send", RECORDS_DRIVE, "handover"),
    form("units:handover-step", RECORDS_DRIVE, "sent_handover/take-back"),
    form("units:handover-step", RECORDS_DRIVE, "handover/withdraw"),
    form("units:handover-step", RECEIVES, "sent_handover/undo-answer"),
    form("units:handover-step", NOWHERE, "handover/no-such-step"),
    # Totals first: what the post says has to be pressed.
    form("units:handover-answer", RECEIVES, "sent_handover"),
    row("units:handover-check", ONLY_POSTED, "sent_handover", post=COUNTER_POSTS),
    row("units:handover-ticks", ONLY_POSTED, "sent_handover", post=COUNTER_POSTS),
    row("units:handover-extra", ONLY_POSTED, "sent_handover", post=COUNTER_POSTS),
    form("units:handover-difference", RECEIVES, "sent_handover/sent_bag"),
    page("units:balances", SEES_DRIVE, "awaiting"),
    form("units:balances-edit", WORKS_AT_DRIVE, "awaiting"),
    page("units:balances-print", SEES_DRIVE, "awaiting"),
    form("units:gifts", WORKS_AT_DRIVE, "awaiting"),
    page("ledger:history", SEES_DRIVE, "units.handover/handover"),
    page("ledger:history", SEES_DRIVE, "units.balance/balance"),
    #                                own sib par con vie rec adm for end ano
    page("ledger:history",          "404 404 404 404 404 404 404 404 404 302",
         "units.giftrate/gift_rate"),
]
# fmt: on

MATCHING = [
    row("units:match", SEES_DRIVE, "awaiting", post="422 404 422 422 403 403 422 404 404 401"),
    page("units:match-row", SEES_DRIVE, "awaiting/donated"),
    form("units:close", RECORDS_DRIVE, "awaiting"),
    row("units:reopen", NOT_NOW, "awaiting", post=NOT_NOW.replace("302", "401")),
    page("units:live", SEES_DRIVE, "awaiting"),
    page("units:live-public", SEES_DRIVE, "awaiting"),
    page("ledger:history", SEES_DRIVE, "units.papersheet/paper"),
]

TABLE = [
    *CONFIG, *DRIVES, *ACCOUNTS, *DIRECTORY, *LEDGER, *DONORS, *CARE, *RECEPTION, *RECEIVING,
    *HANDOVERS, *MATCHING,
]  # fmt: skip
