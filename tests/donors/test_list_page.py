"""The list of donors and its one search box."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from directory.models import Organisation
from directory.pickers import LinkOrWords
from donors.actions import custody
from donors.facts import PaperFacts
from donors.models import Donor
from tests.donors.pages import HTMX, address, html_of, shown_in
from tests.factories import OrganisationFactory, area
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
        papers=[PaperFacts("cccd", NUMBER)],
        phone=PHONE,
        organisation=LinkOrWords(words="Thôn 2"),
        area=area("new:c:11680"),
        blood_group="O+",
        blood_group_source="card",
    )


@pytest.fixture
def hoa(commune) -> Donor:
    return DonorFactory.create(keeper=commune, name="Lê Thị Hoà", birth_date=date(2000, 1, 1))


@pytest.fixture
def far(lai_chau_committee) -> Donor:
    """Somebody with the same paper, phone and name in another province."""
    return DonorFactory.create(
        keeper=lai_chau_committee,
        name="Trần Thị Ngọc Lan",
        birth_date=date(1990, 12, 5),
        papers=[PaperFacts("cccd", NUMBER)],
        phone=PHONE,
    )


def test_an_empty_list_leads_to_the_first(client) -> None:
    assert address("donor-new") in html_of(client.get(address("list")))


def test_a_reader_is_not_asked_to_enter_anybody(client_of, viewer) -> None:
    html = html_of(client_of(viewer).get(address("list")))
    assert address("donor-new") not in html


def test_the_newest_stand_first_and_numbers_are_masked(client, lan, hoa, far) -> None:
    answer = client.get(address("list"))
    assert shown_in(answer, [lan, hoa, far]) == [hoa, lan]
    assert answer.context["found"].total == 2
    html = html_of(answer)
    assert "CCCD •••567" in html
    assert NUMBER not in html
    assert "912345678" not in html
    assert "no-store" in answer.headers["Cache-Control"]


def test_pages_lead_on_and_back(client, commune) -> None:
    donors = DonorFactory.create_batch(120, keeper=commune, name="Nguyễn Văn An")
    newest = sorted(donors, key=lambda donor: donor.pk, reverse=True)
    for query, wanted in (({}, newest), ({"q": "nguyen"}, newest[::-1])):
        answer = client.get(address("list"), query)
        found = shown_in(answer, donors)
        while answer.context["next"]:
            answer = client.get(answer.context["next"])
            found += shown_in(answer, donors)
        assert found == wanted
        back = client.get(answer.context["previous"])
        assert shown_in(back, donors) == wanted[50:100]
        assert shown_in(client.get(back.context["first"]), donors) == wanted[:50]


@pytest.mark.parametrize(
    "token", ["x", "0", "'", "1" * 400, "00000000-0000-0000-0000-000000000000"]
)
def test_a_token_from_an_address_bar_gives_the_first_page(client, lan, hoa, token) -> None:
    for query in ({}, {"q": "tran"}, {"q": "tran", "blood_group": "O+"}):
        answer = client.get(address("list"), {**query, "after": token})
        assert answer.status_code == 200


def test_a_name_is_posted_and_goes_on_to_an_address_to_keep(client, lan, hoa, far) -> None:
    answer = client.post(address("search"), {"q": " lan  tran ", "blood_group": "O+"})
    assert answer.status_code == 302
    assert answer["Location"] == f"{address('list')}?q=lan++tran&blood_group=O%2B"
    found = client.get(answer["Location"])
    assert shown_in(found, [lan, hoa, far]) == [lan]
    assert 'value="lan  tran"' in html_of(found)


@pytest.mark.parametrize("q", ["lan", "LAN ngoc", "ng la", "lan 1990", "Trần Thị Ngọc Lân"])
def test_words_in_any_order_without_marks(client, lan, hoa, far, q) -> None:
    answer = client.get(address("list"), {"q": q})
    assert shown_in(answer, [lan, hoa, far]) == [lan]
    assert answer.context["found"].total == 1


def test_only_whole_beginnings_of_words_are_found(client, lan, hoa) -> None:
    answer = client.get(address("list"), {"q": "an"})
    assert shown_in(answer, [lan, hoa]) == []
    assert address("list") in html_of(answer)


def test_a_number_a_phone_and_a_code_are_met_exactly(client, lan, hoa, far) -> None:
    for typed in (NUMBER, "0311 9000 4567", "0912 345 678", "+84912345678", str(lan), lan.code):
        answer = client.post(address("search"), {"q": typed})
        assert answer.status_code == 200, typed
        assert shown_in(answer, [lan, hoa, far]) == [lan], typed
    card = f"{NUMBER}||Trần Thị Ngọc Lan|05121990|Nữ|Thôn 2|01012022"
    assert shown_in(client.post(address("search"), {"q": card}), [lan, far]) == [lan]


def test_nobody_is_told_of_who_lives_elsewhere(client, hoa, far) -> None:
    """Who is known elsewhere and who is known nowhere get the same answer at the same cost."""
    pages, counts = [], []
    for typed in (NUMBER, "031190009999", str(far), "0912345678", "0912345679"):
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(address("search"), {"q": typed}, **HTMX)
        assert shown_in(answer, [hoa, far]) == []
        pages.append(html_of(answer))
        counts.append((len(typed), len(queries)))
    assert len(set(pages)) == 1
    by_length = dict(counts)
    assert all(by_length[length] == number for length, number in counts)


@pytest.mark.parametrize("q", [NUMBER, "0912 345 678", "031190004567 lan", "an 1990 1991"])
def test_a_number_in_an_address_is_refused_and_not_searched(client, lan, q) -> None:
    answer = client.get(address("list"), {"q": q})
    assert answer.status_code == 422
    assert shown_in(answer, [lan]) == []
    assert answer.context["rows"] == []


@pytest.mark.parametrize("q", ["1990", "lan 567", "x" * 2000, "???"])
def test_what_is_not_understood_is_said_beside_the_box(client, lan, q) -> None:
    for answer in (
        client.post(address("search"), {"q": q}),
        client.post(address("search"), {"q": q}, **HTMX),
        client.get(address("list"), {"q": q}),
    ):
        assert answer.status_code == 422
        assert answer.context["rows"] == []
        assert answer.context["ask"].errors["q"]
    assert q[:100] in html_of(client.post(address("search"), {"q": q}))


def test_while_somebody_types_the_results_alone_come_back(client, lan, hoa) -> None:
    answer = client.post(address("search"), {"q": "tr"}, **HTMX)
    html = html_of(answer)
    assert shown_in(answer, [lan, hoa]) == [lan]
    assert "<html" not in html
    assert 'name="q"' not in html


def test_filters(client, commune, lan, hoa) -> None:
    school = OrganisationFactory.create(name="Trường THPT Kiến Thụy", parent=commune)
    pupil = DonorFactory.create(
        keeper=commune, name="Bùi Văn An", birth_date=date(2005, 3, 1),
        organisation=LinkOrWords(school),
    )  # fmt: skip
    everybody = [lan, hoa, pupil]

    def found(**query: str) -> list[Donor]:
        return shown_in(client.get(address("list"), query), everybody)

    assert found(blood_group="O+") == [lan]
    assert found(area=area("new:c:11680").label) == [lan]
    assert found(organisation=school.name) == [pupil]
    assert found(organisation="Thôn 2", organisation_choice="words") == [lan]
    assert found(q="tran", blood_group="O+") == [lan]
    assert found(q="bui", blood_group="O+") == []
    assert found(q="lan 1990", blood_group="O+") == [lan]
    assert found(q="lan 1991", blood_group="O+") == []


def test_who_is_able_to_give_on_a_day(client, rules, lan, hoa) -> None:
    Donor.objects.filter(pk=lan.pk).update(
        last_given=date(2026, 10, 1), last_component="whole", given=1
    )

    def found(day: str) -> list[Donor]:
        return shown_in(client.get(address("list"), {"able": day}), [lan, hoa])

    assert found("30/11/2026") == [hoa]
    assert found("24/12/2026") == [hoa, lan]
    answer = client.get(address("list"), {"able": "32/13/2026"})
    assert answer.context["filters"].errors["able"]


def test_a_day_without_rules_is_said(client, lan) -> None:
    answer = client.get(address("list"), {"able": "30/11/2026"})
    assert answer.context["filters"].errors["able"]
    assert shown_in(answer, [lan]) == [lan]


def test_an_officer_sees_the_province(client_of, confirmer, lan, hoa, far) -> None:
    answer = client_of(confirmer).get(address("list"), {"q": "thi"})
    assert shown_in(answer, [lan, hoa, far]) == [hoa, lan]
    assert answer.context["found"].total == 2


def test_the_nation_sees_all(client_of, superuser, lan, hoa, far) -> None:
    answer = client_of(superuser).get(address("list"), {"q": "thi"})
    assert set(shown_in(answer, [lan, hoa, far])) == {lan, hoa, far}
    newest = client_of(superuser).get(address("list"))
    assert len(shown_in(newest, [lan, hoa, far])) == 3


def test_who_works_for_several_finds_each_donor_once(client_of, recorder, commune, lan) -> None:
    below = OrganisationFactory.create(parent=commune, kind=Organisation.Kind.CLUB)
    custody.take([lan], below, "registered", now())
    for query in ({}, {"q": "lan"}):
        answer = client_of(recorder).get(address("list"), query)
        assert html_of(answer).count(str(lan)) == 1
