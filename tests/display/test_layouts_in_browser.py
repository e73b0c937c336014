"""The display at every size and number of counters: nothing is cut off, nothing lies over another."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Route

from server.contract.messages import Board, BoardCall, BoardWaiting, Notice, Today
from tests.display.hall import open_display
from tests.support.servers import Server

SIZES = [(1920, 1080), (1080, 1920), (1366, 768)]
NAMES = {
    "land": "Đất đai",
    "civil_status": "Hộ tịch, chứng thực",
    "business": "Đăng ký kinh doanh",
    "construction": "Xây dựng, giao thông",
    "labour": "Lao động, bảo trợ xã hội",
    "health": "Y tế, giáo dục",
    "results": "Nhận kết quả",
    "farming": "Nông nghiệp, môi trường",
}
NOTICE = Notice(
    id=1,
    texts={
        "vi": "Thứ Sáu 27/11 hệ thống hộ tịch bảo trì từ 15:00."
        " Xin quý công dân đến sớm hơn hoặc chọn ngày khác."
    },
)


def _call(number: str, counter: int, called_at: str = "2026-11-23T01:41:00Z") -> BoardCall:
    values = {"number": number, "counter": counter, "called_at": called_at, "voice": [["vi/invite"]]}
    return BoardCall.model_validate({"call_id": f"call-{number}", "recalls": 0} | values)


def _board(counters: int, **fields: Any) -> Board:
    """A hall in which every counter has called and a dozen people wait for each service."""
    letters = "ABCDEGHK"
    values: dict[str, Any] = {
        "office": "ttpvhcc",
        "names": {"vi": "Trung tâm Phục vụ hành chính công tỉnh Bình Định", "en": "Centre"},
        "languages": ["vi", "en"],
        "time_zone": "Asia/Ho_Chi_Minh",
        "seq": 10,
        "at": "2026-11-23T01:42:00Z",
        "goal_s": 900,
        "open_now": True,
        "services": {code: {"vi": name, "en": code} for code, name in NAMES.items()},
        "counters": {str(number): "open" for number in range(1, counters + 1)},
        "calls": [
            _call(f"{letters[number % 8]}{950 + 7 * number:03d}", number) for number in range(counters, 0, -1)
        ],
        "waiting": [
            BoardWaiting(number=f"{letter}{1020 + turn}", service=service)
            for turn in range(12)
            for letter, service in zip(letters, NAMES, strict=True)
        ],
        "notices": [NOTICE],
        "today": Today(n=40, mean_wait_s=1130),
    }
    return Board.model_validate(values | fields)


BOARDS = {
    "1-counter": _board(1),
    "4-counters": _board(4, notices=[]),
    "10-counters": _board(10, open_now=False, opens_at="2026-11-23T06:30:00Z"),
    "24-counters": _board(24),
    "40-counters": _board(40),
    "empty": _board(6, calls=[], waiting=[], notices=[], today=Today(n=0, mean_wait_s=None)),
    "closed": _board(
        0,
        waiting=[],
        notices=[],
        open_now=False,
        opens_at="2026-11-24T00:30:00Z",
        closed_reason="Nghỉ Tết Dương lịch",
    ),
}


@pytest.fixture
def offline(window: BrowserContext) -> BrowserContext:
    """A browser without sockets, so that the board is what a test says it is."""
    window.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    return window


@pytest.mark.parametrize("name", BOARDS)
def test_nothing_is_cut_off_at_any_size(
    name: str, offline: BrowserContext, shared_server: Server, screenshot: Callable[[str], Path]
) -> None:
    offline.route("**/api/v1/offices/*/board", lambda route: _answer(route, BOARDS[name]))
    display = open_display(offline, shared_server.url)
    display.until("() => window.told.board")
    for width, height in SIZES:
        display.page.set_viewport_size({"width": width, "height": height})
        display.until("(size) => innerWidth === size[0]", arg=[width, height])
        display.page.wait_for_timeout(150)  # the page draws itself anew after a turn of the screen
        display.page.screenshot(path=screenshot(f"display-{name}-{width}x{height}"))
        assert display.page.evaluate(_CUT_OFF) == []
        assert display.page.locator(".older").count() == max(0, len(BOARDS[name].calls) - 1)


def test_a_closed_office_says_why_and_when_it_opens(offline: BrowserContext, shared_server: Server) -> None:
    offline.route("**/api/v1/offices/*/board", lambda route: _answer(route, BOARDS["closed"]))
    display = open_display(offline, shared_server.url)
    display.until("() => document.documentElement.dataset.state === 'closed'")
    words = display.page.locator("#panel").inner_text()
    assert "Nghỉ Tết Dương lịch" in words
    assert "07:30, Thứ Ba 24/11" in words


def test_a_hall_that_gives_no_more_numbers_goes_on_calling_and_says_so(
    offline: BrowserContext, shared_server: Server
) -> None:
    offline.route("**/api/v1/offices/*/board", lambda route: _answer(route, BOARDS["10-counters"]))
    display = open_display(offline, shared_server.url)
    display.until("() => document.documentElement.dataset.state === 'calls'")
    assert "Phát số trở lại: 13:30" in display.page.locator("#notice").inner_text()


def test_an_office_nobody_knows_is_named(offline: BrowserContext, shared_server: Server) -> None:
    problem = {"type": "about:blank", "title": "", "status": 404, "detail": "", "code": "unknown_office"}
    offline.route("**/api/v1/offices/*/board", lambda route: route.fulfill(status=404, json=problem))
    display = open_display(offline, shared_server.url)
    display.until("() => document.documentElement.dataset.state === 'refused'")
    assert "“ttpvhcc”" in display.page.locator("#panel").inner_text()


def test_an_address_that_makes_no_sense_is_explained(shared_server: Server, offline: BrowserContext) -> None:
    display = open_display(offline, shared_server.url, query="?counters=9-1")
    display.until("() => document.documentElement.dataset.state === 'refused'")
    assert "“counters=9-1”" in display.page.locator("#panel").inner_text()


def test_calls_that_were_made_long_before_they_came_are_shown_and_not_spoken(
    offline: BrowserContext, shared_server: Server
) -> None:
    now = [_board(1)]
    offline.route("**/api/v1/offices/*/board", lambda route: _answer(route, now[0]))
    display = open_display(offline, shared_server.url)
    display.until("() => window.told.board")
    late = _call("A777", 1, called_at="2026-11-23T01:39:00Z")
    now[0] = _board(1, seq=11, calls=[late])
    display.until_board(11)
    assert "A777" in display.page.locator("#panel").inner_text()
    now[0] = _board(1, seq=12, calls=[_call("A778", 1, called_at="2026-11-23T01:41:00Z")])
    display.until_announced(1, within_s=12)
    assert display.numbers("announced") == ["A778"]


def test_the_page_runs_without_a_single_error(window: BrowserContext, shared_server: Server) -> None:
    said: list[str] = []
    window.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    window.on("weberror", lambda error: said.append(str(error.error)))
    display = open_display(window, shared_server.url)
    display.until("() => document.documentElement.dataset.live === 'connected'")
    display.page.wait_for_timeout(1500)
    assert said == []


def _answer(route: Route, board: Board) -> None:
    route.fulfill(json=json.loads(board.model_dump_json()))


# Texts that are wider or higher than their place, and places that reach out of the screen.
_CUT_OFF = """() => {
  const all = [...document.querySelectorAll("body *")];
  const seen = all.filter((e) => e.checkVisibility() && e.closest("svg") === null);
  const named = (e) => `${e.className || e.id}: ${e.textContent.slice(0, 30)}`;
  const out = seen.filter((e) => {
    const box = e.getBoundingClientRect();
    return box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
  });
  const wide = (e) => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1;
  const tight = seen.filter((e) => e.childElementCount === 0 && wide(e));
  const over = seen.filter((e) => e.matches(".older, .call, .line-numbers, .bottom, .top, .message"))
    .filter((e) => wide(e) || e.scrollHeight > e.clientHeight + 1);
  return [...new Set([...out, ...tight, ...over])].map(named);
}"""
