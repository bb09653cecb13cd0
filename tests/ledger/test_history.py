"""The history of a record, and receipts."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import Organisation
from ledger import records
from ledger.actions import leave_change
from ledger.actor import Actor
from ledger.models import Change, Submission
from ledger.records import Record
from ledger.views import CHANGES_A_PAGE
from tests.factories import HAI_PHONG, area
from tests.ledger.sheets import save_sheet

LABEL = "directory.organisation"


@pytest.fixture(autouse=True)
def _registered(monkeypatch) -> None:
    """Organisations whatever their own app registers: seen, and found, where they are visible."""
    kind = Record(
        model=Organisation,
        fetch=lambda scope: Organisation.objects.visible_to(scope),
        page=lambda organisation: f"/the-page-of/{organisation.pk}/",
    )
    monkeypatch.setattr(records, "_records", {LABEL: kind})
    monkeypatch.setattr(records, "_actions", {"save-sheet": "ghi phiếu"})


@pytest.fixture
def hoa(recorder) -> Actor:
    return Actor(id=recorder.pk, name=str(recorder))


@pytest.fixture
def school(recorder, hoa) -> Organisation:
    values = {"name": "Trường THPT Kiến Thụy", "kind": "school", "area": area(HAI_PHONG)}
    receipt = save_sheet(key=uuid4(), by=hoa, values=values)
    return Organisation.objects.get(pk=receipt.target_id)


def history_of(organisation: Organisation) -> str:
    return reverse("ledger:history", args=[LABEL, organisation.pk])


def receipt_of(organisation: Organisation) -> str:
    submission = Submission.objects.get(target_id=str(organisation.pk), target_label=LABEL)
    return reverse("ledger:receipt", args=[submission.receipt])


def test_the_history_says_who_changed_what_from_what_to_what_and_why(
    school, viewer, client_of
) -> None:
    leave_change(
        school,
        by=Actor(id=2, name="Nguyễn Văn Bình"),
        action="rename",
        before={"name": "Trường THPT Kiến Thụy", "valid_from": None},
        after={"name": "Trường THPT Kiến Thụy 2", "valid_from": "2025-07-01"},
        reason="Theo Quyết định số 12",
    )
    answer = client_of(viewer).get(history_of(school))
    assert answer.status_code == 200
    second, first = answer.context["changes"]
    assert (second.version, second.actor) == (2, "Nguyễn Văn Bình")
    assert second.reason == "Theo Quyết định số 12"
    assert [line.new for line in second.lines] == ["Trường THPT Kiến Thụy 2", "01/07/2025"]
    assert first.action == "ghi phiếu"
    html = answer.content.decode()
    assert "Trường THPT Kiến Thụy 2" in html
    assert Submission.objects.get().receipt in html
    assert f"/the-page-of/{school.pk}/" in html


def test_a_long_history_is_paged_without_gaps(school, viewer, client_of) -> None:
    for number in range(CHANGES_A_PAGE):
        leave_change(
            school,
            by=Actor(id=2, name="Nguyễn Văn Bình"),
            action="edit",
            before={"address": str(number)},
            after={"address": str(number + 1)},
        )
    client = client_of(viewer)
    newest = client.get(history_of(school))
    assert newest.context["older"] == 2
    oldest = client.get(history_of(school), {"before": newest.context["older"]})
    assert oldest.context["older"] is None
    versions = [change.version for page in (newest, oldest) for change in page.context["changes"]]
    assert versions == list(range(CHANGES_A_PAGE + 1, 0, -1))


@pytest.mark.parametrize("before", ["x", "-1", "9" * 5000, "٣"])
def test_an_odd_cursor_is_the_newest_page(school, viewer, client_of, before) -> None:
    answer = client_of(viewer).get(history_of(school), {"before": before})
    assert [change.version for change in answer.context["changes"]] == [1]


def test_queries_of_a_history_do_not_grow(school, viewer, client_of) -> None:
    client = client_of(viewer)
    client.get(history_of(school))

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(history_of(school))
        return len(counted)

    one = queries()
    for number in range(5):
        leave_change(
            school,
            by=Actor(id=2, name="Bình"),
            action="edit",
            before={"address": number},
            after={"address": number + 1},
        )
    assert queries() == one


@pytest.mark.parametrize("page", [history_of, receipt_of])
def test_a_viewer_reads_and_a_stranger_finds_nothing(
    school, viewer, stranger, client_of, page
) -> None:
    assert client_of(viewer).get(page(school)).status_code == 200
    assert client_of(stranger).get(page(school)).status_code == 404


@pytest.mark.parametrize("page", [history_of, receipt_of])
def test_wrong_methods(school, viewer, client_of, page) -> None:
    client = client_of(viewer)
    assert client.head(page(school)).status_code == 200
    for method in (client.post, client.put, client.delete):
        assert method(page(school)).status_code == 405


@pytest.mark.parametrize("page", [history_of, receipt_of])
def test_anonymous_people_log_in_first(school, client, page) -> None:
    answer = client.get(page(school))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("accounts:login"))


@pytest.mark.parametrize(
    "address",
    [
        "directory.organisation/999999/",
        "directory.organisation/x/",
        "directory.organisation/99999999999999999999999/",
        "directory.organisation/%00/",
        "directory.venue/1/",
        "ledger.change/1/",
        "nothing/1/",
        "receipts/GH-2611-AAAAA/",
        "receipts/%00/",
        "receipts/x y/",
    ],
)
@pytest.mark.both
def test_bad_ids_labels_and_codes_are_not_found(superuser, client_of, address) -> None:
    assert client_of(superuser).get(f"/history/{address}").status_code == 404


def test_a_receipt_shows_what_one_save_wrote(school, recorder, client_of) -> None:
    answer = client_of(recorder).get(receipt_of(school))
    assert answer.status_code == 200
    assert answer.context["action"] == "ghi phiếu"
    (change,) = answer.context["changes"]
    assert "Trường THPT Kiến Thụy" in [line.new for line in change.lines]
    html = answer.content.decode()
    assert f"/the-page-of/{school.pk}/" in html
    assert str(recorder) in html


def test_a_code_is_read_in_small_letters_too(school, recorder, client_of) -> None:
    assert client_of(recorder).get(receipt_of(school).lower()).status_code == 200


def test_who_made_a_save_keeps_its_receipt_without_the_values(
    school, recorder, stranger, client_of
) -> None:
    Submission.objects.update(actor_id=stranger.pk)
    answer = client_of(stranger).get(receipt_of(school))
    assert answer.status_code == 200
    assert answer.context["changes"] == []
    assert "Trường THPT Kiến Thụy" not in answer.content.decode()


def test_a_receipt_of_the_system_is_nobodys_own(school, stranger, client_of) -> None:
    Submission.objects.update(actor_id=None)
    assert client_of(stranger).get(receipt_of(school)).status_code == 404


def test_values_are_never_markup(school, viewer, client_of) -> None:
    Change.objects.create(
        target_label=LABEL,
        target_id=str(school.pk),
        version=2,
        at=Submission.objects.get().at,
        actor_id=None,
        actor_name="<b>Hoa</b>",
        action="edit",
        reason="<script>",
        cells={"<i>": ["<u>", "<s>"]},
    )
    html = client_of(viewer).get(history_of(school)).content.decode()
    for markup in ("<b>Hoa", "<script>", "<i>", "<u>", "<s>"):
        assert markup not in html


def test_actions_without_words_are_called_a_change() -> None:
    assert records.action_text("save-sheet") == "ghi phiếu"
    assert records.action_text("nobody-named-this")
    records.name_action("nobody-named-this", "đặt tên")
    assert records.action_text("nobody-named-this") == "đặt tên"
    assert "nobody-named-this" in records.named_actions()


def test_registered_records_are_found_by_their_label() -> None:
    kind = records.record_for(LABEL)
    assert kind is not None
    assert records.registered() == {LABEL: kind}
    assert records.record_for("directory.venue") is None
