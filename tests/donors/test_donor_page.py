"""The page of one donor: facts, masked numbers, who knows the donor, history."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import override_settings
from django.utils.timezone import now

from donors.actions import custody, keys
from donors.actions.erasure import erase
from donors.actions.files import edit_donor
from donors.facts import DonorFacts, PaperFacts
from donors.models import Donor, Paper
from donors.panels import Panel, panels_for, register
from donors.querysets.people import facts_of
from ledger import seals
from ledger.models import Access, Submission
from tests.donors.pages import HTMX, address, html_of
from tests.factories import OrganisationFactory
from tests.factories_donors import DonorFactory
from tests.house.nowhere import everything_logged

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
        address="Thôn 2",
        notes="Gọi buổi tối",
        blood_group="O+",
        blood_group_source="card",
    )


def test_it_says_what_is_known_with_numbers_masked(client, lan) -> None:
    html = html_of(client.get(address("donor", lan.pk)))
    for text in (lan.name, str(lan), "05/12/1990", "Thôn 2", "Gọi buổi tối", "O+", "•••••••••567"):
        assert text in html
    assert NUMBER not in html
    assert "345 678" not in html
    assert f"/history/donors.donor/{lan.pk}/" in html


def test_where_the_card_number_disagrees_it_is_said(client, commune) -> None:
    man = DonorFactory.create(
        keeper=commune, name="Bùi Văn An", sex="male", birth_date=date(1991, 1, 1),
        papers=[PaperFacts("cccd", NUMBER)],
    )  # fmt: skip
    html = html_of(client.get(address("donor", man.pk)))
    assert html.count("exclamation-triangle") == 2


def test_a_number_is_shown_for_a_purpose_and_leaves_a_trace(client, recorder, lan) -> None:
    paper = lan.papers.get()
    posted = {"number": f"paper-{paper.pk}", "purpose": "check"}
    page = client.post(address("reveal", lan.pk), posted)
    part = client.post(address("reveal", lan.pk), posted, **HTMX)
    phone = client.post(address("reveal", lan.pk), {"number": "phone", "purpose": "call"})
    assert [answer.status_code for answer in (page, part, phone)] == [200, 200, 200]
    assert NUMBER in html_of(page)
    assert "<html" in html_of(page)
    assert NUMBER in html_of(part)
    assert "<html" not in html_of(part)
    assert "0912 345 678" in html_of(phone)
    assert NUMBER not in html_of(phone)
    looks = Access.objects.filter(kind=Access.Kind.REVEAL)
    assert looks.count() == 3
    assert {look.actor_id for look in looks} == {recorder.pk}
    assert {look.target_id for look in looks} == {str(lan.pk)}
    assert all(look.purpose for look in looks)
    assert NUMBER not in html_of(client.get(address("donor", lan.pk)))


def test_a_number_without_a_purpose_is_not_shown(client, lan) -> None:
    paper = f"paper-{lan.papers.get().pk}"
    for posted in ({"number": paper}, {"number": paper, "purpose": "x"}, {"purpose": "check"}):
        for options in ({}, HTMX):
            answer = client.post(address("reveal", lan.pk), posted, **options)
            assert answer.status_code == 422
            assert NUMBER not in html_of(answer)
    assert not Access.objects.exists()


def test_a_paper_of_somebody_else_is_not_shown(client, commune, lan) -> None:
    other = DonorFactory.create(keeper=commune)
    posted = {"number": f"paper-{lan.papers.get().pk}", "purpose": "check"}
    answer = client.post(address("reveal", other.pk), posted)
    assert answer.status_code == 422
    assert NUMBER not in html_of(answer)


def test_who_may_ask_for_a_number(client_of, viewer, stranger, confirmer, lan) -> None:
    posted = {"number": "phone", "purpose": "call"}
    url = address("reveal", lan.pk)
    assert client_of(viewer).post(url, posted).status_code == 403
    assert client_of(stranger).post(url, posted).status_code == 404
    assert client_of(confirmer).post(url, posted).status_code == 200
    assert client_of(confirmer).get(url).status_code == 405
    html = html_of(client_of(viewer).get(address("donor", lan.pk)))
    assert url not in html


def test_only_own_organisations_are_named_among_those_who_know(
    client_of, recorder, confirmer, superuser, lan, lai_chau_committee
) -> None:
    near = OrganisationFactory.create(name="Trường Cao đẳng Y Hải Phòng")
    custody.take([lan], near, "registered", now())
    custody.take([lan], lai_chau_committee, "collected", now())
    page = address("donor", lan.pk)

    def named(person) -> list[str]:
        html = html_of(client_of(person).get(page))
        part = html[html.index('id="custody"') :]
        names = ("UBND xã Kiến Thụy", near.name, lai_chau_committee.name)
        return [name for name in names if name in part]

    assert named(recorder) == ["UBND xã Kiến Thụy"]
    assert named(confirmer) == ["UBND xã Kiến Thụy", near.name]
    assert len(named(superuser)) == 3


def test_the_history_opens_names_and_hides_numbers(client, recorder, lan) -> None:
    facts = facts_of(lan)
    changed = DonorFacts(
        name="Trần Ngọc Liên", papers=[*facts.papers, PaperFacts("passport", "C1234567")],
        phone="+84987654321",
    )  # fmt: skip
    edit_donor(by=recorder.actor, key=uuid4(), donor=lan, version=1, facts=changed)
    html = html_of(client.get(f"/history/donors.donor/{lan.pk}/"))
    assert "Trần Ngọc Liên" in html
    assert "Trần Thị Ngọc Lan" in html
    assert "•••••••••567" in html
    for number in (NUMBER, "C1234567", "912345678", "987654321"):
        assert number not in html


def test_a_receipt_says_the_code_alone(client_of, recorder, stranger, lan) -> None:
    edit_donor(
        by=stranger.actor, key=uuid4(), donor=lan, version=1, facts=DonorFacts(name="Trần Liên")
    )
    receipt = Submission.objects.get(action="edit-donor").receipt
    html = html_of(client_of(stranger).get(f"/history/receipts/{receipt}/"))
    assert "Liên" not in html


def test_an_erased_file_says_so_and_takes_no_change(client, recorder, lan) -> None:
    erase(by=recorder.actor, key=uuid4(), donor=lan, reason="theo yêu cầu")
    html = html_of(client.get(address("donor", lan.pk)))
    assert lan.name not in html
    assert str(lan) in html
    assert address("donor-edit", lan.pk) not in html
    assert client.get(address("donor-edit", lan.pk)).status_code == 403
    posted = {"number": "phone", "purpose": "call"}
    assert client.post(address("reveal", lan.pk), posted).status_code == 422
    assert str(lan) in html_of(client.get(address("list")))


def test_neither_address_nor_log_holds_a_number(client, lan) -> None:
    with everything_logged() as told:
        client.post(address("search"), {"q": NUMBER})
        client.get(address("list"), {"q": NUMBER})
        client.post(address("reveal", lan.pk), {"number": "phone", "purpose": "call"})
        client.post(address("donor-new"), {"name": lan.name, "number_1": NUMBER})
    assert NUMBER not in told.getvalue()
    assert lan.name not in told.getvalue()


def test_panels_stand_in_their_order_and_only_for_whom_they_are(rf, lan, monkeypatch) -> None:
    monkeypatch.setattr("donors.panels._panels", {})
    late = Panel("late", 60, "x.html", lambda request, donor: {"donor": donor})
    early = Panel("early", 10, "x.html", lambda request, donor: {})
    hidden = Panel("hidden", 5, "x.html", lambda request, donor: None)
    for panel in (late, early, hidden):
        register(panel)
    assert [panel.slug for panel in panels_for(rf.get("/"), lan)] == ["early", "late"]
    with pytest.raises(ValueError, match="registered already"):
        register(Panel("late", 1, "y.html", lambda request, donor: None))


@pytest.mark.both
def test_numbers_are_found_under_an_old_and_a_new_index_key(lan, settings) -> None:
    renewed = f"{settings.SEALING_KEYS},2:{seals.new_ring().split(':', 1)[1]}"
    with override_settings(SEALING_KEYS=renewed):
        for _ in range(2):
            assert Donor.objects.with_number(NUMBER).get() == lan
            assert Donor.objects.with_phone(PHONE).get() == lan
            keys.bring_papers(list(keys.papers_of_old_keys().values_list("pk", flat=True)))
            keys.bring_phones(list(keys.phones_of_old_keys().values_list("pk", flat=True)))
        assert not keys.papers_of_old_keys().exists()
        assert not keys.phones_of_old_keys().exists()
        assert Paper.objects.get().index_version == 2
