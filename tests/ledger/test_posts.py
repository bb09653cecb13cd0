"""What a browser posts for an untouched form: compared with a reading of the form's HTML."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from directory.models import Area
from ledger.posts import Raw, owner_of, posted_of, print_of, raw_data, raw_of, same_raw
from tests.factories import HAI_PHONG, area

COLOURS = [("", "—"), ("r", "đỏ"), ("g", "xanh")]
GROUPED = [("Nhóm", [("1", "một"), ("2", "hai")]), ("3", "ba")]
raws = st.dictionaries(
    st.sampled_from(["a", "a_0", "b"]), st.lists(st.sampled_from(["", "1", "x\ny"]), max_size=2)
)


class Browser(HTMLParser):
    """The successful controls of a page, by the rules of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.raw: Raw = {}
        self._select: tuple[str, bool] | None = None
        self._options: list[tuple[str, bool]] = []
        self._textarea: str | None = None
        self._text = ""
        self.feed(html)

    def _post(self, name: str, value: str) -> None:
        self.raw.setdefault(name, []).append(value)

    def handle_starttag(self, tag, attrs) -> None:
        found = dict(attrs)
        if "disabled" in found:
            return
        if tag == "input":
            kind = found.get("type")
            if kind in ("checkbox", "radio"):
                if "checked" in found:
                    self._post(found["name"], found.get("value", "on"))
            elif kind != "file":
                self._post(found["name"], found.get("value", ""))
        elif tag == "select":
            self._select, self._options = (found["name"], "multiple" in found), []
        elif tag == "option":
            self._options.append((found.get("value", ""), "selected" in found))
        elif tag == "textarea":
            self._textarea, self._text = found["name"], ""

    def handle_data(self, data) -> None:
        if self._textarea is not None:
            self._text += data

    def handle_endtag(self, tag) -> None:
        if tag == "textarea" and self._textarea is not None:
            self._post(self._textarea, self._text.removeprefix("\n"))
            self._textarea = None
        elif tag == "select" and self._select is not None:
            name, several = self._select
            chosen = [value for value, is_chosen in self._options if is_chosen]
            if not several:
                chosen = chosen[-1:] or [value for value, _ in self._options[:1]]
            for value in chosen:
                self._post(name, value)
            self._select = None


class EveryKind(forms.Form):
    text = forms.CharField()
    number = forms.IntegerField(localize=True)
    day = forms.DateField()
    parts = forms.SplitDateTimeField()
    three = forms.DateField(widget=forms.SelectDateWidget(years=[2024, 2025]))
    box = forms.BooleanField()
    box_with_value = forms.CharField(widget=forms.CheckboxInput)
    select = forms.ChoiceField(choices=COLOURS)
    grouped = forms.ChoiceField(choices=GROUPED)
    several = forms.MultipleChoiceField(choices=COLOURS)
    boxes = forms.MultipleChoiceField(choices=COLOURS, widget=forms.CheckboxSelectMultiple)
    radio = forms.ChoiceField(choices=COLOURS[1:], widget=forms.RadioSelect)
    yes_no = forms.NullBooleanField()
    long = forms.CharField(widget=forms.Textarea)
    hidden = forms.CharField(widget=forms.HiddenInput)
    hidden_list = forms.MultipleChoiceField(choices=COLOURS, widget=forms.MultipleHiddenInput)
    file = forms.FileField()
    fixed = forms.CharField(disabled=True, initial="không gửi")
    password = forms.CharField(widget=forms.PasswordInput)


FILLED = {
    "text": 'Thuỵ "<b>"',
    "number": 1000,
    "day": date(2024, 11, 30),
    "three": date(2024, 11, 30),
    "box": True,
    "box_with_value": "x",
    "select": "g",
    "grouped": "3",
    "several": ["r", "g"],
    "boxes": ["r"],
    "radio": "g",
    "yes_no": False,
    "long": "một\nhai",
    "hidden": 0,
    "hidden_list": ["r", "g"],
    "password": "x",
}


@pytest.mark.parametrize("initial", [{}, FILLED, FILLED | {"box": False, "boxes": []}])
@pytest.mark.parametrize("prefix", [None, "dot"])
def test_raw_data_is_what_a_browser_posts(initial, prefix) -> None:
    form = EveryKind(initial=initial, prefix=prefix)
    html = "".join(str(bound) for bound in EveryKind(initial=initial, prefix=prefix))
    assert raw_data(form) == Browser(html).raw


def test_a_choice_of_records_posts_its_id(areas) -> None:
    class Form(forms.Form):
        area = forms.ModelChoiceField(Area.objects.all(), required=False)

    here = area(HAI_PHONG)
    assert raw_data(Form(initial={"area": here})) == {"area": [str(here.pk)]}
    assert raw_data(Form(initial={"area": here.pk})) == {"area": [str(here.pk)]}
    assert raw_data(Form()) == {"area": [""]}


def test_a_box_without_a_tick_has_a_name_and_no_value() -> None:
    assert raw_of(EveryKind()["box"]) == {"box": []}


@given(st.lists(st.sampled_from(["units", "units_basis", "row_1", "row_1_name"]), unique=True))
def test_a_posted_name_belongs_to_the_longest_field_it_continues(fields) -> None:
    for name in ("units", "units_basis", "units_0", "units_basis_x", "row_1_name_choice", "other"):
        owner = owner_of(name, fields)
        fitting = [field for field in fields if name == field or name.startswith(field + "_")]
        assert (owner in fitting) if fitting else owner is None
        assert all(len(field) <= len(owner or "") for field in fitting)


def test_posted_values_by_field() -> None:
    post = QueryDict("units_q=over&units_n=450&units_basis=bags&csrfmiddlewaretoken=x&box=1&box=2")
    assert posted_of(post, ["units", "units_basis", "box", "none"]) == {
        "units": {"units_q": ["over"], "units_n": ["450"]},
        "units_basis": {"units_basis": ["bags"]},
        "box": {"box": ["1", "2"]},
    }


@given(raws, raws)
def test_equal_values_have_equal_prints(one, other) -> None:
    assert same_raw(one, other) == (print_of(one) == print_of(other))


def test_ends_of_lines_and_empty_values_say_nothing() -> None:
    assert same_raw({"a": ["một\r\nhai"]}, {"a": ["một\nhai"]})
    assert same_raw({"a": [""], "b": []}, {})
    assert not same_raw({"a": ["0"]}, {})
