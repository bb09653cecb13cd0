"""The accounts of the demo: invented people with one job each."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Membership, User
from config.demo.bodies import Bodies
from directory.models import Organisation
from ledger.scope import Role

SINCE = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Account:
    username: str
    full_name: str
    organisation: Organisation
    role: Role


def accounts(bodies: Bodies) -> list[Account]:
    """Who logs in to the demo, and for whom."""
    return [
        Account("organizer", "Phạm Thị Hoa", bodies.kien_thuy, Role.RECORDER),
        Account("officer", "Nguyễn Văn Bình", bodies.hai_phong, Role.CONFIRMER),
        Account("organizer.laichau", "Lò Thị Mai", bodies.lai_chau, Role.RECORDER),
        Account("officer.laichau", "Vàng A Páo", bodies.lai_chau, Role.CONFIRMER),
        Account("receiver", "Trần Minh Đức", bodies.institute, Role.RECEIVER),
        Account("viewer", "Lê Thu Hà", bodies.hai_phong, Role.VIEWER),
        Account("admin", "Đỗ Quang Huy", bodies.nation, Role.ADMINISTRATOR),
    ]


def load_people(bodies: Bodies, password: str) -> dict[str, User]:
    """Every account with the demo's password; memberships people ended stay ended."""
    return {account.username: _person(account, password) for account in accounts(bodies)}


def _person(account: Account, password: str) -> User:
    user = User.objects.filter(username=account.username).first()
    if user is None:
        user = User.objects.create_user(account.username, password, full_name=account.full_name)
        Membership.objects.create(
            user=user,
            organisation=account.organisation,
            role=account.role.value,
            valid_from=SINCE,
        )
    elif not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    return user
