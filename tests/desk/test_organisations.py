"""The desk of organisations."""

from directory.models import Organisation
from tests.desk.pages import (
    change,
    errors_of,
)
from tests.factories import (
    HAI_PHONG,
    area,
)


def test_a_posted_foreign_successor_is_an_error_beside_its_field(desk, world):
    here, there = world
    answer = change(desk, here[Organisation], successors=[there[Organisation].pk])
    assert list(errors_of(answer)) == ["successors"]


def test_nobody_lifts_the_own_organisation(desk, world, committee):
    answer = change(desk, committee, kind="club", area=area("vn").pk, address="Số 5")
    assert answer.status_code == 302
    committee.refresh_from_db()
    assert (committee.kind, committee.area) == ("steering_committee", area(HAI_PHONG))
