"""Accounts are managed by whoever may, and somebody who can administer always remains."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from server.actions.house import managing_accounts as managing
from server.actions.house import signing_in
from server.actions.house.links import Link
from server.contract.setup_file import AccountSetUp
from server.domain.account_errors import LastAdministrator, LinkTaken
from server.domain.errors import Refusal, UnknownService
from server.domain.people import Caller, Role
from tests.builders import OFFICE, Hall

SECRET = "bò vàng gặm cỏ"


def admin(hall: Hall, username: str, *, secret: str | None = SECRET) -> Caller:
    hall.database.write(
        lambda tx: signing_in.create_account(
            tx, username=username, name=username, role="admin", office_id=None, password=secret
        )
    )
    row = hall.sql("SELECT id FROM staff WHERE username = :name", name=username)[0]
    return Caller(Role.ADMIN, None, f"staff:{row.id}", staff_id=row.id)


def end(hall: Hall, who: Caller, username: str) -> str | None:
    """The code of the refusal, None when it was done."""
    try:
        hall.database.write(lambda tx: managing.deactivate(tx, who, None, username))
    except Refusal as refusal:
        return refusal.code
    return None


def change(
    hall: Hall, who: Caller, username: str, *, email: str = "", services: tuple[str, ...] = ()
) -> None:
    said = {"username": username, "name": username, "role": "clerk", "services": list(services)}
    wish = AccountSetUp.model_validate(said)
    hall.database.write(lambda tx: managing.change(tx, who, OFFICE, wish, link=Link(email=email)))


def test_of_two_administrators_who_end_each_other_at_once_one_remains(hall: Hall) -> None:
    hall.sql("UPDATE staff SET active = (1 = 0) WHERE role = 'admin'")
    an, binh = admin(hall, "an"), admin(hall, "binh")
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda pair: end(hall, *pair), [(an, "binh"), (binh, "an")]))
    left = hall.sql("SELECT count(*) AS n FROM staff WHERE role = 'admin' AND active")[0].n
    assert left == 1, done


def test_who_could_not_sign_in_does_not_count_as_one_who_remains(hall: Hall) -> None:
    hall.sql("UPDATE staff SET active = (1 = 0) WHERE role = 'admin'")
    barred = admin(hall, "an", secret=None)
    admin(hall, "binh")
    with pytest.raises(LastAdministrator):
        hall.database.write(lambda tx: managing.deactivate(tx, barred, None, "binh"))


def test_one_address_is_linked_with_one_account(hall: Hall) -> None:
    who = admin(hall, "an")
    change(hall, who, "hoa", email="hoa@tinh.example")
    with pytest.raises(LinkTaken):
        change(hall, who, "minh", email="hoa@tinh.example")
    change(hall, who, "hoa")
    change(hall, who, "minh", email="hoa@tinh.example")


def test_skills_are_services_of_the_office(hall: Hall) -> None:
    who = admin(hall, "an")
    change(hall, who, "hoa", services=("land", "results"))
    with pytest.raises(UnknownService):
        change(hall, who, "hoa", services=("land", "nothing"))
    kept = hall.sql("SELECT services FROM staff WHERE username = 'hoa'")[0].services
    assert "results" in str(kept)
