"""What every test may ask for: the small map, role-named people and their logged-in clients."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from accounts.models import User
from directory.models import Organisation
from donors.seed import load_rules
from ledger import seals
from ledger.scope import Role
from tests.areas import small_map
from tests.factories import (
    HAI_PHONG,
    LAI_CHAU,
    XA_KIEN_THUY,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    area,
    member_of,
)
from units.seed import load_gift_rates

# No test says anything about wall time, not even through hypothesis.
hypothesis_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("house")

# Playwright's driver runs an event loop in the tests' thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory) -> None:
    """A file for SQLite: in memory, threads would share one connection and never meet a lock."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(scope="session", autouse=True)
def _keys() -> Iterator[None]:
    """Keys of personal data that nobody else uses; no file is needed."""
    with override_settings(SEALING_KEYS=seals.new_ring(), SEALING_KEYS_FILE=None):
        yield


@pytest.fixture(autouse=True)
def _plain_static_files(settings) -> None:
    """Pages name static files without a manifest, collected or not, and passwords hash quickly."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Else each client reads the whole folder of collected files, and warns where there is none.
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def areas(db) -> None:
    small_map()


@pytest.fixture
def rules(db) -> None:
    """Limits and reasons for deferral as an instance starts with them."""
    load_rules()
    load_gift_rates()


@pytest.fixture
def committee(areas) -> Organisation:
    """The steering committee of Hải Phòng: its confirmers see the whole city."""
    return OrganisationFactory.create(
        name="Ban Chỉ đạo vận động hiến máu tình nguyện thành phố Hải Phòng",
        kind=Organisation.Kind.STEERING_COMMITTEE,
        area=area(HAI_PHONG),
    )


@pytest.fixture
def commune(committee) -> Organisation:
    """The people's committee of xã Kiến Thụy, below the city's steering committee."""
    return OrganisationFactory.create(
        name="UBND xã Kiến Thụy",
        kind=Organisation.Kind.PEOPLES_COMMITTEE,
        area=area(XA_KIEN_THUY),
        parent=committee,
    )


@pytest.fixture
def lai_chau_committee(areas) -> Organisation:
    return OrganisationFactory.create(
        name="Ban Chỉ đạo vận động hiến máu tình nguyện tỉnh Lai Châu",
        kind=Organisation.Kind.STEERING_COMMITTEE,
        area=area(LAI_CHAU),
    )


@pytest.fixture
def hospital(committee) -> Organisation:
    """The blood establishment that receives; ``tests.factories_units`` links drives to it."""
    return OrganisationFactory.create(
        name="Bệnh viện đa khoa vùng cảng",
        kind=Organisation.Kind.HOSPITAL,
        area=area(HAI_PHONG),
    )


@pytest.fixture
def recorder(commune) -> User:
    return member_of(commune, Role.RECORDER, username="hoa", full_name="Phạm Thị Hoa")


@pytest.fixture
def confirmer(committee) -> User:
    return member_of(committee, Role.CONFIRMER, username="binh", full_name="Nguyễn Văn Bình")


@pytest.fixture
def viewer(committee) -> User:
    return member_of(committee, Role.VIEWER, username="xem", full_name="Trần Thị Xem")


@pytest.fixture
def receiver(hospital) -> User:
    """Somebody at the desks of the blood establishment."""
    return member_of(hospital, Role.RECEIVER, username="tuan", full_name="Vũ Anh Tuấn")


@pytest.fixture
def administrator(committee) -> User:
    return member_of(committee, Role.ADMINISTRATOR, username="quan.tri", full_name="Lê Văn Trị")


@pytest.fixture
def stranger(lai_chau_committee) -> User:
    """A confirmer and recorder of another province."""
    person = member_of(lai_chau_committee, Role.CONFIRMER, username="la", full_name="Lò Văn Lạ")
    MembershipFactory.create(user=person, organisation=lai_chau_committee, role=Role.RECORDER.value)
    return person


@pytest.fixture
def superuser(db) -> User:
    return UserFactory.create(username="admin", full_name="Quản trị hệ thống", is_superuser=True)


@pytest.fixture
def client_of(settings) -> Callable[[User], Client]:
    """A client that is logged in as the given user."""

    def logged_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="accounts.backends.FoldedUsernameBackend")
        return client

    return logged_in
