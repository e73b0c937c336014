"""A display, a tablet and a counter machine in real browsers renew their tokens while they run."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select

from server.contract.client import Client
from server.contract.messages import DeviceReport
from server.ports import SystemClock
from server.storage.database import Database
from server.storage.tables import device, device_clock
from tests.support.servers import OFFICE, Server

WHERE = {
    "display": (f"/display/{OFFICE}", f"dunghen.device.display.{OFFICE}"),
    "tablet": (f"/rate/{OFFICE}/3", f"dunghen.device.tablet.{OFFICE}.3"),
    "counter": ("/counter", "dunghen.device.counter"),
}


@contextmanager
def machine(browser: Browser, server: Server, role: str, **kept: Any) -> Iterator[tuple[Page, str]]:
    """A machine that was paired long ago, with a token of its own, on a clock that can be wound on."""
    path, name = WHERE[role]
    number = None if role == "display" else 3
    told = {"name": role, "role": role, "office": OFFICE, "counter": number}
    context = browser.new_context()
    context.add_init_script(
        f"localStorage.getItem({name!r}) ?? localStorage.setItem({name!r}, "
        f"JSON.stringify({json.dumps({'device': told, 'since': 0, **kept})}))"
    )
    page = context.new_page()
    page.clock.install()
    page.goto(server.url + path)
    yield page, name
    context.close()


def kept(page: Page, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.evaluate("name => localStorage.getItem(name)", name))
    return found


def wound_on(page: Page, name: str, wanted: str) -> dict[str, Any]:
    """What is kept once a minute's look has brought what is wanted."""
    for _ in range(8):
        page.clock.run_for(61_000)
        time.sleep(0.5)
        found = kept(page, name)
        if found.get(wanted):
            return found
    raise AssertionError(f"no {wanted} in {found}")


def row(server: Server, name: str) -> Any:
    """What the server knows of a device, with how far its clock was off."""
    database = Database(server.database, SystemClock())
    try:
        with database.read() as tx:
            query = select(device, device_clock.c.off_us).outerjoin(
                device_clock, device_clock.c.device_id == device.c.id
            )
            return tx.connection.execute(query.where(device.c.name == name)).one()
    finally:
        database.close()


def is_at_work(page: Page, role: str) -> None:
    shown = {"display": "#clock", "tablet": ".tablet-counter", "counter": "h1, h2"}[role]
    expect(page.locator(shown).first).not_to_be_empty(timeout=15_000)
    assert page.locator(".pair-screen").count() == 0


@pytest.mark.parametrize("role", WHERE)
def test_a_page_renews_its_token_while_it_runs_and_nobody_sees_it(
    shared_server: Server, browser: Browser, role: str
) -> None:
    name = f"{role} that renews"
    old = shared_server.token(role, counter=None if role == "display" else 3, name=name)
    with machine(browser, shared_server, role, token=old) as (page, place):
        is_at_work(page, role)
        before = wound_on(page, place, "next")
        assert before["token"] == old
        after = wound_on(page, place, "since")
        while after["token"] == old:
            after = wound_on(page, place, "since")
        time.sleep(3)  # the line of the old token has ended by now
        is_at_work(page, role)
        assert after["token"] == before["next"]
        page.reload()
        is_at_work(page, role)
    known = row(shared_server, name)
    assert known.replayed_at is None
    assert known.used_at is not None
    assert known.off_us is not None


def test_a_page_whose_new_token_was_lost_on_the_way_asks_again(
    shared_server: Server, browser: Browser
) -> None:
    old = shared_server.token("display", name="lost on the way")
    lost = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().json()["token"])
        route.abort()

    with machine(browser, shared_server, "display", token=old) as (page, place):
        is_at_work(page, "display")
        page.route("**/api/v1/device/token", lose, times=1)
        found = wound_on(page, place, "next")
        assert len(lost) == 1
        assert found["next"] not in (old, lost[0])
    assert row(shared_server, "lost on the way").replayed_at is None


@pytest.mark.parametrize("used", [False, True], ids=["before it was used", "after it was used"])
def test_a_page_that_lost_its_power_with_a_new_token_begins_with_one_that_counts(
    shared_server: Server, browser: Browser, used: bool
) -> None:
    """What the disk keeps is the state before the new token was used, whether it was or not."""
    name = f"power, {used}"
    old = shared_server.token("display", name=name)
    told: list[str] = []
    with Client(shared_server.url, old) as client:
        client.renew_token(lambda token: bool(told.append(token)))
    if used:
        with Client(shared_server.url, told[0]) as client:
            client.report_device(OFFICE, DeviceReport())
    with machine(browser, shared_server, "display", token=old, next=told[0], nextAt=0) as (page, place):
        is_at_work(page, "display")
        time.sleep(1)
        assert kept(page, place)["token"] == told[0]
    assert row(shared_server, name).replayed_at is None
