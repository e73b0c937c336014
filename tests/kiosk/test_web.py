"""The doors of the kiosk's own page, and who may not use them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.guarding import may_knock
from kiosk.machine import Machine
from kiosk.web import create_kiosk
from server.contract.client import Client
from server.contract.refusal_words import TEXTS
from tests.kiosk.stand import machine, settings, until
from tests.support.servers import OFFICE, Server

OWN_PAGE = {"Origin": "http://localhost"}


@pytest.fixture(scope="module")
def kiosk(shared_server: Server) -> Iterator[Machine]:
    with machine(settings(shared_server)) as running:
        yield running


@pytest.fixture
def page(kiosk: Machine) -> FlaskClient:
    return create_kiosk(kiosk).test_client()


def press(page: FlaskClient, **body: Any) -> TestResponse:
    return page.post("/press", json={"key": uuid4().hex, "service": "land"} | body, headers=OWN_PAGE)


def waiting(server: Server) -> int:
    with Client(server.url) as client:
        return len(client.board(OFFICE).waiting)


def problem(answer: TestResponse) -> tuple[int, str]:
    assert answer.content_type == "application/problem+json"
    body = answer.get_json()
    assert body["status"] == answer.status_code
    assert {"type", "title", "detail"} <= body.keys()
    return answer.status_code, body["code"]


def test_a_press_brings_a_ticket_at_once(page: FlaskClient) -> None:
    answer = press(page, category="disabled", language="en")
    assert answer.status_code == 201
    body = answer.get_json()
    assert body["ticket"]["number"].startswith("A")
    assert body["paper"]["stage"] in ("printing", "printed")
    assert set(body["qr"][0]) <= {"0", "1"}


def test_the_page_never_learns_the_link_nor_sees_the_category_again(page: FlaskClient) -> None:
    text = press(page, category="disabled").text
    assert not [
        word for word in ("token", "follow_url", "disabled", "category", "due") if f'"{word}"' in text
    ]


def test_the_same_key_is_the_same_ticket(page: FlaskClient, shared_server: Server) -> None:
    key, before = uuid4().hex, waiting(shared_server)
    first, second = press(page, key=key), press(page, key=key)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json()["ticket"] == second.get_json()["ticket"]
    assert waiting(shared_server) == before + 1


def test_the_same_key_for_another_wish_is_refused(page: FlaskClient) -> None:
    key = uuid4().hex
    press(page, key=key)
    assert problem(press(page, key=key, service="civil_status")) == (422, "idempotency_mismatch")


@pytest.mark.parametrize(
    "wrong",
    [
        {"sevice": "land"},
        {"persons": 3},
        {"service": "đất đai"},
        {"service": "x" * 41},
        {"service": None},
        {"key": "short"},
        {"key": "\x1b@" * 8},
        {"language": "vietnamese"},
        {"category": 7},
    ],
)
def test_a_body_that_is_not_as_agreed_is_refused_whole(
    page: FlaskClient, shared_server: Server, wrong: dict[str, Any]
) -> None:
    before = waiting(shared_server)
    assert problem(press(page, **wrong)) == (422, "invalid")
    assert waiting(shared_server) == before


def test_what_the_server_refuses_is_passed_on_in_its_words(page: FlaskClient) -> None:
    assert problem(press(page, service="no-such-service")) == (404, "unknown_service")
    assert problem(press(page, category="no-such-category")) == (404, "unknown_category")


@pytest.mark.parametrize(
    ("data", "content_type", "status", "code"),
    [
        (b"{not json", "application/json", 400, "malformed_json"),
        (b"[]", "application/json", 422, "invalid"),
        (b"service=land", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b'{"key":"' + b"a" * 5000 + b'"}', "application/json", 413, "too_large"),
    ],
)
def test_a_body_that_is_no_message_is_refused(
    page: FlaskClient, data: bytes, content_type: str, status: int, code: str
) -> None:
    answer = page.post("/press", data=data, content_type=content_type, headers=OWN_PAGE)
    assert problem(answer) == (status, code)


def test_a_reprint_needs_a_ticket_of_this_kiosk_and_ends_some_day(kiosk: Machine, page: FlaskClient) -> None:
    def reprint(key: str) -> TestResponse:
        return page.post("/reprint", json={"key": key}, headers=OWN_PAGE)

    assert problem(reprint(uuid4().hex)) == (404, "unknown_ticket")
    key = uuid4().hex
    press(page, key=key)
    for _ in range(2):
        until(lambda: reprint(key).status_code == 202)
    until(lambda: reprint(key).get_json().get("code") != "still_printing")
    assert problem(reprint(key)) == (409, "limit_reached")


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "https://localhost"}]
)
@pytest.mark.parametrize("door", ["/press", "/reprint"])
def test_only_the_own_page_may_press(
    page: FlaskClient, shared_server: Server, headers: dict[str, str], door: str
) -> None:
    before = waiting(shared_server)
    answer = page.post(door, json={"key": uuid4().hex, "service": "land"}, headers=headers)
    assert problem(answer) == (403, "foreign_page")
    assert waiting(shared_server) == before


@pytest.mark.parametrize(
    ("host", "origin", "site", "may"),
    [
        ("127.0.0.1:8001", "http://127.0.0.1:8001", "same-origin", True),
        ("localhost:8001", "http://localhost:8001", None, True),
        ("[::1]:8001", "http://[::1]:8001", None, True),
        ("kiosk1:8001", "http://kiosk1:8001", None, True),
        ("127.0.0.1:8001", "http://127.0.0.1:9999", "same-site", False),
        ("127.0.0.1:8001", "http://127.0.0.1:8001", "cross-site", False),
        ("evil.example:8001", "http://evil.example:8001", "same-origin", False),
        ("127.0.0.1:8001", None, None, False),
        ("[bad", "http://[bad", None, False),
    ],
)
def test_a_press_must_come_from_this_machines_page(
    host: str, origin: str | None, site: str | None, may: bool
) -> None:
    assert may_knock("POST", host=host, origin=origin, site=site, own_host="Kiosk1") is may


def test_a_foreign_name_that_points_here_may_not_even_look(page: FlaskClient) -> None:
    assert problem(page.get("/state", headers={"Host": "evil.example"})) == (403, "foreign_page")


@pytest.mark.parametrize(
    "path", ["/page/../web.py", "/page/%2e%2e/web.py", "/look/../client.py", "/nothing", "/page/"]
)
def test_nothing_but_the_page_is_served(page: FlaskClient, path: str) -> None:
    assert page.get(path).status_code == 404


def test_get_changes_nothing(page: FlaskClient) -> None:
    assert problem(page.get("/press")) == (405, "method_not_allowed")


def test_the_page_may_load_nothing_from_elsewhere_and_run_nothing_inline(page: FlaskClient) -> None:
    answer = page.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    # The decoder of the camera is WebAssembly; no script may be made of text.
    assert "unsafe" not in policy.replace("'wasm-unsafe-eval'", "")
    assert "style=" not in answer.text
    assert "<script>" not in answer.text
    answer.close()


def test_a_browser_at_a_wrong_address_reads_a_page_that_leads_back(page: FlaskClient) -> None:
    browser = {"Accept": "text/html,*/*;q=0.8"}
    for path, host, status, words in (
        ("/nothing", "localhost", 404, "404"),
        ("/press", "localhost", 405, "405"),
        ("/", "evil.example", 403, "foreign_page"),
    ):
        answer = page.get(path, headers={**browser, "Host": host})
        assert (answer.status_code, answer.mimetype) == (status, "text/html")
        for lang in ("vi", "en"):
            assert TEXTS[lang][words][0] in answer.text
        assert answer.headers["Refresh"] == "20; url=/"
        assert 'href="/"' in answer.text
