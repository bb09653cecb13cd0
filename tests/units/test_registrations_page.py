"""The list of a drive: read, filtered, filled, mended, printed."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from directory.pickers import LinkOrWords
from donors.facts import PaperFacts
from donors.models import Custody, Donor
from drives.models import Participation
from ledger.keys import new_id
from ledger.models import Access
from tests.factories import DriveFactory
from tests.factories_donors import DonorFactory
from tests.factories_units import RegistrationFactory, drive_today
from tests.units.giving import gave
from units.models import DriveDay, Registration
from units.rules.states import State

pytestmark = pytest.mark.django_db
NUMBER = "031190004567"


@pytest.fixture
def drive(commune, rules):
    return drive_today(commune)


@pytest.fixture
def client(client_of, recorder):
    return client_of(recorder)


def page(drive, name="registrations", *more) -> str:
    return reverse(f"units:{name}", args=[drive.pk, *more])


def text(response) -> str:
    return response.content.decode()


def names(response) -> list[str]:
    return [row.name for row in response.context["rows"]]


# reading


def test_people_stand_by_their_given_names(client, drive):
    for name in ("Trần Thị Ánh", "Nguyễn Văn Đạt", "Lê Thị An", "Phạm Văn Dũng"):
        RegistrationFactory.create(drive, name=name)
    response = client.get(page(drive))
    assert names(response) == ["Lê Thị An", "Trần Thị Ánh", "Phạm Văn Dũng", "Nguyễn Văn Đạt"]


def test_a_long_list_is_paged_and_no_name_stands_in_an_address(client, drive):
    RegistrationFactory.create_batch(53, drive)
    first = client.get(page(drive))
    assert len(names(first)) == 50
    token = first.context["page"].next
    second = client.get(page(drive), {"after": token})
    assert len(names(second)) == 3
    assert not set(names(first)[:0])
    key = Registration.objects.order_by("sort_key", "pk")[49]
    assert token == str(key.pk)


def test_words_of_a_name_are_posted_and_folded(client, drive):
    RegistrationFactory.create(drive, name="Trần Thị Ánh")
    RegistrationFactory.create(drive, name="Nguyễn Văn Đạt")
    assert names(client.post(page(drive), {"q": "anh tran"})) == ["Trần Thị Ánh"]
    assert names(client.post(page(drive), {"q": "đạt"})) == ["Nguyễn Văn Đạt"]
    assert names(client.post(page(drive), {"q": "inh"})) == []


def test_the_search_is_paged_too(client, drive):
    RegistrationFactory.create_batch(52, drive, name="Trần Thị Ánh")
    first = client.post(page(drive), {"q": "anh"})
    second = client.post(page(drive), {"q": "anh", "after": first.context["page"].next})
    assert (len(names(first)), len(names(second))) == (50, 2)


def test_state_and_group_filter_in_the_address(client, drive):
    RegistrationFactory.create(drive, name="Lê Thị An", group=LinkOrWords(None, "Thôn Đoài"))
    RegistrationFactory.create(drive, name="Lê Thị Bình", state=State.ARRIVED)
    assert names(client.get(page(drive), {"state": "came"})) == ["Lê Thị Bình"]
    assert names(client.get(page(drive), {"group": "wThôn Đoài"})) == ["Lê Thị An"]
    assert names(client.get(page(drive), {"group": "-"})) == ["Lê Thị Bình"]
    assert len(names(client.get(page(drive), {"state": "nonsense", "group": "o999"}))) == 2


def test_counts_stand_above_and_tell_no_deferral(client, drive):
    for state in (State.REGISTERED, State.DEFERRED, State.LEFT, State.DONATED, State.WITHDRAWN):
        RegistrationFactory.create(drive, state=state)
    counts = {count.code: count.people for count in client.get(page(drive)).context["counts"]}
    assert counts == {"": 4, "expected": 1, "donated": 1, "not-donated": 2, "withdrawn": 1}


def test_only_the_receiver_reads_who_was_deferred(client_of, receiver, recorder, hospital, drive):
    from tests.factories_units import received_by

    received_by(drive, hospital)
    RegistrationFactory.create(drive, state=State.DEFERRED)
    tones = [
        client_of(person).get(page(drive)).context["rows"][0].standing.tone
        for person in (receiver, recorder)
    ]
    assert tones == ["warn", ""]


def test_a_viewer_reads_and_no_more(client_of, viewer, drive):
    row = RegistrationFactory.create(drive)
    client = client_of(viewer)
    assert page(drive, "reception") not in text(client.get(page(drive)))
    one = client.get(page(drive, "registration", row.pk))
    assert one.status_code == 200
    assert "<button" not in text(one).split("<main")[1].split("</main>")[0]
    assert client.post(page(drive, "registration", row.pk)).status_code == 403


def test_the_list_is_a_tab_of_the_drive(client, drive):
    assert page(drive) in text(client.get(drive.get_absolute_url()))


# filling


def find(client, drive, **post):
    return client.post(page(drive, "registration-new"), {"key": str(new_id()), **post})


def test_a_known_donor_is_found_and_put_on_the_list(client, drive, commune):
    donor = DonorFactory.create(keeper=commune, papers=[PaperFacts("cccd", NUMBER)])
    found = find(client, drive, asked=NUMBER)
    assert f'name="donor" value="{donor.pk}"' in text(found)
    assert not Registration.objects.exists()
    done = find(client, drive, donor=str(donor.pk), group="Thôn Đoài", expected_hour="8h30")
    assert done.status_code == 200
    row = Registration.objects.get()
    assert (row.state, row.source, row.group_words) == ("registered", "list", "Thôn Đoài")
    assert timezone.localtime(row.expected_at).hour == 8
    kept = done.context["form"]
    assert kept["group"].value() == "Thôn Đoài"
    assert kept["expected_hour"].value() == "8h30"


def test_the_hour_of_a_group_is_that_of_its_people(client, drive, commune):
    first, second, third = (DonorFactory.create(keeper=commune) for _ in range(3))
    find(client, drive, donor=str(first.pk), group="Thôn Đoài", expected_hour="8:30")
    find(client, drive, donor=str(second.pk), group="Thôn Đoài")
    find(client, drive, donor=str(third.pk))
    hours = dict(Registration.objects.values_list("donor", "expected_at"))
    assert hours[second.pk] == hours[first.pk] is not None
    assert hours[third.pk] is None


def test_twice_is_once(client, drive, commune):
    donor = DonorFactory.create(keeper=commune)
    for _ in range(2):
        answer = find(client, drive, donor=str(donor.pk))
    assert answer.status_code == 200
    assert Registration.objects.count() == 1


def test_who_cannot_give_that_day_is_not_put_on_the_list(client, drive, commune):
    donor = DonorFactory.create(keeper=commune)
    gave(donor, 61, at=commune)
    answer = find(client, drive, donor=str(donor.pk))
    assert answer.status_code == 409
    assert "61" in text(answer)
    assert not Registration.objects.filter(drive=drive).exists()


def test_an_unknown_day_refuses_nobody(client, commune, rules):
    drive = DriveFactory.create(keeper=commune, first_day=None, last_day=None)
    donor = DonorFactory.create(keeper=commune)
    gave(donor, 61, at=commune)
    assert find(client, drive, donor=str(donor.pk)).status_code == 200


def test_somebody_new_is_entered_and_put_on_the_list(client, drive, commune):
    answer = client.post(
        page(drive, "registration-person"),
        {
            "key": str(new_id()), "donor_id": str(new_id()), "name": "Trần Thị Hồng",
            "birth": "1992", "expected_hour": "9:00", "group": "Thôn Đoài",
        },
    )  # fmt: skip
    assert answer.status_code == 200
    row = Registration.objects.get()
    assert (row.name, row.donor.birth_year, row.group_words) == ("Trần Thị Hồng", 1992, "Thôn Đoài")
    assert Custody.objects.get().organisation == commune
    assert not Access.objects.exists()  # the nation is asked at the reception only


def test_wrong_hours_stay_beside_their_field(client, drive):
    answer = find(client, drive, asked="lan", expected_hour="25:00")
    assert answer.status_code == 422
    assert answer.context["form"].errors["expected_hour"]


def test_a_closed_day_takes_no_names(client, drive, commune):
    RegistrationFactory.create(drive)
    DriveDay.objects.update(state="closed", closed_at=timezone.now())
    donor = DonorFactory.create(keeper=commune)
    assert find(client, drive, donor=str(donor.pk)).status_code == 409
    assert Registration.objects.count() == 1


def test_strangers_cannot_be_put_on_the_list(client, drive, lai_chau_committee):
    donor = DonorFactory.create(keeper=lai_chau_committee)
    assert find(client, drive, donor=str(donor.pk)).status_code == 404


# inviting


@pytest.fixture
def known(commune, rules) -> dict[str, Donor]:
    """Donors of the commune, by what stands for or against them."""
    people = {
        name: DonorFactory.create(keeper=commune, name=f"Lê Thị {name.title()}")
        for name in ("rested", "never", "lately", "left")
    }
    gave(people["rested"], 200, at=commune)
    gave(people["lately"], 61, at=commune)
    DonorFactory.create(
        keeper=commune, name="Lê Thị Trẻ", birth_date=date(localdate().year - 15, 1, 1)
    )
    last = DriveFactory.create(keeper=commune, first_day=localdate() - timedelta(days=90))
    RegistrationFactory.create(last, people["left"], state=State.LEFT)
    return people


def invited(response) -> tuple[list[str], list[str]]:
    return (
        [row.name for row in response.context["left"]],
        [row.name for row in response.context["others"]],
    )


def test_who_may_give_is_invited_and_who_left_last_time_first(client, drive, known):
    first, others = invited(client.get(page(drive, "invitations")))
    assert first == ["Lê Thị Left"]
    assert others == ["Lê Thị Never", "Lê Thị Rested"]


def test_several_are_put_on_the_list_at_once(client, drive, known):
    ticked = [str(known[name].pk) for name in ("rested", "left", "lately")]
    post = {"key": str(new_id()), "donors": ticked, "group": "Thôn Đoài"}
    for _ in range(2):
        assert client.post(page(drive, "invitations"), post).status_code == 302
    rows = Registration.objects.filter(drive=drive)
    assert {row.name for row in rows} == {"Lê Thị Left", "Lê Thị Rested"}
    assert {row.group_words for row in rows} == {"Thôn Đoài"}


def test_without_a_tick_nothing_happens(client, drive, known):
    response = client.post(page(drive, "invitations"), {"key": str(new_id())})
    assert response.status_code == 422


def test_others_donors_are_not_invited(client, drive, known, lai_chau_committee):
    far = DonorFactory.create(keeper=lai_chau_committee)
    post = {"key": str(new_id()), "donors": [str(far.pk)]}
    client.post(page(drive, "invitations"), post)
    assert not Registration.objects.filter(donor=far).exists()


# one person


def test_group_and_hour_are_mended(client, drive):
    row = RegistrationFactory.create(drive)
    address = page(drive, "registration", row.pk)
    form = client.get(address).context["form"]
    post = {
        "key": str(form["key"].value()), "version": row.version, "opened": form.fingerprints(),
        "group": "Trường THPT", "expected_hour": "10:15",
    }  # fmt: skip
    assert client.post(address, post).status_code == 302
    row.refresh_from_db()
    assert row.group_words == "Trường THPT"
    at = timezone.localtime(row.expected_at)
    assert at == timezone.make_aware(datetime.combine(drive.first_day, at.time()))
    assert (at.hour, at.minute) == (10, 15)


def test_withdrawing_and_restoring_say_why(client, drive):
    row = RegistrationFactory.create(drive)
    withdraw = page(drive, "registration-step", row.pk, "withdraw")
    assert client.post(withdraw, {"key": str(new_id())}).status_code == 422
    post = {"key": str(new_id()), "reason": "Bận việc nhà"}
    assert client.post(withdraw, post).status_code == 302
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert "Bận việc nhà" in text(client.get(page(drive, "registration", row.pk)))
    restore = page(drive, "registration-step", row.pk, "restore")
    post = {"key": str(new_id()), "reason": "Đã sắp xếp được"}
    assert client.post(restore, post).status_code == 302
    row.refresh_from_db()
    assert row.state == "registered"


def test_a_step_that_cannot_be_says_so(client, drive):
    row = RegistrationFactory.create(drive, state=State.DONATED)
    address = page(drive, "registration-step", row.pk, "withdraw")
    answer = client.post(address, {"key": str(new_id()), "reason": "Nhầm"})
    assert answer.status_code == 409


def test_a_renamed_donor_is_renamed_on_the_list(drive, recorder):
    from dataclasses import replace
    from uuid import uuid4

    from donors.actions.files import edit_donor
    from donors.querysets.people import facts_of

    row = RegistrationFactory.create(drive, name="Lê Thị An")
    facts = replace(facts_of(row.donor), name="Lê Thị Ánh")
    edit_donor(by=recorder.actor, key=uuid4(), donor=row.donor, version=None, facts=facts)
    row.refresh_from_db()
    assert (row.name, row.folded) == ("Lê Thị Ánh", "le thi anh")
    assert row.sort_key == row.donor.sort_key or row.sort_key.startswith("anh")


# on paper


def test_the_printed_list_has_the_names_and_is_noted(client, drive):
    RegistrationFactory.create(drive, name="Lê Thị An")
    RegistrationFactory.create(drive, name="Lê Thị Rút", state=State.WITHDRAWN)
    address = page(drive, "registration-print")
    answer = client.post(address, {"what": "names", "order": "group", "blank": "3"})
    assert answer.status_code == 200
    assert "Lê Thị An" in text(answer)
    assert "Lê Thị Rút" not in text(answer)
    assert text(answer).count('class="blank"') == 3
    access = Access.objects.get()
    assert (access.kind, access.target_id, access.count) == ("print", str(drive.pk), 1)


def test_a_blank_sheet_has_no_name_and_leaves_no_trace(client, drive):
    RegistrationFactory.create(drive, name="Lê Thị An")
    address = page(drive, "registration-print")
    answer = client.post(address, {"what": "blank", "order": "name", "blank": "20"})
    assert "Lê Thị An" not in text(answer)
    assert text(answer).count('class="blank"') == 20
    assert not Access.objects.exists()


@pytest.mark.parametrize("lines", ["-1", "501", "nhiều"])
def test_so_many_lines_are_not_printed(client, drive, lines):
    address = page(drive, "registration-print")
    answer = client.post(address, {"what": "blank", "order": "name", "blank": lines})
    assert answer.status_code == 422


def test_participations_are_offered_as_groups(client, drive, commune):
    Participation.objects.create(drive=drive, words="Thôn Đoài", position=1)
    Participation.objects.create(drive=drive, organisation=commune, position=2)
    choices = dict(client.get(page(drive)).context["filters"].fields["group"].choices)
    assert choices["wThôn Đoài"] == "Thôn Đoài"
    assert choices[f"o{commune.pk}"] == commune.name
