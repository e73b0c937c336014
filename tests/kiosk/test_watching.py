"""The kiosk and its server: news at once, trouble told, recovery without a hand."""

from __future__ import annotations

import time
from pathlib import Path
from uuid import uuid4

import pytest

from kiosk.machine import Machine, NoOfficeYet
from kiosk.printing.connecting import printer_for
from kiosk.settings import Pace
from server.contract.client import Refused, Unreachable
from server.contract.messages import IssueTicket
from tests.fakes.line import Line
from tests.kiosk.stand import QUICK, Listening, machine, settings, until
from tests.support.servers import OFFICE, Server

LAND = IssueTicket(service="land")
PATIENT = Pace(refresh_s=60, retry_s=0.2, report_s=60, watch_s=5)


def test_somebody_elses_press_is_on_the_screen_at_once(shared_server: Server) -> None:
    def waiting(state: dict) -> int:  # type: ignore[type-arg]  # a page's JSON
        return next(s["waiting"] for s in state["office"]["services"] if s["code"] == "land")

    with machine(settings(shared_server), PATIENT) as kiosk, shared_server.client("receptionist") as desk:
        time.sleep(1)  # the live line is up
        heard, before = Listening(kiosk), waiting(kiosk.state())
        pressed = time.monotonic()
        desk.issue_ticket(OFFICE, LAND)
        shown, _ = heard.wait(lambda news: news[0] == "state" and waiting(news[1]) > before)
        assert shown - pressed < 1.0


def test_an_unknown_office_is_said_so(shared_server: Server) -> None:
    with machine(settings(shared_server, office="nowhere")) as kiosk:
        assert kiosk.state()["screen"] == "unknown_office"
        with pytest.raises(NoOfficeYet):
            kiosk.press(uuid4().hex, LAND)


@pytest.mark.parametrize("token", ["wrong", "counter"])
def test_a_kiosk_that_may_not_give_numbers_says_so(shared_server: Server, token: str) -> None:
    held = shared_server.token("counter", counter=2) if token == "counter" else "no-such-token"
    with machine(settings(shared_server, token=held)) as kiosk:
        until(lambda: kiosk.state()["screen"] == "not_allowed")
        with pytest.raises((Refused, NoOfficeYet)):  # it may have been refused before it saw the office
            kiosk.press(uuid4().hex, LAND)


def test_a_lost_server_is_told_and_found_again(shared_server: Server) -> None:
    with Line(shared_server.port) as line:
        chosen = settings(shared_server)
        through = type(chosen)(line.url, chosen.token, OFFICE, chosen.printer)
        with machine(through) as kiosk:
            assert kiosk.state()["screen"] == "services"
            line.cut()
            until(lambda: kiosk.state()["screen"] == "server_away")
            with pytest.raises(Unreachable):
                kiosk.press(uuid4().hex, LAND)
            line.mend()
            until(lambda: kiosk.state()["screen"] == "services")


def test_a_press_whose_answer_was_lost_is_repeated_and_stays_one_ticket(shared_server: Server) -> None:
    with Line(shared_server.port) as line, shared_server.client("kiosk") as anyone:
        chosen = settings(shared_server)
        through = type(chosen)(line.url, chosen.token, OFFICE, chosen.printer)
        with machine(through, PATIENT) as kiosk:
            before = len(anyone.board(OFFICE).waiting)
            key = uuid4().hex
            line.lose(b'"follow_url"')
            with pytest.raises(Unreachable):
                kiosk.press(key, LAND)
            line.mend()
            until(lambda: kiosk.state()["screen"] == "services")
            number = kiosk.press(key, LAND).ticket.number
            waiting = [person.number for person in anyone.board(OFFICE).waiting]
            assert len(waiting) == before + 1
            assert number in waiting
            assert line.losses >= 2


def test_a_server_that_comes_later_is_waited_for(tmp_path: Path) -> None:
    server = Server(tmp_path)
    with server:
        chosen = settings(server)
    with Machine(chosen, printer_for(chosen.printer), pace=QUICK) as kiosk:
        until(lambda: kiosk.state()["screen"] == "server_away")
        with server:
            until(lambda: kiosk.state()["screen"] == "services")
            assert kiosk.press(uuid4().hex, LAND).ticket.number
