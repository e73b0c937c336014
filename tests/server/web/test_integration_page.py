"""The page of deliveries: for supervisors, in two languages, without script."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from server.web.integration_texts import TEXTS, told
from tests.builders import OFFICE
from tests.fakes.receiver import Receiver, answer
from tests.server.web.house import House
from tests.server.web.webhook_cases import HOOKS, made
from tests.support.servers import STAFF_PASSWORD, Server

PAGE = f"/integrations/{OFFICE}"


def a_failed_one(house: House) -> int:
    """A delivery that was given up; the id of its webhook."""
    hook: int = made(house)["id"]
    house.ask("POST", f"{HOOKS}/{hook}/test", {}, token=house.token("integration"))
    house.hall.sql("UPDATE webhook_delivery SET state = 'failed', tries = 10, error = 'answered 500'")
    return hook


def states(house: House) -> list[str]:
    return [row.state for row in house.hall.sql("SELECT state FROM webhook_delivery")]


def test_strangers_get_a_form_to_sign_in_and_clerks_nothing(house: House) -> None:
    a_failed_one(house)
    answer = house.get(PAGE)
    assert (answer.status_code, "answered" in answer.text) == (401, False)
    assert TEXTS["vi"]["sign_in_first"] in answer.text
    house.sign_in("hoa")
    answer = house.get(PAGE)
    assert (answer.status_code, "trả lời 500" in answer.text) == (403, False)


def test_signing_in_by_the_form_leads_to_the_page(house: House) -> None:
    wrong = house.http.post(PAGE, data={"username": "giang", "password": "wrong"})
    assert (wrong.status_code, TEXTS["vi"]["wrong"] in wrong.text) == (401, True)
    right = house.http.post(f"{PAGE}?lang=en", data={"username": "giang", "password": STAFF_PASSWORD})
    assert (right.status_code, right.location) == (303, f"{PAGE}?lang=en")
    assert TEXTS["en"]["no_webhooks"] in house.get(right.location).text


def test_wrong_passwords_are_throttled_here_too(house: House) -> None:
    said = {"username": "giang", "password": "wrong"}
    answers = [house.http.post(PAGE, data=said).status_code for _ in range(9)]
    assert answers == [401] * 8 + [429]


@pytest.mark.parametrize("said", [{}, {"username": "giang"}, {"username": "\x00", "password": "x" * 5000}])
def test_a_form_that_says_nonsense_is_answered(house: House, said: dict[str, str]) -> None:
    assert house.http.post(PAGE, data=said).status_code == 401


def test_an_unknown_office_is_told(house: House) -> None:
    house.sign_in("giang")
    assert house.get("/integrations/nowhere").status_code == 404
    assert house.get("/integrations/%00").status_code == 404


def test_deliveries_are_shown_by_state(house: House) -> None:
    a_failed_one(house)
    house.sign_in("giang")
    assert f"{OFFICE}-test-1" in house.get(PAGE).text
    assert f"{OFFICE}-test-1" in house.get(f"{PAGE}?state=failed").text
    for state in ("waiting", "delivered"):
        assert TEXTS["vi"]["none"] in house.get(f"{PAGE}?state={state}").text
    assert f"{OFFICE}-test-1" in house.get(f"{PAGE}?state=nonsense&lang=xx").text


def test_the_button_sends_again_and_needs_the_session_and_its_token(house: House) -> None:
    hook = a_failed_one(house)
    path = f"{PAGE}/{hook}/1/retry"
    assert house.http.post(path).status_code == 401
    house.sign_in("giang")
    assert house.http.post(path).status_code == 403
    assert states(house) == ["failed"]
    page = house.get(f"{PAGE}?state=failed").text
    form = re.search(r'action="([^"]+)">\s*<input type="hidden" name="csrf_token" value="([^"]+)"', page)
    assert form is not None
    answer = house.http.post(form[1].replace("&amp;", "&"), data={"csrf_token": form[2]})
    assert (answer.status_code, answer.location) == (303, f"{PAGE}?state=failed")
    assert states(house) == ["waiting"]


def test_a_clerk_cannot_send_again(house: House) -> None:
    hook = a_failed_one(house)
    house.sign_in("hoa")
    answer = house.http.post(f"{PAGE}/{hook}/1/retry", data={"csrf_token": house.csrf})
    assert answer.status_code == 403
    assert states(house) == ["failed"]


def test_every_text_is_there_in_both_languages() -> None:
    assert set(TEXTS["vi"]) == set(TEXTS["en"])


def test_what_was_wrong_is_told_in_vietnamese() -> None:
    assert told("answered 301", "vi") == "trả lời 301"
    assert told("no answer within 10 s", "vi") == "không trả lời trong 10 giây"
    assert told("All connection attempts failed", "vi") == "không kết nối được"
    assert told("answered 301", "en") == "answered 301"
    assert told(None, "vi") == ""


def test_a_supervisor_sees_what_failed_and_sends_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser, screenshot: Callable[[str], Path]
) -> None:
    monkeypatch.setenv("DUNGHEN_WEBHOOK_PRIVATE_TARGETS", "true")
    with Receiver(answer(200), answer(200), answer(500)) as partner, Server(tmp_path) as server:
        headers = {"Authorization": f"Bearer {server.token('integration', name='Cổng dịch vụ công')}"}
        with httpx.Client(base_url=f"{server.url}/api/v1/offices/{OFFICE}", headers=headers) as client:
            client.post("/webhooks", json={"url": partner.url}, headers={"Idempotency-Key": "1"})
            for key in ("2", "3", "4"):
                client.post("/tickets", json={"service": "land"}, headers={"Idempotency-Key": key})
        partner.wait_for(3)
        page = browser.new_page(viewport={"width": 1366, "height": 768}, java_script_enabled=False)
        page.goto(f"{server.url}{PAGE}")
        page.screenshot(path=screenshot("integrations-sign-in"))
        page.fill("#username", "giang")
        page.fill("#password", STAFF_PASSWORD)
        page.click("button")
        page.get_by_text("trả lời 500").wait_for()
        page.screenshot(path=screenshot("integrations"))
        page.get_by_role("button", name="Gửi lại ngay").click()
        partner.wait_for(4)
        deadline = time.monotonic() + 5
        arrived = page.get_by_role("row").filter(has_text="Arrived")
        page.goto(f"{server.url}{PAGE}?state=delivered&lang=en")
        while arrived.count() < 3:  # it is settled a moment after it came
            assert time.monotonic() < deadline
            page.reload()
        page.screenshot(path=screenshot("integrations-en"))
        page.context.close()
