"""The one table of roles and verbs."""

import pytest

from ledger.scope import EVERYTHING, NOBODY, POLICY, Grant, Place, Reach, Role, Scope, Verb

COMMUNE = Place(id=7, level="commune")


def scope_of(*roles: Role) -> Scope:
    return Scope(
        tuple(
            Grant(role, organisation_id=3, organisation_name="UBND", area=COMMUNE, province_id=1)
            for role in roles
        )
    )


@pytest.mark.parametrize(
    ("verb", "roles"),
    [
        (Verb.RECEIVE, {Role.RECEIVER}),
        (Verb.HEALTH, {Role.RECEIVER}),
        (
            Verb.IDENTITY,
            {Role.RECORDER, Role.CONFIRMER, Role.RECEIVER, Role.ADMINISTRATOR},
        ),
    ],
)
def test_desks_health_and_identity_belong_to_their_roles(verb: Verb, roles: set[Role]) -> None:
    assert {role for role in Role if scope_of(role).may(verb)} == roles
    assert EVERYTHING.may(verb)
    assert not NOBODY.may(verb)


def test_who_receives_reaches_records_only_as_their_receiver() -> None:
    receiver = scope_of(Role.RECEIVER)
    for verb in (Verb.RECEIVE, Verb.HEALTH, Verb.IDENTITY):
        assert receiver.organisations(verb, Reach.RECEIVED) == (3,)
        assert receiver.organisations(verb) == ()
        assert receiver.places(verb) == ()


def test_a_number_is_shown_at_most_to_whom_its_record_is_shown() -> None:
    for role, reach in POLICY[Verb.IDENTITY].items():
        assert reach == POLICY[Verb.SEE][role]


def test_every_verb_has_its_row() -> None:
    assert set(POLICY) == set(Verb)
