"""Every screen of check-in fits without scrolling, in both languages, with targets a finger can hit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.kiosk.screens import SIZES, measure, opened, skip
from tests.kiosk.stand import Program
from tests.support.servers import Server

Shots = Callable[[str], Path]
START, END = "2026-11-23T01:30:00.000Z", "2026-11-23T02:00:00.000Z"
FAR = {
    "vi": "Trung tâm Phục vụ hành chính công xã Tuy Phước Đông",
    "en": "Public Administration Service Centre of Tuy Phước Đông Commune",
}
ZONE = {"time_zone": "Asia/Ho_Chi_Minh"}
TICKET = {
    "number": "A025",
    "service": "land",
    "service_name": "Đất đai",
    "service_names": {"vi": "Đất đai", "en": "Land"},
    "issued_at": START,
    "ahead": 4,
    "expected": {"low_s": 540, "high_s": 780},
    "target": "2026-11-23T01:57:00.000Z",
    "counters": [1, 2, 3],
    "counter": None,
    "state": "waiting",
    "slot": START,
    "late": False,
}


def given(*, again: bool = False, **ticket: Any) -> tuple[int, dict[str, Any]]:
    stage = "not_asked" if again else "printed"
    paper = {"key": "k", "stage": stage, "printer": "ready", "reprint": False}
    rows = ["10" * 18 + "1"] * 37
    return 201, {"ticket": TICKET | ticket, "again": again, "paper": paper, "qr": rows}


def refused(status: int, code: str, **facts: Any) -> tuple[int, dict[str, Any]]:
    return status, {"code": code, "status": status, **facts}


ANSWERS = {
    "in-time": given(),
    "late": given(late=True),
    "again": given(again=True),
    "again-called": given(again=True, state="called", counter=3),
    "used": given(again=True, state="served"),
    "too-early": refused(409, "too_early", **{"from": "2026-11-23T01:00:00.000Z", "start": START}),
    "other-office": refused(409, "other_office", office_names=FAR, start=START),
    "other-day": refused(409, "other_day", start="2096-11-23T01:30:00.000Z"),
    "past-day": refused(409, "other_day", start="2020-11-23T01:30:00.000Z"),
    "cancelled": refused(409, "cancelled"),
    "unknown": refused(404, "unknown_booking"),
    "revoked": refused(409, "revoked", start=START, end=END, **ZONE),
    "valid-while-away": refused(503, "valid_while_away", start=START, end=END, **ZONE),
    "away": refused(503, "server_away"),
    "closed": refused(409, "closed", opens_at=START),
    "busy": refused(429, "limit_reached"),
}
"""What the kiosk program may answer to a scan; tests/kiosk/test_checkin.py tries that it does."""


@pytest.fixture(scope="module")
def kiosk(shared_server: Server) -> Iterator[Program]:
    with Program(shared_server.url, shared_server.token("kiosk")) as kiosk:
        yield kiosk


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(kiosk: Program, browser: Browser, size: str) -> Iterator[Page]:
    with opened(browser, kiosk.url, SIZES[size], calm=False) as page:
        page.wait_for_selector(".booked")
        yield page


def check(page: Page, picture: Path) -> None:
    wrong = measure(page)
    page.screenshot(path=picture)
    assert wrong == []


def other_language(page: Page) -> None:
    page.locator("[data-act=language]").tap()


def test_the_ways_to_check_in_fit_in_every_mode(page: Page, size: str, screenshot: Shots) -> None:
    for mode, name in (("", "plain"), ("large", "large"), ("low", "large-low")):
        if mode:
            page.locator(f".helpers [data-act={mode}]").tap()
        page.locator(".booked").tap()
        check(page, screenshot(f"kiosk-{size}-check-in-{name}"))
        page.locator("[data-act=code]").tap()
        page.locator(".key[data-value='W']").tap()
        check(page, screenshot(f"kiosk-{size}-code-{name}"))
        other_language(page)
        check(page, screenshot(f"kiosk-{size}-code-{name}-english"))
        page.locator("[data-act=back]").tap()
        check(page, screenshot(f"kiosk-{size}-check-in-{name}-english"))
        other_language(page)
        page.locator("[data-act=back]").tap()


def test_every_answer_to_a_scan_fits_in_both_languages(page: Page, size: str, screenshot: Shots) -> None:
    now: list[tuple[int, dict[str, Any]]] = []
    page.route(
        "**/check-in",
        lambda route: route.fulfill(
            status=now[-1][0], content_type="application/json", body=json.dumps(now[-1][1])
        ),
    )
    for language, code in (("", "7K3M-92Q"), ("-english", "8K3M-92Q")):
        for i, (name, answer) in enumerate(ANSWERS.items()):
            now.append(answer)
            if language:
                other_language(page)
            page.keyboard.type(f"{code}{'ABCDEFGHJKMNPQRS'[i]}\n", delay=2)
            page.wait_for_selector(".result, [data-id^=verdict]")
            check(page, screenshot(f"kiosk-{size}-{name}{language}"))
            skip(page, 61)
            page.wait_for_selector(".booked")
