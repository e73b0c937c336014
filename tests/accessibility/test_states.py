"""No state into which somebody brings a page has a violation: refused forms, a puzzle, a tablet that asks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route
from werkzeug.serving import make_server

from server.actions.house import first_run
from server.app import create_app
from server.settings import Settings
from server.storage import migrating
from server.storage.database import make_engine
from tests.accessibility.eyes import faults, narrow_faults
from tests.accessibility.places import of_administration
from tests.accessibility.premises import Premises
from tests.counter.clerk import empty_counter, take
from tests.support.clocks import StoppedClock
from tests.support.servers import OFFICE

TABLET_FINGER_PX = 44
UPRIGHT = {"width": 800, "height": 1280}
WRONG = """() => {
    const typed = "input:not([type=hidden], [type=checkbox], [type=radio]), textarea";
    const form = [...document.querySelectorAll("main form")]
        .find((form) => form.method === "post" && form.querySelector(typed));
    if (!form || form.querySelector("fieldset:disabled")) return false;
    for (const field of form.querySelectorAll(typed)) if (!field.readOnly) field.value = "";
    form.noValidate = true;
    form.requestSubmit(form.querySelector("button:not([name])"));
    return true;
}"""
"""Send the first form in which something is typed with nothing in it."""


def errors_on(page: Page) -> list[str]:
    """What is wrong with a page that says what is wrong; nothing when it says nothing of the kind."""
    if not page.locator("[role=alert], .field-error").count():
        return []
    return faults(page) + narrow_faults(page)


def test_no_form_of_administration_that_was_sent_empty_has_a_violation(house: Premises, flask: Flask) -> None:
    page, refused = house.page_of("admin"), 0
    found: list[str] = []
    for number, place in enumerate(place for place in of_administration(flask) if place.who):
        asked = house.room("admin").request.get(house.address(place.path))
        if "<form" not in asked.text() or "text/html" not in asked.headers["content-type"]:
            continue
        page.goto(house.address(place.address(("vi", "en")[number % 2])))
        with page.expect_event("load"):
            if not page.evaluate(WRONG):
                page.reload()  # nothing is typed there
        refused += page.locator("[role=alert], .field-error").count() > 0
        found += [f"{place.path}: {fault}" for fault in errors_on(page)]
    assert refused >= 12
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_refused_sign_in_has_no_violation(house: Premises, language: str) -> None:
    page = house.page_of("")
    for path in ("/sign-in", "/account", "/admin"):
        page.goto(house.address(f"{path}?lang={language}"))
        page.locator("#username").fill("nobody")
        page.locator("[type=password]").fill("a wrong password")
        page.keyboard.press("Enter")
        page.locator("[role=alert]").wait_for()
        assert errors_on(page) == [], path


def test_the_puzzle_of_a_booking_has_no_violation_while_it_is_solved_and_when_it_fails(
    house: Premises, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 780})
    page = context.new_page()
    solving: list[Route] = []
    page.route("**/booking_solve.js", lambda route: solving.append(route))
    found: list[str] = []
    for _ in range(6):  # the puzzle comes with the fourth time that is held
        page.goto(f"{house.server.url}/book/{OFFICE}/land")
        page.locator("button[name=start]").first.click(no_wait_after=True)
        page.locator("#challenge, #held").first.wait_for(state="attached")
        if page.locator("#challenge").count():
            break
    page.evaluate("document.getElementById('challenge').hidden = false")  # as its script begins
    found += faults(page)
    until_asked(page, solving)
    solving[0].fulfill(content_type="text/javascript", body="export const solve = async () => null;")
    page.locator(".field-error").wait_for()
    found += faults(page) + narrow_faults(page)
    context.close()
    assert found == []


def until_asked(page: Page, routes: list[Route]) -> None:
    for _ in range(100):
        if routes:
            return
        page.wait_for_timeout(50)
    raise AssertionError("the page asked for no script that solves")


def test_a_tablet_that_asks_has_no_violation_in_either_language(house: Premises, browser: Browser) -> None:
    server = house.server
    found: list[str] = []
    context = browser.new_context(viewport={"width": UPRIGHT["width"], "height": UPRIGHT["height"]})
    page = context.new_page()
    with server.client("kiosk") as kiosk, server.client("counter", counter=3) as counter:
        page.goto(f"{server.url}/rate/{OFFICE}/3#token={server.token('counter', counter=3, name='Tablet')}")
        page.locator("h1").wait_for()
        found += [f"waiting: {fault}" for fault in faults(page, TABLET_FINGER_PX)]
        counter.step(OFFICE, 3, "open", {})
        take(kiosk, "land", language="en")
        called = counter.step(OFFICE, 3, "call-next", {})
        assert called is not None
        counter.step(OFFICE, 3, "finish", {"ticket": called.id, "version": called.version})
        page.locator(".level").first.wait_for()
        found += [f"asks: {fault}" for fault in faults(page, TABLET_FINGER_PX)]
        page.get_by_role("button", name="Tiếng Việt").or_(page.get_by_role("button", name="English")).click()
        found += [f"asks in the other language: {fault}" for fault in faults(page, TABLET_FINGER_PX)]
        page.locator(".level").nth(3).click()
        page.wait_for_timeout(300)
        found += [f"asks on: {fault}" for fault in faults(page, TABLET_FINGER_PX)]
    context.close()
    empty_counter(server, 3)
    assert not found, "\n".join(found)


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of a server on an empty database, and the code that its terminal would show."""
    url, clock = f"sqlite:///{tmp_path / 'empty.db'}", StoppedClock()
    engine = make_engine(url)
    migrating.migrate(engine)
    engine.dispose()
    app = create_app(Settings(database=url, secret_key="only for tests", request_rate=1000), clock)
    code = app.database.write(first_run.new_code)
    serving = make_server("127.0.0.1", 0, app.flask, threaded=True)
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{serving.server_port}", code
    serving.shutdown()
    thread.join()
    serving.server_close()
    app.database.close()


def test_no_step_of_the_first_run_has_a_violation(browser: Browser, empty_server: tuple[str, str]) -> None:
    url, code = empty_server
    found: list[str] = []
    page = browser.new_page()

    def look(name: str) -> None:
        found.extend(f"{name}: {fault}" for fault in faults(page) + narrow_faults(page))

    for language in ("vi", "en"):
        page.goto(f"{url}/set-up?lang={language}")
        look(f"first run {language}")
        page.evaluate(WRONG)
        page.locator("[role=alert]").first.wait_for()
        look(f"wrong code {language}")
    said = {"code": code, "name": "Nguyễn Thị Hoa", "username": "hoa", "password": "mười hai con giáp"}
    for name, value in {**said, "again": said["password"]}.items():
        page.locator(f"[name={name}]").fill(value)
    page.keyboard.press("Enter")
    page.wait_for_url("**/set-up/office*")
    look("a template")
    page.evaluate(WRONG)
    page.locator("[role=alert]").first.wait_for()
    look("a template without a name")
    page.close()
    assert not found, "\n".join(found)
