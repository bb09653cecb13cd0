"""The pages of paper lists: opened, typed line by line, pasted, saved, printed, withdrawn."""

import json
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ledger.keys import new_id
from ledger.models import Access
from tests.factories_donors import DonorFactory
from tests.factories_paper import SheetFactory, as_text, some_list
from tests.factories_units import RegistrationFactory, drive_today
from units.models import PaperLine, PaperSheet, Registration, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def drive(commune, hospital, rules):
    return drive_today(commune, receiver=hospital)


@pytest.fixture
def hoa(client_of, recorder):
    return client_of(recorder)


def address(name: str, drive, sheet=None) -> str:
    return reverse(f"units:{name}", args=[drive.pk, *([sheet.pk] if sheet else [])])


def row(number=1, *, pk=None, key=None, version=0, chosen="", **cells):
    return {
        "id": str(pk or new_id()), "line": number, "cells": cells, "key": str(key or uuid4()),
        "version": version, "chosen": chosen,
    }  # fmt: skip


def send(client, drive, sheet, user, *rows, status=200):
    answer = client.post(
        address("list-lines", drive, sheet),
        json.dumps({"owner": str(user.pk), "rows": rows}),
        content_type="application/json",
    )
    assert answer.status_code == status, answer.content
    return answer.json()


def head(**facts):
    return {
        "key": str(new_id()), "label": "Sáng, bàn 2", "day": "", "columns": ["name", "men"], **facts
    }  # fmt: skip


def saving(**facts):
    return {"key": str(uuid4()), "want": "good", "save": "1", **facts}


# opening


def test_a_list_is_opened_and_shown_among_the_lists(hoa, drive, hospital):
    assert "Chưa nhập danh sách giấy nào" in hoa.get(address("lists", drive)).content.decode()
    answer = hoa.post(
        address("list-new", drive),
        head(receiver=hospital.pk, consent_signed="on", foot_people="345", foot_350="300"),
    )
    sheet = PaperSheet.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == address("list", drive, sheet)
    assert (sheet.label, sheet.day, sheet.receiver) == ("Sáng, bàn 2", drive.first_day, hospital)
    assert (sheet.consent_signed, sheet.foot_people, sheet.foot_volumes) == (
        True,
        345,
        {"350": 300},
    )
    assert sheet.columns == ["name", "men"]
    assert "Sáng, bàn 2" in hoa.get(address("lists", drive)).content.decode()
    page = hoa.get(address("list", drive, sheet)).content.decode()
    assert "data-grid" in page


def test_a_list_is_opened_with_its_lines_in_a_spreadsheet(hoa, drive):
    text = as_text(some_list(12)) + "\nTổng cộng: 12 người\n"
    post = head(pasted=text)
    hoa.post(address("list-new", drive), post)
    assert PaperLine.objects.count() == 13
    hoa.post(address("list-new", drive), post)
    assert PaperLine.objects.count() == 13
    page = hoa.get(address("list", drive, PaperSheet.objects.get())).content.decode()
    assert "Dòng cộng của danh sách" in page


def test_a_file_that_is_no_list_is_refused_beside_its_place(hoa, drive):
    file = SimpleUploadedFile("a.xlsx", b"PK\x03\x04nothing")
    answer = hoa.post(address("list-new", drive), head(upload=file))
    assert answer.status_code == 422
    assert not PaperSheet.objects.exists()
    assert "Sáng, bàn 2" in answer.content.decode()


# lines


def test_lines_are_kept_as_they_are_finished(hoa, drive, recorder):
    sheet = SheetFactory.create(drive)
    first = row(1, name="Nguyễn Văn An", men="1990", v350="x")
    told = send(hoa, drive, sheet, recorder, first, row(2, men="chín mươi"))
    assert [line["version"] for line in told["rows"]] == [1, 1]
    assert not told["rows"][0]["findings"]
    assert {one["cell"] for one in told["rows"][1]["findings"]} == {"name", "men"}
    assert told["counts"]["people"]["entered"] == "2"
    assert told["counts"]["v350"]["entered"] == "1"
    assert send(hoa, drive, sheet, recorder, first)["rows"][0]["version"] == 1
    page = hoa.get(address("list", drive, sheet)).content.decode()
    assert "Nguyễn Văn An" in page
    assert "chín mươi" in page


def test_nothing_typed_stands_readable_in_the_database(hoa, drive, recorder):
    from tests.house.nowhere import assert_nowhere

    sheet = SheetFactory.create(drive)
    send(hoa, drive, sheet, recorder, row(1, name="Đặng Thị Ẩn Danh", phone="0912 777 333"))
    assert_nowhere("Ẩn Danh", "0912 777 333")


def test_two_people_at_one_line_are_told_of_each_other(
    hoa, drive, recorder, client_of, administrator
):
    sheet = SheetFactory.create(drive)
    line = row(1, name="Nguyễn Văn An")
    send(hoa, drive, sheet, recorder, line)
    theirs = {**line, "cells": {"name": "Nguyễn Văn Ân"}, "version": 1, "key": str(uuid4())}
    send(client_of(administrator), drive, sheet, administrator, theirs)
    mine = {**line, "cells": {"name": "Nguyễn Văn Ấn"}, "version": 1, "key": str(uuid4())}
    (told,) = send(hoa, drive, sheet, recorder, mine)["rows"]
    assert (told["state"], told["version"]) == ("stale", 2)
    said = " ".join(one["text"] for one in told["findings"])
    assert "Lê Văn Trị" in said
    assert "Nguyễn Văn Ân" in said
    (told,) = send(hoa, drive, sheet, recorder, {**mine, "version": 2})["rows"]
    assert (told["state"], told["version"]) == ("kept", 3)


def test_a_line_is_taken_out_and_brought_back(hoa, drive, recorder):
    sheet = SheetFactory.create(drive)
    line = row(1, name="Nguyễn Văn An")
    send(hoa, drive, sheet, recorder, line)
    send(hoa, drive, sheet, recorder, {**line, "cells": {}, "version": 1, "key": str(uuid4())})
    page = hoa.get(address("list", drive, sheet)).content.decode()
    assert "Dòng đã bỏ ra" in page
    hoa.post(address("list-restore", drive, sheet), {"line": line["id"]})
    assert "Dòng đã bỏ ra" not in hoa.get(address("list", drive, sheet)).content.decode()
    assert PaperLine.objects.get().withdrawn_at is None


def test_a_known_donor_is_proposed_and_used(hoa, drive, recorder, commune):
    known = DonorFactory.create(keeper=commune, name="Trần Thị Bình", birth_date=None,
                                birth_year=1985, sex="female", papers=[], phone="")  # fmt: skip
    sheet = SheetFactory.create(drive)
    line = row(1, name="Tran Thi Binh", women="1985", v350="x")
    (told,) = send(hoa, drive, sheet, recorder, line)["rows"]
    assert [one["value"] for one in told["proposals"]] == [str(known.pk)]
    assert told["chosen"] == ""
    again = {**line, "chosen": str(known.pk), "version": 1, "key": str(uuid4())}
    (told,) = send(hoa, drive, sheet, recorder, again)["rows"]
    assert told["chosen"] == str(known.pk)
    hoa.post(address("list", drive, sheet), saving())
    assert Registration.objects.get().donor == known


def test_donors_of_others_are_never_proposed(hoa, drive, recorder, lai_chau_committee):
    DonorFactory.create(keeper=lai_chau_committee, name="Trần Thị Bình", phone="+84912345678")
    sheet = SheetFactory.create(drive)
    (told,) = send(
        hoa, drive, sheet, recorder, row(1, name="Trần Thị Bình", phone="0912345678")
    )["rows"]  # fmt: skip
    assert not told["proposals"]
    assert not told["findings"]


def test_somebody_on_the_list_of_the_drive_is_meant_at_once(hoa, drive, recorder):
    there = RegistrationFactory.create(drive, name="Lê Văn Đạt", birth_date=None, birth_year=1990,
                                       sex="male", papers=[])  # fmt: skip
    sheet = SheetFactory.create(drive)
    (told,) = send(hoa, drive, sheet, recorder, row(1, name="Lê Văn Đạt", men="1990", v250="x"))[
        "rows"
    ]
    assert told["chosen"] == str(there.donor_id)
    hoa.post(address("list", drive, sheet), saving())
    there.refresh_from_db()
    assert there.state == "donated"
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    "body", ["", "[]", '{"owner": "1", "rows": 3}', '{"rows": [{"id": "x"}]}', "{" * 2000]
)
def test_what_is_no_line_is_refused(hoa, drive, body):
    sheet = SheetFactory.create(drive)
    answer = hoa.post(
        address("list-lines", drive, sheet), body, content_type="application/json"
    )  # fmt: skip
    assert answer.status_code == 422
    assert answer.json()["said"]


def test_a_line_of_another_list_is_refused(hoa, drive, recorder):
    other, sheet = SheetFactory.create(drive, [{"name": "Lê A Bê"}]), SheetFactory.create(drive)
    pk = PaperLine.objects.get(sheet=other).pk
    send(hoa, drive, sheet, recorder, row(1, pk=pk, name="Khác Người"), status=409)


# saving


def test_the_good_lines_are_saved_and_the_bad_ones_stay(hoa, drive):
    sheet = SheetFactory.create(drive, some_list(20, faults=2))
    answer = hoa.post(address("list", drive, sheet), saving(), follow=True)
    text = answer.content.decode()
    assert "Đã nhập 20, đã lưu 18, để riêng 2." in text
    answer = hoa.post(address("list", drive, sheet), saving(want="all"))
    assert answer.status_code == 422
    assert "Chưa lưu gì" in answer.content.decode()
    people = hoa.get(address("list-people", drive, sheet)).content.decode()
    assert (
        people.count(reverse("donors:donor", args=[Unit.objects.order_by("pk")[0].donor_id])) == 1
    )


def test_without_scripts_lines_are_pasted_into_the_box(hoa, drive):
    sheet = SheetFactory.create(drive)
    post = {"key": str(uuid4()), "pasted": as_text(some_list(3)), "add": "1"}
    assert hoa.post(address("list", drive, sheet), post).status_code == 302
    hoa.post(address("list", drive, sheet), post)
    assert PaperLine.objects.count() == 3
    refused = "\t".join(["x" * 500, "y"])
    answer = hoa.post(address("list", drive, sheet), {**post, "pasted": refused})
    assert answer.status_code == 422
    assert "xxxx" in answer.content.decode()


def test_a_saved_list_shows_its_people_and_prints_them(hoa, drive):
    sheet = SheetFactory.create(drive, some_list(3))
    answer = hoa.post(address("list", drive, sheet), saving(), follow=True)
    assert "Đã nhập 3, đã lưu 3." in answer.content.decode()
    page = hoa.get(address("list", drive, sheet)).content.decode()
    assert "data-grid" not in page
    donor = Unit.objects.order_by("pk")[0].donor
    assert donor.name in page
    printed = hoa.post(address("list-print", drive, sheet)).content.decode()
    assert donor.name in printed
    assert donor.papers.get().hint in printed
    assert Access.objects.get(kind="print").count == 3


def test_a_saved_list_is_withdrawn_with_a_reason(hoa, drive):
    sheet = SheetFactory.create(drive, some_list(3))
    hoa.post(address("list", drive, sheet), saving())
    sheet.refresh_from_db()
    post = {"key": str(uuid4()), "version": sheet.version, "reason": ""}
    assert hoa.post(address("list-withdraw", drive, sheet), post).status_code == 422
    hoa.post(address("list-withdraw", drive, sheet), {**post, "reason": "Nhập nhầm đợt"})
    assert set(Registration.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert not Unit.objects.valid().exists()
    assert "Nhập nhầm đợt" in hoa.get(address("list", drive, sheet)).content.decode()


def test_head_and_foot_are_mended(hoa, drive):
    sheet = SheetFactory.create(drive)
    post = head(version=sheet.version, label="Bàn 3", foot_units="9", opened="")
    answer = hoa.post(address("list-edit", drive, sheet), post)
    assert answer.status_code == 302, answer.content.decode()
    sheet.refresh_from_db()
    assert (sheet.label, sheet.foot_units) == ("Bàn 3", 9)
    stale = head(version=1, label="Bàn 4", opened="")
    assert hoa.post(address("list-edit", drive, sheet), stale).status_code == 409


@pytest.mark.parametrize("name", ["list", "list-edit", "list-withdraw", "list-people"])
def test_a_list_that_is_not_there(hoa, drive, name):
    nowhere = reverse(f"units:{name}", args=[drive.pk, UUID(int=7)])
    assert hoa.get(nowhere).status_code == 404
    other = SheetFactory.create(drive_today(drive.keeper))
    assert hoa.get(reverse(f"units:{name}", args=[drive.pk, other.pk])).status_code == 404
