"""How often one stranger, device or account may ask, and by which names the server is reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.web.allowance import Allowance, network_of
from tests.server.web.house import URL, House, assert_problem
from tests.support.clocks import StoppedClock


@pytest.fixture
def busy(tmp_path: Path, clock: StoppedClock) -> Iterator[House]:
    """A house where one request a second is enough, and ten at once."""
    house = House(f"sqlite:///{tmp_path / 'office.db'}", clock, request_rate=1)
    yield house
    house.hall.database.close()


def test_a_stranger_who_asks_too_often_waits_and_others_do_not(busy: House) -> None:
    codes = [busy.get(f"{URL}/board").status_code for _ in range(12)]
    assert codes[:10] == [200] * 10
    refused = busy.get(f"{URL}/board")
    body = assert_problem(refused, 429, "too_many_requests")
    assert 0 < body["retry_after_s"] <= 1
    assert refused.headers["Retry-After"] == "1"
    other = {"REMOTE_ADDR": "203.0.113.9"}
    assert busy.get(f"{URL}/board", environ_overrides=other).status_code == 200


def test_a_device_and_an_account_have_allowances_of_their_own(busy: House) -> None:
    token = busy.token("counter", counter=3)
    for _ in range(10):
        busy.get("/health/live")
    assert_problem(busy.get("/health/live"), 429, "too_many_requests")
    asked = [busy.ask("GET", f"{URL}/counters", token=token).status_code for _ in range(11)]
    assert asked == [200] * 10 + [429]


def test_whoever_guesses_tokens_is_slowed_as_a_stranger(busy: House) -> None:
    asked = [busy.ask("GET", f"{URL}/counters", token=f"guess {n}").status_code for n in range(12)]
    assert asked[:10] == [401] * 10
    assert 429 in asked[10:]


def test_files_of_pages_are_not_counted(busy: House) -> None:
    assert {busy.get("/look/look.css").status_code for _ in range(30)} == {200}


def test_one_line_of_the_internet_is_one_stranger_however_many_addresses_it_has() -> None:
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:ffff::9")
    assert network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")


def test_whoever_still_owes_is_not_forgotten_when_many_come() -> None:
    now = [0.0]
    allowance = Allowance(1, clock=lambda: now[0])
    for number in range(10_001):
        allowance.take(f"once {number}")
    now[0] = 0.9
    assert allowance.take("owes") == 0
    now[0] = 1.5
    allowance.take("another")
    assert allowance.take("owes") > 0


def test_the_server_answers_only_to_its_names_where_it_has_any(tmp_path: Path, clock: StoppedClock) -> None:
    named = House(f"sqlite:///{tmp_path / 'office.db'}", clock, hosts="hen.example.gov.vn,.lan")
    for host, status in (
        ("hen.example.gov.vn", 200),
        ("hen.example.gov.vn:8443", 200),
        ("office.lan", 200),
        ("evil.example", 400),
        ("hen.example.gov.vn.evil.example", 400),
    ):
        assert named.get("/", headers={"Host": host}).status_code == status, host
    named.hall.database.close()
