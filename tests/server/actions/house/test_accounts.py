"""Accounts are made, given a password and ended, and a name belongs to one office."""

from __future__ import annotations

import pytest

from server.actions.house import accounts, signing_in
from server.contract.messages import SignIn
from server.contract.setup_file import StaffSetUp
from server.domain.errors import AccountExists, InUse, UnknownOffice, UnknownStaff
from tests.builders import OFFICE, Hall
from tests.server.actions.setups import about, apply
from tests.support.servers import STAFF_PASSWORD

FIRST = "một hai ba"


def create(hall: Hall, username: str, *, office: str = OFFICE, role: str = "clerk") -> None:
    wish = StaffSetUp.model_validate(
        {"username": username, "name": username.title(), "role": role, "password": FIRST}
    )
    hall.database.write(lambda tx: accounts.create(tx, office, wish))


def deactivate(hall: Hall, username: str) -> None:
    hall.database.write(lambda tx: accounts.deactivate(tx, username))


def role_of(hall: Hall, username: str, password: str) -> str | None:
    """The role somebody gets by this password, None when it is wrong."""
    with hall.database.read() as tx:
        row = signing_in.right_account(tx, SignIn(username=username, password=password))
    return None if row is None else str(row.role)


def test_a_new_account_may_sign_in_at_once(hall: Hall) -> None:
    create(hall, "an", role="supervisor")
    assert role_of(hall, "an", FIRST) == "supervisor"


def test_an_account_needs_an_office_that_is_there(hall: Hall) -> None:
    with pytest.raises(UnknownOffice):
        create(hall, "an", office="nowhere")


def test_a_name_is_given_once(hall: Hall) -> None:
    with pytest.raises(AccountExists):
        create(hall, "hoa")
    assert role_of(hall, "hoa", STAFF_PASSWORD) == "clerk"


def test_an_ended_account_begins_anew_in_its_own_office_only(hall: Hall) -> None:
    apply(hall, about(code="phuong-1").model_copy(update={"staff": None}))
    deactivate(hall, "hoa")
    with pytest.raises(AccountExists):
        create(hall, "hoa", office="phuong-1")
    create(hall, "hoa", role="receptionist")
    assert role_of(hall, "hoa", STAFF_PASSWORD) is None
    assert role_of(hall, "hoa", FIRST) == "receptionist"


def test_who_is_ended_is_signed_out_and_the_counter_closed(hall: Hall) -> None:
    hoa = hall.staff("hoa")
    assert hoa.staff_id is not None
    session = hall.database.write(lambda tx: signing_in.begin_session(tx, hoa.staff_id or 0))
    hall.do("open", 3, hoa)
    deactivate(hall, "hoa")
    with hall.database.read() as tx:
        assert signing_in.signed_in(tx, session) is None
    assert hall.office().counters[3].state == "closed"
    assert hall.last_event()["kind"] == "counter_closed"
    assert hall.violations() == []


def test_who_is_serving_somebody_is_not_ended(hall: Hall) -> None:
    hoa = hall.staff("hoa")
    hall.do("open", 3, hoa)
    hall.press("land")
    hall.do("call-next", 3, hoa)
    with pytest.raises(InUse, match="hoa has A001 at counter 3"):
        deactivate(hall, "hoa")
    assert role_of(hall, "hoa", STAFF_PASSWORD) == "clerk"


def test_a_new_password_ends_what_the_old_one_began(hall: Hall) -> None:
    clerk = hall.staff("hoa").staff_id or 0
    session = hall.database.write(lambda tx: signing_in.begin_session(tx, clerk))
    hall.database.write(lambda tx: accounts.new_password(tx, "hoa", "bốn năm sáu"))
    assert role_of(hall, "hoa", STAFF_PASSWORD) is None
    assert role_of(hall, "hoa", "bốn năm sáu") == "clerk"
    with hall.database.read() as tx:
        assert signing_in.signed_in(tx, session) is None


@pytest.mark.parametrize("username", ["nobody", "lan"], ids=["unknown", "ended"])
def test_only_an_account_that_is_there_gets_a_password_or_is_ended(hall: Hall, username: str) -> None:
    deactivate(hall, "lan")
    with pytest.raises(UnknownStaff):
        hall.database.write(lambda tx: accounts.new_password(tx, username, "bốn năm sáu"))
    with pytest.raises(UnknownStaff):
        deactivate(hall, username)


def test_accounts_are_listed_by_office_with_where_they_sit(hall: Hall) -> None:
    hall.do("open", 3, hall.staff("hoa"))
    with hall.database.read() as tx:
        found = {row.username: row.counter_number for row in accounts.listed(tx, OFFICE)}
        assert len(accounts.listed(tx, None)) == len(found)
        with pytest.raises(UnknownOffice):
            accounts.listed(tx, "nowhere")
    assert found == {"giang": None, "hoa": 3, "lan": None, "minh": None, "thuan": None}
