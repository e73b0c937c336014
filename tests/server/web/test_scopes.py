"""Keys of integrations: limited to scopes, and to so many requests a second."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from server.actions.house import devices
from server.domain.people import SCOPES, Role
from server.web.allowance import Allowance
from server.web.doors import Door
from tests.builders import OFFICE
from tests.server.commands.terminal import dunghen
from tests.server.web.house import URL, House, assert_problem, path_of
from tests.server.web.test_guards import body_of
from tests.server.web.test_refusals import documented
from tests.support.clocks import StoppedClock


def limited(house: House, *scopes: str) -> str:
    """A key that has only these scopes."""
    name = " ".join(("limited", *scopes))
    return house.app.database.write(
        lambda tx: devices.create_token(tx, OFFICE, role="integration", name=name, scopes=scopes)
    )


def for_integrations(house: House) -> list[Door]:
    """The doors at which a key counts: of those that strangers pass, too, the ones that tell a key more."""
    return [
        door
        for door in house.doors()
        if (door.welcome and door.scope) or Role.INTEGRATION in (door.who or ())
    ]


def ask(house: House, door: Door, token: str) -> TestResponse:
    return house.ask(door.method, path_of(door), body_of(door), token=token)


def code_of(answer: TestResponse) -> str | None:
    """With which code it was refused, if it was; some answers are files."""
    code: str | None = (answer.get_json(silent=True) or {}).get("code")
    return code


def test_every_door_that_lets_integrations_in_names_a_scope(house: House) -> None:
    scopes = {door.operation: door.scope for door in for_integrations(house)}
    assert {name: scope for name, scope in scopes.items() if scope not in SCOPES} == {}


def test_a_limited_key_opens_the_doors_of_its_scopes_and_no_others(house: House) -> None:
    for scope in SCOPES:
        token = limited(house, scope)
        for door in for_integrations(house):
            answer = ask(house, door, token)
            if door.scope == scope:
                assert code_of(answer) != "scope_missing"
            else:
                assert assert_problem(answer, 403, "scope_missing")["scope"] == door.scope


def test_a_limited_key_sees_what_strangers_see(house: House) -> None:
    for scope in SCOPES:
        board = house.ask("GET", "/api/v1/offices/ttpvhcc/board", token=limited(house, scope))
        assert board.status_code == 200


def test_the_document_tells_of_scopes_wherever_a_key_counts(house: House) -> None:
    assert {name for name, code in documented(house) if code == "scope_missing"} == {
        door.operation for door in for_integrations(house)
    }


def test_a_key_without_limits_opens_every_door_of_its_role(house: House) -> None:
    for door in for_integrations(house):
        assert code_of(ask(house, door, house.token("integration"))) != "scope_missing"


def test_a_key_with_no_scope_at_all_opens_nothing(house: House) -> None:
    for door in for_integrations(house):
        assert_problem(ask(house, door, limited(house)), 403, "scope_missing")


def test_scopes_are_given_and_shown_on_the_command_line(house: House, database_url: str) -> None:
    create = ("token", "create", "--office", OFFICE, "--role", "integration", "--name", "Cổng tỉnh")
    token = dunghen(database_url, *create, "--scope", "tickets:write", "--scope", "webhooks").out.strip()
    assert house.press(token=token).status_code == 201
    shown = dunghen(database_url, "token", "list", "--office", OFFICE).out
    assert "Cổng tỉnh\tintegration (tickets:write, webhooks)\tvalid\n" in shown
    assert (
        '"scopes": ["tickets:write", "webhooks"]'
        in dunghen(database_url, "token", "list", "--office", OFFICE, "--json").out
    )


@pytest.mark.parametrize(
    "wrong", [("--role", "kiosk", "--scope", "webhooks"), ("--role", "integration", "--scope", "everything")]
)
def test_scopes_that_mean_nothing_are_refused(
    database_url: str, house: House, wrong: tuple[str, ...]
) -> None:
    answer = dunghen(database_url, "token", "create", "--office", OFFICE, "--name", "x", *wrong)
    assert (answer.status, answer.out) == (2, "")


# --- how often ------------------------------------------------------------------------------------


@pytest.fixture
def slow_house(database_url: str, clock: StoppedClock) -> Iterator[House]:
    """Where an integration may ask three times a second."""
    house = House(database_url, clock, integration_rate=3)
    yield house
    house.hall.database.close()


def test_an_integration_that_asks_too_often_is_told_to_come_again(slow_house: House) -> None:
    house, token = slow_house, slow_house.token("integration")
    answers = [house.press(token=token) for _ in range(8)]
    assert [answer.status_code for answer in answers[:3]] == [201, 201, 201]
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert 0 < assert_problem(refused, 429, "too_many_requests")["retry_after_s"] <= 1
    assert refused.headers["Retry-After"] == "1"


def test_neither_other_keys_nor_kiosks_are_slowed_down_by_it(slow_house: House) -> None:
    house = slow_house
    for _ in range(8):
        house.press(token=house.token("integration"))
    assert house.press(token=limited(house, "tickets:write")).status_code == 201
    assert {house.press().status_code for _ in range(10)} == {201}


def test_every_door_of_integrations_counts(slow_house: House) -> None:
    house, token = slow_house, slow_house.token("integration")
    quick = next(door for door in for_integrations(house) if door.operation == "list_webhooks")
    for door in for_integrations(house):
        spent_at = quick if door.draw else door  # while a file is drawn the key recovers
        while ask(house, spent_at, token).status_code != 429:
            continue
        assert_problem(ask(house, door, token), 429, "too_many_requests")
    assert_problem(house.ask("GET", f"{URL}/webhooks", token=token), 429, "too_many_requests")


def test_an_allowance_refills_steadily_up_to_its_second() -> None:
    now = [0.0]
    allowance = Allowance(4, clock=lambda: now[0])
    assert [allowance.take("a") for _ in range(4)] == [0, 0, 0, 0]
    assert allowance.take("a") == pytest.approx(0.25)
    now[0] = 0.25
    assert [allowance.take("a"), allowance.take("a")] == [0, pytest.approx(0.25)]
    now[0] = 1000
    assert [allowance.take("a") == 0 for _ in range(6)] == [True] * 4 + [False] * 2
