"""Codes of bags, the check character, volumes and times of a draw."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.rules.bags import (
    BagCode,
    bag_year,
    check_character,
    draw_refusal,
    is_din_shaped,
    normalise,
    times_refusal,
    verify,
    volume_refusal,
)

VECTOR = "G123498654321"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
dins = st.from_regex(r"[A-Z0-9][0-9]{12}", fullmatch=True)
NINE = datetime(2027, 3, 12, 9, 0)  # noqa: DTZ001 (rules take the local hour as given)


def rule(reason):
    return reason.rule if reason else None


def slow_check_character(din: str) -> str:
    """The weighted sum as the standard's annex writes it: 2 to the power of the place."""
    weighted = sum(ALPHABET.index(c) * 2**place for place, c in enumerate(reversed(din), 1))
    return ALPHABET[(38 - weighted % 37) % 37]


def test_the_vector_of_the_standard():
    assert check_character(VECTOR) == "H"
    assert slow_check_character(VECTOR) == "H"


@given(dins)
def test_the_check_character_against_the_annex(din):
    assert check_character(din) == slow_check_character(din)


@pytest.mark.parametrize(
    "written",
    [
        "G123498654321",
        "g1234 98 654321",
        "=G123498654321",
        "=G12349865432100",
        "=G1234 98 654321 00",
        "=G12349865432177",
        "G1234 98 654321 00",
        "G1234 98 654321 (00)",
        "G1234 98 654321 00 H",
        "G1234 98 654321 H",
        "G123498654321H",
        "G123498654321(H)",
        "Ｇ１２３４９８６５４３２１",
        " G1234 98 654321\n",
    ],
)
def test_one_bag_has_one_code_however_it_is_written(written):
    assert normalise(written).code == VECTOR
    assert verify(normalise(written)) is None


@pytest.mark.parametrize(
    "written", ["G123498654321A", "G1234 98 654321 00 A", "=G12349865432178", "G123489654321H"]
)
def test_a_wrong_check_character_is_refused(written):
    assert rule(verify(normalise(written))) == "bag-check"


@given(dins.filter(lambda din: din[0].isalpha()), st.integers(0, 11))
def test_two_neighbours_swapped_are_found(din, place):
    swapped = din[:place] + din[place + 1] + din[place] + din[place + 2 :]
    if swapped != din and is_din_shaped(swapped) and swapped[0].isalpha():
        assert rule(verify(normalise(swapped + check_character(din)))) == "bag-check"


@pytest.mark.parametrize(
    "own", ["12345678901234", "HM 2024-113", "túi 5", "2411300345", "123456789012345", "AB-12/7"]
)
def test_an_establishments_own_code_is_kept_whole(own):
    bag = normalise(own)
    assert bag == BagCode(own.upper().replace(" ", ""))
    assert verify(bag) is None


@given(st.text())
def test_normalising_again_changes_nothing(text):
    code = normalise(text).code
    assert normalise(code).code == code
    assert " " not in code
    verify(normalise(text))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "bag-empty"),
        ("  ", "bag-empty"),
        ("A" * 41, "bag-too-long"),
        ("A\u200bB", "bag-unprintable"),
        ("https://example.org/a", "bag-url"),
    ],
)
def test_what_is_no_code(text, named):
    assert rule(verify(normalise(text))) == named


def test_the_year_of_a_bag():
    assert bag_year(date(2024, 12, 31)) == 2024


@pytest.mark.parametrize(
    ("volume", "allowed", "named"),
    [
        (350, 350, None),
        (350, None, None),
        (450, 350, "volume-above-allowed"),
        (300, 450, "volume-not-offered"),
        (250, 0, "volume-above-allowed"),
    ],
)
def test_volumes(volume, allowed, named):
    assert rule(volume_refusal(volume, allowed)) == named


def test_a_receiver_may_offer_other_volumes():
    assert volume_refusal(500, 500, offered=(500,)) is None
    assert rule(volume_refusal(250, 500, offered=(500,))) == "volume-not-offered"


@pytest.mark.parametrize(
    ("drawn", "nominal", "why", "named"),
    [
        (None, 350, "", None),
        (350, 350, "", None),
        (180, 350, "ven xẹp", None),
        (180, 350, " ", "short-draw-without-reason"),
        (0, 350, "x", "drawn-impossible"),
        (900, 350, "x", "drawn-impossible"),
        (386, 350, "", "overfilled"),
        (385, 350, "", None),
        (180, None, "", None),
    ],
)
def test_draws(drawn, nominal, why, named):
    reason = draw_refusal(drawn, nominal, why)
    assert rule(reason) == named
    assert reason is None or reason.asks == (named == "overfilled")


@pytest.mark.parametrize(
    ("minutes", "named", "asks"),
    [
        (7, None, None),
        (-1, "end-before-start", False),
        (0, "draw-length-unusual", True),
        (25, "draw-length-unusual", True),
        (121, "draw-too-long", False),
    ],
)
def test_times(minutes, named, asks):
    reason = times_refusal(NINE, NINE + timedelta(minutes=minutes))
    assert rule(reason) == named
    if reason:
        assert reason.asks is asks
        assert reason.sentence % {**reason.params}


def test_unknown_times_are_no_fault():
    assert times_refusal(NINE, None) is times_refusal(None, NINE) is None
