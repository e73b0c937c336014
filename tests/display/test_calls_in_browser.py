"""Calls on a real display page: all are shown and spoken, in order, whatever comes at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from server.actions.house import setting_up
from server.contract.setup_texts import TextsSetUp
from server.ports import SystemClock
from server.storage import setups
from server.storage.database import Database
from tests.display.hall import Hall, open_display, short_silence
from tests.support.browser import FLAGS, chromium_path
from tests.support.servers import OFFICE, Server

COUNTERS = 6


@pytest.fixture
def hall(shared_server: Server) -> Iterator[Hall]:
    with Hall(shared_server, counters=COUNTERS) as hall:
        yield hall


def test_calls_of_the_same_second_are_all_shown_and_spoken_in_order(
    hall: Hall, window: BrowserContext, screenshot: Callable[[str], Path]
) -> None:
    display = open_display(window, hall.server.url)
    display.until("() => window.told.board")
    for counter in hall.clerks:
        for _ in hall.clerks:  # so that nobody's ticket is taken away by a colleague
            hall.press(hall.served_by(counter))
    with ThreadPoolExecutor(COUNTERS) as clerks:
        list(clerks.map(hall.call, hall.clerks))
    display.until_announced(2)
    display.page.screenshot(path=screenshot("display-burst"))
    display.until_announced(COUNTERS, within_s=30)
    in_order = [call.call_id for call in reversed(hall.board().calls)]
    assert [call["call_id"] for call in display.told("shown")] == in_order
    announced = display.told("announced")
    assert [call["call_id"] for call in announced] == in_order
    assert [call["times"] for call in announced] == [1] * (COUNTERS - 1) + [2]
    assert all(call["clips"][0] == "chime" and len(call["clips"]) > 3 for call in announced)


def test_a_recall_is_shown_and_spoken_again(hall: Hall, window: BrowserContext) -> None:
    display = open_display(window, hall.server.url)
    display.until("() => window.told.board")
    ticket = hall.press_and_call(1)
    display.until_announced(1)
    hall.step(1, "recall", {"version": ticket.version})
    display.until_announced(2)
    announced = display.told("announced")
    assert display.numbers("announced") == [ticket.number] * 2
    assert announced[0]["call_id"] != announced[1]["call_id"]
    assert announced[0]["clips"] == announced[1]["clips"]


@pytest.fixture
def own_call(hall: Hall) -> Iterator[None]:
    """The office calls in its own words, until the test ends."""
    database = Database(hall.server.database, SystemClock())
    with database.read() as tx:
        before = setups.stored(tx.connection, OFFICE)
    assert before is not None
    texts = TextsSetUp(call={"vi": "Xin mời số {number} vào quầy {counter}."})
    database.write(lambda tx: setting_up.apply(tx, before.model_copy(update={"texts": texts, "staff": None})))
    yield
    database.write(lambda tx: setting_up.apply(tx, before.model_copy(update={"staff": None})))
    database.close()


@pytest.mark.usefixtures("own_call")
def test_an_offices_own_call_is_said_around_number_and_counter(hall: Hall, window: BrowserContext) -> None:
    said_here: list[str] = []

    def own_voice(route: Route) -> None:
        said_here.append(unquote(route.request.url.partition("text=")[2]))
        short_silence(route)

    window.route("**/own-voice/**", own_voice)
    display = open_display(window, hall.server.url)
    display.until("() => window.told.board")
    display.page.wait_for_load_state("networkidle")
    number = hall.press_and_call(2).number
    display.until_announced(1)
    (said,) = display.told("announced")
    letters = [f"vi/letter-{number[0].lower()}", *(f"vi/{digit}" for digit in number[1:])]
    assert said["clips"] == ["chime", "own/Xin mời số", *letters, "own/vào quầy", "vi/2"]
    assert said_here == ["Xin mời số", "vào quầy"]


@pytest.mark.usefixtures("own_call")
def test_where_own_words_cannot_be_said_the_recorded_sentence_is(hall: Hall, window: BrowserContext) -> None:
    window.route("**/own-voice/**", lambda route: route.fulfill(status=204))
    display = open_display(window, hall.server.url)
    display.until("() => window.told.board && window.told.board.texts.call")
    hall.press_and_call(2)
    display.until_announced(1)
    (said,) = display.told("announced")
    assert said["clips"][:2] == ["chime", "vi/invite"]
    assert said["missing"] == []


def test_the_big_panel_says_number_and_counter_to_eyes_and_screen_readers(
    hall: Hall, window: BrowserContext
) -> None:
    display = open_display(window, hall.server.url)
    display.until("() => window.told.board")
    ticket = hall.press_and_call(3)
    display.until_announced(1)
    panel = display.page.locator("#panel")
    assert ticket.number in panel.inner_text()
    assert "quầy 3" in panel.inner_text().lower()
    assert panel.get_attribute("aria-live") == "assertive"


def test_a_zone_shows_and_says_only_the_calls_of_its_counters(hall: Hall, window: BrowserContext) -> None:
    display = open_display(window, hall.server.url, query="?counters=2,4-5")
    display.until("() => window.told.board")
    numbers = {counter: hall.press_and_call(counter).number for counter in (1, 2, 3, 5)}
    display.until_board(hall.board().seq)
    display.until_announced(2)
    assert display.numbers("announced") == [numbers[2], numbers[5]]
    shown = display.page.locator(".stage").inner_text()
    assert numbers[1] not in shown
    assert numbers[3] not in shown


def test_a_missing_clip_is_noted_and_the_rest_is_spoken(hall: Hall, window: BrowserContext) -> None:
    missing = "vi/invite"

    def clip(route: Route) -> None:
        route.fulfill(status=404) if missing in route.request.url else short_silence(route)

    display = open_display(window, hall.server.url, clip=clip)
    display.until("() => window.told.board")
    hall.press_and_call(1)
    display.until_announced(1)
    announced = display.told("announced")[0]
    assert announced["missing"] == [missing]
    assert announced["times"] == 2
    assert len(announced["clips"]) > 2


def test_a_call_is_spoken_with_the_shipped_clips(hall: Hall, window: BrowserContext) -> None:
    display = open_display(window, hall.server.url, clip=lambda route: route.continue_())
    display.until("() => window.told.board")
    hall.press_and_call(1)
    started = time.monotonic()
    display.until_announced(1, within_s=30)
    announced = display.told("announced")[0]
    assert announced["missing"] == []
    assert announced["clips"][:2] == ["chime", "vi/invite"]
    assert announced["times"] == 2
    assert time.monotonic() - started > 5  # it was really said, twice


def test_with_the_sound_off_every_call_is_still_shown(hall: Hall, window: BrowserContext) -> None:
    display = open_display(window, hall.server.url, query="?sound=off")
    display.until("() => window.told.board")
    numbers = [hall.press_and_call(counter).number for counter in (1, 2)]
    display.until_announced(2, within_s=15)
    assert display.numbers("shown") == numbers
    assert [call["times"] for call in display.told("announced")] == [0, 0]


def test_a_browser_that_forbids_sound_asks_for_a_touch_and_then_speaks(hall: Hall, browser: Browser) -> None:
    strict = [flag for flag in FLAGS if "autoplay" not in flag] + [
        "--autoplay-policy=document-user-activation-required"
    ]
    silent = browser.browser_type.launch(executable_path=chromium_path(), args=strict)
    try:
        display = open_display(silent.new_context(), hall.server.url)
        hint = display.page.get_by_text("Chạm để bật tiếng")
        hint.wait_for()
        hint.click()
        hint.wait_for(state="hidden")
        hall.press_and_call(1)
        display.until_announced(1)
        assert display.told("announced")[0]["times"] == 2
    finally:
        silent.close()


def test_the_call_blinks_three_times_slower_than_once_a_second(hall: Hall, window: BrowserContext) -> None:
    display = open_display(window, hall.server.url)
    display.until("() => window.told.board")
    hall.press_and_call(1)
    display.until("() => document.querySelector('.call.fresh')")
    assert _animation(display.page) == ["3", "1.1s"]
    display.page.emulate_media(reduced_motion="reduce")
    assert _animation(display.page)[0] == "1"


def _animation(page: Page) -> list[str]:
    script = """() => {
      const style = getComputedStyle(document.querySelector(".call.fresh"));
      return [style.animationIterationCount, style.animationDuration];
    }"""
    found: list[str] = page.evaluate(script)
    return found
