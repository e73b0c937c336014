"""The ten faults of a printer: found in time, told to the citizen and to staff, and never a number lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
import zxingcpp
from PIL import Image

from kiosk.hub import News
from kiosk.machine import Machine
from kiosk.settings import Pace
from kiosk.web import create_kiosk
from server.contract.client import Client
from server.contract.messages import Json
from tests.fakes.printer import FakePrinter, Fault
from tests.kiosk.stand import Listening, machine, settings, until
from tests.support.servers import OFFICE, Server

FOUND_S = 2.0
OWN_PAGE = {"Origin": "http://localhost"}
# Fault -> how the paper of the ticket ends, and what staff are told.
OUTCOMES = {
    Fault.NO_PAPER: ("failed", "printer_paper_out"),
    Fault.NEAR_END: ("printed", "printer_paper_low"),
    Fault.COVER_OPEN: ("failed", "printer_cover_open"),
    Fault.OFF: ("failed", "printer_offline"),
    Fault.RESET: ("failed", "printer_offline"),
    Fault.SLOW: ("late", "printer_error"),
    Fault.BUSY: ("failed", "printer_offline"),
    Fault.GARBAGE: ("failed", "printer_error"),
    Fault.CUTTER: ("failed", "printer_error"),
    Fault.OVERHEAT: ("failed", "printer_error"),
}


@dataclass
class Stand:
    """A kiosk with a printer that can fail, and a counter where staff see alerts."""

    machine: Machine
    printer: FakePrinter
    heard: Listening
    staff: Client

    def post(self, door: str, body: Json) -> Json:
        page = create_kiosk(self.machine).test_client()
        answer = page.post(door, json=body, headers=OWN_PAGE)
        assert answer.status_code in (201, 202), answer.text
        result: Json = answer.get_json()
        return result

    def wait_paper(self, key: str, *stages: str, reprint: bool = False, within_s: float = 10) -> float:
        def is_wanted(news: News) -> bool:
            name, data = news
            return (
                name == "paper"
                and data["key"] == key
                and data["stage"] in stages
                and data["reprint"] is reprint
            )

        return self.heard.wait(is_wanted, within_s)[0]

    def alerts(self) -> set[str]:
        return {alert.code for alert in self.staff.counter(OFFICE, 1).alerts}


@pytest.fixture(scope="module")
def stand(shared_server: Server) -> Iterator[Stand]:
    # The watch is slow, so that it is the press that meets the fault, not a look in between.
    pace = Pace(watch_s=20, report_s=30, retry_s=0.2)
    with FakePrinter() as printer, shared_server.client("counter", counter=1) as staff:
        chosen = settings(shared_server, f"network:127.0.0.1:{printer.port}")
        with machine(chosen, pace) as running:
            yield Stand(running, printer, Listening(running), staff)


@pytest.mark.parametrize("turn", range(3))
@pytest.mark.parametrize("fault", OUTCOMES, ids=list(OUTCOMES))
def test_a_fault_is_found_in_time_and_the_number_stays_valid(stand: Stand, fault: Fault, turn: int) -> None:
    stage, alert = OUTCOMES[fault]
    key = uuid4().hex
    stand.printer.fault = fault
    pressed = time.monotonic()
    given = stand.post("/press", {"key": key, "service": "land"})
    found = stand.wait_paper(key, stage)
    assert found - pressed <= FOUND_S

    number = given["ticket"]["number"]
    assert number in [waiting.number for waiting in stand.staff.board(OFFICE).waiting]
    assert given["qr"], "the link must be on the screen when it is not on paper"
    until(lambda: alert in stand.alerts())
    _mend_and_reprint(stand, key, fault)


def _mend_and_reprint(stand: Stand, key: str, fault: Fault) -> None:
    """Staff mend the printer, the citizen presses *print again*: out comes the same ticket, marked."""
    stand.wait_paper(key, "printed", "failed")
    stand.printer.fault = Fault.NONE
    before = len(stand.printer.tickets)
    assert stand.post("/reprint", {"key": key})["reprint"] is True
    stand.wait_paper(key, "printed", reprint=True)
    reprint = stand.printer.tickets[-1]
    assert len(stand.printer.tickets) == before + 1
    assert _is_marked(reprint)
    assert len(zxingcpp.read_barcodes(reprint.convert("L"))) == 1
    assert stand.printer.foreign == []
    until(lambda: not stand.alerts())


def _is_marked(ticket: Image.Image) -> bool:
    """A reprint begins with a black band across the paper."""
    row = ticket.convert("L").crop((24, 14, 552, 15))
    return row.histogram()[0] > 500


def test_a_ticket_that_comes_out_is_not_marked(stand: Stand) -> None:
    key = uuid4().hex
    stand.post("/press", {"key": key, "service": "land"})
    stand.wait_paper(key, "printed")
    assert not _is_marked(stand.printer.tickets[-1])
    assert stand.alerts() == set()


def test_a_slow_ticket_is_told_as_late_and_then_as_printed(stand: Stand) -> None:
    key = uuid4().hex
    stand.printer.fault = Fault.SLOW
    stand.post("/press", {"key": key, "service": "land"})
    late = stand.wait_paper(key, "late")
    printed = stand.wait_paper(key, "printed")
    assert late < printed
    stand.printer.fault = Fault.NONE


def test_a_printer_that_was_off_and_on_again_prints_the_next_ticket(stand: Stand) -> None:
    stand.printer.fault = Fault.OFF
    stand.printer.fault = Fault.NONE
    key = uuid4().hex
    stand.post("/press", {"key": key, "service": "land"})
    stand.wait_paper(key, "printed", "failed")
    stand.wait_paper(key, "printed", within_s=0.1)
