"""The citizen's page of rating: without script, in two languages, once; and the tablet's page."""

from __future__ import annotations

import re
from typing import Any

import pytest

from server.demo.rating_forms import demo_form
from server.web.rating_texts import TEXTS
from tests.builders import OFFICE
from tests.server.web.house import House
from tests.server.web.rating_cases import finished, retired
from tests.support.hostile import some
from tests.support.rating import published

SAID = {"form": "hai-long", "version": "1", "overall": "4", "q.wait": "1", "q.attitude": "", "remark": ""}
VI, EN = TEXTS["vi"], TEXTS["en"]
# That a visit is rated once on each engine is proved by the tests of the actions.
pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@pytest.fixture
def page(house: House) -> str:
    """The page of a visit that was just served."""
    published(house.hall)
    return f"/t/{finished(house)['token']}/rate"


def send(house: House, page: str, **said: str) -> Any:
    return house.http.post(page, data=SAID | said)


def kept(house: House) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in house.hall.sql("SELECT overall, points, channel, remark FROM rating")]


def test_a_visit_is_rated_by_a_form_and_thanked_for(house: House, page: str) -> None:
    asked = house.get(page)
    assert asked.status_code == 200
    assert (asked.headers["Cache-Control"], asked.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert "Thái độ của cán bộ" in asked.text
    answer = send(house, page)
    assert (answer.status_code, answer.location) == (303, page)
    assert VI["rated"] in house.get(page).text
    assert kept(house) == [(4, 7_500_000, "link", None)]


def test_a_second_form_changes_nothing(house: House, page: str) -> None:
    send(house, page)
    assert send(house, page, overall="1").status_code == 303
    assert [row[0] for row in kept(house)] == [4]


def test_without_a_level_the_page_says_so_and_keeps_what_was_typed(house: House, page: str) -> None:
    answer = send(house, page, overall="", remark="Xin cảm ơn")
    assert answer.status_code == 422
    assert VI["choose_level"] in answer.text
    assert "Xin cảm ơn</textarea>" in answer.text
    assert re.search(r'name="q.wait" value="1" checked', answer.text)
    assert kept(house) == []


def test_a_remark_that_is_too_long_is_told_at_its_field(house: House, page: str) -> None:
    answer = send(house, f"{page}?lang=en", remark="ẩ" * 501)
    assert (answer.status_code, EN["remark_too_long"] in answer.text) == (422, True)
    assert send(house, page, remark="ẩ" * 500).status_code == 303


@pytest.mark.parametrize(
    "said",
    [
        {"q.wait": "9"},
        {"q.wait": "x"},
        {"q.nothing": "1"},
        {"q.": "1"},
        {"version": "x"},
        {"form": "<b>"},
        {"overall": "6"},
        {"version": "0"},
    ],
)
def test_a_form_that_says_nonsense_is_answered_by_the_page(
    house: House, page: str, said: dict[str, str]
) -> None:
    answer = send(house, page, **said)
    assert (answer.status_code, "<form" in answer.text) == (422, True)
    assert kept(house) == []


def test_a_form_that_was_replaced_is_told(house: House, page: str) -> None:
    published(house.hall)
    house.clock.tick(hours=25)
    answer = send(house, page)
    assert (answer.status_code, VI["unknown_rating_form"] in answer.text) == (409, True)
    assert 'name="version" value="2"' in answer.text


def test_a_visit_that_was_not_served_is_not_asked(house: House) -> None:
    published(house.hall)
    page = f"/t/{house.press().get_json()['token']}/rate"
    assert VI["not_served_yet"] in house.get(page).text
    assert send(house, page).status_code == 303
    assert kept(house) == []


def test_without_a_form_nothing_is_asked(house: House, page: str) -> None:
    retired(house)
    house.clock.tick(hours=25)
    answer = house.get(page)
    assert (VI["no_form"] in answer.text, "<form" in answer.text) == (True, False)
    assert send(house, page).status_code == 409


def test_a_link_that_is_not_known_or_too_old_is_not_found(house: House, page: str) -> None:
    for nowhere in ("/t/nonsense/rate", f"/t/{'a' * 24}/rate?lang=en"):
        assert house.get(nowhere).status_code == send(house, nowhere).status_code == 404
    house.clock.tick(days=8)
    assert house.get(page).status_code == send(house, page).status_code == 404


def test_the_ticket_page_leads_to_the_rating_and_says_when_it_is_done(house: House) -> None:
    published(house.hall)
    ticket = house.press().get_json()
    there = f"/t/{ticket['token']}"
    assert f"{there}/rate" not in house.get(there).text
    done = f"/t/{finished(house)['token']}"
    assert f'href="{done}/rate"' in house.get(done).text
    assert f'href="{done}/rate?lang=en"' in house.get(f"{done}?lang=en").text
    send(house, f"{done}/rate")
    assert VI["already"] in house.get(done).text


def test_the_page_speaks_the_language_of_the_ticket(house: House) -> None:
    published(house.hall)
    token = finished(house)["token"]
    house.hall.sql("UPDATE visit SET language = 'en'")
    assert EN["title"] in house.get(f"/t/{token}/rate").text
    assert VI["title"] in house.get(f"/t/{token}/rate?lang=vi").text
    assert EN["choose_level"] in send(house, f"/t/{token}/rate", overall="").text


def test_no_remark_does_harm(house: House, page: str) -> None:
    remarks = []
    for text in ("<script>alert(1)</script>", *some("remark")):
        answer = send(house, page, remark=text)
        assert answer.status_code in {303, 422}, text
        if answer.status_code == 422:
            assert "<script>alert" not in answer.text
        remarks += [row[3] or "" for row in kept(house)]
        house.hall.sql("DELETE FROM rating")
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202e\u2066]", " ".join(remarks))
    assert "<script>alert(1)</script>" in remarks


@pytest.mark.parametrize("field", ["form", "version", "overall", "remark", "answers"])
def test_no_text_of_a_rating_by_api_does_harm(house: House, page: str, field: str) -> None:
    path = page.replace("/t/", "/api/v1/tickets/").replace("/rate", "/rating")
    for text in some(field):
        said = {"form": "hai-long", "version": 1, "overall": 9, field: text}
        if field == "answers":
            said["answers"] = {text: 1}
        assert house.ask("POST", path, said).status_code in {404, 422}, text
    assert kept(house) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_the_province_wrote_is_shown_as_text(house: House, language: str) -> None:
    evil = {"vi": "<script>alert(1)</script>{{7*7}}", "en": "<img src=x onerror=alert(1)>"}
    form = demo_form().model_copy(update={"names": evil, "intro": evil, "remark": evil})
    question = form.questions[0].model_copy(update={"texts": evil})
    step = form.steps[0].model_copy(update={"texts": evil})
    changes = {"questions": [question], "steps": [step, form.steps[1]], "classes": []}
    published(house.hall, form.model_copy(update=changes))
    text = house.get(f"/t/{finished(house)['token']}/rate?lang={language}").text
    assert "<script>alert" not in text
    assert "<img src" not in text
    assert "{{7*7}}" in text or language == "en"


def test_the_tablet_of_an_unknown_counter_is_not_found(house: House) -> None:
    assert house.get(f"/rate/{OFFICE}/3").status_code == 200
    assert house.get(f"/rate/{OFFICE}/999").status_code == 404
    assert house.get("/rate/nowhere/3").status_code == 404


def test_the_idempotent_answer_keeps_no_remark(house: House, page: str) -> None:
    """Answers are kept for repetitions for 7 days; a remark is purged from one place only."""
    path = page.replace("/t/", "/api/v1/tickets/").replace("/rate", "/rating")
    said = {"form": "hai-long", "version": 1, "overall": 5, "remark": "Tôi là An"}
    first, again = (house.ask("POST", path, said, key="k") for _ in range(2))
    assert (first.status_code, again.status_code, first.data) == (200, 200, again.data)
    assert "An" not in str(house.hall.sql("SELECT * FROM idempotent_answer"))
