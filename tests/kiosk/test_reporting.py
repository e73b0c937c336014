"""What a kiosk says of itself: its printer, and what its own clock says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import httpx
from sqlalchemy import select

from kiosk.reporting import Reporter
from kiosk.settings import Pace
from server.contract.client import Refused
from server.contract.messages import PrinterState
from server.contract.speaking import can_speak
from server.ports import SystemClock
from server.storage.database import Database
from server.storage.tables import device
from tests.kiosk.stand import until
from tests.support.servers import OFFICE, Server

OFF_S = 90


@contextmanager
def reporter(server: Server) -> Iterator[list[Refused | None]]:
    """A kiosk whose own clock is slow; what it heard of its reports."""
    heard: list[Refused | None] = []
    with server.client("kiosk") as client:
        running = Reporter(
            client,
            OFFICE,
            printer=lambda: PrinterState.READY,
            heard=heard.append,
            pace=Pace(report_s=60),
            own_clock=lambda: datetime.now(UTC) - timedelta(seconds=OFF_S),
        )
        running.start()
        yield heard
        running.stop()


def speaking_kiosks(server: Server) -> list[bool | None]:
    """Whether each kiosk can say names aloud, as the server knows it."""
    database = Database(server.database, SystemClock())
    try:
        with database.read() as tx:
            return list(
                tx.connection.execute(select(device.c.speaks).where(device.c.role == "kiosk")).scalars()
            )
    finally:
        database.close()


def test_a_kiosk_whose_clock_is_off_is_shown_with_the_figures_and_a_mute_one_known(server: Server) -> None:
    with reporter(server) as heard:
        until(lambda: bool(heard))
    assert heard == [None]
    assert speaking_kiosks(server) == [can_speak()]
    days = [(datetime.now(UTC) + timedelta(days=ahead)).date() for ahead in (-1, 1)]
    answer = httpx.get(
        f"{server.url}/api/v1/figures/devices",
        params={"from": str(days[0]), "to": str(days[1])},
        headers={"Authorization": f"Bearer {server.token('supervisor')}"},
    )
    assert answer.status_code == 200
    told = answer.json()
    kiosks = [row for row in told["devices"] if row["role"] == "kiosk"]
    assert [row["clock_drift_s"] for row in kiosks] == [told["clock_drift_s"]]
    assert -OFF_S - 5 < told["clock_drift_s"] <= -OFF_S + 0.001
