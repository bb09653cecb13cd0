"""The groups and kinds of reactions as the standard of 2014 has them."""

import pytest

from units.rules.reactions import GROUPS, IMPUTABILITIES, KINDS, SEVERITIES, Group, kinds_of

LETTERS = dict(zip(Group, "ABCDEF", strict=True))


def test_every_group_has_a_name_and_kinds():
    assert [value for value, _name in GROUPS] == [group.value for group in Group]
    for group in Group:
        assert kinds_of(group)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_a_kind_stands_in_its_group(kind):
    assert kind.code.startswith(LETTERS[kind.group])
    assert kind in kinds_of(kind.group)
    assert kind.name


def test_grades():
    assert [grade for grade, _name in SEVERITIES] == [1, 2, 3, 4, 5]
    assert len({value for value, _name in IMPUTABILITIES}) == 4
