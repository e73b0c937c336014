"""Signing in with a real browser: single sign-on on another site, and the code that a counter asks for."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from server.actions.house import second_factor, signing_in
from server.actions.house.sealing import Seal
from server.contract.setup_file import AccountSetUp
from server.demo import public_password
from server.domain import signing
from server.ports import SystemClock
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from tests.server.web.accounts.sign_on import settings_of
from tests.support.provider import Provider
from tests.support.servers import STAFF_PASSWORD, Server

Shoot = Callable[[str], Path]
T = TypeVar("T")
SESSION, ASKED = "dunghen", "dunghen_single_sign_on"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """At `localhost`, where the office is at `127.0.0.1`: for cookies, another site."""
    with Provider(asks=True) as running:
        yield running


@pytest.fixture(scope="module")
def office(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Administrators need a second factor. Hoa is a clerk, Chung administers; both are known elsewhere."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in {**settings_of(provider), "admins_need_totp": "true"}.items():
            environment.setenv(f"DUNGHEN_{name.upper()}", value)
        with Server(tmp_path_factory.mktemp("office")) as running:
            wish = AccountSetUp(username="chung", name="Chung", role="admin")
            written(running, lambda tx: public_password.admit(tx, None, wish))
            written(running, lambda tx: tx.connection.exec_driver_sql(_LINKED).close())
            yield running


_LINKED = "UPDATE staff SET email = username || '@tinh.example'"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    yield made
    made.close()


def written(server: Server, act: Callable[[Transaction], T]) -> T:
    database = Database(server.database, SystemClock())
    try:
        return database.write(act)
    finally:
        database.close()


def enrol(server: Server, username: str) -> tuple[pyotp.TOTP, list[str]]:
    """Two-step sign-in as somebody set it up a minute ago: the code that shows now was not used."""
    seal = Seal("only for tests", purpose="second factors")

    def act(tx: Transaction) -> tuple[pyotp.TOTP, list[str]]:
        app = pyotp.TOTP(second_factor.begin(tx, seal, _account(tx, username)))
        row = _account(tx, username)
        early = app.generate_otp(signing.step_at(tx.now) - 1)
        return app, second_factor.confirm(tx, seal, signing_in.caller_of(row), row, code=early)

    return written(server, act)


def _account(tx: Transaction, username: str) -> TicketRow:
    row = signing_in.account(tx, username)
    assert row is not None
    return row


def be(provider: Provider, name: str) -> None:
    """Who sits at the provider's page."""
    provider.who = {"sub": f"u-{name}", "email": f"{name}@tinh.example", "email_verified": True}


def go(page: Page, office: Server, wanted: str = "/account") -> None:
    """By the button to the provider's page, and on from there."""
    page.goto(f"{office.url}/sign-in?next={wanted}")
    page.get_by_role("link", name="Cổng tỉnh").click()
    expect(page).to_have_url(re.compile("^http://localhost:"))
    page.locator("#on").click()


def cookies(context: BrowserContext) -> dict[str, str]:
    return {cookie["name"]: cookie["value"] for cookie in context.cookies()}


def who(context: BrowserContext, office: Server) -> str | None:
    answer = context.request.get(f"{office.url}/api/v1/session")
    return answer.json()["username"] if answer.ok else None


def test_the_way_over_another_site_ends_signed_in_where_one_wanted_to_be(
    context: BrowserContext, office: Server, provider: Provider
) -> None:
    """What was asked comes back with a link of the other site, the session's own cookie never does."""
    be(provider, "hoa")
    page = context.new_page()
    go(page, office, "/counter")
    expect(page).to_have_url(f"{office.url}/counter")
    assert who(context, office) == "hoa"
    found = {cookie["name"]: cookie for cookie in context.cookies(office.url)}
    assert ASKED not in found
    assert (found[SESSION]["sameSite"], found[SESSION]["httpOnly"]) == ("Strict", True)


def test_a_session_that_was_planted_before_is_not_the_one_that_begins(
    browser: Browser, context: BrowserContext, office: Server, provider: Provider
) -> None:
    with_minh = browser.new_context()
    said = {"username": "minh", "password": STAFF_PASSWORD}
    assert with_minh.request.post(f"{office.url}/api/v1/session", data=said).ok
    planted = cookies(with_minh)[SESSION]
    context.add_cookies([{"name": SESSION, "value": planted, "url": office.url, "sameSite": "Strict"}])
    assert who(context, office) == "minh"
    be(provider, "hoa")
    page = context.new_page()
    go(page, office)
    expect(page).to_have_url(f"{office.url}/account")
    assert (who(context, office), who(with_minh, office)) == ("hoa", "minh")
    assert cookies(context)[SESSION] != planted
    with_minh.close()


def test_nobody_is_signed_in_by_the_answer_that_another_browser_asked_for(
    browser: Browser, context: BrowserContext, office: Server, provider: Provider
) -> None:
    be(provider, "minh")
    other = browser.new_context()
    theirs = other.new_page()
    theirs.goto(f"{office.url}/sign-in/elsewhere")
    answer = theirs.locator("#on").get_attribute("href")
    other.close()
    page = context.new_page()
    page.goto(provider.issuer + "/keys")
    page.evaluate("(where) => { location.href = where; }", answer)
    expect(page.get_by_role("alert")).to_contain_text("chưa bắt đầu đăng nhập")
    assert who(context, office) is None


@pytest.mark.parametrize(
    "wanted", ["//localhost:{port}/keys", "http:%2F%2Flocalhost:{port}/keys", "/%5Clocalhost"]
)
def test_it_leads_to_no_other_site(
    context: BrowserContext, office: Server, provider: Provider, wanted: str
) -> None:
    be(provider, "hoa")
    page = context.new_page()
    go(page, office, wanted.format(port=provider.issuer.rpartition(":")[2]))
    expect(page).to_have_url(re.compile(f"^{office.url}(?!/sign-in)"))
    assert who(context, office) == "hoa"


def test_an_administrator_shows_our_code_where_the_provider_tells_of_none(
    context: BrowserContext, office: Server, provider: Provider, screenshot: Shoot
) -> None:
    app, _ = enrol(office, "chung")
    be(provider, "chung")
    page = context.new_page()
    go(page, office)
    expect(page.get_by_label("Mã 6 số")).to_be_focused()
    page.screenshot(path=screenshot("sign-in-code-after-single-sign-on"))
    assert who(context, office) is None
    page.keyboard.type(app.now())
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{office.url}/account")
    assert who(context, office) == "chung"


WORDS = {
    "vi": ("Mã trong ứng dụng xác thực", "Mật khẩu đúng. Xin nhập thêm mã xác thực.", "Chọn quầy làm việc"),
    "en": ("Code from your authenticator app", "The password is right. Now the code", "Choose"),
}


@pytest.mark.parametrize(("lang", "username"), [("vi", "hoa"), ("en", "minh")])
def test_the_counters_form_asks_for_the_code(
    context: BrowserContext, office: Server, screenshot: Shoot, lang: str, username: str
) -> None:
    """A wrong code, the right one, and a recovery code when the phone is lost."""
    app, recovery = enrol(office, username)
    label, told, inside = WORDS[lang]
    page = context.new_page()
    page.goto(f"{office.url}/counter")
    if lang == "en":
        page.get_by_role("button", name="English").click()
    give_password(page, username)
    code = page.get_by_label(label)
    expect(code).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text(told)
    expect(page.get_by_role("alert")).not_to_contain_class("over")
    page.screenshot(path=screenshot(f"counter-code-{lang}"))
    code.fill("000000" if app.now() != "000000" else "111111")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).not_to_contain_text(told)
    expect(page.get_by_role("alert")).to_contain_class("over")
    expect(code).to_be_focused()
    expect(code).to_have_value("")
    page.screenshot(path=screenshot(f"counter-code-wrong-{lang}"))
    code.fill(app.at(int(time.time())))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(inside)
    context.clear_cookies()
    page.reload()
    give_password(page, username)
    code.fill(recovery[0].upper().replace("-", " "))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(inside)
    assert who(context, office) == username


def give_password(page: Page, username: str) -> None:
    page.locator("#username").fill(username)
    page.locator("#password").fill(STAFF_PASSWORD)
    page.keyboard.press("Enter")
