"""A person who opens a wrong address reads a page in both languages; programs get the contract's problem."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from server.contract.refusal_words import TEXTS
from tests.server.web.house import House, assert_problem
from tests.support.clocks import StoppedClock
from tests.support.servers import OFFICE

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("refused")
    house = House(f"sqlite:///{folder / 'office.db'}", StoppedClock())
    yield house
    house.hall.database.close()


def open_it(house: House, path: str, *, accept: str = BROWSER, method: str = "GET") -> TestResponse:
    return house.http.open(path, method=method, headers={"Accept": accept})


def says(answer: TestResponse, status: int, key: str) -> str:
    """The page has this status and says these words, in both languages; its text."""
    assert (answer.status_code, answer.mimetype) == (status, "text/html"), answer.text
    for lang in ("vi", "en"):
        assert all(words in answer.text for words in TEXTS[lang][key]), (lang, key)
    return answer.text


REFUSED = {
    "unknown address": ("GET", "/nothing", 404, "404"),
    "an office's page that there is not": ("GET", f"/admin/{OFFICE}/a/b/c", 404, "404"),
    "a NUL": ("GET", "/a%00b", 404, "404"),
    "a form's address": ("GET", f"/t/{'a' * 24}/leave", 405, "405"),
    "a file that there is not": ("GET", "/look/nothing.css", 404, "404"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_browser_gets_a_page_and_a_program_the_problem(house: House, case: str) -> None:
    method, path, status, key = REFUSED[case]
    page = says(open_it(house, path, method=method), status, key)
    assert '<html lang="vi"' in page
    assert 'href="/"' in page
    for accept in ("*/*", "application/json", "application/problem+json"):
        problem = open_it(house, path, method=method, accept=accept)
        assert_problem(problem, status, problem.get_json()["code"])


def test_what_may_be_done_at_an_address_is_told_to_both(house: House) -> None:
    path = f"/t/{'a' * 24}/leave"
    assert open_it(house, path).headers["Allow"] == open_it(house, path, accept="*/*").headers["Allow"]


def test_english_comes_first_when_it_is_asked_for(house: House) -> None:
    page = open_it(house, "/nothing?lang=en").text
    assert '<html lang="en"' in page
    assert f"<h1>{TEXTS['en']['404'][0]}</h1>" in page
    assert re.search(r'<div[^>]* lang="vi"', page)


def test_the_api_answers_by_its_contract_whoever_asks(house: House) -> None:
    assert_problem(open_it(house, "/api/v1/offices/none"), 404, "unknown_office")
    assert_problem(open_it(house, "/api/v1/nothing"), 404, "not_found")
    assert_problem(open_it(house, f"/api/v1/offices/{OFFICE}", method="DELETE"), 405, "method_not_allowed")


def test_a_form_from_another_site_is_told_in_words(house: House) -> None:
    sent = house.http.post(
        "/sign-in", data={"username": "hoa"}, headers={"Accept": BROWSER, "Sec-Fetch-Site": "cross-site"}
    )
    says(sent, 403, "csrf")


def test_what_is_too_large_is_told_in_words(house: House) -> None:
    sent = house.http.post("/sign-in", data={"username": "x" * 100_000}, headers={"Accept": BROWSER})
    says(sent, 413, "413")


def test_whoever_asks_too_often_is_told_to_wait(tmp_path: Path, clock: StoppedClock) -> None:
    house = House(f"sqlite:///{tmp_path / 'office.db'}", clock, request_rate=1)
    answers = [open_it(house, "/privacy") for _ in range(15)]
    assert answers[0].status_code == 200
    says(answers[-1], 429, "429")
    assert answers[-1].headers["Retry-After"] == "1"
    house.hall.database.close()


def test_a_fault_of_ours_is_told_without_a_detail(tmp_path: Path, clock: StoppedClock) -> None:
    house = House(f"sqlite:///{tmp_path / 'office.db'}", clock)
    house.hall.sql("UPDATE office SET setup = 'nonsense'")
    page = says(open_it(house, "/"), 500, "500")
    assert "Traceback" not in page
    house.hall.database.close()


def test_no_address_that_was_asked_for_comes_back_in_the_page(house: House) -> None:
    page = open_it(house, "/<script>alert(1)</script>?lang=<b>").text
    assert "alert" not in page
    assert "<b>" not in page
