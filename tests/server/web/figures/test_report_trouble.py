"""The report page when something is missing: figures, the line, the session, room on the screen, time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request, Route, expect

from tests.server.web.figures.leader import PERIOD, Leader

Shoot = Callable[[str], Path]
WAITS = "**/api/v1/figures/waits?**"


def test_a_period_without_figures_says_so_and_what_to_do(leader: Leader, screenshot: Shoot) -> None:
    leader.opens("?period=month&day=2021-03-01").sees_everything()
    expect(leader.part("answer")).to_contain_text("Chưa có số liệu trong kỳ này.")
    expect(leader.part("answer")).to_contain_text("Chọn kỳ khác")
    expect(leader.page.locator(".fig-empty:visible")).to_have_count(1)
    leader.page.screenshot(path=screenshot("report-empty"), full_page=True)


def test_a_period_that_has_not_begun_leads_to_the_current_one(leader: Leader) -> None:
    leader.opens("?period=month&day=2099-03-01")
    expect(leader.part("answer")).to_contain_text("Kỳ này chưa bắt đầu.")
    leader.part("answer").get_by_role("link", name="Về kỳ này").click()
    expect(leader.page.locator(".fig-now")).to_contain_text("đến nay")


def test_a_broken_line_is_told_and_the_page_recovers_by_itself(leader: Leader, screenshot: Shoot) -> None:
    leader.opens().sees_everything()
    leader.page.route("**/api/v1/figures/**", lambda route: route.abort())
    leader.page.get_by_role("button", name="Tuần", exact=True).first.click()
    expect(leader.part("answer").get_by_role("alert")).to_contain_text("Mất kết nối với máy chủ")
    expect(leader.page.get_by_role("button", name="Thử lại")).to_have_count(1)
    leader.page.screenshot(path=screenshot("report-offline"))
    leader.page.unroute("**/api/v1/figures/**")
    expect(leader.page.get_by_role("alert")).to_have_count(0, timeout=15_000)
    leader.sees_everything()


def test_a_server_that_fails_is_asked_again_on_a_press(leader: Leader) -> None:
    failing = True

    def answer(route: Route) -> None:
        if failing:
            route.fulfill(status=500, json={"code": "internal", "status": 500})
        else:
            route.continue_()

    leader.page.route("**/api/v1/figures/distribution?**", answer)
    leader.opens()
    expect(leader.part("spread").get_by_role("alert")).to_contain_text("Máy chủ gặp lỗi")
    expect(leader.part("answer").locator(".fig-value").first).to_be_visible()
    failing = False
    leader.part("spread").get_by_role("button", name="Thử lại").click()
    expect(leader.part("spread").locator("canvas")).to_have_count(1)


def test_too_many_tickets_for_two_filters_are_told_in_their_part_alone(leader: Leader) -> None:
    leader.page.route(
        "**/figures/waits?**by=weekday_hour**",
        lambda route: route.fulfill(status=409, json={"code": "too_many_tickets", "status": 409}),
    )
    leader.opens()
    expect(leader.part("heat")).to_contain_text("Quá nhiều lượt để lọc hai chiều")
    expect(leader.part("groups").locator("tbody tr").first).to_be_visible()


def test_a_chart_that_cannot_be_drawn_leaves_its_table(leader: Leader) -> None:
    leader.page.route("**/uPlot.esm.js", lambda route: route.abort())
    leader.opens()
    expect(leader.part("days").get_by_role("alert")).to_contain_text("Chưa tải được biểu đồ")
    leader.part("days").get_by_text("Xem bảng").click()
    expect(leader.part("days").locator("tbody tr").first).to_be_visible()


def test_a_session_that_ended_asks_to_sign_in_and_comes_back_to_the_same_report(leader: Leader) -> None:
    leader.opens().sees_everything()
    leader.page.context.clear_cookies()
    leader.part("groups").get_by_role("button", name="Quầy").click()
    expect(leader.page.get_by_text("Phiên làm việc đã hết")).to_be_visible()
    leader.type("giang", "Tab")
    leader.type("dunghen-demo", "Enter")
    expect(leader.part("groups").get_by_role("heading")).to_have_text("Theo quầy")
    assert leader.address() == f"?{PERIOD}&by=counter"


def test_an_answer_that_comes_too_late_does_not_replace_a_newer_one(leader: Leader) -> None:
    leader.opens().sees_everything()
    held: list[Route] = []
    leader.page.route("**/figures/waits?**by=channel**", lambda route: held.append(route))
    leader.part("groups").get_by_role("button", name="Kênh").click()
    expect(leader.part("groups").get_by_role("heading")).to_have_text("Theo kênh")
    leader.page.wait_for_timeout(800)  # until it has been asked for
    assert held
    leader.part("groups").get_by_role("button", name="Quầy").click()
    expect(leader.part("groups").locator("tbody th").first).to_have_text("Quầy 1")
    for route in held:
        route.continue_()
    leader.page.wait_for_timeout(500)
    expect(leader.part("groups").locator("tbody th").first).to_have_text("Quầy 1")


def test_a_slow_answer_shows_that_it_is_on_its_way(leader: Leader) -> None:
    held: list[Route] = []
    slow = True
    leader.page.route(WAITS, lambda route: held.append(route) if slow else route.continue_())
    leader.opens()
    waiting = leader.part("answer").locator(".skeleton")
    expect(waiting).to_be_visible()
    expect(waiting).to_have_css("opacity", "1")
    slow = False
    for route in held:
        route.continue_()
    leader.sees_everything()


def test_one_view_asks_each_question_once(leader: Leader) -> None:
    asked: Counter[str] = Counter()

    def note(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.path.startswith("/api/v1/figures/"):
            asked[f"{parts.path}?{parts.query}"] += 1

    leader.page.on("request", note)
    leader.opens().sees_everything()
    assert set(asked.values()) == {1}
    assert len(asked) <= 9
    leader.cell(1, "09:00").click()
    expect(leader.part("tickets").locator("tbody tr").first).to_be_visible()
    leader.page.go_back()
    leader.sees_everything()
    assert sum(asked.values()) <= 10  # the way back is from memory


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "size", [(1920, 1080), (1440, 900), (1366, 768), (390, 844)], ids=lambda s: str(s[0])
)
def test_nothing_is_cut_off_at_any_size(
    leader: Leader, screenshot: Shoot, size: tuple[int, int], language: str
) -> None:
    width, height = size
    page = leader.page
    page.set_viewport_size({"width": width, "height": height})
    _shows_everything(leader, language)
    page.screenshot(path=screenshot(f"report-{width}-{language}"), full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width >= 1366:
        tiles = page.locator(".fig-tiles").bounding_box()
        assert tiles is not None
        assert tiles["y"] + tiles["height"] < height, "the answer and all its figures are seen at once"


def _shows_everything(leader: Leader, language: str) -> None:
    """The whole report is on the screen, in a language."""
    leader.opens(f"?{PERIOD}&with=before")
    expect(leader.page.locator(".fig-value").first).to_be_visible()
    if language == "en":
        leader.page.get_by_role("button", name="English").click()
        expect(leader.page.get_by_role("heading", level=1)).to_have_text("Reports")
    leader.sees_everything()
