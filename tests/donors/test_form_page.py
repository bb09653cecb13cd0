"""Entering a donor and mending the file, on their pages."""

from datetime import date
from uuid import uuid4

import pytest

from directory.models import Organisation
from donors.actions.joins import merge
from donors.facts import PaperFacts
from donors.forms.donor import DonorForm
from donors.models import Donor, NotSame
from donors.querysets.people import facts_of
from ledger.models import Change, Submission
from ledger.querysets import changes_of
from ledger.scope import Role
from tests.donors.pages import address, edit_of, html_of
from tests.factories import MembershipFactory, OrganisationFactory, member_of
from tests.factories_donors import DonorFactory

pytestmark = pytest.mark.django_db
NUMBER, PHONE = "031190004567", "+84912345678"


@pytest.fixture
def client(client_of, recorder):
    return client_of(recorder)


@pytest.fixture
def lan(commune) -> Donor:
    return DonorFactory.create(
        keeper=commune,
        name="Trần Thị Ngọc Lan",
        birth_date=date(1990, 12, 5),
        sex="female",
        papers=[PaperFacts("cccd", NUMBER)],
        phone=PHONE,
        notes="Gọi buổi tối",
    )


def new(client, **typed: str) -> dict[str, str]:
    """What is posted after the page was opened and these boxes were filled."""
    form: DonorForm = client.get(address("donor-new")).context["form"]
    blank = {"key": str(form["key"].value()), "kind_1": "cccd", "kind_2": "cccd", "kind_3": "cccd"}
    return {**blank, **typed}


FILLED = {
    "name": "Bùi Thị Hạnh",
    "birth": "7/3/1995",
    "sex": "female",
    "number_1": "0311 9500 1234",
    "kind_2": "passport",
    "number_2": "c1234567",
    "phone": "0987 654 321",
    "address": "Thôn 2",
    "organisation": "Hội Phụ nữ thôn 2",
    "organisation_choice": "words",
    "occupation": "Giáo viên",
    "blood_group": "O+",
    "blood_group_source": "told",
    "declared_count": "12",
    "declared_evidence": "Sổ",
    "notes": "Đi xe đạp",
}


def test_a_donor_is_entered_and_shown(client, commune) -> None:
    posted = new(client, **FILLED)
    answer = client.post(address("donor-new"), posted, follow=True)
    donor = Donor.objects.get()
    assert answer.redirect_chain == [(address("donor", donor.pk), 302)]
    assert str(donor.pk) == posted["key"]
    assert donor.keeper == commune
    facts = facts_of(donor)
    assert facts.name == "Bùi Thị Hạnh"
    assert (facts.birth_date, facts.phone) == (date(1995, 3, 7), "+84987654321")
    assert [(p.kind, p.number) for p in facts.papers] == [
        ("cccd", "031195001234"), ("passport", "C1234567")
    ]  # fmt: skip
    assert (facts.organisation.words, facts.declared_count) == ("Hội Phụ nữ thôn 2", 12)
    html = html_of(answer)
    assert Submission.objects.get().receipt in html
    assert "031195001234" not in html
    assert "Thôn 2" in html


def test_only_the_name_is_needed(client) -> None:
    assert client.post(address("donor-new"), new(client, name="Lò Văn An")).status_code == 302
    answer = client.post(address("donor-new"), new(client))
    assert set(answer.context["form"].errors) == {"name"}


def test_the_same_post_twice_enters_one(client) -> None:
    posted = new(client, name="Lò Văn An", birth="1990", phone="0987 654 321")
    answers = [client.post(address("donor-new"), posted) for _ in range(2)]
    assert Donor.objects.count() == 1
    assert answers[0]["Location"] == answers[1]["Location"]


def test_back_changed_and_sent_again_is_caught(client) -> None:
    posted = new(client, name="Lò Văn An")
    client.post(address("donor-new"), posted)
    answer = client.post(address("donor-new"), {**posted, "name": "Lò Văn Ánh"})
    assert answer.status_code == 409
    assert address("donor-edit", Donor.objects.get().pk) in html_of(answer)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("name", "L"),
        ("name", "Lan 3"),
        ("name", "=cmd()"),
        ("birth", "31/2/1990"),
        ("birth", "05/12/2999"),
        ("birth", "hôm qua"),
        ("phone", "12"),
        ("phone", "0912 345 678 hoặc 0987 654 321"),
        ("number_1", "31190004567"),
        ("number_1", "0311900045678"),
        ("number_2", "<script>"),
        ("declared_count", "nhiều"),
        ("declared_count", "-1"),
        ("area", "xyz không có"),
        ("blood_group", "Z"),
        ("address", "x" * 301),
    ],
)
def test_wrong_input_stays_with_a_sentence_beside_it(client, name, typed) -> None:
    posted = new(client, **{**FILLED, name: typed})
    answer = client.post(address("donor-new"), posted)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]
    html = html_of(answer)
    assert 'value="7/3/1995"' in html or name == "birth"
    assert "Đi xe đạp" in html
    assert Donor.objects.count() == 0


def test_a_blood_group_needs_its_source(client) -> None:
    posted = new(client, name="Lò Văn An", blood_group="A+")
    assert set(client.post(address("donor-new"), posted).context["form"].errors) == {
        "blood_group_source"
    }
    posted = new(client, name="Lò Văn An", blood_group_source="told")
    assert client.post(address("donor-new"), posted).status_code == 302


def test_whom_one_enters_for_is_asked_where_there_are_several(
    client_of, recorder, commune, committee
) -> None:
    client = client_of(recorder)
    assert "keeper" not in client.get(address("donor-new")).context["form"].fields
    club = OrganisationFactory.create(
        name="Câu lạc bộ 25", kind=Organisation.Kind.CLUB, parent=commune
    )
    posted = new(client, name="Lò Văn An", keeper=club.name)
    assert client.post(address("donor-new"), posted).status_code == 302
    assert Donor.objects.get().keeper == club
    posted = new(client, name="Lò Văn Anh", keeper=committee.name)
    answer = client.post(address("donor-new"), posted)
    assert set(answer.context["form"].errors) == {"keeper"}


# People alike.


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Ai khác", "number_1": NUMBER},
        {"name": "tran thi NGOC lan", "birth": "05/12/1990"},
        {"name": "Trần Thị Ngọc Lân", "phone": "0912 345 678"},
    ],
)
def test_somebody_alike_is_asked_about_once(client, lan, typed) -> None:
    posted = new(client, **typed)
    answer = client.post(address("donor-new"), posted)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"other"}
    html = html_of(answer)
    assert address("donor", lan.pk) in html
    assert f'name="asked" value="{lan.pk}"' in html
    # Ticked without having been asked: asked all the same.
    assert client.post(address("donor-new"), {**posted, "other": "on"}).status_code == 422
    sure = {**posted, "other": "on", "asked": str(lan.pk)}
    assert client.post(address("donor-new"), sure).status_code == 302
    pair = NotSame.objects.get()
    assert {pair.one_id, pair.other_id} == {lan.pk, Donor.objects.exclude(pk=lan.pk).get().pk}
    assert client.post(address("donor-new"), sure).status_code == 302
    assert Donor.objects.count() == 2


def test_nobody_elsewhere_is_asked_about(client, lai_chau_committee) -> None:
    DonorFactory.create(
        keeper=lai_chau_committee, name="Trần Thị Ngọc Lan", birth_date=date(1990, 12, 5),
        papers=[PaperFacts("cccd", NUMBER)], phone=PHONE,
    )  # fmt: skip
    posted = new(
        client, name="Trần Thị Ngọc Lan", birth="05/12/1990", number_1=NUMBER, phone="0912345678"
    )
    assert client.post(address("alike"), posted).content.strip() == b""
    assert client.post(address("donor-new"), posted).status_code == 302


def test_while_typing_those_alike_come_as_a_part_of_the_page(client, lan) -> None:
    posted = {"name": "Trần Thị Ngọc Lan", "birth": "05/12/1990", "number_1": "12", "phone": "x"}
    html = html_of(client.post(address("alike"), posted))
    assert address("donor", lan.pk) in html
    assert "<html" not in html
    assert client.post(address("alike"), {"name": "Trần"}).content.strip() == b""
    own = {"name": lan.name, "birth": "05/12/1990"}
    assert client.post(address("donor-alike", lan.pk), own).content.strip() == b""


def test_an_edit_asks_only_when_it_changes_who_is_meant(client, commune, lan) -> None:
    twin = DonorFactory.create(keeper=commune, name=lan.name, birth_date=date(1991, 1, 1))
    posted = edit_of(twin, birth="05/12/1990")
    answer = client.post(address("donor-edit", twin.pk), posted)
    assert set(answer.context["form"].errors) == {"other"}
    sure = {**posted, "other": "on", "asked": str(lan.pk)}
    assert client.post(address("donor-edit", twin.pk), sure).status_code == 302
    twin.refresh_from_db()
    later = edit_of(twin, birth="5/12/1990", occupation="Giáo viên", number_1="031190004568")
    assert client.post(address("donor-edit", twin.pk), later).status_code == 302


def test_files_of_one_person_are_not_asked_about(client, commune, recorder, lan) -> None:
    twin = DonorFactory.create(keeper=commune, name=lan.name, birth_date=date(1991, 1, 1))
    merge(by=recorder.actor, key=uuid4(), donor=twin, into=lan, reason="một người")
    twin.refresh_from_db()
    posted = edit_of(twin, birth="05/12/1990")
    assert client.post(address("donor-edit", twin.pk), posted).status_code == 302


# Mending.


def test_the_form_shows_no_number_and_keeps_what_is_not_touched(client, lan) -> None:
    html = html_of(client.get(address("donor-edit", lan.pk)))
    assert "•••••••••567" in html
    assert NUMBER not in html
    assert "912345678" not in html
    posted = edit_of(lan, occupation="Giáo viên", reason="Bổ sung")
    assert client.post(address("donor-edit", lan.pk), posted).status_code == 302
    facts = facts_of(Donor.objects.get())
    assert (facts.papers[0].number, facts.phone, facts.notes) == (NUMBER, PHONE, "Gọi buổi tối")
    newest = changes_of(lan)[0]
    assert set(newest.cells) == {"occupation"}
    assert newest.reason == "Bổ sung"


def test_papers_are_added_and_removed_and_a_phone_replaced(client, lan) -> None:
    paper = lan.papers.get()
    posted = edit_of(
        lan, kind_1="passport", number_1="C1234567", phone="0987 654 321",
        **{f"drop_{paper.pk}": "on"},
    )  # fmt: skip
    assert client.post(address("donor-edit", lan.pk), posted).status_code == 302
    facts = facts_of(Donor.objects.get())
    assert [(p.kind, p.number) for p in facts.papers] == [("passport", "C1234567")]
    assert facts.phone == "+84987654321"
    again = edit_of(Donor.objects.get(), drop_phone="on")
    assert client.post(address("donor-edit", lan.pk), again).status_code == 302
    assert facts_of(Donor.objects.get()).phone == ""


def test_the_same_edit_twice_is_saved_once(client, lan) -> None:
    paper = lan.papers.get()
    posted = edit_of(
        lan, kind_1="passport", number_1="C1234567", drop_phone="on", **{f"drop_{paper.pk}": "on"}
    )
    answers = [client.post(address("donor-edit", lan.pk), posted) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert changes_of(lan).count() == 2


def test_a_stale_edit_shows_both_versions(client, lan) -> None:
    mine = edit_of(lan, occupation="Công nhân", kind_1="passport", number_1="C1234567")
    client.post(address("donor-edit", lan.pk), edit_of(lan, occupation="Giáo viên"))
    answer = client.post(address("donor-edit", lan.pk), mine)
    assert answer.status_code == 409
    html = html_of(answer)
    assert "Giáo viên" in html
    assert "Công nhân" in html
    assert NUMBER not in html


def test_a_reason_names_nobody(client, lan) -> None:
    for reason in ("Ngọc Lan đổi số", "số cũ 031190004567"):
        posted = edit_of(lan, occupation="Giáo viên", reason=reason)
        answer = client.post(address("donor-edit", lan.pk), posted)
        assert set(answer.context["form"].errors) == {"reason"}
    assert Change.objects.count() == 1


def test_a_corrected_name_is_found_and_the_old_one_is_not(client, lan) -> None:
    client.post(address("donor-edit", lan.pk), edit_of(lan, name="Trần Ngọc Liên"))
    assert str(lan) in html_of(client.get(address("list"), {"q": "lien"}))
    assert str(lan) not in html_of(client.get(address("list"), {"q": "lan"}))


def test_who_may_enter_and_mend(client_of, commune, viewer, stranger, confirmer, lan) -> None:
    other = member_of(OrganisationFactory.create(), Role.RECORDER)
    edit = address("donor-edit", lan.pk)
    assert client_of(viewer).get(edit).status_code == 403
    assert client_of(confirmer).get(address("donor-new")).status_code == 403
    for person in (stranger, other):
        assert client_of(person).get(edit).status_code == 404
        assert client_of(person).post(edit, edit_of(lan)).status_code == 404
        assert client_of(person).post(address("donor-alike", lan.pk)).status_code == 404
    MembershipFactory.create(user=viewer, organisation=commune, role=Role.RECORDER.value)
    assert client_of(viewer).get(edit).status_code == 200
    assert client_of(viewer).get(address("donor-edit", uuid4())).status_code == 404


def test_no_page_is_kept_by_a_browser(client, lan) -> None:
    for page in (address("donor-new"), address("donor-edit", lan.pk), address("donor", lan.pk)):
        assert "no-store" in client.get(page).headers["Cache-Control"]
