"""A display whose line is cut, frozen or lossy: it heals by itself, misses no call, and says its age."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, WebSocketRoute

from tests.display.hall import Display, Hall, open_display
from tests.fakes.line import Line
from tests.support.servers import Server

COUNTERS = 4


@pytest.fixture
def hall(shared_server: Server) -> Iterator[Hall]:
    with Hall(shared_server, counters=COUNTERS) as hall:
        yield hall


@pytest.fixture
def line(shared_server: Server) -> Iterator[Line]:
    with Line(shared_server.port) as line:
        yield line


@pytest.fixture
def display(hall: Hall, line: Line, window: BrowserContext) -> Display:
    display = open_display(window, line.url)
    display.until("() => window.told.board && document.documentElement.dataset.live === 'connected'")
    return display


def test_after_a_cut_the_display_heals_within_three_seconds_and_says_what_it_missed(
    display: Display, hall: Hall, line: Line
) -> None:
    line.cut()
    numbers = [hall.press_and_call(counter).number for counter in (1, 2)]
    display.page.wait_for_timeout(4000)  # long enough for the pauses between its tries to have grown
    line.mend()
    display.until_board(hall.board().seq, within_s=3)
    display.until_announced(2)
    assert display.numbers("shown") == numbers


def test_without_a_line_the_display_says_how_old_it_is(
    display: Display, hall: Hall, line: Line, screenshot: Callable[[str], Path]
) -> None:
    hall.press_and_call(1)
    display.until_announced(1)
    banner = display.page.locator("#banner")
    assert banner.is_hidden()
    line.cut()
    banner.wait_for(timeout=6000)
    first = _age(display)
    assert "Mất kết nối" in banner.inner_text()
    assert 3 <= first <= 6
    display.page.wait_for_timeout(3000)
    assert _age(display) >= first + 2
    display.page.screenshot(path=screenshot("display-stale"))
    line.mend()
    banner.wait_for(state="hidden", timeout=4000)


def test_an_event_lost_on_the_way_is_found_within_ten_seconds(
    display: Display, hall: Hall, line: Line
) -> None:
    line.lose(b"ticket_called")
    ticket = hall.press_and_call(1)
    display.page.wait_for_timeout(500)
    line.lose(None)
    assert line.losses == 1
    assert display.told("shown") == []
    display.until_announced(1, within_s=10)
    assert display.numbers("shown") == [ticket.number]


def test_a_line_that_only_falls_silent_is_found_within_ten_seconds(display: Display, line: Line) -> None:
    line.freeze()
    frozen_at = time.monotonic()
    display.until("() => document.documentElement.dataset.live === 'stale'", within_s=12)
    assert time.monotonic() - frozen_at < 10
    line.mend()
    display.until("() => document.documentElement.dataset.live === 'connected'", within_s=5)


def test_after_fifty_random_cuts_the_board_is_the_servers_and_every_call_was_shown_once(
    display: Display, hall: Hall, line: Line
) -> None:
    dice = random.Random(50)
    called: list[str] = []
    for _ in range(50):
        line.cut()
        called += _something_happens(hall, dice)
        display.page.wait_for_timeout(dice.randint(0, 300))
        line.mend()
        called += _something_happens(hall, dice)
        display.page.wait_for_timeout(dice.randint(0, 700))
    board = hall.board()
    display.until_board(board.seq, within_s=5)
    shown = display.told("board")
    assert [call["call_id"] for call in shown["calls"]] == [call.call_id for call in board.calls]
    assert [place["number"] for place in shown["waiting"]] == [place.number for place in board.waiting]
    display.until_announced(len(called), within_s=120)
    assert display.numbers("shown") == called


def _something_happens(hall: Hall, dice: random.Random) -> list[str]:
    """One step of the hall; the numbers that were called by it."""
    counter = dice.randint(1, COUNTERS)
    view = hall.clerks[counter].counter("ttpvhcc", counter)
    current = view.ticket
    if current is None:
        return [hall.press_and_call(counter).number] if dice.random() < 0.8 else _press(hall, dice)
    step = dice.choice(
        ["recall", "no-show", "put-back", "start"] if current.state == "called" else ["finish"]
    )
    hall.step(counter, step, {"version": current.version})
    return [current.number] if step == "recall" else []


def _press(hall: Hall, dice: random.Random) -> list[str]:
    hall.press(hall.served_by(dice.randint(1, COUNTERS)))
    return []


def test_where_sockets_cannot_be_had_the_board_is_polled(hall: Hall, window: BrowserContext) -> None:
    window.route_web_socket("**/socket.io/**", _refuse)
    display = open_display(window, hall.server.url)
    display.until("() => window.told.board")
    ticket = hall.press_and_call(1)
    display.until_announced(1, within_s=10)
    assert display.numbers("shown") == [ticket.number]
    assert display.page.locator("#banner").is_hidden()


def _refuse(socket: WebSocketRoute) -> None:
    socket.close()


def _age(display: Display) -> int:
    words = display.page.locator("#banner").inner_text().split("của ")[1]
    return int(words.split(" ")[0])
