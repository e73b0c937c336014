"""The province's table: who may see it, what it says, and that it makes no sense of nonsense."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from werkzeug.test import TestResponse

from server.domain.periods import Period
from server.web import province_texts
from tests.server.web.house import House, assert_problem
from tests.server.web.province import COMMUNE, OFFICER, make_province
from tests.support.figures import simulate
from tests.support.servers import OFFICE, STAFF_PASSWORD

WEEK = "/figures?kind=week&of=2026-11-18"


@pytest.fixture
def province(house: House) -> House:
    """The demo office, a commune of the same province, and somebody who compares them."""
    return make_province(house)


def sign_in(house: House, username: str) -> TestResponse:
    return house.http.post("/figures", data={"username": username, "password": STAFF_PASSWORD})


def simulated(house: House, office: str, a_day: float) -> None:
    first, last = date(2026, 11, 16), date(2026, 11, 20)
    house.app.database.write(lambda tx: simulate(tx, office, first, last, a_day=a_day))


class _Text(HTMLParser):
    """The text of a page, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.pieces.append(data.strip())


def text_of(answer: TestResponse) -> str:
    parser = _Text()
    parser.feed(answer.get_data(as_text=True))
    return re.sub(r"\s+", " ", " ".join(parser.pieces))


def test_a_stranger_is_asked_to_sign_in_and_comes_to_the_table(province: House) -> None:
    asked = province.get(WEEK)
    assert asked.status_code == 401
    assert "Đăng nhập bằng tài khoản của tỉnh" in text_of(asked)
    assert sign_in(province, "tinh").status_code == 303
    assert "Toàn tỉnh" in text_of(province.get(WEEK))


def test_a_supervisor_is_led_to_the_own_office(province: House) -> None:
    sign_in(province, "giang")
    answer = province.get("/figures")
    assert (answer.status_code, answer.location) == (303, f"/figures/{OFFICE}")


def test_a_wrong_password_is_told_as_such(province: House) -> None:
    answer = province.http.post("/figures", data={"username": "tinh", "password": "sai"})
    assert answer.status_code == 401
    assert "Sai tên đăng nhập hoặc mật khẩu." in text_of(answer)


def test_signing_out_needs_the_forms_own_token(province: House) -> None:
    sign_in(province, "tinh")
    assert province.http.post("/figures/sign-out").status_code == 403
    token = re.search(r'name="csrf_token" value="([^"]+)"', province.get("/figures").get_data(as_text=True))
    assert token is not None
    province.http.post("/figures/sign-out", data={"csrf_token": token[1]})
    assert province.get("/figures").status_code == 401


def test_every_office_has_a_line_and_the_mean_is_of_tickets_not_of_offices(province: House) -> None:
    simulated(province, OFFICE, 330)
    simulated(province, COMMUNE, 60)
    sign_in(province, "tinh")
    shown = text_of(province.get(WEEK))
    answer = province.ask("GET", "/api/v1/figures/waits?by=office&from=2026-11-16&to=2026-11-22").get_json()
    busy, quiet = (next(r for r in answer["rows"] if r["key"] == code) for code in (OFFICE, COMMUNE))
    pooled = (busy["n"] * busy["mean_s"] + quiet["n"] * quiet["mean_s"]) / (busy["n"] + quiet["n"])
    assert answer["total"]["mean_s"] == pytest.approx(pooled)
    assert f"Chờ trung bình {province_texts.minutes(pooled, 'vi')} phút" in shown
    assert f"Xã An Nhơn {quiet['n']} {province_texts.minutes(quiet['mean_s'], 'vi')}" in shown


def test_an_office_where_nobody_came_is_seen_and_in_no_count_of_those_that_met_the_goal(
    province: House,
) -> None:
    simulated(province, OFFICE, 60)
    sign_in(province, "tinh")
    shown = text_of(province.get(WEEK))
    assert "Đơn vị đạt mục tiêu 1 / 1" in shown
    assert "Xã An Nhơn 0 – – – 0 Chưa phục vụ ai" in shown


@pytest.mark.parametrize(
    "address",
    [
        "/figures?kind=decade",
        "/figures?kind=month&of=yesterday",
        "/figures?kind=nine_months&of=2026-11-01",
        "/figures?kind=free&from=2026-11-20&to=2026-11-01",
        "/figures?kind=free&from=0001-01-01&to=9999-12-31",
        "/figures?kind=week&of=9999-12-31",
        "/figures?kind=free&from=2026-11-01%00&to=2026-11-20",
    ],
)
def test_a_period_that_is_none_is_told_and_this_month_is_shown(province: House, address: str) -> None:
    sign_in(province, "tinh")
    shown = text_of(province.get(address))
    assert "Kỳ này không hợp lệ" in shown
    assert "Tháng 11 năm 2026" in shown


def test_the_first_and_last_days_there_are_lead_nowhere_further(province: House) -> None:
    sign_in(province, "tinh")
    first = province.get("/figures?kind=day&of=0001-01-01").get_data(as_text=True)
    assert 'rel="prev"' not in first
    assert 'rel="next"' in first


def test_words_of_the_address_come_back_harmless(province: House) -> None:
    sign_in(province, "tinh")
    page = province.get('/figures?level="><script>&order=<b>&lang=<i>').get_data(as_text=True)
    assert "<script>" not in page
    assert "<b>&lt;" not in page


def test_both_languages_say_everything() -> None:
    assert province_texts.TEXTS["vi"].keys() == province_texts.TEXTS["en"].keys()


def test_rounding_never_makes_a_missed_goal_look_met() -> None:
    shown = [province_texts.minutes(seconds, "vi", goal_s=900) for seconds in (900, 901, 902.9, 906)]
    assert shown == ["15,0", "15,02", "15,05", "15,1"]


def test_periods_are_named_as_offices_name_them() -> None:
    quarter = Period(date(2026, 10, 1), date(2026, 12, 31))
    half = Period(date(2026, 1, 1), date(2026, 6, 30))
    assert province_texts.period_name(quarter, "quarter", "vi") == "Quý IV năm 2026"
    assert province_texts.period_name(half, "half_year", "vi") == "6 tháng đầu năm 2026"
    assert province_texts.period_name(half, "free", "en") == "1/1/2026 – 30/6/2026"


@pytest.mark.parametrize("by", ["counter", "clerk"])
def test_counters_and_clerks_are_told_apart_within_one_office(province: House, by: str) -> None:
    province.sign_in(OFFICER)
    asked = f"/api/v1/figures/waits?from=2026-11-16&to=2026-11-20&by={by}"
    assert_problem(province.ask("GET", asked), 422, "one_office")
    assert province.ask("GET", f"{asked}&office={COMMUNE}").status_code == 200
