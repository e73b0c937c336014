"""The report page in a real browser: from the answer down to the tickets, and for whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.server.web.figures.leader import A_TUESDAY, FIRST, LAST, NEIGHBOUR, PERIOD, TODAY, Leader, shown
from tests.support.servers import OFFICE, Server

Shoot = Callable[[str], Path]


def test_a_supervisor_asks_why_tuesdays_were_over_and_comes_down_to_the_tickets(
    leader: Leader, screenshot: Shoot
) -> None:
    leader.opens().sees_everything()
    expect(leader.page.locator(".fig-said").first).to_have_text(re.compile("^(Đạt|Không đạt)$"))
    leader.page.screenshot(path=screenshot("report"), full_page=True)
    tuesday = leader.cell(2, "10:00")
    assert float(tuesday.inner_text().strip("▲").replace(",", ".")) > 15
    tuesday.click()

    listed = leader.part("tickets")
    expect(listed.get_by_role("heading", level=2)).to_have_text("Các lượt đằng sau con số")
    expect(listed.locator(".fig-chosen")).to_contain_text("Thứ Ba · 10:00–10:30")
    listed.get_by_role("button", name="Chờ lâu nhất trước").click()
    expect(listed.locator(".fig-tickets tbody tr").first.locator("td.over")).to_be_visible()
    waits = [float(text.replace(",", ".")) for text in listed.locator("td strong").all_inner_texts()]
    assert waits == sorted(waits, reverse=True)
    for row in listed.locator("tbody tr").all()[:5]:
        assert re.search(r"\b10:[0-2]\d\b", row.inner_text())
    leader.page.screenshot(path=screenshot("report-tickets"))

    listed.get_by_role("link", name="Trở lại báo cáo").click()
    leader.sees_everything()
    assert leader.address() == f"?{PERIOD}"


def test_what_counters_did_on_that_tuesday_is_drawn_and_gone_through_by_keys(
    leader: Leader, screenshot: Shoot
) -> None:
    leader.opens(f"?{PERIOD}&counters={A_TUESDAY}").sees_everything()
    drawn = leader.part("gantt")
    assert drawn.locator(".span.paused").count() == 2
    assert drawn.locator(".block").count() > 150
    drawn.screenshot(path=screenshot("report-counters"))
    drawn.locator(".block[tabindex='0']").focus()
    told = drawn.locator(".fig-tip")
    expect(told).to_contain_text("gọi")
    first = told.inner_text()
    leader.press("ArrowRight", "ArrowDown")
    expect(told).not_to_have_text(first)
    leader.press("Enter")
    expect(leader.part("tickets").locator(".fig-chosen")).to_contain_text(f"Quầy 2 · {shown(A_TUESDAY)}")


def test_a_chart_is_gone_through_by_keys_and_leads_to_its_tickets(leader: Leader) -> None:
    leader.opens().sees_everything()
    chart = leader.part("spread").locator(".fig-plot")
    chart.focus()
    leader.press("ArrowRight", "ArrowRight")
    expect(chart.locator(".fig-tip")).to_contain_text("3–6 phút")
    number = re.search(r": ([\d.]+) \(", chart.locator(".fig-tip").inner_text())
    assert number is not None
    leader.press("Enter")
    expect(leader.part("tickets").locator(".fig-chosen strong")).to_have_text(f"{number[1]} lượt")


def test_a_press_on_a_bar_shows_the_tickets_of_its_day(leader: Leader) -> None:
    leader.opens().sees_everything()
    chart = leader.part("days").locator(".u-over")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    leader.page.mouse.move(box["x"] + 12, box["y"] + box["height"] - 8)
    expect(leader.part("days").locator(".fig-tip")).to_contain_text(f"Thứ Hai {shown(FIRST)}")
    leader.page.mouse.down()
    leader.page.mouse.up()
    expect(leader.part("tickets").locator(".fig-chosen")).to_contain_text(shown(FIRST))


def test_tickets_are_turned_over_page_by_page_and_narrowed_by_outcome(leader: Leader) -> None:
    leader.opens(f"?{PERIOD}&tickets=service:land").sees_everything()
    listed = leader.part("tickets")
    seen = listed.locator("tbody tr").first.inner_text()
    listed.get_by_role("button", name="Trang sau").click()
    expect(listed.locator(".fig-pages")).to_contain_text("51–100 trên")
    assert listed.locator("tbody tr").first.inner_text() != seen
    listed.get_by_label("Kết quả").select_option("no_show")
    expect(listed.locator(".fig-chosen")).to_contain_text("Không đến")
    expect(listed.locator("tbody tr").first).to_contain_text("Không đến")
    leader.page.go_back()
    expect(listed.locator(".fig-pages")).to_contain_text("51–100 trên")


def test_a_period_is_compared_with_the_one_before_and_says_so_when_it_cannot_tell(
    leader: Leader, screenshot: Shoot
) -> None:
    leader.opens().sees_everything()
    leader.page.get_by_label("So với").select_option("before")
    told = leader.part("comparison")
    expect(told.locator(".badge")).to_have_text(
        re.compile("^(Chưa phân biệt được|Thấp hơn rõ rệt|Cao hơn rõ rệt)$")
    )
    expect(told.locator("tbody tr")).to_have_count(10)
    leader.sees_everything()
    expect(leader.part("groups").locator("thead")).to_contain_text("Chênh lệch")
    told.screenshot(path=screenshot("report-compared"))
    assert "with=before" in leader.address()


def test_groups_are_chosen_sorted_and_given_as_files(leader: Leader) -> None:
    leader.opens().sees_everything()
    groups = leader.part("groups")
    groups.get_by_role("button", name="Cán bộ").click()
    expect(groups.get_by_role("heading")).to_have_text("Theo cán bộ")
    leader.sees_everything()
    groups.get_by_role("button", name="Trung bình (phút)").click()
    expect(groups.locator("th[aria-sort=descending]")).to_have_count(1)
    means = [float(text.replace(",", ".")) for text in groups.locator(".fig-bar-cell").all_inner_texts()]
    assert means == sorted(means, reverse=True)
    link = groups.get_by_role("link", name="Bảng này, CSV").get_attribute("href")
    assert link is not None
    rows = (
        leader.page.evaluate("(path) => fetch(path).then((answer) => answer.text())", link)
        .strip()
        .split("\n")
    )
    assert len(rows) >= len(means)


def test_one_service_is_looked_at_alone_and_all_of_them_again(leader: Leader) -> None:
    leader.opens().sees_everything()
    whole = leader.mean()
    leader.part("groups").get_by_role("link", name="Chỉ xem Đất đai").click()
    expect(leader.page.locator(".fig-only")).to_contain_text("Chỉ xem: Đất đai")
    leader.sees_everything()
    assert leader.mean() != whole
    for name in ("gantt", "quality"):
        expect(leader.part(name)).to_be_hidden()  # they cannot be narrowed to a service
    expect(leader.part("promised")).to_be_visible()
    leader.part("groups").get_by_role("button", name="Quầy").click()
    leader.sees_everything()
    assert 0 < leader.part("groups").locator("tbody tr").count() < 8
    leader.page.get_by_role("link", name="Bỏ lọc Đất đai").click()
    leader.sees_everything()
    assert leader.mean() == whole


def test_what_citizens_were_told_stands_beside_what_they_waited(leader: Leader, screenshot: Shoot) -> None:
    leader.opens().sees_everything()
    told = leader.page.evaluate(
        "(query) => fetch(`/api/v1/figures/waits?${query}&by=day`).then((answer) => answer.json())",
        f"office={OFFICE}&{PERIOD}",
    )["total"]
    part = leader.part("promised")
    for name, share in (("inside", "share_inside"), ("later", "share_later")):
        shown = part.locator(f"[data-told={name}] strong").inner_text()
        assert float(shown.removesuffix(" %").replace(",", ".")) == pytest.approx(
            100 * told["estimates"][share], abs=0.5
        )
    expect(part.locator("[data-told=inside]")).to_contain_text("mục tiêu 80 %")
    expect(part.locator("[data-told=later]")).to_contain_text("mục tiêu ≤ 10 %")
    part.screenshot(path=screenshot("report-promised"))


def test_doubtful_data_and_devices_are_told(leader: Leader, busy_office: Server, screenshot: Shoot) -> None:
    busy_office.token("kiosk", name="Ki-ốt cửa chính")
    leader.opens(f"?from={FIRST}&to={TODAY}").sees_everything()
    part = leader.part("quality")
    expect(part.locator("[data-quality=closed] strong")).to_have_text(re.compile(r"^[1-9]\d*$"))
    expect(part.locator("tbody tr").filter(has_text="Ki-ốt cửa chính")).to_contain_text("không báo")
    expect(part.locator("[data-quality=clock] strong")).to_have_text("không báo")
    part.screenshot(path=screenshot("report-quality"))


def test_a_clerk_sees_own_figures_alone(pc: BrowserContext, busy_office: Server, screenshot: Shoot) -> None:
    clerk = Leader(pc, busy_office, "hoa").opens().sees_everything()
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("Số liệu của tôi")
    clerk.page.screenshot(path=screenshot("report-clerk"), full_page=True)
    for name in ("gantt", "kept", "busy", "produced", "promised", "quality"):
        expect(clerk.part(name)).to_have_count(0)
    expect(clerk.page.get_by_role("link", name="Đánh giá")).to_have_count(0)
    clerk.part("groups").get_by_role("button", name="Cán bộ").click()
    expect(clerk.part("groups").locator("tbody th")).to_have_text(["hoa"])
    clerk.sees_everything()
    clerk.cell(2, "10:00").click()
    expect(clerk.part("tickets").locator("tbody tr").first).to_be_visible()
    counters = clerk.part("tickets").locator("tbody td:nth-child(4)").all_inner_texts()
    assert set(counters) == {"3"}
    assert clerk.faults == []


def test_a_clerk_who_may_sees_colleagues_but_no_small_groups(
    pc: BrowserContext, busy_office: Server, screenshot: Shoot
) -> None:
    clerk = Leader(pc, busy_office, "kim").opens(f"?{PERIOD}&by=clerk", office=NEIGHBOUR).sees_everything()
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("Báo cáo")
    assert clerk.part("groups").locator("tbody tr").count() > 5
    clerk.part("groups").get_by_role("button", name="Diện ưu tiên").click()
    clerk.sees_everything()
    expect(clerk.part("groups").locator("td[colspan]")).to_have_count(5)
    expect(clerk.part("groups").locator("td[colspan]").first).to_contain_text(
        "không hiện để không nhận ra người"
    )
    clerk.part("groups").screenshot(path=screenshot("report-small-groups"))
    assert clerk.faults == []


def test_a_neighbours_supervisor_is_refused(pc: BrowserContext, busy_office: Server) -> None:
    neighbour = Leader(pc, busy_office, "thao").opens()
    expect(neighbour.page.get_by_role("alert")).to_contain_text("không được làm việc đó")
    expect(neighbour.page.locator(".fig-card")).to_have_count(0)


def test_an_unknown_office_is_told(pc: BrowserContext, busy_office: Server) -> None:
    stranger = Leader(pc, busy_office).opens("", office="nowhere")
    expect(stranger.page.get_by_role("alert")).to_contain_text("Không có bộ phận một cửa này")


def test_the_province_compares_offices_and_reads_them_by_level(
    pc: BrowserContext, busy_office: Server, screenshot: Shoot
) -> None:
    officer = Leader(pc, busy_office, "an").opens(f"?{PERIOD}&by=office").sees_everything()
    expect(officer.page.get_by_role("link", name="Toàn tỉnh")).to_be_visible()
    expect(officer.part("groups").locator("tbody tr")).to_have_count(2)
    officer.page.get_by_label("Cấp").select_option("commune")
    expect(officer.part("groups").locator("tbody tr")).to_have_count(1)
    officer.page.get_by_label("So với").select_option(f"office:{NEIGHBOUR}")
    expect(officer.part("comparison").locator(".badge")).to_have_text("Cao hơn rõ rệt")
    expect(officer.part("comparison").locator("thead")).to_contain_text("Xã Tuy Phước")
    officer.part("comparison").screenshot(path=screenshot("report-two-offices"))


def test_a_report_on_paper_has_the_figures_and_nothing_to_press(leader: Leader, tmp_path: Path) -> None:
    leader.opens(f"?{PERIOD}&with=before").sees_everything()
    file = tmp_path / "report.pdf"
    leader.page.pdf(path=file, prefer_css_page_size=True, print_background=True)
    pages = pypdfium2.PdfDocument(file)
    assert 3 <= len(pages) <= 7
    width, height = pages[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    words = "\n".join(page.get_textpage().get_text_range() for page in pages)
    for there in (
        "Báo cáo",
        "Trung tâm Phục vụ hành chính công",
        "mục tiêu 15 phút",
        "So sánh",
        "Đất đai",
        "In lúc",
    ):
        assert there in words
    for button in ("Xuất báo cáo", "Đăng xuất", "Khoảng khác", "Xem bảng"):
        assert button not in words


@pytest.mark.parametrize("by_key", [False, True], ids=["by mouse", "by keys"])
def test_going_back_in_time_keeps_the_kind_of_period(leader: Leader, by_key: bool) -> None:
    leader.opens("?period=week").sees_everything()
    before = leader.page.locator(".fig-now").inner_text()
    back = leader.page.get_by_role("button", name="Kỳ trước").first
    if by_key:
        back.focus()
        leader.press("Shift+ArrowLeft")
    else:
        back.click()
    expect(leader.page.locator(".fig-now")).not_to_have_text(before)
    leader.sees_everything()
    expect(leader.page.locator(".fig-kinds [aria-pressed=true]")).to_have_text("Tuần")
    leader.page.get_by_role("button", name="Về kỳ này").click()
    expect(leader.page.locator(".fig-now")).to_have_text(before)


def test_a_free_period_is_typed_and_a_wrong_one_is_told(leader: Leader) -> None:
    leader.opens("?period=week").sees_everything()
    leader.page.get_by_role("button", name="Khoảng khác").click()
    leader.page.get_by_label("Từ ngày").fill(str(LAST))
    leader.page.get_by_label("Đến ngày").fill(str(FIRST))
    leader.page.get_by_role("button", name="Xem", exact=True).click()
    expect(leader.page.get_by_role("alert")).to_contain_text("Ngày kết thúc")
    leader.page.get_by_label("Từ ngày").fill(str(FIRST))
    leader.page.get_by_label("Đến ngày").fill(str(LAST))
    leader.page.get_by_role("button", name="Xem", exact=True).click()
    leader.page.wait_for_url(f"**/{OFFICE}?{PERIOD}")
    leader.sees_everything()


def test_each_figure_says_what_it_means(leader: Leader) -> None:
    leader.opens().sees_everything()
    about = leader.page.get_by_role("button", name="Giải thích: P90", exact=True)
    about.click()
    expect(leader.page.locator("#about-p90")).to_have_text("Chín trong mười lượt chờ không quá chừng này.")
    about.click()
    expect(leader.page.locator("#about-p90")).to_be_hidden()


def test_every_chart_has_a_table_behind_it(leader: Leader) -> None:
    leader.opens().sees_everything()
    for name in ("days", "spread", "gantt", "kept"):
        leader.part(name).get_by_text("Xem bảng").click()
        expect(leader.part(name).locator(".fig-behind tbody tr").nth(3)).to_be_visible()
