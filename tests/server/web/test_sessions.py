"""Staff sign in with a name and a password; the session is a guarded cookie and ends by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.actions.house import signing_in
from tests.server.web.house import URL, House, assert_problem
from tests.support.clocks import StoppedClock

SESSION = "/api/v1/session"


def signed_in(house: House) -> bool:
    return house.ask("GET", SESSION).status_code == 200


def test_who_signs_in_is_told_who_they_are(house: House) -> None:
    answer = house.sign_in().get_json()
    assert answer.pop("csrf_token")
    assert answer == {"name": "Nguyễn Thị Hoa", "username": "hoa", "role": "clerk", "office": "ttpvhcc"}
    assert house.ask("GET", SESSION).get_json()["username"] == "hoa"


def test_a_clerk_works_at_the_counter_they_opened(house: House) -> None:
    house.sign_in()
    house.press()
    assert_problem(house.by_cookie("call-next"), 409, "counter_not_open")
    assert house.by_cookie("open").status_code == 200
    assert house.by_cookie("call-next").get_json()["ticket"]["number"] == "A001"
    assert_problem(house.by_cookie("call-next", counter=4), 409, "counter_not_open")
    house.step("open", counter=4)
    assert_problem(house.by_cookie("call-next", counter=4), 403, "not_allowed")


def test_a_clerk_presses_no_kiosk(house: House) -> None:
    house.sign_in()
    answer = house.ask("POST", f"{URL}/tickets", {"service": "land"}, headers={"X-CSRFToken": house.csrf})
    assert_problem(answer, 403, "not_allowed")


def test_a_receptionist_issues_numbers(house: House) -> None:
    house.sign_in("thuan")
    answer = house.ask("POST", f"{URL}/tickets", {"service": "land"}, headers={"X-CSRFToken": house.csrf})
    assert (answer.status_code, answer.get_json()["channel"]) == (201, "reception")


def test_a_colleague_takes_over_and_the_first_one_is_shut_out(house: House) -> None:
    house.sign_in("hoa")
    house.by_cookie("open")
    hoa, csrf = house.http, house.csrf
    house.http = house.app.flask.test_client()
    house.sign_in("minh")
    assert_problem(house.by_cookie("open"), 409, "counter_taken")
    assert house.by_cookie("open", {"take_over": True}).status_code == 200
    house.http, house.csrf = hoa, csrf
    assert_problem(house.by_cookie("call-next"), 403, "not_allowed")


def test_who_signs_out_is_out_also_with_a_kept_cookie(house: House) -> None:
    house.sign_in()
    kept = house.http.get_cookie("dunghen")
    assert kept is not None
    assert house.ask("DELETE", SESSION, headers={"X-CSRFToken": house.csrf}).status_code == 200
    assert not signed_in(house)
    house.http.set_cookie("dunghen", kept.value)
    assert not signed_in(house)


def test_a_session_idles_out_after_four_hours_and_use_keeps_it(house: House) -> None:
    house.sign_in()
    for _ in range(2):
        house.clock.tick(hours=3, minutes=59)
        assert signed_in(house)
    house.clock.tick(hours=4)
    assert not signed_in(house)


def test_a_session_ends_after_twelve_hours_however_much_it_is_used(house: House) -> None:
    house.sign_in()
    for _ in range(11):
        house.clock.tick(hours=1)
        assert signed_in(house)
    house.clock.tick(hours=1)
    assert not signed_in(house)


def test_a_new_password_ends_every_session(house: House) -> None:
    house.sign_in()
    house.app.database.write(lambda tx: signing_in.set_password(tx, "hoa", "another one"))
    assert not signed_in(house)
    assert house.sign_in().status_code == 401
    assert house.sign_in(password="another one").status_code == 200


def test_an_account_that_was_retired_is_out(house: House) -> None:
    house.sign_in()
    house.hall.sql("UPDATE staff SET active = (1 = 0) WHERE username = 'hoa'")
    assert not signed_in(house)
    assert_problem(house.sign_in(), 401, "wrong_credentials")


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("hoa", "wrong"),
        ("nobody", "dunghen-demo"),
        ("HOA", "dunghen-demo"),
        ("hoa", "dunghen-demo "),
        ("'--", "x"),
    ],
)
def test_name_or_password_wrong_is_one_answer(house: House, username: str, password: str) -> None:
    problem = assert_problem(house.sign_in(username, password), 401, "wrong_credentials")
    assert problem["detail"] == "Name or password is wrong."


def test_an_account_without_a_password_lets_nobody_in(house: House) -> None:
    house.hall.sql("UPDATE staff SET password_hash = NULL WHERE username = 'hoa'")
    assert_problem(house.sign_in(), 401, "wrong_credentials")


def test_after_eight_failures_an_account_rests(house: House) -> None:
    for _ in range(8):
        assert house.sign_in(password="wrong").status_code == 401
    assert_problem(house.sign_in(), 429, "too_many_tries")
    assert house.sign_in("minh").status_code == 200
    house.clock.tick(minutes=10)
    assert house.sign_in().status_code == 200


def test_an_address_that_tries_many_names_rests_too(house: House) -> None:
    for number in range(40):
        assert house.sign_in(f"name{number}", "wrong").status_code == 401
    assert_problem(house.sign_in("giang"), 429, "too_many_tries")


def test_what_was_planted_before_signing_in_does_not_live_on(house: House) -> None:
    house.sign_in("hoa")
    before = house.http.get_cookie("dunghen")
    house.sign_in("minh")
    after = house.http.get_cookie("dunghen")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert house.ask("GET", SESSION).get_json()["username"] == "minh"


def test_a_cookie_that_somebody_made_up_opens_nothing(house: House) -> None:
    for value in ("", "x", "eyJzdGFmZl9zZXNzaW9uIjoiMSJ9.Zz.zz", "a" * 4000):
        house.http.set_cookie("dunghen", value)
        assert_problem(house.ask("GET", SESSION), 401, "credentials_required")


def test_the_cookie_is_for_this_site_and_no_script(house: House) -> None:
    (cookie,) = house.sign_in().headers.getlist("Set-Cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie


@pytest.fixture
def behind_https(tmp_path: Path, clock: StoppedClock) -> Iterator[House]:
    house = House(f"sqlite:///{tmp_path / 'office.db'}", clock, secure_cookies=True)
    yield house
    house.hall.database.close()


def test_behind_https_the_cookie_is_for_https_only(behind_https: House) -> None:
    (cookie,) = behind_https.sign_in().headers.getlist("Set-Cookie")
    assert "Secure" in cookie


def test_passwords_are_kept_as_argon2id_and_told_to_nobody(house: House) -> None:
    kept = [row.password_hash for row in house.hall.sql("SELECT password_hash FROM staff")]
    assert all(value.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for value in kept)
    assert "argon2" not in house.sign_in().get_data(as_text=True)


def test_only_hashes_of_sessions_and_tokens_are_kept(house: House) -> None:
    house.sign_in()
    token = house.token("kiosk")
    for table in ("staff_session", "device"):
        assert token not in str(house.hall.sql(f"SELECT * FROM {table}"))
    (session,) = house.hall.sql("SELECT id FROM staff_session")
    assert len(session.id) == 64
