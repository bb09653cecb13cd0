"""The reception desk: the one box and its answers."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from donors.facts import PaperFacts
from donors.models import Donor
from ledger.keys import new_id
from ledger.models import Access, Submission
from tests.factories import DriveFactory
from tests.factories_donors import DonorFactory
from tests.factories_units import RegistrationFactory, drive_today
from tests.units.desks import scan
from tests.units.giving import gave
from units.models import Registration
from units.rules.states import State

pytestmark = pytest.mark.django_db
NUMBER = "031190004567"
CARD = f"{NUMBER}|012345678|Nguyễn Thị Lan|05121990|Nữ|Thôn 1, xã Kiến Thụy|01012022"


@pytest.fixture
def drive(commune, rules):
    return drive_today(commune)


@pytest.fixture
def desk(client_of, recorder):
    return client_of(recorder)


def lan(keeper, **facts) -> Donor:
    return DonorFactory.create(
        **{
            "keeper": keeper, "name": "Nguyễn Thị Lan", "sex": "female",
            "birth_date": date(1990, 12, 5), "papers": [PaperFacts("cccd", NUMBER)],
            "phone": "+84912345678", **facts,
        }
    )  # fmt: skip


def text(response) -> str:
    return response.content.decode()


# found and received


@pytest.mark.parametrize("asked", [CARD, NUMBER, "031 190 004 567"])
def test_a_person_on_the_list_is_received_at_once(desk, drive, commune, asked):
    row = RegistrationFactory.create(drive, lan(commune))
    response = scan(desk, drive, asked)
    assert response.status_code == 200
    row.refresh_from_db()
    assert (row.state, row.queue_no) == ("arrived", 1)
    assert "Nguyễn Thị Lan" in text(response)
    assert NUMBER not in text(response)


def test_the_donor_code_serves_as_well(desk, drive, commune):
    row = RegistrationFactory.create(drive, lan(commune))
    scan(desk, drive, str(row.donor))
    row.refresh_from_db()
    assert row.state == "arrived"


def test_the_old_number_on_the_card_finds_the_file(desk, drive, commune):
    row = RegistrationFactory.create(drive, lan(commune, papers=[PaperFacts("cmnd", "012345678")]))
    scan(desk, drive, CARD)
    row.refresh_from_db()
    assert row.state == "arrived"


def test_a_known_donor_who_is_on_no_list_walks_in(desk, drive, commune):
    donor = lan(commune)
    response = scan(desk, drive, CARD)
    assert response.status_code == 200
    row = Registration.objects.get(drive=drive)
    assert (row.donor_id, row.source, row.state, row.queue_no) == (
        donor.pk, "walk_in", "arrived", 1,
    )  # fmt: skip


def test_a_file_joined_with_one_on_the_list_is_that_person(desk, drive, commune):
    row = RegistrationFactory.create(drive, papers=[])
    other = lan(commune)
    Donor.objects.filter(pk=other.pk).update(merged_into=row.donor, head=row.donor)
    scan(desk, drive, CARD)
    row.refresh_from_db()
    assert row.state == "arrived"
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("asked", ["lan", "nguyen lan", "Lan 1990", "0912 345 678"])
def test_a_name_or_a_phone_is_chosen_by_hand(desk, drive, commune, asked):
    row = RegistrationFactory.create(drive, lan(commune))
    response = scan(desk, drive, asked)
    assert response.status_code == 200
    row.refresh_from_db()
    assert row.state == "registered"
    assert f'name="registration" value="{row.pk}"' in text(response)


def test_choosing_receives(desk, drive, commune):
    row = RegistrationFactory.create(drive, lan(commune))
    address = reverse("units:choose", args=[drive.pk])
    response = desk.post(address, {"key": str(new_id()), "registration": str(row.pk)})
    assert response.status_code == 200
    row.refresh_from_db()
    assert row.queue_no == 1
    donor = DonorFactory.create(keeper=commune)
    response = desk.post(address, {"key": str(new_id()), "donor": str(donor.pk)})
    assert Registration.objects.get(donor=donor).queue_no == 2


def test_a_card_without_a_file_leads_to_those_of_its_name(desk, drive, commune):
    row = RegistrationFactory.create(drive, lan(commune, papers=[]))
    response = scan(desk, drive, CARD)
    assert f'value="{row.pk}"' in text(response)
    other = RegistrationFactory.create(drive, lan(commune, papers=[], birth_date=date(1970, 1, 1)))
    assert f'value="{other.pk}"' not in text(scan(desk, drive, CARD))


def test_a_queue_number_shows_whose_it_is(desk, drive, commune):
    row = RegistrationFactory.create(drive, lan(commune), state=State.ARRIVED)
    response = scan(desk, drive, "1")
    assert "Nguyễn Thị Lan" in text(response)
    assert reverse("units:reception-step", args=[drive.pk, row.pk, "leave-enough"]) in text(
        response
    )


def test_strangers_of_another_organisation_are_not_found(desk, drive, lai_chau_committee):
    lan(lai_chau_committee)
    for asked in (CARD, NUMBER, "nguyễn thị lan", "0912345678"):
        response = scan(desk, drive, asked)
        assert response.status_code == 200
        assert "units:choose" not in text(response)
        assert Registration.objects.count() == 0
        assert 'name="donor_id"' in text(response)  # the form of somebody new


# twice, and by others


def test_a_double_scan_is_harmless(desk, drive, commune):
    row = RegistrationFactory.create(drive, lan(commune))
    first, again = scan(desk, drive, CARD), scan(desk, drive, CARD)
    assert first.status_code == again.status_code == 200
    assert row.steps.count() == 2
    assert ">1</b>" in text(first)
    assert ">1</b>" in text(again)
    assert Access.objects.filter(kind="nation").count() == 1


def test_another_desk_is_told_who_was_faster(desk, drive, commune, client_of, administrator):
    RegistrationFactory.create(drive, lan(commune))
    scan(client_of(administrator), drive, CARD)
    response = scan(desk, drive, CARD)
    assert response.status_code == 409
    assert administrator.full_name in text(response)


def test_the_same_post_again_is_answered_again(desk, drive, commune):
    RegistrationFactory.create(drive, lan(commune))
    key = str(new_id())
    for _ in range(2):
        assert scan(desk, drive, CARD, key=key).status_code == 200
    assert Submission.objects.filter(action="arrive").count() == 1


def test_a_page_gone_back_to_receives_the_next_person(desk, drive, commune):
    RegistrationFactory.create(drive, lan(commune))
    other = RegistrationFactory.create(drive)
    key = str(new_id())
    scan(desk, drive, CARD, key=key)
    scan(desk, drive, str(other.donor), key=key)
    other.refresh_from_db()
    assert other.queue_no == 2


# stopped


def test_who_gave_61_days_ago_is_stopped_by_name_with_the_day(desk, drive, commune):
    donor = lan(commune)
    gave(donor, 61, at=commune)
    row = RegistrationFactory.create(drive, donor)
    response = scan(desk, drive, CARD)
    assert response.status_code == 409
    day = localdate() + timedelta(days=23)
    assert f"{day:%d/%m/%Y}" in text(response)
    assert "61" in text(response)
    assert "Nguyễn Thị Lan" in text(response)
    row.refresh_from_db()
    assert (row.state, row.queue_no) == ("registered", None)


def test_a_deferral_says_the_day_and_nothing_medical(desk, drive, commune):
    from django.utils.timezone import now

    from donors.models import Deferral, DeferralReason

    donor = lan(commune)
    until = localdate() + timedelta(days=30)
    reason = DeferralReason.objects.get(code="tattoo")
    Deferral.objects.create(
        donor=donor, reason=reason, from_day=localdate(), able_from=until, recorded_at=now()
    )
    RegistrationFactory.create(drive, donor)
    response = scan(desk, drive, CARD)
    assert response.status_code == 409
    assert f"{until:%d/%m/%Y}" in text(response)
    assert "tattoo" not in text(response).lower()
    assert "xăm" not in text(response).lower()


def test_who_gave_in_another_province_is_stopped_with_the_date_alone(
    desk, drive, lai_chau_committee
):
    far = lan(lai_chau_committee, name="Lò Thị Mai")
    gave(far, 20, at=lai_chau_committee)
    response = scan(desk, drive, CARD)
    assert response.status_code == 409
    day = localdate() + timedelta(days=64)
    assert f"{day:%d/%m/%Y}" in text(response)
    for hidden in ("Lò Thị Mai", str(far), str(lai_chau_committee), NUMBER):
        assert hidden not in text(response), hidden
    answer = response.context["answer"]
    assert answer.title == "Nguyễn Thị Lan"  # as the card says
    assert len(answer.lines) == 1
    assert not answer.small
    assert not set(answer.lines[0].split()) & {"20", "84"}
    assert Access.objects.get(kind="nation").target_id == str(drive.pk)


def test_the_own_file_is_stopped_by_the_nation_too(desk, drive, commune, lai_chau_committee):
    gave(lan(lai_chau_committee, name="Lò Thị Mai"), 20, at=lai_chau_committee)
    row = RegistrationFactory.create(drive, lan(commune))
    assert scan(desk, drive, CARD).status_code == 409
    row.refresh_from_db()
    assert row.state == "registered"


def test_a_known_and_an_unknown_number_look_alike(desk, drive, lai_chau_committee):
    lan(lai_chau_committee)
    other = CARD.replace(NUMBER, "031190004568")
    pages = [text(scan(desk, drive, asked)) for asked in (CARD, other)]
    parts = [page.split("desk-main")[1].split("desk-side")[0] for page in pages]
    without_values = [
        "".join(line for line in part.splitlines() if "value=" not in line) for part in parts
    ]
    assert without_values[0] == without_values[1]


def test_nobody_is_received_on_another_day(desk, commune, rules):
    drive = DriveFactory.create(keeper=commune, first_day=localdate() + timedelta(days=3))
    row = RegistrationFactory.create(drive, lan(commune))
    response = scan(desk, drive, CARD)
    assert response.status_code == 409
    row.refresh_from_db()
    assert row.state == "registered"


# not usable


@pytest.mark.parametrize(
    "asked", ["", "https://example.vn/x", "x" * 4000, "P<USASMITH<<JOHN<<<<<<<<<<<<<<<<<<<<<<<<"]
)
def test_what_cannot_be_used_comes_back_as_typed(desk, drive, asked):
    response = scan(desk, drive, asked)
    assert response.status_code == 422
    assert response.context["ask"]["asked"].value() == asked
    assert not Submission.objects.exists()


# leaving and taking back


def step(client, drive, row, name, **post):
    address = reverse("units:reception-step", args=[drive.pk, row.pk, name])
    return client.post(address, {"key": str(new_id()), **post})


@pytest.mark.parametrize("name", ["leave-enough", "leave-time-over", "leave-went-home"])
def test_leaving_is_one_press(desk, drive, name):
    row = RegistrationFactory.create(drive, state=State.ARRIVED)
    assert step(desk, drive, row, name).status_code == 200
    row.refresh_from_db()
    assert row.state == "left"


def test_taking_back_asks_why(desk, drive):
    row = RegistrationFactory.create(drive, state=State.ARRIVED, name="Trần Thị Sáu")
    assert step(desk, drive, row, "undo-arrive").status_code == 422
    for reason in (row.name, "gọi 0912 345 678"):
        assert step(desk, drive, row, "undo-arrive", reason=reason).status_code == 422
    row.refresh_from_db()
    assert row.state == "arrived"
    assert step(desk, drive, row, "undo-arrive", reason="Quét nhầm thẻ").status_code == 200
    row.refresh_from_db()
    assert row.state == "registered"


def test_a_step_that_another_desk_took_is_refused_by_name(desk, drive):
    row = RegistrationFactory.create(drive, state=State.DONATED, name="Trần Thị Sáu")
    response = step(desk, drive, row, "leave-enough")
    assert response.status_code == 409
    assert row.name in text(response)


def test_who_was_deferred_looks_as_who_left(desk, drive):
    """At the reception of volunteers; the receiver reads more."""
    deferred, left = (
        RegistrationFactory.create(drive, state=state, sex="female")
        for state in (State.DEFERRED, State.LEFT)
    )
    left.steps.filter(name="leave-enough").update(desk="screening")
    pages = []
    for row in (deferred, left):
        page = text(desk.get(reverse("units:reception", args=[drive.pk]), {"person": str(row.pk)}))
        part = page.split('id="answer"')[1].split("desk-side")[0]
        pages.append(part.replace(row.name, "").replace(f">{row.queue_no}<", "><"))
    assert pages[0] == pages[1]


def test_files_elsewhere_are_joined_with_consent_and_nothing_is_told(
    desk, drive, commune, lai_chau_committee
):
    far = lan(lai_chau_committee)
    row = RegistrationFactory.create(drive, lan(commune), state=State.ARRIVED)
    alone = RegistrationFactory.create(drive, state=State.ARRIVED, sex="female")
    answers = []
    for person in (row, alone):
        address = reverse("units:join-files", args=[drive.pk, person.pk])
        answer = text(desk.post(address, {"key": str(new_id())}))
        answers.append(
            answer.split('id="answer"')[1].split("desk-side")[0].replace(person.name, "")
        )
    assert answers[0] == answers[1]
    far.refresh_from_db()
    row.donor.refresh_from_db()
    assert far.head_id == row.donor_id or row.donor.head_id == far.pk
    assert Access.objects.filter(kind="join").count() == 2


# the list beside


def test_those_who_came_last_refresh_by_themselves(desk, drive):
    RegistrationFactory.create(drive, state=State.ARRIVED, name="Trần Thị Một")
    address = reverse("units:reception", args=[drive.pk])
    assert "Trần Thị Một" in text(desk.get(address))
    part = desk.get(address, headers={"HX-Request": "true"})
    assert "Trần Thị Một" in text(part)
    assert "<html" not in text(part)
    same = {"seen": part.context["stamp"]}
    assert desk.get(address, same, headers={"HX-Request": "true"}).status_code == 204
    RegistrationFactory.create(drive, state=State.ARRIVED, name="Trần Thị Hai")
    assert "Trần Thị Hai" in text(desk.get(address, same, headers={"HX-Request": "true"}))


def test_the_receiver_works_at_the_reception_too(client_of, receiver, hospital, commune, rules):
    drive = drive_today(commune, receiver=hospital)
    row = RegistrationFactory.create(drive, lan(commune))
    assert scan(client_of(receiver), drive, CARD).status_code == 200
    row.refresh_from_db()
    assert row.state == "arrived"


def test_others_do_not(client_of, viewer, stranger, drive):
    assert scan(client_of(viewer), drive, CARD).status_code == 403
    assert scan(client_of(stranger), drive, CARD).status_code == 404


def test_an_unknown_person_is_nowhere(desk, drive, lai_chau_committee):
    address = reverse("units:choose", args=[drive.pk])
    other = lan(lai_chau_committee)
    for choice in ({"registration": new_id()}, {"donor": new_id()}, {"donor": other.pk}):
        assert desk.post(address, {"key": str(new_id()), **choice}).status_code == 404
