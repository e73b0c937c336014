"""The history of devices: silence and return are written down once, from when they began."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from server.actions.house import device_history, devices
from server.actions.house.sightings import Sightings
from server.storage import device_spans
from tests.builders import Hall
from tests.support.offices import OFFICE


def stand(hall: Hall, name: str = "Kiosk 1", role: str = "kiosk") -> int:
    """A device that was never heard of."""
    hall.database.write(lambda tx: devices.create_token(tx, OFFICE, role=role, name=name))
    number: int = hall.sql("SELECT max(id) AS id FROM device")[0].id
    return number


def heard(hall: Hall, device_id: int) -> None:
    sightings = Sightings(hall.database)
    sightings.note(device_id)
    sightings.write()


def keep(hall: Hall, since: datetime | None = None) -> list[tuple[str, str]]:
    told = hall.database.write(lambda tx: device_history.keep(tx, listening_since=since))
    return [(turn.name, turn.state) for turn in told]


def spans(hall: Hall, device_id: int) -> list[tuple[str, datetime, datetime | None]]:
    with hall.database.read() as tx:
        rows = device_spans.of_devices(tx, [device_id], tx.now - timedelta(days=100))
    return [(row.state, row.began_at, row.ended_at) for row in rows]


def test_silence_and_return_become_spans_without_a_gap(hall: Hall) -> None:
    kiosk = stand(hall)
    assert keep(hall) == []
    came = hall.clock.now()
    heard(hall, kiosk)
    assert keep(hall) == [("Kiosk 1", "online")]
    hall.clock.tick(seconds=60)
    assert keep(hall) == []
    hall.clock.tick(seconds=1)
    assert keep(hall) == [("Kiosk 1", "offline")]
    back = hall.clock.tick(minutes=9)
    heard(hall, kiosk)
    assert keep(hall) == [("Kiosk 1", "online")]
    assert spans(hall, kiosk) == [("online", came, came), ("offline", came, back), ("online", back, None)]


def test_a_change_is_told_and_the_first_sight_is_none(hall: Hall) -> None:
    kiosk = stand(hall)
    heard(hall, kiosk)
    keep(hall)
    hall.clock.tick(minutes=2)
    keep(hall)
    heard(hall, kiosk)
    keep(hall)
    assert [event["online"] for event in hall.events("device_connection")] == [False, True]


def test_displays_and_tablets_are_kept_and_keys_of_partners_are_not(hall: Hall) -> None:
    for role in ("display", "tablet", "integration"):
        heard(hall, stand(hall, role, role))
    assert sorted(keep(hall)) == [("display", "online"), ("tablet", "online")]


def test_nobody_was_silent_while_nobody_listened(hall: Hall) -> None:
    """The server was off for an hour: its devices are not held to have been away because of that."""
    kiosk = stand(hall)
    heard(hall, kiosk)
    keep(hall)
    began = hall.clock.tick(hours=1)
    hall.clock.tick(seconds=30)
    assert keep(hall, began) == []
    heard(hall, kiosk)
    assert keep(hall, began) == []
    assert [state for state, _, _ in spans(hall, kiosk)] == ["online"]
    hall.clock.tick(seconds=61)
    assert keep(hall, began) == [("Kiosk 1", "offline")]


def test_a_clock_that_steps_back_leaves_spans_in_order_and_hides_no_silence(hall: Hall) -> None:
    kiosk = stand(hall)
    heard(hall, kiosk)
    keep(hall)
    hall.clock.tick(hours=-1)
    heard(hall, kiosk)
    keep(hall)
    hall.clock.tick(seconds=61)
    assert keep(hall) == [("Kiosk 1", "offline")]
    for _, began, ended in spans(hall, kiosk):
        assert ended is None or ended >= began


def test_two_processes_write_a_change_once(hall: Hall) -> None:
    kiosk = stand(hall)
    heard(hall, kiosk)
    keep(hall)
    hall.clock.tick(minutes=2)
    start, told = threading.Barrier(2), []

    def look() -> None:
        start.wait()
        told.extend(keep(hall))

    watchers = [threading.Thread(target=look) for _ in range(2)]
    for watcher in watchers:
        watcher.start()
    for watcher in watchers:
        watcher.join()
    assert told == [("Kiosk 1", "offline")]
    assert [state for state, _, _ in spans(hall, kiosk)] == ["online", "offline"]


def test_silence_stays_for_the_figures_and_a_revoked_device_has_an_end(hall: Hall) -> None:
    kiosk = stand(hall)
    heard(hall, kiosk)
    keep(hall)
    hall.clock.tick(minutes=2)
    keep(hall)
    hall.database.write(lambda tx: devices.revoke_token(tx, OFFICE, "Kiosk 1"))
    assert [ended is None for _, _, ended in spans(hall, kiosk)] == [False, False]
    assert hall.database.write(device_history.forget)
    assert not hall.database.write(device_history.forget)
    hall.clock.tick(days=36)
    assert hall.database.write(device_history.forget)
    assert [state for state, _, _ in spans(hall, kiosk)] == ["offline"]
