"""The live hall turns red and green with its people, and everybody who is to be warned is warned once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.counter.clerk import Clerk
from tests.fakes.receiver import Receiver
from tests.server.outward.mail_server import Postbox, mail_server
from tests.server.web.hall.supervisor import Supervisor, come_earlier, presses, serves, until, with_alerts
from tests.support.ports import free_port
from tests.support.servers import OFFICE, Server

EMAILS = ["lanhdao@example.vn", "tinh@example.vn"]
KINDS = ["alert_raised", "alert_ended"]


@pytest.fixture
def postbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    port, postbox = free_port(), Postbox()
    monkeypatch.setenv("DUNGHEN_SMTP_URL", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("DUNGHEN_MAIL_FROM", "hen@example.vn")
    monkeypatch.setenv("DUNGHEN_WEBHOOK_PRIVATE_TARGETS", "true")
    with mail_server(postbox, port=port):
        yield postbox


@pytest.fixture
def office(tmp_path: Path, postbox: Postbox) -> Iterator[Server]:
    """A running office that writes to two people of its alerts, and misses a kiosk after half a minute."""
    server = Server(tmp_path)
    with_alerts(server, emails=EMAILS, device_gone_s=30)
    with server:
        yield server


@pytest.fixture
def partner(office: Server) -> Iterator[Receiver]:
    """A system that is told of alerts and of nothing else."""
    with Receiver() as receiver:
        key = {"Authorization": f"Bearer {office.token('integration')}", "Idempotency-Key": "hook"}
        wish = {"url": receiver.url, "kinds": KINDS}
        hooks = f"{office.url}/api/v1/offices/{OFFICE}/webhooks"
        httpx.post(hooks, json=wish, headers=key).raise_for_status()
        yield receiver


@pytest.fixture
def desk(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    yield context
    context.close()


def told(partner: Receiver, about: str) -> list[str]:
    return [call.event["kind"] for call in partner.calls if call.event["about"] == about]


def subjects(postbox: Postbox, words: str) -> list[str]:
    return sorted(f"{mail['To']} {mail['Subject']}" for mail in postbox.mails if words in mail["Subject"])


def test_the_hall_turns_red_when_people_wait_too_long_and_green_when_they_are_called(
    desk: BrowserContext, office: Server, postbox: Postbox, partner: Receiver
) -> None:
    supervisor = Supervisor(desk, office).at_hall()
    assert supervisor.page.url.endswith(f"/hall/{OFFICE}")
    supervisor.sees("mean", "none")
    expect(supervisor.page.locator(".hall-notice")).to_contain_text("Hôm nay chưa có lượt nào")

    with office.client("kiosk") as kiosk, office.client("counter", counter=3) as counter:
        counter.step(OFFICE, 3, "open", {})
        first, *_ = presses(kiosk, times=3)
        come_earlier(office, minutes=16)
        presses(kiosk, times=9)
        supervisor.sees("longest", "over")
        supervisor.is_warned("longest_wait")
        expect(supervisor.alert("longest_wait", over=False)).to_contain_text(
            f"{first} chờ quá 15 phút (Đất đai)"
        )
        for _ in range(3):
            serves(counter, 3)
        supervisor.sees("mean", "over")
        expect(supervisor.card("mean")).to_contain_text("Đến giờ: không đạt")
        while serves(counter, 3):
            pass
        expect(supervisor.card("mean")).to_contain_text("Đến giờ: đạt", timeout=20_000)
        supervisor.sees("longest", "none")
        supervisor.is_warned("longest_wait", over=True)
        expect(supervisor.page.locator("[role=status].visually-hidden")).to_contain_text("mục tiêu 15 phút")

    what = f"số {first} chờ Đất đai quá 15 phút"
    until(lambda: len(subjects(postbox, what)) == 2 * len(EMAILS))
    assert subjects(postbox, what) == sorted(
        f"{address} {begin}: {what}" for address in EMAILS for begin in ("Cảnh báo", "Đã hết cảnh báo")
    )
    until(lambda: len(told(partner, "longest_wait")) == 2)
    assert told(partner, "longest_wait") == KINDS
    assert supervisor.faults == []


def test_a_kiosk_that_goes_is_missed_and_welcomed_back(
    desk: BrowserContext, office: Server, postbox: Postbox, partner: Receiver
) -> None:
    with office.client("kiosk") as kiosk, office.client("counter", counter=3) as counter:
        counter.step(OFFICE, 3, "open", {})
        presses(kiosk)
        supervisor = Supervisor(desk, office).at_hall()
        gone = supervisor.alert("device_gone", over=False).filter(has_text="kiosk")
        expect(gone).to_have_count(1, timeout=60_000)
        presses(kiosk)
        expect(gone).to_have_count(0, timeout=30_000)
    until(lambda: len(subjects(postbox, "mất liên lạc với kiosk")) == 2 * len(EMAILS))
    assert supervisor.faults == []


def test_a_counter_that_the_supervisor_asks_for_is_asked_for_on_the_clerks_screen(
    desk: BrowserContext, office: Server, browser: Browser
) -> None:
    with office.client("kiosk") as kiosk, office.client("counter", counter=3) as counter:
        counter.step(OFFICE, 3, "open", {"services": ["civil_status"]})
        presses(kiosk, "land", times=6)
        presses(kiosk, "civil_status")
        clerks = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
        clerk = Clerk(clerks, office).at_counter(1)
        supervisor = Supervisor(desk, office).at_hall()
        page = supervisor.page
        expect(page.locator(".hall-advice h2")).to_contain_text("Nên mở quầy", timeout=30_000)
        page.get_by_role("button", name="Yêu cầu mở quầy").click()
        expect(page.locator(".hall-asked")).to_be_visible()
        expect(clerk.page.locator(".alerts .notice")).to_contain_text("Lãnh đạo đề nghị mở quầy")
        page.get_by_role("button", name="Xem vì sao").click()
        expect(page.locator(".hall-why li").first).to_contain_text("người sẽ được gọi")
        page.get_by_role("button", name="Rút lại").click()
        expect(clerk.page.locator(".alerts .notice")).to_have_count(0, timeout=20_000)
        clerks.close()
    assert supervisor.faults == []
