"""The result sheet in the browser's eyes: /drives/<id>/result/."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from directory.models import Organisation
from drives.models import Drive, Result
from drives.rules.figures import Figure, Qualifier
from drives.rules.states import State
from ledger.models import Change
from ledger.scope import Role
from tests.drives.sheets import result_post
from tests.factories import DriveFactory, OrganisationFactory, member_of

pytestmark = pytest.mark.django_db


def f(number: int, qualifier: Qualifier = Qualifier.EXACT) -> Figure:
    return Figure(Decimal(number), qualifier)


@pytest.fixture
def drive(commune) -> Drive:
    return DriveFactory.create(keeper=commune, area=commune.area, host=commune)


@pytest.fixture
def url(drive) -> str:
    return reverse("drives:result", args=[drive.pk])


def test_three_numbers_are_enough(client_of, recorder, drive, url):
    client = client_of(recorder)
    page = client.get(url)
    assert page.status_code == 200
    assert 'name="units_n"' in page.content.decode()
    answer = client.post(url, result_post(drive, attended="trên 450", units="345", donated="345"))
    assert answer.status_code == 302
    result = Result.objects.get(drive=drive)
    assert result.attended == f(450, Qualifier.OVER)
    assert result.units == f(345)
    assert result.registered is None
    drive.refresh_from_db()
    assert drive.life_state is State.AWAITING
    told = client.get(answer["Location"]).content.decode()
    assert "345" in told
    assert "GH-" in told


def test_saving_and_sending_is_one_post(client_of, recorder, drive, url):
    client_of(recorder).post(url, result_post(drive, send=True, units="1.000"))
    drive.refresh_from_db()
    assert drive.life_state is State.SUBMITTED
    assert Result.objects.get(drive=drive).units == f(1000)


@pytest.mark.parametrize("typed", ["1,000", "12 người", "1.5", "-3", "=1+1", "9" * 40])
def test_what_is_not_a_number_is_refused_beside_its_cell_and_kept(
    client_of, recorder, drive, url, typed
):
    page = client_of(recorder).post(url, result_post(drive, units=typed, attended="450"))
    assert page.status_code == 422
    form = page.context["form"]
    assert form.errors["units"]
    assert form["units"].value()[1] == typed
    assert form["attended"].value()[1] == "450"
    assert not Result.objects.exists()


def test_an_impossible_figure_is_refused_beside_its_cell(client_of, recorder, drive, url):
    page = client_of(recorder).post(url, result_post(drive, donated="212", attended="209"))
    assert page.status_code == 422
    assert "212" in page.context["form"].errors["donated"][0]
    assert not Result.objects.exists()


def test_an_unlikely_figure_asks_and_takes_the_answer(client_of, recorder, drive, url):
    client = client_of(recorder)
    typed: dict[str, Any] = {"donated": "199", "units": "201"}
    page = client.post(url, result_post(drive, **typed))
    assert page.status_code == 422
    assert "why_bags-differ-from-donors" in page.content.decode()
    answered = {**result_post(drive, **typed), "why_bags-differ-from-donors": "Hai túi tiểu cầu"}
    assert client.post(url, answered).status_code == 302
    again = result_post(drive, donated="199", units="201", notes="Đã đối chiếu")
    assert client.post(url, again).status_code == 302


def test_rows_of_participations_and_more_of_them(client_of, recorder, drive, url):
    client = client_of(recorder)
    post = result_post(drive, units="345")
    post |= {"row_1_name": "Trường THPT Kiến Thuỵ", "row_1_donated": "57", "more_rows": "1"}
    del post["save"]
    page = client.post(url, post)
    assert page.status_code == 200
    assert 'name="row_6_name"' in page.content.decode()
    assert not Result.objects.exists()
    post = result_post(drive, units="345")
    post |= {"row_2_name": "Trường THPT Kiến Thuỵ", "row_2_donated": "57", "row_2_target": "1.000"}
    assert client.post(url, post).status_code == 302
    row = drive.participations.get()
    assert (row.words, row.target, row.donated) == ("Trường THPT Kiến Thuỵ", 1000, f(57))


def test_figures_without_a_body_are_asked_whose_they_are(client_of, recorder, drive, url):
    post = result_post(drive, units="345") | {"row_1_donated": "57"}
    page = client_of(recorder).post(url, post)
    assert page.status_code == 422
    assert page.context["form"].errors["row_1_name"]


def test_a_stale_save_shows_both_and_loses_nothing(client_of, recorder, drive, url):
    mine = result_post(drive, units="345", attended="450")
    client = client_of(recorder)
    client.post(url, result_post(drive, units="346"))
    page = client.post(url, mine)
    assert page.status_code == 409
    text = page.content.decode()
    assert "345" in text
    assert "346" in text
    assert Result.objects.get(drive=drive).units == f(346)
    assert Change.objects.filter(target_label="drives.result").count() == 1


def test_back_changed_and_posted_again_is_caught(client_of, recorder, drive, url):
    client = client_of(recorder)
    post = result_post(drive, units="345")
    client.post(url, post)
    again = client.post(url, post | {"units_n": "354"})
    assert again.status_code == 409
    assert Result.objects.get(drive=drive).units == f(345)


def test_the_same_post_twice_is_answered_twice_and_saved_once(client_of, recorder, drive, url):
    client = client_of(recorder)
    post = result_post(drive, units="345")
    assert [client.post(url, post).status_code for _ in range(3)] == [302, 302, 302]
    assert Change.objects.filter(target_label="drives.result").count() == 1


def test_the_sheet_is_closed_while_it_is_confirmed(client_of, recorder, drive, url):
    Drive.objects.filter(pk=drive.pk).update(state=State.CONFIRMED.value)
    assert client_of(recorder).get(url).status_code == 403


def test_what_was_typed_while_the_sheet_was_closed_comes_back(client_of, recorder, drive, url):
    client, post = client_of(recorder), result_post(drive, units="345")
    Drive.objects.filter(pk=drive.pk).update(state=State.CONFIRMED.value)
    page = client.post(url, post)
    assert page.status_code == 422
    assert page.context["form"].non_field_errors()
    assert page.context["form"]["units"].value()[1] == "345"
    assert not Result.objects.exists()


def test_who_may(client_of, client, recorder, confirmer, viewer, stranger, drive, url, committee):
    assert client_of(stranger).get(url).status_code == 404
    assert client_of(viewer).get(url).status_code == 403
    assert client_of(confirmer).get(url).status_code == 403
    sibling = OrganisationFactory.create(parent=committee, kind=Organisation.Kind.SCHOOL)
    other = member_of(sibling, Role.RECORDER)
    assert client_of(other).get(url).status_code == 404
    assert client.get(url).status_code == 302
    assert client_of(recorder).get(reverse("drives:result", args=[10**9])).status_code == 404
    assert client_of(recorder).delete(url).status_code == 405


@pytest.mark.parametrize("post", [{}, {"key": "x"}, {"key": str(uuid4()), "version": "x"},
                                  {"row_count": "99999999999"}, {"row_count": "²"}])  # fmt: skip
def test_a_broken_post_is_no_500(client_of, recorder, url, post):
    assert client_of(recorder).post(url, post).status_code in (409, 422)
    assert not Result.objects.exists()


def test_a_change_may_say_why_and_the_confirmer_reads_it(
    client_of, recorder, confirmer, drive, url
):
    client = client_of(recorder)
    assert "reason" not in client.get(url).context["form"].fields
    client.post(url, result_post(drive, send=True, units="345"))
    answer = {"key": str(uuid4()), "result_version": "1", "reason": "Xin xem lại", "return": "1"}
    confirm_page = reverse("drives:confirm", args=[drive.pk])
    client_of(confirmer).post(confirm_page, answer | {"cells": ["units"]})
    client.post(url, result_post(drive, send=True, units="346", reason="Đếm lại với bệnh viện"))
    text = client_of(confirmer).get(confirm_page).content.decode()
    assert "Đếm lại với bệnh viện" in text
    assert Change.objects.filter(reason="Đếm lại với bệnh viện").exists()
