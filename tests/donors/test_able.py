"""Who is able to give on a day: the list's conditions against the rules themselves."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils.timezone import now
from hypothesis import given, settings
from hypothesis import strategies as st

from donors.actions.joins import merge
from donors.models import Deferral, DeferralReason, Donor
from donors.querysets.able import able_on
from donors.querysets.people import limits_on, person_of
from donors.querysets.whole import whole_person
from donors.rules.deferrals import Deferred
from donors.rules.eligibility import LastGiven, reasons_not_to_give
from donors.rules.limits import Component, Limits
from donors.seed import load_rules
from ledger.actor import SYSTEM
from tests.areas import small_map
from tests.factories import OrganisationFactory
from tests.factories_donors import DonorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DAY = date(2026, 11, 30)
BIRTHS: list[dict[str, Any]] = [
    {"birth_date": None, "birth_year": None},
    *({"birth_date": None, "birth_year": year} for year in (1964, 1965, 1966, 2007, 2008, 2009)),
    *(
        {"birth_date": date(year, month, day)}
        for year in (1965, 1966, 2008)
        for month, day in ((2, 28), (11, 29), (11, 30), (12, 1), (12, 31))
    ),
    {"birth_date": date(2008, 2, 29)},
    {"birth_date": date(1964, 2, 29)},
]


# A donor, and of each file of the person the last donation and the deferrals.
Told = tuple[Donor, list[tuple[LastGiven | None, list[Deferred]]]]


@pytest.fixture(scope="module")
def people(django_db_setup: Any, django_db_blocker: Any) -> Iterator[tuple[Limits, list[Told]]]:
    """Donors of every age, interval and deferral, some files joined; taken back after."""
    with django_db_blocker.unblock(), transaction.atomic():
        small_map()
        load_rules()
        _donors()
        yield limits_on(DAY), [_told(donor) for donor in Donor.objects.all()]
        transaction.set_rollback(True)


def _donors() -> None:
    keeper = OrganisationFactory.create()
    for birth in BIRTHS:
        DonorFactory.create(keeper=keeper, **birth)
    born: dict[str, Any] = {"keeper": keeper, "birth_date": date(1990, 1, 1)}
    ago = [(c, days) for c in Component for days in (0, 1, 13, 14, 15, 83, 84, 85, -5)]
    gave = DonorFactory.create_batch(len(ago), **born)
    for donor, (component, days) in zip(gave, ago, strict=True):
        Donor.objects.filter(pk=donor.pk).update(
            last_given=DAY - timedelta(days=days), last_component=component.value, given=1
        )
    reason = DeferralReason.objects.earliest("pk")
    spans = ((0, 1), (0, None), (10, 0), (10, -1), (-1, -5), (30, -30), (400, None))
    deferred = DonorFactory.create_batch(len(spans), **born)
    for donor, (since, until) in zip(deferred, spans, strict=True):
        Deferral.objects.create(
            donor=donor, reason=reason, from_day=DAY - timedelta(days=since),
            able_from=None if until is None else DAY - timedelta(days=min(until, since - 1)),
            permanent=until is None, recorded_at=now(),
        )  # fmt: skip
    Deferral.objects.filter(donor=deferred[-1]).update(withdrawn_at=now())
    joined = [*gave[:3], *gave[-3:], *deferred[:3]]
    others = iter(DonorFactory.create_batch(2 * len(joined), **born))
    for file in joined:
        head, third = next(others), next(others)
        merge(by=SYSTEM, key=uuid4(), donor=file, into=head, reason="một người")
        merge(by=SYSTEM, key=uuid4(), donor=third, into=head, reason="một người")


@settings(max_examples=60)
@given(days=st.integers(-3, 3) | st.integers(-120, 120), year=st.sampled_from([0, 0, 2, 6]))
def test_the_conditions_say_what_the_rules_say(people, days, year) -> None:
    limits, told = people
    day = DAY.replace(year=DAY.year + year) + timedelta(days=days)
    able = set(Donor.objects.filter(able_on(day, limits)).values_list("pk", flat=True))
    for donor, files in told:
        reasons = [
            reason
            for last, deferred in files
            for reason in reasons_not_to_give(
                person=person_of(donor), day=day, last_given=last, deferrals=deferred,
                limits=limits,
            )
        ]  # fmt: skip
        assert (donor.pk in able) == (not reasons), (donor.birth_date, donor.birth_year, reasons)


def _told(donor: Donor) -> Told:
    return donor, [(_last(file), _deferred(file)) for file in whole_person(donor).files]


def _last(donor: Donor) -> LastGiven | None:
    if donor.last_given is None:
        return None
    return LastGiven(donor.last_given, Component(donor.last_component))


def _deferred(donor: Donor) -> list[Deferred]:
    return [
        Deferred(row.reason.code, row.reason.name, row.from_day, row.able_from)
        for row in Deferral.objects.in_force().filter(donor=donor).select_related("reason")
    ]
