"""The door through which booked citizens check in at a kiosk, at a real server and without it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from kiosk.keeping import FILE, Kept
from kiosk.machine import Machine
from kiosk.settings import Settings
from kiosk.web import create_kiosk
from server.contract.messages import Appointment
from server.ports import SystemClock
from server.storage.database import Database
from server.storage.tables import appointment
from tests.kiosk.booked import Citizen
from tests.kiosk.bookings import booking_text
from tests.kiosk.stand import change_office, machine, settings, until
from tests.support.offices import noon_zone
from tests.support.servers import Server

OWN_PAGE = {"Origin": "http://localhost"}
NUMBER = "052085001234"
CARD = f"{NUMBER}|215000111|Nguyễn Văn Mẫu|09031948|Nam|Thôn 1, Xã Mẫu|12052021"


@pytest.fixture(scope="module")
def server(shared_server: Server) -> Server:
    many = [{"pool": "all", "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "begins": "00:00"}]
    change_office(
        shared_server,
        slots=[{**many[0], "ends": "00:00", "public": 100, "services": ["land"]}],
    )
    return shared_server


@pytest.fixture(scope="module")
def citizen(server: Server) -> Iterator[Citizen]:
    someone = Citizen(server)
    yield someone
    someone.close()


def kiosk_at(server: Server, folder: Path) -> Settings:
    base = settings(server)
    return Settings(base.server, base.token, base.office, base.printer, name="K1", state=folder)


@pytest.fixture(scope="module")
def kiosk(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with machine(kiosk_at(server, tmp_path_factory.mktemp("state"))) as running:
        yield running


@pytest.fixture
def page(kiosk: Machine) -> FlaskClient:
    return create_kiosk(kiosk).test_client()


def check_in(page: FlaskClient, **body: Any) -> TestResponse:
    return page.post("/check-in", json={"key": uuid4().hex} | body, headers=OWN_PAGE)


def problem(answer: TestResponse) -> tuple[int, str]:
    body = answer.get_json()
    assert body["status"] == answer.status_code
    return answer.status_code, body["code"]


def begun_hours_ago(server: Server, booked: Appointment, hours: float) -> None:
    """Let the slot of a booking have begun earlier."""
    start = booked.start - timedelta(hours=hours)
    database = Database(server.database, SystemClock())
    code = booked.code.replace("-", "")
    try:
        database.write(
            lambda tx: tx.connection.execute(
                update(appointment).where(appointment.c.code == code).values(start=start)
            )
        )
    finally:
        database.close()


def test_a_scanned_booking_becomes_a_ticket_whose_paper_comes(page: FlaskClient, citizen: Citizen) -> None:
    booked = citizen.books()
    answer = check_in(page, code=booked.qr, language="en")
    assert answer.status_code == 201
    told = answer.get_json()
    assert told["ticket"]["number"].startswith("A")
    assert told["ticket"]["slot"] == booked.start.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    assert not told["again"]
    assert told["paper"]["stage"] in ("printing", "printed")


def test_the_same_scan_repeated_after_a_lost_answer_is_no_second_scan(
    page: FlaskClient, citizen: Citizen
) -> None:
    booked, key = citizen.books(), uuid4().hex
    first, second = check_in(page, key=key, code=booked.qr), check_in(page, key=key, code=booked.qr)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json()["ticket"] == second.get_json()["ticket"]
    assert not second.get_json()["again"]


def test_a_second_scan_shows_the_same_number_and_prints_only_when_asked(
    page: FlaskClient, citizen: Citizen
) -> None:
    booked, key = citizen.books(), uuid4().hex
    number = check_in(page, code=booked.qr).get_json()["ticket"]["number"]
    second = check_in(page, key=key, code=booked.code.lower())
    assert second.status_code == 200
    told = second.get_json()
    assert (told["ticket"]["number"], told["again"], told["paper"]["stage"]) == (number, True, "not_asked")
    printed = page.post("/reprint", json={"key": key}, headers=OWN_PAGE)
    assert printed.status_code == 202
    assert printed.get_json()["reprint"]


def test_two_kiosks_give_one_number(page: FlaskClient, citizen: Citizen, server: Server) -> None:
    booked = citizen.books()
    number = check_in(page, code=booked.qr).get_json()["ticket"]["number"]
    with machine(settings(server)) as other:
        told = check_in(create_kiosk(other).test_client(), code=booked.qr).get_json()
    assert (told["ticket"]["number"], told["again"]) == (number, True)


def test_an_id_card_brings_the_booking_and_leaves_no_trace(
    page: FlaskClient, citizen: Citizen, caplog: pytest.LogCaptureFixture
) -> None:
    citizen.books(consent=True, citizen_id=NUMBER)
    with caplog.at_level(logging.DEBUG):
        first = check_in(page, code=CARD.replace("|", "\r"))
        second = check_in(page, citizen_id=NUMBER)
        check_in(page, citizen_id="098765432109")
        check_in(page, code=CARD + "|" + "x" * 2_000)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json()["ticket"]["number"] == second.get_json()["ticket"]["number"]
    for secret in (NUMBER, "098765432109", "Mẫu", "215000111", "09031948"):
        assert secret not in caplog.text
        assert secret not in first.text + second.text


def test_who_comes_long_after_the_slot_gets_a_walk_in_number_that_says_so(
    page: FlaskClient, citizen: Citizen, server: Server
) -> None:
    booked = citizen.books()
    begun_hours_ago(server, booked, 3)
    told = check_in(page, code=booked.code).get_json()
    assert told["ticket"]["late"]


def test_each_way_to_miss_has_its_own_answer(page: FlaskClient, citizen: Citizen) -> None:
    later = next(start for start in citizen.slots() if start > citizen.slots()[0] + timedelta(hours=2))
    early = check_in(page, code=citizen.books(later).qr)
    assert problem(early) == (409, "too_early")
    assert {"from", "start"} <= early.get_json().keys()
    tomorrow = citizen.slots()[0] + timedelta(days=1)
    other_day = check_in(page, code=citizen.books(tomorrow).qr)
    assert problem(other_day) == (409, "other_day")
    assert "start" in other_day.get_json()
    gone = citizen.books()
    citizen.cancels(gone)
    assert problem(check_in(page, code=gone.qr)) == (409, "cancelled")
    assert problem(check_in(page, code="7K3M-92QX")) == (404, "unknown_booking")
    assert problem(check_in(page, code=booking_text())) == (404, "unknown_booking")
    assert problem(check_in(page, citizen_id="001001001001")) == (404, "unknown_booking")


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": ""},
        {"code": "x" * 401},
        {"code": "\x1b@"},
        {"code": 7},
        {"citizen_id": "12345"},
        {"phone": "0912345678"},
        {"code": "7K3M92QX", "walk_in": True},
    ],
)
def test_a_body_that_is_not_as_agreed_is_refused_and_not_repeated(
    page: FlaskClient, wrong: dict[str, Any]
) -> None:
    answer = check_in(page, **wrong)
    assert problem(answer) == (422, "invalid")
    assert NUMBER not in answer.text


@pytest.mark.parametrize("wrong", [{}, {"code": "7K3M92QX", "citizen_id": NUMBER}], ids=["none", "two"])
def test_two_ways_to_say_who_reports_or_none_are_refused_and_not_repeated(
    page: FlaskClient, wrong: dict[str, Any]
) -> None:
    answer = check_in(page, **wrong)
    assert problem(answer) == (409, "ambiguous")
    assert NUMBER not in answer.text


def test_the_same_key_for_another_booking_is_refused(page: FlaskClient, citizen: Citizen) -> None:
    key = uuid4().hex
    check_in(page, key=key, code=citizen.books().qr)
    assert problem(check_in(page, key=key, code=citizen.books().qr)) == (422, "idempotency_mismatch")


def test_without_the_server_a_kiosk_verifies_a_booking_by_itself_and_gives_no_number(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with Server(tmp_path_factory.mktemp("away")) as server:
        someone = Citizen(server)
        booked, gone = someone.books(), someone.books()
        someone.cancels(gone)
        someone.close()
        with machine(kiosk_at(server, tmp_path)) as running:
            until(lambda: (tmp_path / FILE).exists())
            until(lambda: running.state()["bookings"])
            server.kill()
            _says_what_it_knows(running, booked, gone)
            still = kiosk_at(server, tmp_path)
    with machine(still) as restarted:
        assert restarted.state()["office"] is None
        _says_what_it_knows(restarted, booked, gone)
    assert Kept.model_validate_json((tmp_path / FILE).read_bytes()).time_zone == noon_zone()


def _says_what_it_knows(running: Machine, booked: Appointment, gone: Appointment) -> None:
    page = create_kiosk(running).test_client()
    valid = check_in(page, code=booked.qr)
    assert problem(valid) == (503, "valid_while_away")
    told = valid.get_json()
    assert told["start"] == booked.start.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    assert "ticket" not in told
    assert problem(check_in(page, code=gone.qr)) == (409, "revoked")
    assert problem(check_in(page, code=booking_text())) == (404, "unknown_booking")
    assert problem(check_in(page, code=booked.code)) == (503, "server_away")
    assert problem(check_in(page, citizen_id=NUMBER)) == (503, "server_away")
