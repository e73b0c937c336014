"""What a server logs when something goes wrong: where and what kind, and nothing of anybody."""

from __future__ import annotations

import io
import json
import logging
import re
import secrets
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from server import logs
from server.contract.messages import BookSlot
from tests.server.web.house import House
from tests.support.clocks import StoppedClock
from tests.support.servers import OFFICE, Server

PERSON = {
    "name": "Tống Thị Quỹ Đạo",
    "phone": "0987 111 222",
    "email": "quy.dao@example.vn",
    "note": "xe lăn tím",
}
PLANTED = (*PERSON.values(), "0987111222")
UNIQUE_NAME = "CREATE UNIQUE INDEX planted ON booking_contact (name)"


class Api:
    """A citizen at the API of a running server, or of one in this process."""

    def __init__(self, http: Any) -> None:
        self.http = http
        self.keys = 0

    def post(self, path: str, body: dict[str, object]) -> Any:
        self.keys += 1
        return self.http.post(path, json=body, headers={"Idempotency-Key": secrets.token_hex(16)})

    def book(self) -> Any:
        slots = told(self.http.get(f"/api/v1/offices/{OFFICE}/slots?service=land"))["slots"]
        wish = {"service": "land", "start": slots[40 + self.keys]["start"]}
        held = told(self.post(f"/api/v1/offices/{OFFICE}/holds", wish))["hold"]
        return self.post("/api/v1/appointments", {"hold": held, "consent": True, **PERSON})


def told(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.text)
    return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("logs")) as running:
        yield running


@pytest.fixture
def api(server: Server) -> Iterator[Api]:
    with httpx.Client(base_url=server.url) as http:
        yield Api(http)


def plant(server: Server, statement: str, *values: object) -> None:
    with sqlite3.connect(server.database.removeprefix("sqlite:///"), timeout=10) as database:
        database.execute(statement, values)


def forget_bookings(server: Server) -> None:
    """So that none weighs on the next one."""
    for table in ("slot_place", "slot", "booking_contact", "appointment"):
        plant(server, f"DELETE FROM {table}")


def last_lines(server: Server, event: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in server.log().splitlines() if line.startswith("{")]
    return [line for line in lines if line["event"] == event]


def test_a_constraint_that_a_booking_breaks_is_logged_without_the_booking(server: Server, api: Api) -> None:
    assert api.book().status_code == 201
    plant(server, "UPDATE booking_contact SET phone_key = 'another'")
    plant(server, UNIQUE_NAME)
    try:
        assert api.book().status_code == 500
    finally:
        plant(server, "DROP INDEX planted")
        forget_bookings(server)
    (entry,) = last_lines(server, "unexpected_error")
    assert (entry["error"], entry["route"]) == ("IntegrityError", "POST /api/v1/appointments")
    assert any(re.fullmatch(r"server/actions/\w+\.py:\d+ \w+", frame) for frame in entry["frames"])
    assert not any(text in server.log() for text in PLANTED)


@pytest.mark.parametrize("path", ["/a/{}", "/a/{}.ics", "/a/{}/move", "/api/v1/appointments/{}"])
def test_a_fault_behind_a_secret_link_is_logged_without_the_link(server: Server, api: Api, path: str) -> None:
    token = told(api.book())["token"]
    before = len(last_lines(server, "unexpected_error"))
    plant(server, "UPDATE appointment SET start = ? WHERE token = ?", "Quỹ Đạo", token)
    try:
        assert httpx.get(server.url + path.format(token) + "?q=Quỹ").status_code == 500
    finally:
        forget_bookings(server)
    entry = last_lines(server, "unexpected_error")[before]
    assert re.fullmatch(r"GET /\S*<token>\S*", entry["route"])
    assert entry["error"] == "ValueError"
    assert token not in server.log()
    assert "Quỹ" not in server.log()


def test_requests_that_are_no_http_are_logged_without_what_they_say(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.sendall(b"GET /a/the-secret-link HTTP/9.9 quy.dao@example.vn\r\n\r\n")
        line.recv(1000)
    assert "the-secret-link" not in server.log()
    assert "quy.dao" not in server.log()


def test_requests_are_in_no_log_of_either_server(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "werkzeug"
    folder.mkdir()
    with Server(folder, options=("--server", "werkzeug")) as other:
        for running in (server, other):
            httpx.get(f"{running.url}/a/the-secret-link?q=0987111222")
            assert "the-secret-link" not in running.log()
            assert "0987111222" not in running.log()


# --- the same on each engine, and for whatever else is logged ---------------------------------------


def rendered(entries: list[Any]) -> str:
    """What the server would have written for these events."""
    out = io.StringIO()
    for entry in entries:
        said: Any = dict(entry)
        for process in logs.PROCESSORS:
            said = process(None, "error", said)
        out.write(f"{said}\n")
    return out.getvalue()


def test_neither_engine_s_words_about_a_row_reach_the_log(database_url: str, clock: StoppedClock) -> None:
    house = House(database_url, clock)
    try:
        house.hall.sql(UNIQUE_NAME)
        api = Api(house.http)
        assert api.book().status_code == 201
        house.hall.sql("UPDATE booking_contact SET phone_key = 'another'")
        with capture_logs() as entries:
            assert api.book().status_code == 500
    finally:
        house.hall.database.close()
    written = rendered(entries)
    assert "IntegrityError" in written
    assert not any(text in written for text in PLANTED)


def test_a_statement_shows_no_parameters(database_url: str, clock: StoppedClock) -> None:
    house = House(database_url, clock)
    try:
        with house.app.database.engine.connect() as connection:
            assert connection.engine.hide_parameters
    finally:
        house.hall.database.close()


def wrong_message() -> Exception:
    """What pydantic says of a wrong form, input and all."""
    try:
        BookSlot.model_validate({"hold": "x" * 30, "phone": "Quỹ Đạo"})
    except ValueError as error:
        return error
    raise AssertionError("a wrong form was taken")


@pytest.mark.parametrize(
    "error", [wrong_message(), KeyError("Quỹ Đạo"), ExceptionGroup("Quỹ", [OSError("Đạo")])]
)
def test_an_error_is_told_by_its_kind_and_place_alone(error: Exception) -> None:
    written = rendered([{"event": "webhooks_failed", "exc_info": error}])
    assert type(error).__name__ in written
    assert "Quỹ" not in written
    assert "Đạo" not in written


def test_why_an_error_happened_is_told_by_kind_too() -> None:
    try:
        try:
            raise OSError("Quỹ Đạo")
        except OSError as cause:
            raise LookupError("Quỹ Đạo") from cause
    except LookupError as error:
        entry = json.loads(rendered([{"event": "x", "exc_info": error}]))
    assert (entry["error"], entry["because"]) == ("LookupError", ["OSError"])
    assert entry["frames"][-1].startswith("tests/server/test_logs.py:")


@pytest.fixture
def libraries() -> Iterator[None]:
    """The logs of libraries as a server sets them up, put back afterwards."""
    usual = logging.getLogRecordFactory()
    yield
    logging.setLogRecordFactory(usual)


@pytest.mark.usefixtures("libraries")
def test_what_libraries_log_of_a_request_is_cut() -> None:
    logs.quieten_libraries()
    out = io.StringIO()
    with redirect_stderr(out):
        log = logging.getLogger("gunicorn.error")
        handler = logging.StreamHandler(out)
        log.addHandler(handler)
        try:
            try:
                raise ValueError("Quỹ Đạo")
            except ValueError:
                log.exception("Error handling request %s %s", "GET", "/a/the-secret-link")
            log.warning("Invalid request from ip=203.0.113.7: bad line 'GET /a/the-secret-link'")
            log.warning("Worker (pid:%s) was sent %s", 17, "SIGTERM")
        finally:
            log.removeHandler(handler)
    written = out.getvalue()
    assert "ValueError" in written
    assert "test_logs.py" in written
    assert "Worker (pid:17) was sent SIGTERM" in written
    for secret in ("the-secret-link", "Quỹ", "203.0.113.7"):
        assert secret not in written
