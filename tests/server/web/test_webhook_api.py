"""Webhooks over the API: made, seen, tried out, repeated and removed, by whom they belong to."""

from __future__ import annotations

from typing import Any

import pytest

from server.actions.house import setting_up
from server.contract.setup_file import SetUp
from server.demo.office import demo_office
from tests.builders import OFFICE
from tests.server.web.house import URL, House, assert_problem
from tests.server.web.webhook_cases import FAR, HOOKS, made


def listed(house: House, token: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = house.ask("GET", HOOKS, token=token).get_json()["webhooks"]
    return found


def deliveries(house: House, hook: int, state: str = "") -> list[dict[str, Any]]:
    path = f"{HOOKS}/{hook}/deliveries" + (f"?state={state}" if state else "")
    answer = house.ask("GET", path, token=house.token("integration"))
    found: list[dict[str, Any]] = answer.get_json()["deliveries"]
    return found


def second(house: House) -> str:
    """The key of another integration of the office."""
    return house.token("integration", counter=2)


def test_a_secret_is_told_once(house: House) -> None:
    hook = made(house, key="k")
    assert len(hook["secret"]) >= 40
    assert made(house, key="k") == hook, "a request that is repeated gets the first answer"
    assert [(one["id"], one["secret"]) for one in listed(house, house.token("integration"))] == [
        (hook["id"], None)
    ]
    assert made(house)["secret"] != hook["secret"]


def test_an_integration_sees_its_own_webhooks_and_a_supervisor_all(house: House) -> None:
    mine, other = made(house)["id"], made(house, token=second(house))["id"]
    assert [hook["id"] for hook in listed(house, house.token("integration"))] == [mine]
    assert [hook["id"] for hook in listed(house, second(house))] == [other]
    house.sign_in("giang")
    assert [hook["id"] for hook in listed(house, "")] == [mine, other]
    answer = house.ask("DELETE", f"{HOOKS}/{mine}", token=second(house))
    assert_problem(answer, 404, "unknown_webhook")
    answer = house.ask("DELETE", f"{HOOKS}/{mine}", headers={"X-CSRFToken": house.csrf})
    assert answer.status_code == 200
    assert listed(house, house.token("integration")) == []


def test_clerks_have_nothing_to_do_with_webhooks(house: House) -> None:
    house.sign_in("hoa")
    assert_problem(house.ask("GET", HOOKS), 403, "not_allowed")


def test_another_offices_key_sees_nothing_here(house: House) -> None:
    other = demo_office()
    about = other.office.model_copy(update={"code": "phuong-2"})
    setup = SetUp.model_validate({**other.model_dump(), "office": about.model_dump(), "staff": []})
    house.app.database.write(lambda tx: setting_up.apply(tx, setup))
    foreign = house.token("integration", office="phuong-2")
    assert_problem(house.ask("GET", HOOKS, token=foreign), 403, "not_allowed")
    assert_problem(house.ask("POST", HOOKS, {"url": FAR}, token=foreign), 403, "not_allowed")


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://partner.example.vn/told", "file:///etc/passwd", "partner.example.vn/told", "https://"),
        *(
            "https://user:secret@partner.example.vn/",
            "https://partner.example.vn/#told",
            "javascript:alert(1)",
        ),
        *("https://partner.example.vn:99999/", "https://[::1/", "https://đối-tác.vn/", "https://a b.vn/"),
        *("gopher://127.0.0.1:25/", "https://x.vn/\r\nHost: y", "https://" + "x" * 600),
    ],
)
def test_an_address_that_cannot_be_told_is_refused(house: House, url: str) -> None:
    answer = house.ask("POST", HOOKS, {"url": url}, token=house.token("integration"))
    assert_problem(answer, 422, "invalid")


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "http://localhost:8000/", "http://10.0.0.5/told", "http://[::1]/"),
        *("http://192.168.1.10/", "http://169.254.169.254/latest", "http://[::ffff:127.0.0.1]/"),
        "http://a.localhost/",
    ],
)
def test_an_address_in_the_house_is_refused_at_once(house: House, url: str) -> None:
    answer = house.ask("POST", HOOKS, {"url": url}, token=house.token("integration"))
    assert_problem(answer, 403, "webhook_refused")
    assert listed(house, house.token("integration")) == []


def test_kinds_are_those_that_there_are(house: House) -> None:
    body = {"url": FAR, "kinds": ["ticket_called", "ticket_called", "day_closed"]}
    hook = house.ask("POST", HOOKS, body, token=house.token("integration")).get_json()
    assert hook["kinds"] == ["ticket_called", "day_closed"]
    answer = house.ask("POST", HOOKS, {"url": FAR, "kinds": ["nothing"]}, token=house.token("integration"))
    assert_problem(answer, 422, "invalid")


def test_a_test_is_queued_and_seen(house: House) -> None:
    hook = made(house)["id"]
    for _ in range(2):
        sent = house.ask("POST", f"{HOOKS}/{hook}/test", {}, token=house.token("integration")).get_json()
    assert (sent["kind"], sent["state"], sent["event_id"]) == ("test", "waiting", f"{OFFICE}-test-2")
    assert [one["event_id"] for one in deliveries(house, hook)] == [f"{OFFICE}-test-2", f"{OFFICE}-test-1"]
    assert listed(house, house.token("integration"))[0]["waiting"] == 2


def test_deliveries_are_listed_by_state_and_given_up_ones_tried_again(house: House) -> None:
    hook = made(house)["id"]
    house.ask("POST", f"{HOOKS}/{hook}/test", {}, token=house.token("integration"))
    house.hall.sql("UPDATE webhook_delivery SET state = 'failed', tries = 10, status = 500, error = 'no'")
    assert deliveries(house, hook, "waiting") == []
    (failed,) = deliveries(house, hook, "failed")
    assert (failed["tries"], failed["status"], failed["next_at"]) == (10, 500, None)
    path = f"{HOOKS}/{hook}/deliveries/{failed['id']}/retry"
    again = house.ask("POST", path, {}, token=house.token("integration")).get_json()
    assert (again["state"], again["tries"]) == ("waiting", 0)
    assert [one["id"] for one in deliveries(house, hook, "waiting")] == [failed["id"]]


@pytest.mark.parametrize("query", ["state=perhaps", "state=failed&state=waiting", "page=2", "state="])
def test_a_query_that_nobody_knows_is_refused(house: House, query: str) -> None:
    path = f"{HOOKS}/{made(house)['id']}/deliveries?{query}"
    assert_problem(house.ask("GET", path, token=house.token("integration")), 422, "invalid")


def test_what_waited_for_a_removed_webhook_is_given_up(house: House) -> None:
    hook = made(house)["id"]
    house.ask("POST", f"{HOOKS}/{hook}/test", {}, token=house.token("integration"))
    house.ask("DELETE", f"{HOOKS}/{hook}", token=house.token("integration"))
    left = house.hall.sql("SELECT state, error FROM webhook_delivery")
    assert [tuple(row) for row in left] == [("failed", "the webhook was removed")]


def test_events_that_were_missed_can_be_read(house: House) -> None:
    for _ in range(3):
        house.press()
    seqs = [event["seq"] for event in house.hall.events()]
    path = f"{URL}/events?after={seqs[-3]}"
    events = house.ask("GET", path, token=house.token("integration")).get_json()["events"]
    assert events == [
        {"id": f"{OFFICE}-{event['seq']}", "office": OFFICE, **event} for event in house.hall.events()[-2:]
    ]
    end = house.ask("GET", f"{URL}/events?after={seqs[-1]}", token=house.token("integration"))
    assert end.get_json() == {"events": []}


@pytest.mark.parametrize("query", ["", "after=", "after=-1", "after=x", "after=1&before=2", f"after={2**63}"])
def test_events_are_asked_for_by_a_number(house: House, query: str) -> None:
    answer = house.ask("GET", f"{URL}/events?{query}", token=house.token("integration"))
    assert_problem(answer, 422, "invalid")
