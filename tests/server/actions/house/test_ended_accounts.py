"""An account that ended leaves nothing to whoever has its name next, however it ended and begins anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.actions.house import accounts, linking, second_factor, signing_in
from server.actions.house import managing_accounts as managing
from server.actions.house.linking import Claimed
from server.actions.house.links import Link
from server.actions.house.sealing import Seal
from server.contract.setup_file import AccountSetUp
from server.domain.account_errors import LastAdministrator, NotLinked
from server.domain.people import Caller, Role
from tests.builders import OFFICE, Hall
from tests.server.actions.setups import apply, changed, without

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
WHO = Claimed("https://sso.tinh.example", "S-1", "lan@tinh.example")
ADMIN = Caller(Role.ADMIN, None, "staff:0")
LAN: dict[str, Any] = {"username": "lan", "name": "Lan", "role": "clerk", "password": "bốn năm sáu"}
Act = Callable[[Hall], object]


def furnish(hall: Hall) -> None:
    """Lan has a link, a second factor, recovery codes and a session."""
    link = Link(WHO.email or "", WHO.issuer, WHO.subject)
    wish = AccountSetUp.model_validate({**LAN, "password": None, "services": ["land"]})
    hall.database.write(lambda tx: managing.change(tx, ADMIN, OFFICE, wish, link=link))
    row = hall.sql("SELECT * FROM staff WHERE username = 'lan'")[0]
    seal = Seal("only for tests", purpose="second factors")
    hall.database.write(lambda tx: second_factor.begin(tx, seal, row))
    hall.sql("UPDATE staff SET totp_since = 1, totp_step = 1 WHERE username = 'lan'")
    hall.database.write(lambda tx: second_factor.renew_recovery_codes(tx, ADMIN, row))
    hall.database.write(lambda tx: signing_in.begin_session(tx, row.id))


def left(hall: Hall) -> dict[str, Any]:
    """What of a way in there is still."""
    row = hall.sql("SELECT * FROM staff WHERE username = 'lan'")[0]
    ways = ("email", "oidc_issuer", "oidc_subject", "totp_secret", "totp_since", "totp_step", "signed_in_at")
    found = {name: getattr(row, name) for name in ways if getattr(row, name) is not None}
    for table in ("recovery_code", "staff_session"):
        if count := hall.sql(f"SELECT count(*) AS n FROM {table} WHERE staff_id = :id", id=row.id)[0].n:
            found[table] = count
    return found


def by_page(hall: Hall) -> None:
    hall.database.write(lambda tx: managing.deactivate(tx, ADMIN, OFFICE, "lan"))


def by_command(hall: Hall) -> None:
    hall.database.write(lambda tx: accounts.deactivate(tx, "lan"))


def by_file(hall: Hall) -> None:
    apply(hall, without("staff", "lan"))


def anew_by_page(hall: Hall) -> None:
    wish = AccountSetUp.model_validate(LAN)
    hall.database.write(lambda tx: managing.create(tx, ADMIN, OFFICE, wish))


def anew_by_file(hall: Hall) -> None:
    apply(hall, changed("staff", "lan", password="bốn năm sáu"))


@pytest.mark.parametrize("ended", [by_page, by_command, by_file])
def test_nothing_of_a_way_in_is_left_of_who_ended(hall: Hall, ended: Act) -> None:
    furnish(hall)
    assert len(left(hall)) == 9
    ended(hall)
    assert left(hall) == {}
    with pytest.raises(NotLinked):
        hall.database.write(lambda tx: linking.linked_account(tx, WHO))


@pytest.mark.parametrize("anew", [anew_by_page, anew_by_file])
def test_who_has_the_name_next_gets_nothing_of_who_had_it(hall: Hall, anew: Act) -> None:
    """Also where the account was ended by an earlier version, which left all of it."""
    furnish(hall)
    hall.sql("UPDATE staff SET active = (1 = 0) WHERE username = 'lan'")
    anew(hall)
    row = hall.sql("SELECT active, must_change_password FROM staff WHERE username = 'lan'")[0]
    assert (left(hall), bool(row.active), bool(row.must_change_password)) == ({}, True, True)
    with pytest.raises(NotLinked):
        hall.database.write(lambda tx: linking.linked_account(tx, WHO))


def test_a_command_ends_the_last_administrator_only_when_it_is_forced(hall: Hall) -> None:
    hall.sql("UPDATE staff SET active = (1 = 0) WHERE role = 'admin'")
    chung = {"username": "chung", "name": "Chung", "role": "admin", "password": "bò vàng gặm cỏ non"}
    hall.database.write(lambda tx: accounts.create(tx, None, AccountSetUp.model_validate(chung)))
    with pytest.raises(LastAdministrator):
        hall.database.write(lambda tx: accounts.deactivate(tx, "chung"))
    hall.database.write(lambda tx: accounts.deactivate(tx, "chung", even_the_last=True))
    assert not hall.sql("SELECT active FROM staff WHERE username = 'chung'")[0].active
