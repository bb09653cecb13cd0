"""The pages of what is done with donors' files beyond entering them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from donors.actions import history
from donors.actions.consents import give_consents
from donors.actions.deferrals import add_deferral
from donors.actions.honours import give_honour
from donors.actions.joins import merge, not_same
from donors.actions.requests import register_request
from donors.facts import PaperFacts
from donors.models import (
    Consent,
    Deferral,
    Donor,
    Honour,
    HonourTier,
    Merge,
    NotSame,
    PersonRequest,
)
from donors.querysets.uses import invitable, usable
from ledger.actor import SYSTEM
from ledger.models import Access, Change
from tests.factories_donors import DonorFactory
from tests.units.desk_records import waits
from words.dates import format_day

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("rules")]
NAME, NUMBER = "Trần Thị Ngọc Lan", "031190004567"
CARD = [PaperFacts("cccd", NUMBER)]


@pytest.fixture
def donor(commune, hospital) -> Donor:
    from django.db import transaction
    from django.utils.timezone import now

    from donors.actions.custody import take

    donor = DonorFactory.create(
        keeper=commune, name=NAME, papers=CARD, phone="+84912345678", declared_count=6
    )
    with transaction.atomic():
        take([donor], hospital, "collected", now())
    return donor


@pytest.fixture
def own(client_of, recorder) -> Client:
    return client_of(recorder)


def sent(client: Client, url: str, **values: Any) -> Any:
    """The form as the page gives it, with ``values`` typed over, posted."""
    page = client.get(url)
    assert page.status_code == 200, page.content.decode()[:500]
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    data = {name: format_day(v) if hasattr(v, "isoformat") else v for name, v in data.items()}
    data = {name: getattr(value, "pk", value) for name, value in data.items()}
    return client.post(url, {**data, **values})


def addresses(donor: Donor, commune) -> dict[str, str]:
    """One address of each kind, with what it is about."""
    other = DonorFactory.create(keeper=commune, papers=CARD)
    third = DonorFactory.create(keeper=commune)
    merge(by=SYSTEM, key=uuid4(), donor=third, into=donor, reason="trùng")
    fourth = DonorFactory.create(keeper=commune)
    not_same(by=SYSTEM, key=uuid4(), one=donor, other=fourth)
    give_consents(
        by=SYSTEM, key=uuid4(), donor=donor, purposes=["photos"], method="desk",
        given_on=localdate(),
    )  # fmt: skip
    give_honour(
        by=SYSTEM, key=uuid4(), donor=donor, tier=HonourTier.objects.get(code="person-5"),
        given_on=localdate(),
    )  # fmt: skip
    receipt = register_request(
        by=SYSTEM, key=uuid4(), donor=donor, keeper=commune, kind="access", received_on=localdate()
    )
    consent, honour = Consent.objects.get(), Honour.objects.get()
    at: dict[str, list[Any]] = {
        "pair": [donor.pk, other.pk],
        "join-undo": [Merge.objects.get().pk],
        "apart-undo": [NotSame.objects.get().pk],
        "same-as": [donor.pk],
        "consents": [donor.pk],
        "consent-form": [donor.pk],
        "consent-withdraw": [donor.pk, consent.pk],
        "request-acknowledge": [receipt.target_id],
        "request-answer": [receipt.target_id],
        "request-new": [donor.pk],
        "lift-restriction": [donor.pk],
        "erase": [donor.pk],
        "donor-data": [donor.pk],
        "honour-new": [donor.pk],
        "honour-withdraw": [donor.pk, honour.pk],
        "letter": [donor.pk],
    }
    return {name: reverse(f"donors:{name}", args=args) for name, args in at.items()}


def test_who_opens_what(donor, commune, client_of, recorder, viewer, stranger, client) -> None:
    places = addresses(donor, commune)
    own, reader, foreign = client_of(recorder), client_of(viewer), client_of(stranger)
    for name, url in places.items():
        assert own.get(url).status_code == 200, name
        assert NUMBER not in own.get(url).content.decode()
        assert reader.get(url).status_code == 403, name
        assert foreign.get(url).status_code == 404, name
        assert client.get(url).status_code == 302, name
        assert own.delete(url).status_code == 405, name
    for name in ("duplicates", "joins", "apart"):
        assert own.get(reverse(f"donors:{name}")).status_code == 200
        assert reader.get(reverse(f"donors:{name}")).status_code == 403
        assert donor.name not in foreign.get(reverse(f"donors:{name}")).content.decode()
    assert reader.get(reverse("donors:requests")).status_code == 200
    gone = reverse("donors:erase", args=[uuid4()])
    assert own.get(gone).status_code == 404
    assert own.get(reverse("donors:join-undo", args=[10**15])).status_code == 404


def test_cards_stand_on_the_donors_page(donor, commune, own, client_of, receiver) -> None:
    addresses(donor, commune)
    add_deferral(by=SYSTEM, key=uuid4(), donor=donor, facts=waits("tattoo"), found_on=localdate())
    page = own.get(donor.get_absolute_url())
    text = page.content.decode()
    for card in ("deferrals", "consents", "requests", "honours", "joins"):
        assert f'id="{card}"' in text
    assert "Xăm" not in text, "a commune reads no reason"
    until = Deferral.objects.get().able_from
    assert until is not None
    assert format_day(until) in text
    assert "Xăm" in client_of(receiver).get(donor.get_absolute_url()).content.decode()


# duplicates


def test_a_pair_is_looked_at_and_joined(donor, commune, own) -> None:
    other = DonorFactory.create(keeper=commune, name="Trần Thị Lan", papers=CARD, declared_count=2)
    listed = own.get(reverse("donors:duplicates")).content.decode()
    assert str(donor) in listed
    assert str(other) in listed
    url = reverse("donors:pair", args=[other.pk, donor.pk])
    answer = sent(own, url, decision="same", head=str(donor.pk), reason="cùng căn cước")
    assert answer.status_code == 302
    other.refresh_from_db()
    assert other.head_id == donor.pk
    assert str(other) not in own.get(reverse("donors:duplicates")).content.decode()
    assert str(other) in own.get(reverse("donors:joins")).content.decode()
    undo = reverse("donors:join-undo", args=[Merge.objects.get().pk])
    assert sent(own, undo, reason="nhầm").status_code == 302
    other.refresh_from_db()
    assert other.head_id is None


def test_two_people_are_remembered_and_taken_back(donor, commune, own) -> None:
    other = DonorFactory.create(keeper=commune, papers=CARD)
    url = reverse("donors:pair", args=[other.pk, donor.pk])
    assert sent(own, url, decision="different", reason="").status_code == 302
    assert NotSame.objects.get().undone_at is None
    assert str(other) not in own.get(reverse("donors:duplicates")).content.decode()
    undo = reverse("donors:apart-undo", args=[NotSame.objects.get().pk])
    assert sent(own, undo).status_code == 302
    assert str(other) in own.get(reverse("donors:duplicates")).content.decode()


def test_a_reason_with_a_name_comes_back_beside_what_was_typed(donor, commune, own) -> None:
    other = DonorFactory.create(keeper=commune, papers=CARD)
    url = reverse("donors:pair", args=[other.pk, donor.pk])
    answer = sent(own, url, decision="same", head=str(donor.pk), reason=f"là {NAME}")
    assert answer.status_code == 422
    assert "mã người hiến" in answer.content.decode() or "donor code" in answer.content.decode()
    assert not Merge.objects.exists()


def test_another_file_is_found_by_its_code(donor, commune, lai_chau_committee, own) -> None:
    other = DonorFactory.create(keeper=commune)
    far = DonorFactory.create(keeper=lai_chau_committee)
    url = reverse("donors:same-as", args=[donor.pk])
    found = own.post(url, {"code": str(other), "key": uuid4()})
    assert found["Location"] == reverse("donors:pair", args=[donor.pk, other.pk])
    for code in (str(far), "2345-6789-A", "<b>", str(donor)):
        assert own.post(url, {"code": code, "key": uuid4()}).status_code == 422


# consents


def test_boxes_are_unticked_and_each_is_kept_with_its_words(donor, own) -> None:
    url = reverse("donors:consents", args=[donor.pk])
    assert " checked" not in own.get(url).content.decode()
    assert sent(own, url, method="form").status_code == 422, "no box ticked"
    answer = sent(own, url, method="form", purpose_recall="on", purpose_photos="on")
    assert answer.status_code == 302
    kept = Consent.objects.order_by("purpose")
    assert [row.purpose for row in kept] == ["photos", "recall"]
    assert all(row.text and row.text.number == 1 for row in kept)
    assert kept[0].collector_name == "Phạm Thị Hoa"
    assert "purpose_recall" not in own.get(url).content.decode()


def test_a_consent_is_withdrawn_after_one_question(donor, own) -> None:
    give_consents(
        by=SYSTEM, key=uuid4(), donor=donor, purposes=["recall"], method="desk",
        given_on=localdate(),
    )  # fmt: skip
    assert invitable(Donor.objects.all()).get() == donor
    consent = Consent.objects.get()
    url = reverse("donors:consent-withdraw", args=[donor.pk, consent.pk])
    assert sent(own, url).status_code == 302
    assert not invitable(Donor.objects.all()).exists()
    assert own.get(url).status_code == 404
    assert "Phạm Thị Hoa" in own.get(donor.get_absolute_url()).content.decode()


# requests


def test_the_way_of_a_request(donor, commune, own) -> None:
    url = reverse("donors:request-new", args=[donor.pk])
    assert sent(own, url).status_code == 422
    assert sent(own, url, kind="restriction").status_code == 302
    request = PersonRequest.objects.get()
    assert (request.keeper, request.due_on) == (commune, localdate() + timedelta(days=15))
    listed = reverse("donors:requests")
    assert NAME in own.get(listed).content.decode()
    assert sent(own, reverse("donors:request-acknowledge", args=[request.pk])).status_code == 302
    assert NAME not in own.get(listed, {"state": "acknowledge"}).content.decode()
    answer = reverse("donors:request-answer", args=[request.pk])
    assert sent(own, answer, state="refused").status_code == 422
    assert sent(own, answer, state="done", answer="đã gửi thư").status_code == 302
    donor.refresh_from_db()
    assert donor.restricted_at is not None
    assert not usable(Donor.objects.all()).exists()
    assert NAME in own.get(listed, {"state": "closed"}).content.decode()
    page = own.get(reverse("donors:request", args=[request.pk])).content.decode()
    assert "đã gửi thư" in page
    assert sent(own, answer, state="done", answer="nữa").status_code == 422
    reopen = reverse("donors:request-reopen", args=[request.pk])
    assert sent(own, reopen, reason="nhầm").status_code == 302
    lift = reverse("donors:lift-restriction", args=[donor.pk])
    assert sent(own, lift, reason="theo ý người hiến").status_code == 302
    donor.refresh_from_db()
    assert donor.restricted_at is None
    assert Change.objects.filter(target_label="donors.personrequest").count() == 4


def test_a_late_request_is_said_calmly(donor, commune, own) -> None:
    register_request(
        by=SYSTEM, key=uuid4(), donor=donor, keeper=commune, kind="access",
        received_on=localdate() - timedelta(days=20),
    )  # fmt: skip
    text = own.get(reverse("donors:requests"), {"state": "overdue"}).content.decode()
    assert NAME in text
    assert "st warn" in text


def test_everything_kept_is_shown_by_a_post_and_noted(donor, own) -> None:
    url = reverse("donors:donor-data", args=[donor.pk])
    assert NUMBER not in own.get(url).content.decode()
    assert not Access.objects.exists()
    page = own.post(url)
    text = page.content.decode()
    assert page["Cache-Control"].startswith("no-store")
    for kept in (NAME, NUMBER, "+84912345678", "UBND xã Kiến Thụy"):
        assert kept in text
    assert Access.objects.get().kind == Access.Kind.PRINT


def test_a_person_is_erased_after_reading_what_goes(donor, commune, own) -> None:
    receipt = register_request(
        by=SYSTEM, key=uuid4(), donor=donor, keeper=commune, kind="erasure",
        received_on=localdate(),
    )  # fmt: skip
    url = reverse("donors:erase", args=[donor.pk]) + f"?request={receipt.target_id}"
    assert sent(own, url, reason="theo đề nghị").status_code == 422, "not sure yet"
    answer = sent(own, url, reason="theo đề nghị", sure="on")
    assert answer.status_code == 302
    donor.refresh_from_db()
    assert donor.is_erased
    assert PersonRequest.objects.get().state == "done"
    page = own.get(donor.get_absolute_url())
    assert page.status_code == 200
    assert NAME not in page.content.decode()
    for name in ("consents", "request-new", "honour-new"):
        place = reverse(f"donors:{name}", args=[donor.pk])
        typed = {"purpose_recall": "on", "method": "form", "kind": "access", "tier": 1}
        typed["tier"] = HonourTier.objects.get(code="person-5").pk
        assert sent(own, place, **typed).status_code == 422, name
    assert own.get(reverse("donors:letter", args=[donor.pk])).status_code == 404


def test_an_erasure_too_early_says_from_when(donor, own) -> None:
    history.keep([donor.pk], last_given=localdate(), last_component="whole", given=1)
    url = reverse("donors:erase", args=[donor.pk])
    page = own.get(url).content.decode()
    assert str(localdate().year + 10) in page
    assert own.post(
        url, {"key": uuid4(), "reason": "theo đề nghị", "sure": "on"}
    ).status_code == 422  # fmt: skip
    donor.refresh_from_db()
    assert not donor.is_erased


def test_another_persons_request_is_not_answered_by_it(donor, commune, own) -> None:
    other = DonorFactory.create(keeper=commune)
    receipt = register_request(
        by=SYSTEM, key=uuid4(), donor=other, keeper=commune, kind="erasure",
        received_on=localdate(),
    )  # fmt: skip
    url = reverse("donors:erase", args=[donor.pk])
    for asked in (receipt.target_id, "x", "9" * 30):
        assert own.get(url, {"request": asked}).status_code == 404


# deferrals and honours


def test_the_receiver_writes_deferrals_down(donor, client_of, receiver, recorder) -> None:
    url = reverse("donors:deferral-new", args=[donor.pk])
    assert client_of(recorder).get(url).status_code == 403
    desk = client_of(receiver)
    reason = waits("tattoo").reason
    assert sent(desk, url, reason=reason.pk).status_code == 302
    deferral = Deferral.objects.get()
    assert deferral.able_from is not None
    early = format_day(localdate() + timedelta(days=3))
    assert sent(desk, url, reason=reason.pk, able_from=early).status_code == 422
    withdraw = reverse("donors:deferral-withdraw", args=[donor.pk, deferral.pk])
    assert sent(desk, withdraw, reason="xem nhầm").status_code == 302
    deferral.refresh_from_db()
    assert deferral.withdrawn_at is not None


def test_a_recognition_is_given_once_and_withdrawn(donor, own) -> None:
    url = reverse("donors:honour-new", args=[donor.pk])
    tier = HonourTier.objects.get(code="person-5")
    assert own.get(url).context["form"]["tier"].value() == tier.pk, "what is due is chosen"
    assert sent(own, url, decision="Quyết định 17/QĐ-BCĐ").status_code == 302
    assert sent(own, url, tier=tier.pk).status_code == 422
    honour = Honour.objects.get()
    withdraw = reverse("donors:honour-withdraw", args=[donor.pk, honour.pk])
    assert sent(own, withdraw, reason="ghi nhầm").status_code == 302
    honour.refresh_from_db()
    assert honour.withdrawn_reason == "ghi nhầm"
    assert sent(own, url, tier=tier.pk).status_code == 302


def test_the_letter_thanks_by_name(donor, own) -> None:
    history.keep([donor.pk], last_given=localdate(), last_component="whole", given=1)
    text = own.get(reverse("donors:letter", args=[donor.pk])).content.decode()
    assert NAME in text
    assert format_day(localdate()) in text
    assert "7" in text, "six declared and one recorded"
