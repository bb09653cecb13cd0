"""What the names of a drive add up to, in the rows of its result sheet; and who stands behind a
number that differs."""

from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from drives.models import Drive
from drives.rules.figures import Figure
from units.models import Registration, Screening, Step, Unit
from units.querysets.registrations import RegistrationQuerySet
from units.rules.match import VOLUMES
from units.rules.states import Desk, State

WITHDRAWN, DONATED = State.WITHDRAWN.value, State.DONATED.value
NOT_HERE = (State.REGISTERED.value, State.NO_SHOW.value)
NOT_GIVEN = (State.DEFERRED.value, State.LEFT.value)
UNFINISHED = (State.ARRIVED.value, State.SCREENED.value)


def counts_of_names(drive: Drive) -> dict[str, int] | None:
    """Numbers by row of the sheet; None where no name was recorded. A row that the names cannot
    tell is left out: a receiver's list of donors does not say how many came.

    Three queries at most.
    """
    people = Registration.objects.of_drive(drive).exclude(state=WITHDRAWN)
    donated = Q(state=DONATED)
    conditions = {
        "registered": Q(),
        "attended": ~Q(state__in=NOT_HERE),
        "not_given": Q(state__in=NOT_GIVEN),
        "donated": donated,
        "first_time": donated & Q(first_time=True),
        "repeat": donated & Q(first_time=False),
        "women": donated & Q(donor__sex="female"),
        "men": donated & Q(donor__sex="male"),
        "examined": Q(Exists(_examined())),
    }
    counted = people.aggregate(
        **{f"n_{name}": Count("pk", filter=condition) for name, condition in conditions.items()}
    )
    row = {name: int(counted[f"n_{name}"]) for name in conditions}
    if not row["registered"]:
        return None
    counts = {"donated": row["donated"]} | _bags(drive, row["donated"])
    if row["registered"] > row["donated"] or _reception_worked(drive):
        counts |= {name: row[name] for name in ("registered", "attended", "not_given")}
    if row["examined"]:
        counts["examined"] = row["examined"]
    for parts in (("first_time", "repeat"), ("women", "men")):
        if sum(row[name] for name in parts) == row["donated"]:
            counts |= {name: row[name] for name in parts}
    return counts


def _examined() -> "QuerySet[Screening]":
    return Screening.objects.filter(registration=OuterRef("pk"), withdrawn_at__isnull=True)


def _reception_worked(drive: Drive) -> bool:
    """Whether people were received one by one: then those who did not give are known too."""
    steps = Step.objects.filter(registration__drive=drive, desk=Desk.RECEPTION.value)
    return steps.exists()


def _bags(drive: Drive, donated: int) -> dict[str, int]:
    """Bags, and bags by volume where every bag has one; nothing where people gave and no bag was
    recorded."""
    columns = {f"n_{volume}": Count("pk", filter=Q(volume=int(volume))) for volume in VOLUMES}
    row = (
        Unit.objects.valid()
        .filter(drive=drive)
        .aggregate(units=Count("pk"), told=Count("volume"), **columns)
    )
    if donated and not row["units"]:
        return {}
    volumes = (
        {volume: row[f"n_{volume}"] for volume in VOLUMES} if row["told"] == row["units"] else {}
    )
    return {"units": row["units"]} | volumes


def figures_of_names(drive: Drive) -> dict[str, Figure]:
    """The same as exact figures by cell of the sheet, for a sheet that is filled from the names."""
    counts = counts_of_names(drive) or {}
    cells = {volume: f"volume_{volume}" for volume in VOLUMES}
    return {cells.get(name, name): Figure(Decimal(n)) for name, n in counts.items()}


def suspects(drive: Drive, row: str) -> RegistrationQuerySet:
    """Whom to look at where the row ``row`` of the match differs, by given name."""
    people = Registration.objects.of_drive(drive)
    without_bag = Q(state=DONATED) & ~Exists(
        Unit.objects.valid().filter(registration=OuterRef("pk"))
    )
    conditions = {
        "registered": Q(state=WITHDRAWN),
        "attended": Q(state__in=NOT_HERE),
        "examined": Q(state__in=(State.ARRIVED.value, State.LEFT.value)),
        "not_given": Q(state__in=(*NOT_GIVEN, *UNFINISHED)),
        "donated": Q(state__in=UNFINISHED) | without_bag,
        "first_time": Q(state=DONATED, first_time__isnull=True),
        "repeat": Q(state=DONATED, first_time__isnull=True),
        "women": Q(state=DONATED, donor__sex=""),
        "men": Q(state=DONATED, donor__sex=""),
    }
    return people.filter(conditions.get(row, without_bag)).order_by("sort_key", "id")
