"""No page of the server has a violation of WCAG 2.2 AA: in both languages, narrow, spaced, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Flask
from playwright.sync_api import Page, Response

from tests.accessibility.eyes import faults, narrow_faults, skip_faults, tab_faults
from tests.accessibility.places import PLACES, Place, is_listed_by_itself, of_administration, rules_of
from tests.accessibility.premises import LANGUAGES, Premises
from tests.support.servers import OFFICE

Check = Callable[[Page], list[str]]
NOT_OF_THE_SERVER = {"/nothing"}
WITHOUT_A_HEAD = ("/display/",)
"""Nothing there can be pressed, so nothing has to be skipped."""


def opened(house: Premises, places: list[Place], language: str) -> Iterator[tuple[Place, Page, Response]]:
    """Each of these addresses that is a page (some of administration are files to save), when it is ready."""
    for place in places:
        page = house.page_of(place.who)
        answer = page.goto(house.address(place.address(language)))
        assert answer is not None
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        page.locator(place.ready).first.wait_for(state="attached")
        if place.without:
            page.evaluate(
                "(them) => document.querySelectorAll(them).forEach((one) => one.remove())", place.without
            )
        yield place, page, answer


def look_at(house: Premises, places: list[Place], language: str, check: Check) -> list[str]:
    """What a check finds on these pages, each with its address."""
    found: list[str] = []
    for place, page, _ in opened(house, places, language):
        said = page.locator("html").get_attribute("lang")
        wrong = [] if said in LANGUAGES else [f"lang is {said}"]
        where = f"{place.who or 'nobody'} at {place.path} [{language}]"
        found += [f"{where}: {fault}" for fault in wrong + check(page)]
    return found


def fits(page: Page) -> list[str]:
    return faults(page) + narrow_faults(page)


def by_keyboard(page: Page) -> list[str]:
    return faults(page) + tab_faults(page)


def everywhere() -> list[Place]:
    return [place for places in PLACES.values() for place in places]


def test_every_address_that_a_browser_opens_is_looked_at(flask: Flask) -> None:
    listed = set(PLACES) - NOT_OF_THE_SERVER
    assert {rule for rule in rules_of(flask) if not is_listed_by_itself(rule)} == listed


def test_no_page_has_a_violation_or_is_cut_when_narrow_or_spaced(house: Premises) -> None:
    found = look_at(house, everywhere(), "vi", fits)
    assert not found, "\n".join(found)


def test_no_english_page_has_a_violation_or_hides_its_focus(house: Premises) -> None:
    found = look_at(house, everywhere(), "en", by_keyboard)
    assert not found, "\n".join(found)


def test_every_page_of_administration_is_there_to_be_looked_at(house: Premises, flask: Flask) -> None:
    """An address whose parts are of nobody would show only that there is no such thing."""
    asked = house.room("admin").request
    pages = [place for place in of_administration(flask) if place.who]
    away = {place.path: asked.get(house.address(place.path)).status for place in pages}
    assert {path: status for path, status in away.items() if status != 200} == {
        f"/admin/{OFFICE}/undo": 409,  # nothing has been changed yet, which it says
    }


def test_no_page_of_administration_has_a_violation_or_is_cut(house: Premises, flask: Flask) -> None:
    found = look_at(house, list(of_administration(flask)), "vi", fits)
    assert not found, "\n".join(found)


def test_no_english_page_of_administration_has_a_violation_or_hides_its_focus(
    house: Premises, flask: Flask
) -> None:
    found = look_at(house, list(of_administration(flask)), "en", by_keyboard)
    assert not found, "\n".join(found)


def test_the_first_tab_stop_leads_over_the_head_of_a_page(house: Premises) -> None:
    one_of_each = [places[-1] for rule, places in PLACES.items() if not rule.startswith(WITHOUT_A_HEAD)]
    wrong = [
        f"{place.path}: {fault}"
        for place, page, _ in opened(house, [*one_of_each, Place("/admin", "admin")], "vi")
        for fault in skip_faults(page)
    ]
    assert not wrong, "\n".join(wrong)
