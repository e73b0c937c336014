"""How devices kept up: how long they were offline within hours, and how far their clocks were off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, update

from server.actions.figures.telling_devices import device_figures
from server.actions.house import device_floor, device_history, devices
from server.actions.house.sightings import Sightings
from server.contract.messages import DeviceReport, PrinterState
from server.contract.messages.figure_quality import DeviceFigures, Devices
from server.domain.hours import open_spans
from server.domain.people import Caller, Role
from server.domain.periods import Period
from server.storage.tables import device, device_span
from tests.builders import OFFICE, Hall
from tests.server.actions.setups import about, apply
from tests.support.clocks import StoppedClock

MONDAY = Period(date(2026, 11, 23), date(2026, 11, 23))
WEEK = Period(date(2026, 11, 23), date(2026, 11, 29))


@pytest.fixture
def hall(hall: Hall) -> Hall:
    """An office with hours, a kiosk and the machine of counter 3, all heard of."""
    apply(hall, about(always_open=False))
    for role, counter in (("kiosk", None), ("counter", 3)):
        hall.database.write(
            lambda tx, role=role, counter=counter: devices.create_token(
                tx, OFFICE, role=role, name=f"The {role}", counter=counter
            )
        )
    hall.database.write(lambda tx: tx.connection.execute(update(device).values(seen_at=tx.now)))
    return hall


def told(hall: Hall, period: Period = MONDAY) -> Devices:
    with hall.database.read() as tx:
        return device_figures(tx, [tx.office(OFFICE)], period)


def kiosk(found: Devices) -> DeviceFigures:
    return next(row for row in found.devices if row.role == "kiosk")


def id_of(hall: Hall, role: str) -> int:
    return int(hall.sql("SELECT id FROM device WHERE role = :role", role=role)[0].id)


def reports(hall: Hall, off_s: float | None, *, rate: float = 1.0) -> None:
    """The kiosk says how its printer is; its clock is so far ahead."""
    id_ = id_of(hall, "kiosk")
    caller = Caller(Role.KIOSK, hall.kiosk.office_id, f"device:{id_}", device_id=id_)
    at = None if off_s is None else hall.clock.now() + timedelta(seconds=off_s)
    said = DeviceReport(printer=PrinterState.READY, at=at)
    hall.database.write(lambda tx: devices.report(tx, caller, OFFICE, said, rate=rate))


def gone(hall: Hall, role: str, *, since_s: float, for_s: float | None) -> None:
    """A device was offline, from so long after now."""
    began = hall.clock.now() + timedelta(seconds=since_s)
    row = {
        "device_id": id_of(hall, role),
        "state": "offline",
        "began_at": began,
        "ended_at": None if for_s is None else began + timedelta(seconds=for_s),
    }
    hall.database.write(lambda tx: tx.connection.execute(insert(device_span).values(row)))


# --- clocks -----------------------------------------------------------------------------------------


def test_a_clock_that_nobody_told_is_not_right_but_unknown(hall: Hall) -> None:
    reports(hall, None)
    found = told(hall)
    assert (kiosk(found).clock_drift_s, found.clock_drift_s) == (None, None)


def test_the_largest_difference_of_the_day_is_kept_with_its_sign(hall: Hall) -> None:
    for off_s in (0, 30, -90, 60):
        reports(hall, off_s)
    assert kiosk(told(hall)).clock_drift_s == told(hall).clock_drift_s == -90


def test_a_clock_that_was_put_right_is_right_the_next_day(hall: Hall, clock: StoppedClock) -> None:
    reports(hall, 90)
    clock.tick(days=1)
    reports(hall, 0.25)
    tuesday = Period(date(2026, 11, 24), date(2026, 11, 24))
    found = [kiosk(told(hall, period)).clock_drift_s for period in (MONDAY, tuesday, WEEK)]
    assert found == [90, 0.25, 90]


def test_a_demos_clock_is_nobodys_own(hall: Hall) -> None:
    reports(hall, 7200, rate=60)
    assert kiosk(told(hall)).clock_drift_s is None


def test_a_clock_that_forgot_the_year_is_told_as_it_is(hall: Hall) -> None:
    years_s = -56 * 365 * 86_400.0
    reports(hall, years_s)
    assert kiosk(told(hall)).clock_drift_s == years_s


# --- away -------------------------------------------------------------------------------------------


def test_the_times_away_of_all_devices_are_added_up(hall: Hall) -> None:
    gone(hall, "kiosk", since_s=0, for_s=600)
    gone(hall, "kiosk", since_s=3600, for_s=60)
    gone(hall, "counter", since_s=0, for_s=300)
    hall.clock.tick(hours=4)
    found = told(hall)
    assert {row.role: row.offline_s for row in found.devices} == {"kiosk": 660, "counter": 300}
    assert found.offline_s == 960


def test_nights_and_lunch_are_no_time_away(hall: Hall, clock: StoppedClock) -> None:
    """Silent from Monday 08:00 until Tuesday 08:00."""
    gone(hall, "kiosk", since_s=0, for_s=86_400)
    clock.tick(days=2)
    monday, week = kiosk(told(hall)).offline_s, kiosk(told(hall, WEEK)).offline_s
    assert monday is not None
    assert week is not None
    with hall.database.read() as tx:
        hours = tx.office(OFFICE).hours
    spans = [(span.start, span.end) for span in open_spans(hours, MONDAY.first)]
    eight = hall.clock.now() - timedelta(days=2)
    expected = sum(max(0.0, (end - max(start, eight)).total_seconds()) for start, end in spans)
    assert monday == expected < 10 * 3600
    whole = sum((end - start).total_seconds() for start, end in spans)
    assert week == whole, "what is missing of Monday's morning is had on Tuesday's"


def test_who_is_still_away_is_away_until_now(hall: Hall, clock: StoppedClock) -> None:
    gone(hall, "kiosk", since_s=0, for_s=None)
    clock.tick(minutes=25)
    assert told(hall).offline_s == 25 * 60


def test_what_was_before_or_after_the_period_does_not_count(hall: Hall, clock: StoppedClock) -> None:
    gone(hall, "kiosk", since_s=0, for_s=600)
    clock.tick(days=3)
    tuesday = Period(date(2026, 11, 24), date(2026, 11, 24))
    friday = Period(date(2026, 11, 20), date(2026, 11, 20))
    assert told(hall, tuesday).offline_s == 0
    assert told(hall, friday).devices == [], "there were no devices yet"


def test_whoever_was_never_heard_of_is_not_offline(hall: Hall) -> None:
    hall.sql("UPDATE device SET seen_at = NULL WHERE role = 'kiosk'")
    found = told(hall)
    assert {row.role: row.offline_s for row in found.devices} == {"kiosk": None, "counter": 0}


def test_the_figures_and_the_page_of_devices_tell_the_same_time_away(hall: Hall, clock: StoppedClock) -> None:
    """Heard of every ten seconds but for eleven minutes: from the last word before to the first after."""
    kiosks, looks = Sightings(hall.database), 0
    while looks < 120:
        if not 30 <= looks < 96:
            kiosks.note(id_of(hall, "kiosk"))
            kiosks.write()
        hall.database.write(device_history.keep)
        clock.tick(seconds=10)
        looks += 1
    supervisor = hall.staff("giang", Role.SUPERVISOR)
    with hall.database.read() as tx:
        shown = {machine.role: machine.offline_s for machine in device_floor.floor(tx, supervisor, OFFICE)}
    assert {row.role: row.offline_s for row in told(hall).devices} == shown
    assert shown["kiosk"] == 670


def test_who_is_revoked_while_away_is_away_until_then(hall: Hall, clock: StoppedClock) -> None:
    gone(hall, "kiosk", since_s=0, for_s=None)
    clock.tick(minutes=5)
    hall.database.write(lambda tx: devices.revoke_token(tx, OFFICE, "The kiosk"))
    clock.tick(minutes=30)
    assert kiosk(told(hall)).offline_s == 300


def test_a_device_is_told_of_until_it_is_revoked(hall: Hall, clock: StoppedClock) -> None:
    hall.database.write(lambda tx: devices.revoke_token(tx, OFFICE, "The kiosk"))
    clock.tick(days=1)
    tuesday = Period(date(2026, 11, 24), date(2026, 11, 24))
    assert [row.role for row in told(hall).devices] == ["kiosk", "counter"]
    assert [row.role for row in told(hall, tuesday).devices] == ["counter"]


def test_without_offices_there_is_nothing_to_tell(hall: Hall) -> None:
    with hall.database.read() as tx:
        assert device_figures(tx, [], MONDAY) == Devices(devices=[])
