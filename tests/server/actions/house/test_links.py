"""Links with single sign-on: what stays, what is refused, and that another one is seen and ends sessions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from server.actions.house import accounts, signing_in
from server.actions.house import managing_accounts as managing
from server.actions.house.links import Link
from server.contract.setup_file import AccountSetUp
from server.domain.account_errors import LastAdministrator, NoProvider
from server.domain.people import Caller, Role
from tests.builders import OFFICE, Hall

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
ADMIN = Caller(Role.ADMIN, None, "staff:0")
SSO, OTHER = "https://sso.tinh.example", "https://khac.example"


def change(hall: Hall, link: Link, *, name: str = "Hoa") -> None:
    wish = AccountSetUp.model_validate({"username": "hoa", "name": name, "role": "clerk"})
    hall.database.write(lambda tx: managing.change(tx, ADMIN, OFFICE, wish, link=link))


def create(hall: Hall, wish: AccountSetUp) -> None:
    hall.database.write(lambda tx: accounts.create(tx, None, wish))


def linked(hall: Hall) -> tuple[Any, ...]:
    row = hall.sql("SELECT name, oidc_issuer, oidc_subject FROM staff WHERE username = 'hoa'")[0]
    return row.name, row.oidc_issuer, row.oidc_subject


def told(hall: Hall) -> tuple[dict[str, Any], dict[str, Any]]:
    """Old and new of the last change."""
    rows = hall.sql("SELECT old, new FROM audit_entry WHERE action = 'account.changed' ORDER BY seq DESC")
    return json.loads(rows[0].old), json.loads(rows[0].new)


@pytest.mark.parametrize("now", ["", OTHER], ids=["no provider", "another provider"])
def test_a_subject_stays_that_of_its_provider(hall: Hall, now: str) -> None:
    change(hall, Link("", SSO, "S"))
    change(hall, Link("", now, "S"), name="Hoa Lê")
    assert linked(hall) == ("Hoa Lê", SSO, "S")


def test_a_new_subject_needs_a_provider(hall: Hall) -> None:
    change(hall, Link("", SSO, "S"))
    with pytest.raises(NoProvider):
        change(hall, Link("", "", "T"))
    assert linked(hall) == ("Hoa", SSO, "S")


def test_another_identity_is_seen_in_the_audit_without_being_told(hall: Hall) -> None:
    change(hall, Link("hoa@tinh.example", SSO, "S"))
    change(hall, Link("hai@tinh.example", OTHER, "T"))
    old, new = told(hall)
    assert (old["issuer"], new["issuer"]) == (SSO, OTHER)
    assert len({old["subject"], new["subject"], "S", "T"}) == 4
    assert old["email"] != new["email"]
    assert new["email"].endswith("•••@tinh.example")
    assert "hai" not in json.dumps(new, ensure_ascii=False)


def test_another_link_signs_the_account_out_and_another_name_does_not(hall: Hall) -> None:
    change(hall, Link("", SSO, "S"))
    hoa = hall.staff("hoa").staff_id or 0
    session = hall.database.write(lambda tx: signing_in.begin_session(tx, hoa))
    change(hall, Link("", SSO, "S"), name="Hoa Lê")
    with hall.database.read() as tx:
        assert signing_in.signed_in(tx, session) is not None
    change(hall, Link("", SSO, "T"))
    with hall.database.read() as tx:
        assert signing_in.signed_in(tx, session) is None


@pytest.mark.parametrize(("issuer", "may"), [(SSO, True), (OTHER, False), (None, False)])
def test_who_comes_by_another_provider_than_this_servers_does_not_remain(
    hall: Hall, issuer: str | None, *, may: bool
) -> None:
    hall.sql("UPDATE staff SET active = (1 = 0) WHERE role = 'admin'")
    for name, secret in (("an", None), ("chung", "bò vàng gặm cỏ non")):
        said = {"username": name, "name": name, "role": "admin", "password": secret}
        create(hall, AccountSetUp.model_validate(said))
    hall.sql("UPDATE staff SET oidc_issuer = :sso, oidc_subject = 'A' WHERE username = 'an'", sso=SSO)
    if may:
        hall.database.write(lambda tx: managing.deactivate(tx, ADMIN, None, "chung", issuer=issuer))
        return
    with pytest.raises(LastAdministrator):
        hall.database.write(lambda tx: managing.deactivate(tx, ADMIN, None, "chung", issuer=issuer))
