"""What is told: every step is one event with the fields of its kind, and its exact place in the line."""

from __future__ import annotations

import threading

import pytest

from server.actions.house import devices
from server.contract.events import FIELDS, Kind
from server.contract.messages import DeviceReport, PrinterState
from server.domain.errors import Refusal
from tests.builders import OFFICE, Hall
from tests.support.booking import BookingHall


def everything_happens(hall: Hall) -> None:
    hall.open(3)
    for _ in range(6):
        hall.press()
    hall.step("no-show", hall.called())
    hall.clock.tick(minutes=1)
    hall.do("restore", ticket=1, version=3)
    recalled = hall.step("recall", hall.called())
    held = hall.step("hold", hall.step("start", recalled))
    hall.step("finish", hall.step("resume", held))
    hall.step("put-back", hall.called())
    hall.step("transfer", hall.step("start", hall.called()), service="results")
    hall.do("call", ticket=5, reason="hẹn")
    hall.do("finish", version=2)
    hall.leave(6)
    hall.do("remove", ticket=1, version=4, reason="nhầm")
    hall.do("pause", reason="nghỉ")
    hall.open(3)
    hall.do("close")
    _bookings_happen(BookingHall(hall.database, hall.clock))
    hall.clock.tick(days=1)
    hall.press()


def _bookings_happen(hall: BookingHall) -> None:
    booked, missed = hall.booked(60), hall.booked(30)
    hall.check_in(hall.move(booked, 30))
    hall.undo(booked)
    hall.cancel(booked)
    hall.time_passes(minutes=61)
    assert hall.show(missed).state == "missed"


def test_an_event_carries_exactly_the_fields_of_its_kind(hall: Hall) -> None:
    everything_happens(hall)
    told = hall.events()
    for event in told:
        fields = set(event) - {"seq", "kind", "at"}
        assert fields == set(FIELDS[Kind(event["kind"])]), event
    silent = {kind for kind in Kind if kind.startswith(("device_", "alert_"))} | {Kind.NOTICE_CHANGED}
    assert {event["kind"] for event in told} == {kind.value for kind in set(Kind) - silent}
    assert hall.violations() == []


def test_an_event_knows_neither_due_nor_link_nor_category(hall: Hall) -> None:
    everything_happens(hall)
    hall.press(category="elderly")
    told = str(hall.events())
    for secret in ("due", "elderly", "token", "nhầm", "hẹn", *(hall.token_of(row.id) for row in hall.rows())):
        assert secret not in told, secret


def test_seq_counts_every_event_and_has_no_hole(hall: Hall) -> None:
    everything_happens(hall)
    with pytest.raises(Refusal):
        hall.call(3)
    hall.press()
    seqs = [event["seq"] for event in hall.events()]
    assert seqs == list(range(1, len(seqs) + 1))
    assert hall.sql("SELECT seq FROM office")[0].seq == seqs[-1]


def test_an_event_tells_who_stands_behind(hall: Hall) -> None:
    hall.press()
    hall.clock.tick(minutes=1)
    hall.press()
    hall.press(category="elderly")
    placed = {event["number"]: event["before"] for event in hall.events("ticket_issued")}
    assert placed == {"A001": None, "A002": None, "A003": "A001"}
    hall.clock.tick(minutes=1)
    hall.press(category="elderly")
    assert hall.last_event()["before"] == "A001"
    assert hall.line() == ["A003", "A004", "A001", "A002"]


def test_the_order_told_holds_when_many_press_at_once(hall: Hall) -> None:
    """The place is found under the last lock of the transaction, so it is exact with writers beside."""
    threads = [
        threading.Thread(
            target=lambda n=n: [hall.press(category="elderly" if n % 2 else None) for _ in range(6)]
        )
        for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(hall.line()) == 36
    assert hall.violations() == []


def reported(hall: Hall, state: PrinterState) -> None:
    report = DeviceReport(printer=state)
    hall.database.write(lambda tx: devices.report(tx, hall.kiosk, OFFICE, report))


def test_a_printer_that_changes_is_an_event_and_one_that_does_not_is_none(hall: Hall) -> None:
    hall.database.write(lambda tx: devices.create_token(tx, OFFICE, role="kiosk", name="Kiosk 1"))
    for state in ("ready", "paper_out", "paper_out", "ready"):
        reported(hall, PrinterState(state))
    told = [(event["device"], event["printer"]) for event in hall.events("device_reported")]
    assert told == [("Kiosk 1", "ready"), ("Kiosk 1", "paper_out"), ("Kiosk 1", "ready")]


def test_staff_are_alerted_while_a_printer_needs_somebody(hall: Hall) -> None:
    hall.database.write(lambda tx: devices.create_token(tx, OFFICE, role="kiosk", name="Kiosk 1"))
    reported(hall, PrinterState.PAPER_OUT)
    began = hall.clock.now()
    hall.clock.tick(minutes=5)
    reported(hall, PrinterState.PAPER_OUT)
    (alert,) = alerts(hall)
    assert (alert.code, alert.since) == ("printer_paper_out", began)
    assert alert.text == {"vi": "Kiosk 1: máy in hết giấy", "en": "Kiosk 1: the printer is out of paper"}
    reported(hall, PrinterState.READY)
    assert alerts(hall) == []


@pytest.mark.parametrize("state", [state for state in PrinterState if state is not PrinterState.READY])
def test_every_trouble_of_a_printer_has_its_words(hall: Hall, state: PrinterState) -> None:
    hall.database.write(lambda tx: devices.create_token(tx, OFFICE, role="kiosk", name="Kiosk 1"))
    reported(hall, state)
    assert [alert.code for alert in alerts(hall)] == [f"printer_{state.value}"]


def test_a_kiosk_that_fell_silent_or_was_revoked_alerts_nobody_for_ever(hall: Hall) -> None:
    hall.database.write(lambda tx: devices.create_token(tx, OFFICE, role="kiosk", name="Kiosk 1"))
    reported(hall, PrinterState.ERROR)
    hall.database.write(lambda tx: devices.revoke_token(tx, OFFICE, "Kiosk 1"))
    assert alerts(hall) == []


def alerts(hall: Hall) -> list[devices.messages.Alert]:
    with hall.database.read() as tx:
        return devices.alerts(tx, tx.office(OFFICE))
