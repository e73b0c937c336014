"""An office whose every name is hostile, on every page of the hall and of citizens, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import insert, select

from server.demo.office import demo_office
from server.ports import SystemClock
from server.storage import tables as t
from server.storage.database import Database
from tests.counter.clerk import take
from tests.journeys.test_hostile_names import Watched
from tests.kiosk.screens import UPRIGHT, opened
from tests.kiosk.stand import Program, change_office
from tests.server.setup_file.test_hostile_set_up import taken
from tests.support.servers import OFFICE, Server

SHOWN = "<script>alert(1)</script>"
PLANTED = """document.querySelectorAll(
    'img[src="x"], svg[onload], iframe, object, base, math, [onfocus], form[action="//e"], '
    + 'meta[http-equiv=refresh]'
).length"""


def crowds() -> list[str]:
    """Names of two hundred characters in which all texts stand beside each other."""
    found = [SHOWN]
    for text in taken():
        if len(text) < 150 and len(found[-1]) + len(text) < 200:
            found[-1] += text
        elif len(text) < 150:
            found.append(SHOWN + text)
    return found


def name_everything(server: Server) -> None:
    """Every service, counter and category of the office, the office itself, and its notices."""
    names: Iterator[str] = cycle(crowds())
    plain = demo_office().model_dump()
    for part in ("services", "counters", "categories"):
        for one in plain[part]:
            one["names"] = {"vi": next(names), "en": next(names)}
    office = {key: next(names) for key in ("short_name", "address", "hotline", "house_text")}
    office |= {"names": {"vi": next(names), "en": next(names)}}
    change_office(
        server,
        office=office,
        **{part: plain[part] for part in ("services", "counters", "categories")},
    )
    database = Database(server.database, SystemClock())
    with database.read() as tx:
        office_id = tx.connection.execute(select(t.office.c.id).where(t.office.c.code == OFFICE)).scalar_one()
    notice = {"office_id": office_id, "since": SystemClock().now()}
    rows = [{**notice, "texts": {"vi": text, "en": text}} for text in crowds()]
    database.write(lambda tx: tx.connection.execute(insert(t.notice), rows).rowcount)
    database.close()


def is_harmless(page: Page, where: str) -> None:
    """All of it stands there as words."""
    expect(page.locator("body")).to_contain_text(SHOWN)
    assert page.evaluate(PLANTED) == 0, where


def test_no_name_of_an_office_is_obeyed_by_any_page_of_the_hall(
    server: Server, browser: Browser, screenshot: Callable[[str], Path], tmp_path: Path
) -> None:
    name_everything(server)
    with server.client("kiosk") as kiosk:
        token = take(kiosk).token
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    seen = Watched(page)
    for path in (
        f"/display/{OFFICE}",
        f"/t/{token}",
        "/",
        "/book",
        f"/book/{OFFICE}",
        f"/book/{OFFICE}/land",
    ):
        page.goto(f"{server.url}{path}")
        is_harmless(page, path)
        page.screenshot(path=screenshot(f"hostile-office-{path.strip('/').split('/')[0] or 'start'}"))
    context.close()
    with (
        Program(server.url, server.token("kiosk"), "--printer", f"pictures:{tmp_path}") as program,
        opened(browser, program.url, UPRIGHT, calm=False) as screen,
    ):
        watched = Watched(screen)
        is_harmless(screen, "kiosk")
        screen.screenshot(path=screenshot("hostile-office-kiosk"))
        watched.is_unmoved()
    assert seen.asked == []
