"""Two-step sign-in: a code of the moment after the password, on every form, and never the same twice."""

from __future__ import annotations

import pytest

from server.web import sign_in_rules
from tests.server.web.accounts.browser import ADMIN_PASSWORD, Visitor, make_admin
from tests.server.web.accounts.phone import Phone, enrol
from tests.server.web.house import House, assert_problem
from tests.support.offices import STAFF_PASSWORD


@pytest.fixture
def giang(house: House) -> tuple[Phone, list[str]]:
    """The supervisor has turned it on, and a while has passed."""
    visitor = Visitor(house.app)
    visitor.sign_in("giang")
    enrolled = enrol(house, visitor)
    house.clock.tick(minutes=5)
    return enrolled


def ask(house: House, **said: str) -> int:
    body = {"username": "giang", "password": STAFF_PASSWORD, **said}
    return house.ask("POST", "/api/v1/session", body).status_code


def test_a_program_is_told_that_a_code_is_needed(house: House, giang: tuple[Phone, list[str]]) -> None:
    assert_problem(house.sign_in("giang"), 401, "totp_required")
    assert ask(house, totp=giang[0].code()) == 200
    assert_problem(house.sign_in("giang", "wrong"), 401, "wrong_credentials")


@pytest.mark.parametrize(
    "path", ["/sign-in", "/admin/sign-in", "/integrations/ttpvhcc", "/figures", "/rating-forms"]
)
def test_every_form_asks_for_the_code_in_a_second_step(
    house: House, giang: tuple[Phone, list[str]], path: str
) -> None:
    visitor = Visitor(house.app)
    first = visitor.http.post(path, data={"username": "giang", "password": STAFF_PASSWORD})
    assert first.status_code == 401
    assert 'name="totp"' in first.text
    assert 'name="password"' not in first.text
    assert not visitor.is_in()
    assert visitor.http.post(path, data={"totp": "000000"}).status_code == 401
    assert visitor.http.post(path, data={"totp": giang[0].code()}).status_code == 303
    assert visitor.is_in()


def test_a_code_is_taken_once(house: House, giang: tuple[Phone, list[str]]) -> None:
    code = giang[0].code()
    assert [ask(house, totp=code), ask(house, totp=code)] == [200, 401]


@pytest.mark.parametrize(("late_s", "status"), [(-60, 401), (-30, 200), (30, 200), (60, 401)])
def test_clocks_may_drift_by_one_step(
    house: House, giang: tuple[Phone, list[str]], late_s: int, status: int
) -> None:
    assert ask(house, totp=giang[0].code(late_s=late_s)) == status


def test_a_recovery_code_is_taken_once_however_it_is_typed(
    house: House, giang: tuple[Phone, list[str]]
) -> None:
    typed = giang[1][3].upper().replace("-", " ")
    assert [ask(house, totp=typed), ask(house, totp=typed)] == [200, 401]


def test_guessing_codes_is_throttled_though_the_password_is_right(
    house: House, giang: tuple[Phone, list[str]]
) -> None:
    tries = []
    for number in range(12):
        ask(house)  # the first step alone makes nothing forgotten
        tries.append(ask(house, totp=f"{number:06}"))
    assert tries[:8] == [401] * 8
    assert tries[8:] == [429] * 4


def test_half_signed_in_is_over_after_a_new_password(house: House, giang: tuple[Phone, list[str]]) -> None:
    visitor = Visitor(house.app)
    visitor.sign_in("giang")
    house.hall.sql("UPDATE staff SET password_hash = NULL WHERE username = 'giang'")
    assert visitor.http.post("/sign-in", data={"totp": giang[0].code()}).status_code == 401
    assert not visitor.is_in()


def test_a_code_alone_lets_nobody_in(house: House, giang: tuple[Phone, list[str]]) -> None:
    visitor = Visitor(house.app)
    assert visitor.http.post("/sign-in", data={"totp": giang[0].code()}).status_code == 401


def test_the_secret_is_sealed_and_codes_are_hashed(house: House, giang: tuple[Phone, list[str]]) -> None:
    kept = str(house.hall.sql("SELECT totp_secret FROM staff")) + str(
        house.hall.sql("SELECT code_hash FROM recovery_code")
    )
    assert giang[0].secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in giang[1])


def test_it_is_turned_off_with_password_and_code_only(house: House, giang: tuple[Phone, list[str]]) -> None:
    phone, codes = giang
    visitor = Visitor(house.app)
    visitor.sign_in("giang")
    visitor.http.post("/sign-in", data={"totp": codes[0]})
    assert visitor.send("/account/totp/remove", old="wrong", code=codes[1]).status_code == 422
    assert visitor.send("/account/totp/remove", old=STAFF_PASSWORD, code="123123").status_code == 422
    assert visitor.send("/account/totp/remove", old=STAFF_PASSWORD, code=phone.code()).status_code == 303
    assert ask(house) == 200


def test_an_administrator_helps_who_lost_phone_and_codes(
    house: House, giang: tuple[Phone, list[str]]
) -> None:
    chung = make_admin(house)
    page = "/admin/ttpvhcc/staff/giang"
    assert chung.send(f"{page}/remove-totp", seen_on=page).status_code == 422
    assert chung.send(f"{page}/remove-totp", seen_on=page, sure="1").status_code == 303
    assert ask(house) == 200


def test_administrators_can_be_held_to_it(house: House) -> None:
    """A rule of the server: until it is set up, nothing else can be done."""
    house.settings = house.settings.model_copy(update={"admins_need_totp": True})
    chung = make_admin(house)
    assert chung.see("/admin").status_code == 200
    sign_in_rules.attach(house.app.flask, house.settings)
    assert chung.see("/admin").location == "/account?next=%2Fadmin"
    assert_problem(chung.see("/api/v1/session"), 403, "totp_set_up_required")
    phone, _ = enrol(house, chung)
    assert chung.see("/admin").status_code == 200
    house.clock.tick(minutes=1)
    fields = {"old": ADMIN_PASSWORD, "code": phone.code()}
    assert chung.send("/account/totp/remove", **fields).location == "/account"
    house.clock.tick(minutes=1)
    assert ask(house, username="chung", password=ADMIN_PASSWORD) == 401
