"""The dated rules: their seed, a new value that ends the old one, and the desk that keeps them."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from donors.actions.dated import (
    LaterValue,
    TextInUse,
    add_consent_text,
    add_rule,
    edit_rule,
)
from donors.models import Consent, ConsentText, DeferralReason, HonourTier, Limit
from donors.querysets.people import limits_on
from donors.rules.deferrals import DEFERRAL_SEEDS
from donors.rules.honours import TIER_SEEDS
from donors.rules.limits import LIMIT_SEEDS
from donors.seed import load_rules
from ledger.actor import SYSTEM
from ledger.models import Change
from tests.desk.pages import address, change, errors_of, filled
from tests.factories import HAI_PHONG, LAI_CHAU, area
from tests.factories_donors import DonorFactory


@pytest.mark.both
def test_all_rules_are_loaded_once_and_stay_as_edited(rules):
    limit = Limit.objects.get(code="age-most")
    Limit.objects.filter(pk=limit.pk).update(value=65)
    load_rules()
    assert Limit.objects.count() == len(LIMIT_SEEDS)
    assert DeferralReason.objects.count() == len(DEFERRAL_SEEDS)
    assert HonourTier.objects.count() == len(TIER_SEEDS)
    assert ConsentText.objects.count() == 4
    limit.refresh_from_db()
    assert limit.value == 65


def facts_of(limit: Limit, **changed: object) -> dict[str, object]:
    names = ("code", "name_vi", "name_en", "value", "unit", "valid_from", "source", "certainty")
    return {name: getattr(limit, name) for name in names} | changed


@pytest.mark.both
def test_a_new_value_ends_the_one_before_it(rules):
    old = Limit.objects.get(code="age-most")
    facts = facts_of(old, value=Decimal(65), valid_from=date(2027, 1, 1))
    add_rule(by=SYSTEM, key=uuid4(), blank=Limit(), facts=facts)
    old.refresh_from_db()
    assert old.valid_to == date(2027, 1, 1)
    assert limits_on(date(2026, 12, 31)).age_most == 60
    assert limits_on(date(2027, 1, 1)).age_most == 65
    assert Change.objects.get(target_id=str(old.pk)).action == "end-rule"


def test_a_value_is_not_put_before_a_later_one(rules):
    old = Limit.objects.get(code="age-most")
    with pytest.raises(LaterValue):
        add_rule(by=SYSTEM, key=uuid4(), blank=Limit(), facts=facts_of(old))
    old.refresh_from_db()
    assert old.valid_to is None


def test_words_that_were_agreed_to_stay(rules, commune):
    text = ConsentText.objects.get(purpose="photos")
    Consent.objects.create(
        donor=DonorFactory.create(keeper=commune), purpose="photos", text=text, method="form",
        given_on=date(2026, 11, 1), at="2026-11-01T08:00+07:00", collector_name="Phạm Thị Hoa",
    )  # fmt: skip
    with pytest.raises(TextInUse):
        edit_rule(
            by=SYSTEM, key=uuid4(), rule=text, version=text.version,
            facts={"words_vi": "khác"}, reason="sửa",
        )  # fmt: skip
    values = {
        "purpose": "photos", "words_vi": "lời mới", "words_en": "new words",
        "valid_from": date(2027, 1, 1),
    }  # fmt: skip
    add_consent_text(by=SYSTEM, key=uuid4(), facts=values)
    assert ConsentText.objects.get(purpose="photos", number=2).words_vi == "lời mới"


@pytest.fixture
def boss(client_of, superuser):
    return client_of(superuser)


def test_the_desk_adds_a_value_and_finds_it_folded(rules, boss):
    url = address(Limit, "add")
    values = {
        "code": "age-most", "name_vi": "Tuổi cao nhất", "name_en": "Greatest age", "value": "65",
        "unit": "years", "valid_from": "01/01/2027", "source": "Thông tư mới", "certainty": "S",
    }  # fmt: skip
    answer = boss.post(url, filled(boss, url, **values))
    assert answer.status_code == 302, errors_of(answer)
    found = boss.get(address(Limit, "changelist"), {"q": "tuoi cao"})
    assert found.context["cl"].result_count == 2
    earlier = boss.post(url, filled(boss, url, **{**values, "valid_from": "01/06/2026"}))
    assert errors_of(earlier)["__all__"]
    assert Limit.objects.filter(code="age-most").count() == 2


def test_a_slip_is_mended_with_a_reason(rules, boss):
    limit = Limit.objects.get(code="pulse-most")
    answer = change(boss, limit, value="95")
    assert answer.status_code == 302, errors_of(answer)
    limit.refresh_from_db()
    assert limit.value == 95


def test_a_province_reads_the_limits_and_keeps_only_its_own_tiers(rules, client_of, administrator):
    desk = client_of(administrator)
    limit = Limit.objects.get(code="pulse-most")
    assert desk.get(address(Limit, "change", limit.pk)).status_code == 200
    assert desk.get(address(Limit, "add")).status_code == 403
    assert change_status(desk, limit) == 403
    url = address(HonourTier, "add")
    values = {
        "code": "hai-phong-7", "name_vi": "Hiến máu 7 lần, miền núi", "name_en": "Seven donations",
        "whom": "person", "times": "7", "valid_from": "01/01/2027", "source": "Quyết định",
        "certainty": "S",
    }  # fmt: skip
    elsewhere = desk.post(url, filled(desk, url, **values, province=area(LAI_CHAU).pk))
    assert "province" in errors_of(elsewhere)
    nowhere = desk.post(url, filled(desk, url, **values, province=""))
    assert "province" in errors_of(nowhere)
    own = desk.post(url, filled(desk, url, **values, province=area(HAI_PHONG).pk))
    assert own.status_code == 302, errors_of(own)
    assert list(HonourTier.objects.all().for_province(area(HAI_PHONG).pk)) == [
        HonourTier.objects.get(code="hai-phong-7")
    ]


def change_status(client, record) -> int:
    url = reverse("admin:donors_limit_change", args=[record.pk])
    return client.post(url, {"value": "1", "reason": "thử"}).status_code
