"""The pages of accounts: who may make, change and end whom, and what each change ends."""

from __future__ import annotations

import pytest

from tests.server.web.accounts.browser import ADMIN_PASSWORD, Visitor, make_admin
from tests.server.web.house import House

OFFICE = "/admin/ttpvhcc/staff"
NEW = {"name": "Trần Thị An", "username": "an", "role": "clerk", "password": "sông Côn chảy"}


@pytest.fixture
def giang(house: House) -> Visitor:
    """The supervisor of the demo office, signed in."""
    visitor = Visitor(house.app)
    assert visitor.sign_in("giang").status_code == 303
    return visitor


def role_of(house: House, username: str) -> str | None:
    rows = house.hall.sql("SELECT role, active FROM staff WHERE username = :name", name=username)
    return str(rows[0].role) if rows and rows[0].active else None


def actions(house: House) -> list[str]:
    return [row.action for row in house.hall.sql("SELECT action FROM audit_entry ORDER BY seq")]


def test_a_new_account_signs_in_and_changes_its_first_password_before_anything_else(
    house: House, giang: Visitor
) -> None:
    assert giang.send(OFFICE, seen_on=OFFICE, **NEW).location == f"{OFFICE}?created=an"
    assert "account.created" in actions(house)
    an = Visitor(house.app)
    assert an.sign_in("an", NEW["password"]).status_code == 303
    assert an.see("/api/v1/session").get_json()["code"] == "password_change_required"
    assert an.see("/admin").location.startswith("/account?next=")
    changed = {"old": NEW["password"], "new": "trâu đen uống nước", "again": "trâu đen uống nước"}
    assert an.send("/account/password", **changed, next="/counter").location == "/counter"
    assert an.is_in()


def test_a_supervisor_makes_no_supervisors_and_sees_no_other_accounts(house: House, giang: Visitor) -> None:
    answer = giang.send(OFFICE, seen_on=OFFICE, **{**NEW, "role": "supervisor"})
    assert (answer.status_code, role_of(house, "an")) == (422, None)
    assert giang.see("/admin/staff").status_code == 403
    assert giang.see(f"{OFFICE}/giang").status_code == 403
    make_admin(house)
    assert giang.see(f"{OFFICE}/chung").status_code == 404


@pytest.mark.parametrize(
    ("username", "fields"),
    [
        ("hoa", {"name": "Hoa", "role": "admin"}),
        ("hoa", {"name": "Hoa", "role": "supervisor"}),
        ("giang", {"name": "Giang", "role": "admin"}),
        ("giang", {"name": "Giang", "role": "clerk"}),
    ],
)
def test_nobody_gives_a_role_above_their_own(
    house: House, giang: Visitor, username: str, fields: dict[str, str]
) -> None:
    before = role_of(house, username)
    assert giang.send(f"{OFFICE}/{username}", seen_on=OFFICE, **fields).status_code in (403, 422)
    assert role_of(house, username) == before


def test_ids_and_rights_in_a_body_count_for_nothing(house: House, giang: Visitor) -> None:
    fields = {"office_id": "", "active": "0", "must_change_password": "0", "id": "1", "username": "giang"}
    giang.send(f"{OFFICE}/hoa", seen_on=OFFICE, name="Hoa Mới", role="clerk", **fields)
    row = house.hall.sql("SELECT name, office_id, active FROM staff WHERE username = 'hoa'")[0]
    assert (row.name, bool(row.active)) == ("Hoa Mới", True)
    assert row.office_id is not None


def test_nobody_changes_their_own_role_or_ends_themselves(house: House) -> None:
    chung = make_admin(house)
    make_admin(house, "dung")
    own = "/admin/staff/chung"
    answer = chung.send(own, seen_on=own, name="Chung", role="province")
    assert (answer.status_code, role_of(house, "chung")) == (422, "admin")
    assert chung.send(f"{own}/end", seen_on=own, sure="1").status_code == 422
    assert role_of(house, "chung") == "admin"


def test_the_last_administrator_stays(house: House) -> None:
    chung, dung = make_admin(house), make_admin(house, "dung")
    assert chung.send("/admin/staff/dung/end", seen_on="/admin/staff/dung", sure="1").status_code == 303
    assert not dung.is_in()
    house.hall.sql("UPDATE staff SET active = (1 = 1), password_hash = NULL WHERE username = 'dung'")
    house.hall.sql("UPDATE staff SET password_hash = NULL WHERE role = 'admin' AND username <> 'chung'")
    eve = make_admin(house, "em")
    house.hall.sql("UPDATE staff SET role = 'province' WHERE username = 'em'")
    assert eve.send("/admin/staff/chung/end", seen_on="/account", sure="1").status_code == 403
    assert role_of(house, "chung") == "admin"


def test_another_role_signs_out_at_once(house: House, giang: Visitor) -> None:
    hoa = Visitor(house.app)
    hoa.sign_in("hoa")
    assert hoa.is_in()
    assert giang.send(f"{OFFICE}/hoa", seen_on=OFFICE, name="Hoa", role="receptionist").status_code == 303
    assert not hoa.is_in()


def test_who_is_serving_keeps_the_account_until_that_is_finished(house: House, giang: Visitor) -> None:
    house.sign_in("hoa")
    house.by_cookie("open")
    house.press()
    house.by_cookie("call-next")
    answer = giang.send(f"{OFFICE}/hoa/end", seen_on=f"{OFFICE}/hoa", sure="1")
    assert (answer.status_code, role_of(house, "hoa")) == (422, "clerk")


@pytest.mark.parametrize("step", ["password", "sign-out", "end"])
def test_steps_end_every_session(house: House, giang: Visitor, step: str) -> None:
    hoa = Visitor(house.app)
    hoa.sign_in("hoa")
    fields = {"password": "sông Côn chảy", "sure": "1"}
    assert giang.send(f"{OFFICE}/hoa/{step}", seen_on=f"{OFFICE}/hoa", **fields).status_code == 303
    assert not hoa.is_in()


@pytest.mark.parametrize("password", ["matkhau123", "hoa123456", "12345678", "short", "dunghen2026"])
def test_bad_first_passwords_are_told_and_not_taken(house: House, giang: Visitor, password: str) -> None:
    before = house.hall.sql("SELECT password_hash FROM staff WHERE username = 'hoa'")
    answer = giang.send(f"{OFFICE}/hoa/password", seen_on=f"{OFFICE}/hoa", password=password)
    assert answer.status_code == 422
    assert house.hall.sql("SELECT password_hash FROM staff WHERE username = 'hoa'") == before


def test_forms_without_their_token_do_nothing(house: House, giang: Visitor) -> None:
    assert giang.http.post(OFFICE, data=NEW).status_code == 403
    assert giang.http.post(f"{OFFICE}/hoa/end", data={"sure": "1"}).status_code == 403
    assert (role_of(house, "an"), role_of(house, "hoa")) == (None, "clerk")


def test_every_page_stands_in_both_languages(house: House) -> None:
    chung = make_admin(house)
    for path in (OFFICE, f"{OFFICE}/hoa", "/admin/staff", "/admin/staff/chung", "/account"):
        vi, en = chung.see(path), chung.see(f"{path}?lang=en")
        assert (vi.status_code, en.status_code) == (200, 200), path
        assert 'lang="vi"' in vi.text
        assert 'lang="en"' in en.text
    assert ADMIN_PASSWORD not in chung.see("/account").text
