"""No page of the server has a violation of WCAG 2.2 AA: in both languages, narrow, spaced, by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, Response

from tests.accessibility.eyes import faults, narrow_faults, tab_faults
from tests.accessibility.places import PLACES, Place, is_listed_by_itself, of_administration, rules_of
from tests.accessibility.premises import LANGUAGES, Premises

Check = Callable[[Page], list[str]]


def look_at(house: Premises, places: list[Place], language: str, check: Check) -> list[str]:
    """What a check finds on these pages, each with its address."""
    found: list[str] = []
    for place in places:
        page = house.page_of(place.who, language)
        answer = page.goto(house.address(place.address(language)))
        assert answer is not None
        if not is_page(answer):
            continue
        page.locator(place.ready).first.wait_for(state="attached")
        if place.without:
            page.evaluate(
                "(them) => document.querySelectorAll(them).forEach((one) => one.remove())", place.without
            )
        said = page.locator("html").get_attribute("lang")
        wrong = [] if said in LANGUAGES else [f"lang is {said}"]
        found += [
            f"{place.who or 'nobody'} at {place.path} [{language}]: {fault}" for fault in wrong + check(page)
        ]
    return found


def is_page(answer: Response) -> bool:
    """Some addresses of administration are files to save."""
    return answer.headers.get("content-type", "").startswith("text/html")


def everywhere() -> list[Place]:
    return [place for places in PLACES.values() for place in places]


def test_every_address_that_a_browser_opens_is_looked_at(flask: Flask) -> None:
    assert {rule for rule in rules_of(flask) if not is_listed_by_itself(rule)} == set(PLACES)


def test_no_page_has_a_violation_or_is_cut_when_narrow_or_spaced(house: Premises) -> None:
    found = look_at(house, everywhere(), "vi", lambda page: faults(page) + narrow_faults(page))
    assert not found, "\n".join(found)


def test_no_english_page_has_a_violation_or_hides_its_focus(house: Premises) -> None:
    found = look_at(house, everywhere(), "en", lambda page: faults(page) + tab_faults(page))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_administration_has_a_violation(house: Premises, flask: Flask, language: str) -> None:
    places = list(of_administration(flask))
    found = look_at(house, places, language, lambda page: faults(page) + narrow_faults(page))
    assert not found, "\n".join(found)
