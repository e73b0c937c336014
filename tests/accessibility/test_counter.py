"""The counter in each of its states: no violation, everything by keys, the keys told, and no trap."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.accessibility.eyes import faults, tab_faults
from tests.accessibility.premises import Premises
from tests.counter.clerk import Clerk, empty_counter, numbers, office_pc


@pytest.fixture
def clerk(house: Premises, browser: Browser) -> Iterator[Clerk]:
    """Minh at counter 6, which serves civil status."""
    with office_pc(browser) as context:
        yield Clerk(context, house.server, "minh").at_counter(6)
    empty_counter(house.server, 6)


def test_no_state_of_the_counter_has_a_violation_and_all_is_done_by_keys(
    house: Premises, clerk: Clerk
) -> None:
    found: list[str] = []

    def look(name: str) -> None:
        found.extend(f"{name}: {fault}" for fault in faults(clerk.page))

    with house.server.client("kiosk") as kiosk:
        one, two = numbers(kiosk, "civil_status", "civil_status")
    clerk.calls(one)
    look("called")
    clerk.press("F3")
    clerk.is_serving(one)
    clerk.type("H08.65-261123-0042", "Enter")
    look("serving")
    clerk.press("F8")
    look("asked why on hold")
    clerk.press("Escape")
    clerk.press("F9")
    expect(clerk.page.locator(".panel")).to_be_visible()
    look("asked where to")
    clerk.press("Escape")
    clerk.press("F9", "Tab", "Enter")
    clerk.press("Escape")
    clerk.press("F8")
    clerk.type("đi sao chụp giấy tờ", "Enter")
    expect(clerk.held()).to_have_text([one])
    look("one on hold")
    clerk.calls(two)
    clerk.press("F7")
    look("nobody came")
    clerk.press("Shift+F3")
    look("asked why paused")
    clerk.type("Nghỉ giải lao", "Enter")
    expect(clerk.page.locator(".nobody")).to_contain_text("Quầy đang tạm nghỉ")
    look("paused")
    assert not found, "\n".join(found)


def test_keys_are_told_to_those_who_hear_the_page(clerk: Clerk) -> None:
    told = clerk.page.locator("[aria-keyshortcuts]")
    keys = {told.nth(at).get_attribute("aria-keyshortcuts") for at in range(told.count())}
    assert {"F2", "Shift+F3", "Shift+F4"} <= keys
    printed = clerk.page.locator("button:has(kbd)")
    assert all(printed.nth(at).get_attribute("aria-keyshortcuts") for at in range(printed.count()))


def test_tab_leaves_the_counter_again(house: Premises, clerk: Clerk) -> None:
    with house.server.client("kiosk") as kiosk:
        [one] = numbers(kiosk, "civil_status")
    clerk.serves(one)
    assert tab_faults(clerk.page) == []
