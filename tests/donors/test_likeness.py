"""Why two files may tell of one person."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from donors.rules.likeness import Known, likenesses
from donors.rules.people import Sex

AN = Known(
    name="Nguyễn Văn An",
    birth_date=date(1990, 12, 5),
    sex=Sex.MALE,
    phone="+84912345678",
    papers=frozenset({("cccd", "031090001234")}),
    area=11680,
)


def rules(one: Known, other: Known) -> list[str]:
    return [likeness.rule for likeness in likenesses(one, other)]


def test_the_same_person_entered_twice_is_alike_in_every_way():
    assert rules(AN, AN) == ["same-paper", "same-name-and-birth", "same-phone-and-name"]
    assert all(likeness.strong for likeness in likenesses(AN, AN))


def test_one_paper_is_enough():
    other = Known(name="Trần Bình", papers=frozenset({("cccd", "031090001234"), ("cmnd", "1")}))
    assert rules(AN, other) == ["same-paper"]


def test_the_same_number_on_another_kind_of_paper_is_another_paper():
    assert rules(AN, Known(papers=frozenset({("student", "031090001234")}))) == []


def test_names_are_compared_folded():
    typed = Known(name="NGUYEN VAN AN", birth_date=date(1990, 12, 5))
    assert rules(AN, typed) == ["same-name-and-birth"]


def test_a_phone_alone_is_a_family():
    assert rules(AN, Known(name="Lê Thị Hoa", phone="+84912345678")) == []
    assert rules(AN, Known(name="nguyễn văn an", phone="+84912345678")) == ["same-phone-and-name"]


def test_name_year_and_place_are_a_weak_reason():
    other = Known(name="Nguyễn Văn An", birth_year=1990, area=11680)
    (weak,) = likenesses(AN, other)
    assert weak.rule == "same-name-year-and-area"
    assert not weak.strong


def test_what_surely_differs_silences_the_weak_reason():
    for other in (
        Known(name="Nguyễn Văn An", birth_date=date(1990, 1, 1), area=11680),
        Known(name="Nguyễn Văn An", birth_year=1990, area=11680, sex=Sex.FEMALE),
        Known(name="Nguyễn Văn An", birth_year=1990, area=1),
        Known(name="Nguyễn Văn An", birth_year=1991, area=11680),
        Known(name="Nguyễn Văn An", birth_year=1990),
    ):
        assert rules(AN, other) == []


def test_nothing_known_is_like_nothing():
    assert rules(Known(), Known()) == []
    assert rules(Known(name="An"), Known(name="An")) == []


known = st.builds(
    Known,
    name=st.sampled_from(["", "An", "AN", "Bình", "binh"]),
    birth_date=st.sampled_from([None, date(1990, 1, 1), date(1990, 2, 2)]),
    birth_year=st.sampled_from([None, 1990, 1991]),
    sex=st.sampled_from([None, *Sex]),
    phone=st.sampled_from([None, "+84912345678", "+84912345679"]),
    papers=st.frozensets(st.tuples(st.sampled_from(["cccd", "cmnd"]), st.sampled_from(["1", "2"]))),
    area=st.sampled_from([None, 1, 2]),
)


@given(known, known)
def test_likeness_goes_both_ways_strong_first(one, other):
    found = likenesses(one, other)
    assert found == likenesses(other, one)
    assert found == sorted(found, key=lambda likeness: not likeness.strong)
