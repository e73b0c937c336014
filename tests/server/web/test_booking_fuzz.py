"""Hostile addresses and forms at every booking page: a page that says what is wrong, and never a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.server.web.citizen import LAND, OFFICE, Citizen, text_of
from tests.server.web.house import House
from tests.support.clocks import StoppedClock
from tests.support.hostile import HOSTILE
from tests.support.postgres import Cluster

BOUNDED = settings(
    max_examples=60,
    phases=(Phase.generate,),  # shrinking takes minutes with a database behind each try
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
START = "2026-11-24T01:00:00+00:00"
ANY_TEXT = st.sampled_from([text for text in HOSTILE if len(text) < 1000]) | st.text(max_size=60)
PART = ANY_TEXT.map(lambda text: quote(text, safe="")).filter(bool)
RULES = (
    *(
        "/book",
        "/book/{}",
        "/book/{}/{}",
        "/book/{}/hold/{}",
        "/book/{}/hold/{}/release",
        "/book/{}/hold/{}/time",
    ),
    *("/a/{}", "/a/{}.ics", "/a/{}/move", "/a/{}/cancel"),
)
FIELDS = ("start", "key", "solution", "consent", "name", "phone", "email", "dossier", "citizen_id", "note")
ARGUMENTS = (
    "lang",
    "day",
    "moved",
    "office",
    "endpoint",
    "_external",
    "_scheme",
    "_anchor",
    "_method",
    "token",
)


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def sturdy(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house of each engine for everything that hits it: it has to stand it all."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('fuzz') / 'office.db'}"
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        url = cluster.create_database()
    house = House(url, StoppedClock(), holds_per_address=1000, bookings_per_address=1000)
    yield house
    house.hall.database.close()


@pytest.fixture
def house(sturdy: House) -> House:
    """Some time later: what the last test held weighs no more."""
    sturdy.clock.tick(minutes=11)
    return sturdy


def no_fault(answer: TestResponse) -> None:
    assert answer.status_code < 500, (answer.request.path, answer.get_data(as_text=True)[:2000])


def test_no_address_and_no_form_whatever_brings_a_fault(house: House) -> None:
    @BOUNDED
    @given(
        rule=st.sampled_from(RULES),
        parts=st.lists(PART | st.sampled_from(["ttpvhcc", "land", "x" * 32]), min_size=3, max_size=3),
        said=st.dictionaries(st.sampled_from(ARGUMENTS), ANY_TEXT, max_size=3),
        form=st.dictionaries(st.sampled_from(FIELDS), ANY_TEXT | st.just(START), max_size=5),
        method=st.sampled_from(["GET", "POST", "HEAD", "PUT"]),
    )
    def hit(rule: str, parts: list[str], said: dict[str, str], form: dict[str, str], method: str) -> None:
        answer = house.http.open(
            rule.format(*parts), method=method, query_string=said, data=form if method == "POST" else None
        )
        no_fault(answer)

    hit()


def test_whatever_stands_in_the_address_of_a_real_page_brings_no_fault(house: House) -> None:
    citizen = Citizen(house)
    details = citizen.hold(3)
    booked = citizen.book(4)
    real = st.sampled_from([OFFICE, LAND, details, booked, f"{booked}/move", f"{booked}.ics"])

    @BOUNDED
    @given(path=real, said=st.dictionaries(st.sampled_from(ARGUMENTS) | ANY_TEXT, ANY_TEXT, max_size=3))
    def hit(path: str, said: dict[str, str]) -> None:
        answer = house.http.get(path, query_string=said)
        no_fault(answer)
        for link in re.findall(r'href="([^"]*)"', answer.get_data(as_text=True)):
            assert re.match(r"/[^/\\]|/$|data:,|#", link), link

    hit()


def test_whatever_stands_in_the_form_of_a_real_page_brings_no_fault(house: House) -> None:
    citizen = Citizen(house)
    details, booked = citizen.hold(5), citizen.book(6)
    real = st.sampled_from([LAND, details, f"{details}/time", f"{booked}/move", f"{OFFICE}/results"])

    @BOUNDED
    @given(path=real, form=st.dictionaries(st.sampled_from(FIELDS), ANY_TEXT | st.just(START), max_size=6))
    def hit(path: str, form: dict[str, str]) -> None:
        no_fault(house.http.post(path, data=form))

    hit()


@pytest.mark.parametrize("service", ["%E1%BA%ADx", "x" * 60, "land%20x", "land%00", "%F0%9F%98%80"])
def test_a_service_that_can_be_none_is_not_there(house: House, service: str) -> None:
    page = text_of(house.http.post(f"{OFFICE}/{service}", data={"start": START}), 404)
    assert "Không có thủ tục này" in page


def test_a_solution_as_long_as_a_book_is_no_solution(house: House) -> None:
    answer = house.http.post(LAND, data={"start": START, "solution": "x" * 4001})
    assert answer.status_code in {303, 403}


@pytest.mark.parametrize("said", ["_scheme=javascript", "_external=1", "endpoint=x", "office=x", "_anchor=x"])
def test_the_other_language_leads_to_the_same_page_whatever_the_address_says(house: House, said: str) -> None:
    page = text_of(house.get(f"{LAND}?{said}"), 200)
    assert f'href="{LAND}?lang=en"' in page
