"""Alerts of a real hall: written once, told once by events and letters, however many look."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select, update

from server.actions.hall import alerting, places, watching
from server.actions.hall.foresight import Foresight
from server.actions.hall.wishing import wanted_counters
from server.actions.house import devices
from server.actions.house.sightings import Sightings
from server.contract.events import FIELDS, Kind
from server.domain.errors import NotAllowed, UnknownCounter, UnknownService
from server.domain.outgoing import Outlet
from server.domain.people import Role
from server.storage.database import Database
from server.storage.tables import alert, device, outbox, staff_letter
from server.watch import Watch
from tests.builders import OFFICE, Hall
from tests.server.actions.setups import apply, demo
from tests.support.clocks import StoppedClock

EMAILS = ["giang@example.vn", "tinh@example.vn"]


@pytest.fixture
def warned(hall: Hall) -> Hall:
    """A house that writes to two people of what is wrong."""
    hall.database.outlets = frozenset(Outlet)
    apply(hall, demo(alerts={"emails": EMAILS}))
    return hall


class Look:
    """`look()` is one round of the watch, in a period of its own."""

    def __init__(self, hall: Hall) -> None:
        self.sightings = Sightings(hall.database)
        self.watch = Watch(hall.database, self.sightings, Foresight(hall.database))
        self.clock = hall.clock

    def __call__(self) -> None:
        self.clock.tick(seconds=5)  # type: ignore[attr-defined]  # a stopped one
        self.watch.look()


@pytest.fixture
def look(hall: Hall) -> Look:
    return Look(hall)


def rows(database: Database, query: Any) -> list[Any]:
    with database.read() as tx:
        return list(tx.connection.execute(query).all())


def told(hall: Hall) -> list[tuple[str, str, str]]:
    events = hall.events("alert_raised", "alert_ended")
    return [(event["kind"], event["about"], event["subject"]) for event in events]


def letters(hall: Hall) -> list[str]:
    return [row.subject for row in rows(hall.database, select(staff_letter).order_by(staff_letter.c.id))]


def test_a_long_wait_is_told_once_at_its_begin_and_once_at_its_end(
    warned: Hall, look: Look, clock: StoppedClock
) -> None:
    warned.open(3)
    number = warned.press().number
    clock.tick(minutes=15)
    for _ in range(3):
        look()
    assert told(warned) == [("alert_raised", "longest_wait", "land")]
    warned.called(3)
    for _ in range(3):
        look()
    assert told(warned)[1:] == [("alert_ended", "longest_wait", "land")]
    what = f"số {number} chờ Đất đai quá 15 phút"
    assert letters(warned) == [f"Cảnh báo: {what}", f"Đã hết cảnh báo: {what}"]
    assert len(rows(warned.database, select(outbox))) == 2 * len(EMAILS)


def test_a_letter_says_what_since_when_and_where(warned: Hall, look: Look, clock: StoppedClock) -> None:
    warned.open(3)
    warned.press()
    clock.tick(minutes=16)
    look()
    warned.called(3)
    clock.tick(minutes=2)
    look()
    begin, end = (row.text for row in rows(warned.database, select(staff_letter)))
    assert "Bắt đầu: 08:16 23/11." in begin
    assert "Kết thúc: 08:18 23/11, sau 2,1 phút." in end
    assert "Bộ phận: Trung tâm Phục vụ hành chính công" in begin


def test_events_of_alerts_carry_ids_and_codes_alone(hall: Hall, look: Look, clock: StoppedClock) -> None:
    hall.open(3)
    hall.press()
    clock.tick(minutes=16)
    look()
    event = hall.events("alert_raised")[0]
    assert set(event) == {"seq", "kind", "at", *FIELDS[Kind.ALERT_RAISED]}


def test_people_whom_no_open_counter_serves_are_told_of_after_a_minute(
    hall: Hall, look: Look, clock: StoppedClock
) -> None:
    hall.press()
    clock.tick(seconds=50)
    look()
    assert told(hall) == []
    clock.tick(seconds=10)
    look()
    assert told(hall) == [("alert_raised", "no_counter", "land")]
    hall.open(3)
    look()
    assert told(hall)[-1] == ("alert_ended", "no_counter", "land")


def kiosk(hall: Hall, **values: Any) -> int:
    hall.database.write(lambda tx: devices.create_token(tx, OFFICE, role="kiosk", name="Kiosk 1"))
    (row,) = rows(hall.database, select(device.c.id))
    if values:
        known = update(device).where(device.c.id == row.id).values(**values)
        hall.database.write(lambda tx: tx.connection.execute(known))
    return int(row.id)


def test_a_kiosk_that_falls_silent_is_missed_until_it_is_heard_of(
    hall: Hall, look: Look, clock: StoppedClock
) -> None:
    number = kiosk(hall)
    look.sightings.note(number)
    look()
    clock.tick(seconds=50)
    look()
    assert told(hall) == []
    clock.tick(seconds=10)
    look()
    assert told(hall) == [("alert_raised", "device_gone", str(number))]
    look.sightings.note(number)
    look()
    assert told(hall)[-1] == ("alert_ended", "device_gone", str(number))


@pytest.mark.parametrize("role", ["display", "tablet"])
def test_a_display_or_tablet_that_falls_silent_is_missed_and_every_counter_shows_it(
    hall: Hall, look: Look, clock: StoppedClock, role: str
) -> None:
    counter = 3 if role == "tablet" else None
    hall.database.write(
        lambda tx: devices.create_token(tx, OFFICE, role=role, name="Máy sảnh", counter=counter)
    )
    (row,) = rows(hall.database, select(device.c.id))
    look.sightings.note(row.id)
    look()
    clock.tick(seconds=61)
    look()
    assert told(hall) == [("alert_raised", "device_gone", str(row.id))]
    assert shown_at_counters(hall) == ["Máy sảnh: mất kết nối"]
    look.sightings.note(row.id)
    look()
    assert shown_at_counters(hall) == []


def shown_at_counters(hall: Hall) -> list[str]:
    device_of_5 = hall.device(5)
    with hall.database.read() as tx:
        view = watching.counter_view(tx, device_of_5, places.Place(OFFICE, 5), rate=1)
    return [alert.text["vi"] for alert in view.alerts]


def test_what_a_kiosk_says_of_its_printer_is_an_alert(warned: Hall, look: Look, clock: StoppedClock) -> None:
    kiosk(warned, printer="paper_out", printer_since=clock.now(), reported_at=clock.now())
    look()
    assert [event["about"] for event in warned.events("alert_raised")] == ["printer_paper_out"]
    assert letters(warned) == ["Cảnh báo: Kiosk 1: máy in hết giấy"]


def test_the_days_mean_over_the_goal_is_told_with_its_value(
    warned: Hall, look: Look, clock: StoppedClock
) -> None:
    warned.open(3)
    for _ in range(10):
        warned.press()
    clock.tick(minutes=16)
    for _ in range(10):
        seen = warned.called(3)
        warned.step("start", seen, 3)
        warned.step("finish", seen.model_copy(update={"version": seen.version + 1}), 3)
    clock.tick(minutes=1)
    look()
    assert ("alert_raised", "mean_over", "") in told(warned)
    assert any("chờ trung bình hôm nay 16 phút, vượt mục tiêu 15 phút" in said for said in letters(warned))


def test_a_mean_that_is_about_to_break_is_foreseen_though_nobody_watches(
    hall: Hall, look: Look, clock: StoppedClock
) -> None:
    hall.open(3)
    for _ in range(60):
        hall.press()
    clock.tick(minutes=10)
    for _ in range(10):
        seen = hall.called(3)
        hall.step("start", seen, 3)
        hall.step("finish", seen.model_copy(update={"version": seen.version + 1}), 3)
    clock.tick(minutes=1)
    look()
    assert ("alert_raised", "mean_near", "") in told(hall)
    (row,) = rows(hall.database, select(alert).where(alert.c.kind == "mean_near"))
    assert row.detail["mean_s"] == 600
    assert row.detail["foreseen_s"] > 900


def test_a_supervisor_asks_for_a_counter_and_it_is_shown_until_it_opens(hall: Hall, look: Look) -> None:
    giang = hall.staff("giang", Role.SUPERVISOR)

    def want(**about: Any) -> None:
        wish = {"service": "land", "wanted": True} | about
        place = places.Place(OFFICE, 5)
        hall.database.write(lambda tx: alerting.want_counter(tx, giang, place, **wish))

    def shown() -> list[str]:
        with hall.database.read() as tx:
            return [said.text["vi"] for said in wanted_counters(tx, tx.office(OFFICE))]

    want()
    want()
    look()
    assert shown() == ["Lãnh đạo đề nghị mở quầy 5 cho Đất đai"]
    want(wanted=False)
    assert shown() == []
    want(service=None)
    assert shown() == ["Lãnh đạo đề nghị mở quầy 5"]
    hall.open(5)
    look()
    assert shown() == []
    assert [kind for kind, *_ in told(hall)] == ["alert_raised", "alert_ended"] * 2


@pytest.mark.parametrize(
    ("place", "service", "refusal"),
    [
        (places.Place(OFFICE, 77), None, UnknownCounter),
        (places.Place(OFFICE, 5), "nonsense", UnknownService),
    ],
)
def test_what_is_not_there_cannot_be_asked_for(
    hall: Hall, place: places.Place, service: str | None, refusal: type[Exception]
) -> None:
    giang = hall.staff("giang", Role.SUPERVISOR)
    with pytest.raises(refusal):
        hall.database.write(lambda tx: alerting.want_counter(tx, giang, place, service=service, wanted=True))


def test_another_offices_supervisor_asks_for_nothing_here(hall: Hall) -> None:
    stranger = replace(hall.staff("giang", Role.SUPERVISOR), office_id=999)
    with pytest.raises(NotAllowed):
        hall.database.write(
            lambda tx: alerting.want_counter(tx, stranger, places.Place(OFFICE, 5), service=None, wanted=True)
        )


def test_one_process_looks_in_a_period(hall: Hall, clock: StoppedClock) -> None:
    asked: list[bool] = []
    watches = [Look(hall).watch for _ in range(3)]
    hall.press()
    clock.tick(minutes=2)
    for watch in watches:
        before = len(told(hall))
        watch.look()
        asked.append(len(told(hall)) > before)
    assert asked == [True, False, False]


PROCESS = """
import sys
from datetime import datetime, timedelta
from server.actions.hall import alerting
from server.domain.outgoing import Outlet
from server.storage.database import Database
from tests.support.clocks import StoppedClock
database = Database(sys.argv[1], StoppedClock(datetime.fromisoformat(sys.argv[2])))
database.outlets = frozenset(Outlet)
print("ready", flush=True)
sys.stdin.readline()
for _ in range(20):
    database.write(lambda tx: alerting.settle(tx, "ttpvhcc", means=True, chance=None, foreseen_s=None))
"""


def together(url: str, now: str) -> None:
    """Four processes look at the same office at the same time, twenty times each."""
    command = [sys.executable, "-c", PROCESS, url, now]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(command, **pipes) for _ in range(4)]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in running:
        process.communicate(timeout=60)
        assert process.returncode == 0


def test_four_processes_tell_each_alert_once(warned: Hall, database_url: str, clock: StoppedClock) -> None:
    for service in ("land", "civil_status", "business"):
        warned.press(service)
    clock.tick(minutes=16)
    together(database_url, clock.now().isoformat())
    raised = warned.events("alert_raised")
    assert len(raised) == len({(event["about"], event["subject"]) for event in raised}) == 6
    warned.open(*range(1, 11))
    for counter in range(1, 11):
        warned.call(counter)
    assert warned.line() == []
    together(database_url, clock.now().isoformat())
    assert len(warned.events("alert_ended")) == 6
    assert len(letters(warned)) == 12
    counted = select(func.count()).select_from(alert).where(alert.c.ended_at.is_(None))
    assert rows(warned.database, counted)[0][0] == 0


def test_a_round_writes_nothing_of_the_hall_where_nothing_changes(hall: Hall, look: Look) -> None:
    look()
    before = hall.everything()
    look()
    assert hall.everything() == before


def worth(hall: Hall) -> bool:
    with hall.database.read() as tx:
        (seen,) = alerting.look_around(tx, means=True)
    return seen.worth_foreseeing


def test_a_calm_day_is_not_foreseen_for_nobody(hall: Hall, clock: StoppedClock) -> None:
    hall.open(3)
    seen = hall.press()
    clock.tick(minutes=5)
    called = hall.called(3)
    hall.step("finish", called, 3)
    assert not worth(hall)
    hall.press()
    clock.tick(minutes=9)
    assert worth(hall)
    assert seen.number == "A001"


def test_in_a_demo_in_fast_motion_devices_live_by_the_worlds_time(hall: Hall, clock: StoppedClock) -> None:
    kiosk(hall, seen_at=clock.now())
    clock.tick(seconds=90)
    with hall.database.read() as tx:
        usual, fast = (alerting.look_around(tx, means=False, rate=rate)[0] for rate in (1.0, 60.0))
    assert [found.kind for found in alerting.changes_with(usual, None, None).begin] == ["device_gone"]
    assert not alerting.changes_with(fast, None, None)
