"""The one way of a view that makes or edits a record; two versions are in test_conflict_page."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from directory.models import Organisation
from ledger.models import Submission
from ledger.posts import as_post, raw_data
from tests.factories import HAI_PHONG, OrganisationFactory, area
from tests.ledger.sheets import SheetForm
from tests.ledger.small_posts import typed

pytestmark = pytest.mark.urls("tests.ledger.sheet_urls")
NEW = "/sheets/new/"


@pytest.fixture
def school(areas) -> Organisation:
    return OrganisationFactory.create(
        name="Trường THPT Kiến Thụy", kind=Organisation.Kind.SCHOOL, version=1
    )


@pytest.fixture
def client(recorder, client_of):
    return client_of(recorder)


def new_post(**values: object) -> dict[str, list[str]]:
    initial = {"name": "Trường Tú Sơn", "kind": "school", "area": area(HAI_PHONG).pk}
    return dict(as_post(raw_data(SheetForm(initial=initial | values))).lists())


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_an_empty_form_and_the_form_of_a_record_are_shown(client, school) -> None:
    empty = client.get(NEW)
    assert (empty.status_code, empty.json()["record"]) == (200, "")
    shown = client.get(reverse("sheet-edit", args=[school.pk]))
    assert shown.status_code == 200
    assert shown.json()["shown"]["name"] == ["Trường THPT Kiến Thụy"]
    assert client.head(NEW).status_code == 200


def test_a_save_answers_with_a_sentence_its_receipt_and_the_way_on(client, school) -> None:
    answer = client.post(NEW, new_post())
    code = Submission.objects.get().receipt
    assert (answer.status_code, answer.url) == (302, f"/{code}/")
    (sentence,) = said(answer)
    assert sentence.startswith(f"Đã thêm. Mã biên nhận {code}, ")
    form = SheetForm.of(school)
    answer = client.post(
        reverse("sheet-edit", args=[school.pk]), dict(typed(form, address="Số 1").lists())
    )
    assert said(answer)[-1].startswith("Đã lưu Trường THPT Kiến Thụy. Mã biên nhận GH-")


def test_the_same_post_again_says_that_nothing_was_written_twice(client, areas) -> None:
    post = new_post()
    first, again = client.post(NEW, post), client.post(NEW, post)
    assert (again.status_code, again.url) == (302, first.url)
    assert "không ghi hai lần" in said(again)[-1]
    assert Organisation.objects.filter(name="Trường Tú Sơn").count() == 1


@pytest.mark.parametrize("page", ["new", "edit"])
def test_what_an_action_refuses_stands_beside_its_field(client, school, page) -> None:
    address = NEW if page == "new" else reverse("sheet-edit", args=[school.pk])
    form = SheetForm.of(school)
    typed_in = new_post() if page == "new" else dict(typed(form).lists())
    answer = client.post(address, typed_in | {"contact_phone": ["không"]})
    assert answer.status_code == 422
    assert answer.json()["errors"] == {"contact_phone": ["Không phải số điện thoại."]}
    assert answer.json()["shown"]["contact_phone"] == "không"
    assert not Submission.objects.exists()


def test_a_refused_form_comes_back_with_what_was_typed(client, school) -> None:
    answer = client.post(NEW, {"address": "Số 7"})
    assert answer.status_code == 422
    assert answer.json()["shown"]["address"] == "Số 7"
    post = typed(SheetForm.of(school), name="")
    answer = client.post(reverse("sheet-edit", args=[school.pk]), dict(post.lists()))
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"name"}


def test_a_record_that_takes_no_change_says_why_and_keeps_what_was_typed(client, school) -> None:
    form = SheetForm.of(school)
    Organisation.objects.filter(pk=school.pk).update(valid_to=date(2025, 7, 1))
    address = reverse("sheet-edit", args=[school.pk])
    assert client.get(address).status_code == 403
    answer = client.post(address, dict(typed(form, address="Số 1").lists()))
    assert answer.status_code == 422
    assert answer.json()["errors"] == {"__all__": ["Đã giải thể."]}
    assert answer.json()["shown"]["address"] == "Số 1"
    assert not Submission.objects.exists()


def test_a_changed_post_of_a_record_that_nobody_mends_is_only_told(client, areas) -> None:
    address = reverse("sheet-new-only")
    post = new_post()
    assert client.post(address, post).status_code == 302
    answer = client.post(address, post | {"address": ["Số 2"]})
    assert answer.status_code == 409
    assert Submission.objects.get().receipt in answer.content.decode()
    assert Organisation.objects.filter(name="Trường Tú Sơn").count() == 1
