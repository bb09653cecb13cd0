"""Cells and moments in words."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from directory.models import Organisation
from ledger.presenters import cell_text, labels_of, texts_of


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (None, "unknown"),
        ("", "unknown"),
        ([], "unknown"),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (1748935, "1.748.935"),
        (168.8, "168,8"),
        ("345", "345"),
        ("2024-11-30", "30/11/2024"),
        ("2024-13-99", "2024-13-99"),
        ("2024-11-30T07:05:00+00:00", "14:05 on 30/11/2024"),
        ("2024-11-30T07:05:00.123456+00:00", "14:05 on 30/11/2024"),
        ({"id": 3, "text": "UBND xã Kiến Thụy"}, "UBND xã Kiến Thụy"),
        ({"text": ""}, "unknown"),
        (["a", {"id": 1, "text": "b"}, None], "a, b, unknown"),
        ({"from": 200, "to": None}, "from: 200, to: unknown"),
    ],
)
def test_a_cell_in_words(cell, words) -> None:
    assert cell_text(cell) == words


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    )
)
def test_every_cell_has_words(cell) -> None:
    assert isinstance(cell_text(cell), str)


def test_a_model_names_its_cells_and_their_choices() -> None:
    label, text = labels_of(Organisation), texts_of(Organisation)
    assert label("contact_phone") == "Contact phone"
    assert label("row_3") == "Row 3"
    assert text("kind", "school") == "school"
    assert text("kind", None) == "unknown"
    assert text("valid_to", "2025-07-01") == "01/07/2025"
    assert text("row_3", 12) == "12"
