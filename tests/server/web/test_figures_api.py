"""The doors of the figures: who may ask, what may be asked, and that the answer knows what just happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from server.actions.house import devices, setting_up
from server.contract.messages.figures import By
from server.contract.setup_file import AccountSetUp, SetUp
from server.demo import public_password
from server.demo.office import demo_office
from tests.server.actions import setups
from tests.server.web.house import House, assert_problem
from tests.support.clocks import StoppedClock
from tests.support.hostile import HOSTILE
from tests.support.offices import OFFICE, STAFF_PASSWORD

COMMUNE = "xa-an-nhon"
TODAY = "from=2026-11-23&to=2026-11-23"
DOORS = ("waits", "distribution", "tickets", "counters", "counter-day", "bookings", "productivity", "devices")
OF_THE_OFFICE_AS_A_WHOLE = ("counters", "counter-day", "bookings", "productivity", "devices")
Json = dict[str, Any]


def asked(house: House, door: str, query: str = TODAY, **how: Any) -> TestResponse:
    """What a door of figures answers; to the supervisor's device unless told otherwise."""
    how.setdefault("token", house.token("supervisor"))
    return house.ask("GET", f"/api/v1/figures/{door}?{query}", key=None, **how)


def told(house: House, door: str, query: str = TODAY, **how: Any) -> Json:
    answer = asked(house, door, query, **how)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: Json = answer.get_json()
    return found


def query_of(door: str, office: str = OFFICE) -> str:
    return f"office={office}&day=2026-11-23" if door == "counter-day" else f"office={office}&{TODAY}"


def rows_of(found: Json) -> dict[str, Json]:
    return {row["key"]: row for row in found["rows"]}


def serve(house: House, *, by: str | None = None, category: str | None = None, wait_s: float = 60) -> None:
    """Somebody waits, and is served; by the counter's device or a clerk who sits there."""
    hall = house.hall
    hall.press(category=category)
    house.clock.tick(seconds=wait_s)
    who = hall.device(3) if by is None else hall.staff(by)
    hall.do("open", 3, who, take_over=True)
    called = hall.do("call-next", 3, who)
    assert called is not None
    house.clock.tick(minutes=2)
    hall.do("finish", 3, who, ticket=called.id, version=called.version)


def commune() -> SetUp:
    """An office of the same province."""
    whole = demo_office()
    about = {"code": COMMUNE, "level": "commune", "names": {"vi": "Xã An Nhơn", "en": "An Nhon"}}
    return whole.model_copy(update={"office": whole.office.model_copy(update=about), "staff": None})


@pytest.fixture
def province(house: House) -> House:
    """Two offices, and somebody who compares them."""
    database = house.app.database
    database.write(lambda tx: setting_up.apply(tx, commune()))
    wish = AccountSetUp(username="tinh", name="Tỉnh", role="province", password=STAFF_PASSWORD)
    database.write(lambda tx: public_password.admit(tx, None, wish))
    return house


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An office where three people were served, that nobody changes."""
    house = House(f"sqlite:///{tmp_path_factory.mktemp('figures') / 'office.db'}", StoppedClock())
    for category in (None, None, "elderly"):
        serve(house, category=category)
    yield house
    house.hall.database.close()


# --- who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
def test_a_stranger_and_who_serves_or_gives_numbers_see_no_figures(busy: House, door: str) -> None:
    assert_problem(asked(busy, door, query_of(door), token=""), 401, "credentials_required")
    for role, counter in (("kiosk", None), ("counter", 3), ("receptionist", None)):
        token = busy.token(role, counter=counter)
        assert_problem(asked(busy, door, query_of(door), token=token), 403, "not_allowed")


def test_a_supervisor_sees_the_own_office_and_no_neighbour(province: House) -> None:
    for door in DOORS:
        assert asked(province, door, query_of(door)).status_code == 200
        assert_problem(asked(province, door, query_of(door, COMMUNE)), 403, "not_allowed")
    assert told(province, "waits")["offices"] == [OFFICE]
    both = f"office={OFFICE}&office={COMMUNE}&{TODAY}"
    assert_problem(asked(province, "waits", both), 403, "not_allowed")


def test_the_province_sees_every_office_and_those_of_a_level(province: House) -> None:
    assert province.sign_in("tinh").status_code == 200
    for door in DOORS:
        assert asked(province, door, query_of(door, COMMUNE), token=None).status_code == 200
    every = told(province, "waits", f"by=office&{TODAY}", token=None)
    assert sorted(every["offices"]) == sorted([OFFICE, COMMUNE])
    assert every["offices_meeting_goal"] == {"met": 0, "of": 0}
    for level, codes in (("commune", [COMMUNE]), ("province", [OFFICE]), ("district", [])):
        assert told(province, "waits", f"level={level}&{TODAY}", token=None)["offices"] == codes


def test_a_partner_needs_the_scope_of_figures(house: House) -> None:
    def key(*scopes: str) -> str:
        return house.app.database.write(
            lambda tx: devices.create_token(tx, OFFICE, role="integration", name=f"p {scopes}", scopes=scopes)
        )

    reads, books = key("figures:read"), key("appointments:write")
    for door in DOORS:
        assert asked(house, door, query_of(door), token=reads).status_code == 200
        assert_problem(asked(house, door, query_of(door), token=books), 403, "scope_missing")


def test_a_clerk_sees_the_own_figures_and_nobody_elses(house: House) -> None:
    serve(house, by="hoa", wait_s=60)
    serve(house, by="minh", wait_s=600)
    house.sign_in("minh")
    own = told(house, "waits", f"by=clerk&{TODAY}", token=None)
    assert (list(rows_of(own)), own["total"]["mean_s"], own["only"]) == (["minh"], 600, {"clerk": "minh"})
    assert told(house, "waits", f"clerk=minh&{TODAY}", token=None)["total"]["n"] == 1
    assert told(house, "distribution", token=None)["n"] == 1
    assert {ticket["clerk"] for ticket in told(house, "tickets", token=None)["tickets"]} == {"minh"}
    for query in (f"clerk=hoa&{TODAY}", f"clerk=&{TODAY}"):
        for door in ("waits", "distribution", "tickets"):
            assert_problem(asked(house, door, query, token=None), 403, "not_allowed")
    for door in OF_THE_OFFICE_AS_A_WHOLE:
        assert_problem(asked(house, door, query_of(door), token=None), 403, "not_allowed")


def test_an_office_may_let_clerks_see_their_colleagues(house: House) -> None:
    serve(house, by="hoa")
    serve(house, by="minh")
    figures = demo_office().figures.model_dump() | {"clerks_see_colleagues": True}
    setups.apply(house.hall, setups.demo(figures=figures))
    house.sign_in("minh")
    assert list(rows_of(told(house, "waits", f"by=clerk&{TODAY}", token=None))) == ["hoa", "minh"]
    assert told(house, "waits", f"clerk=hoa&{TODAY}", token=None)["total"]["n"] == 1


# --- few people -----------------------------------------------------------------------------------


def test_few_people_of_a_category_are_shown_to_nobody_who_could_only_be_curious(house: House) -> None:
    partner = house.token("integration")
    for category in (None, None, None, "elderly"):
        serve(house, category=category, by="hoa")
    for token in (partner, None):
        if token is None:
            house.sign_in("hoa")
        found = rows_of(told(house, "waits", f"by=category&{TODAY}", token=token))
        assert (found["elderly"]["suppressed"], found["elderly"]["n"], found["elderly"]["mean_s"]) == (
            True,
            0,
            None,
        )
        assert found[""]["suppressed"]  # or the difference to the total would tell
        for query in (f"category=elderly&{TODAY}", f"category=elderly&by=hour&{TODAY}"):
            answer = asked(house, "waits", query, token=token)
            if answer.status_code == 200:
                assert answer.get_json()["total"]["suppressed"]
                assert all(row["suppressed"] for row in answer.get_json()["rows"])
            else:
                assert_problem(answer, 403, "not_allowed")
        for door in ("distribution", "tickets"):
            assert_problem(asked(house, door, f"category=elderly&{TODAY}", token=token), 403, "not_allowed")


def test_who_answers_for_the_office_sees_few_people_too(house: House) -> None:
    serve(house, category="elderly")
    found = rows_of(told(house, "waits", f"by=category&{TODAY}"))
    assert (found["elderly"]["suppressed"], found["elderly"]["n"]) == (False, 1)
    assert told(house, "tickets", f"category=elderly&{TODAY}")["total"] == 1


def test_enough_people_of_a_category_are_shown_to_partners(house: House) -> None:
    for category in ("elderly",) * 5 + (None,) * 5:
        serve(house, category=category)
    found = rows_of(told(house, "waits", f"by=category&{TODAY}", token=house.token("integration")))
    assert {key: (row["n"], row["suppressed"]) for key, row in found.items()} == {
        "": (5, False),
        "elderly": (5, False),
    }


# --- what may be asked ----------------------------------------------------------------------------

NONSENSE = {
    "no period": "by=day",
    "half a period": "from=2026-11-23",
    "an end before the beginning": "from=2026-11-23&to=2026-11-22",
    "a date that there is not": "from=2026-02-30&to=2026-03-01",
    "a date in other words": "from=23/11/2026&to=23/11/2026",
    "seconds for a date": "from=1763856000&to=1763856000",
    "more than thirty years": "from=1900-01-01&to=2026-01-01",
    "a year of five digits": "from=2026-01-01&to=12026-01-01",
    "two beginnings": "from=2026-11-23&from=2026-11-22&to=2026-11-23",
    "an unknown name": f"{TODAY}&colour=red",
    "a NUL in an office": f"{TODAY}&office=%00",
    "an office that can be none": f"{TODAY}&office=" + "x" * 100,
}
OF_WAITS = {
    "an unknown grouping": f"{TODAY}&by=weather",
    "two groupings": f"{TODAY}&by=day&by=hour",
    "two filters": f"{TODAY}&service=land&channel=kiosk",
    "an unknown level": f"{TODAY}&level=world",
    "a key as long as a book": f"{TODAY}&service=" + "x" * 81,
    "a NUL in a key": f"{TODAY}&service=%00",
    "half a character": f"{TODAY}&service=%ED%A0%80%00",
}
OF_TICKETS = {
    "a wait of no length": f"{TODAY}&over_s=nan",
    "an endless wait": f"{TODAY}&over_s=inf",
    "a wait below nothing": f"{TODAY}&over_s=-1",
    "a page beyond counting": f"{TODAY}&skip=" + "9" * 400,
    "a page below nothing": f"{TODAY}&skip=-1",
    "more than a page": f"{TODAY}&limit=201",
    "an eighth weekday": f"{TODAY}&weekday=8",
    "a quarter of an hour": f"{TODAY}&half_hour=08:15",
    "an unknown outcome": f"{TODAY}&outcome=happy",
    "an unknown order": f"{TODAY}&order=random",
}


@pytest.mark.parametrize("what", list(NONSENSE))
def test_nonsense_is_told_apart_at_every_door(busy: House, what: str) -> None:
    for door in DOORS:
        if door != "counter-day":
            assert_problem(asked(busy, door, NONSENSE[what]), 422, "invalid")


@pytest.mark.parametrize("what", list(OF_WAITS))
def test_nonsense_about_waits_is_told_apart(busy: House, what: str) -> None:
    assert_problem(asked(busy, "waits", OF_WAITS[what]), 422, "invalid")


@pytest.mark.parametrize("what", list(OF_TICKETS))
def test_nonsense_about_tickets_is_told_apart(busy: House, what: str) -> None:
    assert_problem(asked(busy, "tickets", OF_TICKETS[what]), 422, "invalid")


@pytest.mark.parametrize("query", ["", f"office={OFFICE}", "day=2026-11-23", f"office={OFFICE}&day=today"])
def test_a_day_of_counters_is_of_one_office_and_one_date(busy: House, query: str) -> None:
    assert_problem(asked(busy, "counter-day", query), 422, "invalid")


def test_an_office_that_is_not_there_is_named(busy: House) -> None:
    for door in DOORS:
        body = assert_problem(asked(busy, door, query_of(door, "nowhere")), 404, "unknown_office")
        assert body["office"] == "nowhere"


@pytest.mark.parametrize(
    "key", ["nothing", "９", "-1", "1" * 80, "1e3", "٣", "'; DROP TABLE ticket_fact --", "𝔏"]
)
@pytest.mark.parametrize("name", ["service", "counter", "clerk", "category", "channel"])
def test_a_key_that_nobody_has_is_of_nobody(busy: House, name: str, key: str) -> None:
    for door in ("waits", "distribution", "tickets"):
        found = told(busy, door, f"{TODAY}&{name}={quote(key)}")
        assert (found["total"]["n"] if door == "waits" else found.get("n", found.get("total"))) == 0


ANYTHING = st.sampled_from(HOSTILE) | st.text(max_size=40) | st.integers().map(str)
NAMES = st.sampled_from(
    [*("from", "to", "office", "by", "level", "service", "counter", "clerk", "category", "channel", "day"),
     *("half_hour", "weekday", "outcome", "over_s", "upto_s", "order", "skip", "limit", "booked")]
)  # fmt: skip


def test_whatever_is_asked_brings_no_fault(busy: House) -> None:
    @settings(
        max_examples=150,
        phases=(Phase.generate,),
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        door=st.sampled_from(DOORS), said=st.dictionaries(NAMES, ANYTHING, max_size=4), right=st.booleans()
    )
    def hit(door: str, said: dict[str, str], right: bool) -> None:
        usual = {"day": "2026-11-23"} if door == "counter-day" else {"from": "2026-11-01", "to": "2026-11-30"}
        query = {**(usual if right else {}), **said}
        answer = busy.http.get(
            f"/api/v1/figures/{door}",
            query_string=query,
            headers={"Authorization": f"Bearer {busy.token('supervisor')}"},
        )
        assert answer.status_code < 500, (door, query, answer.get_data(as_text=True)[:500])

    hit()


# --- what is told ---------------------------------------------------------------------------------


def test_a_ticket_that_ended_a_moment_ago_is_in_the_next_answer(house: House) -> None:
    for n in range(1, 4):
        serve(house, wait_s=60 * n)
        found = told(house, "waits", f"by=all&{TODAY}")
        assert (found["total"]["n"], found["pending_events"], found["quantiles"]) == (n, 0, "exact")
        assert told(house, "tickets")["total"] == told(house, "distribution")["n"] == n
    assert found["total"]["mean_s"] == 120


@pytest.mark.parametrize("by", get_args(By))
def test_the_rows_of_every_grouping_add_up_to_the_total(busy: House, by: str) -> None:
    found = told(busy, "waits", f"by={by}&{TODAY}")
    assert sum(row["n"] for row in found["rows"]) == found["total"]["n"] == 3
    assert (found["from"], found["to"], found["by"]) == ("2026-11-23", "2026-11-23", by)
    assert found["total"]["mean_s"] == 60
    assert found["total"]["verdict"] == "too_few_days"


@pytest.mark.parametrize("by", get_args(By))
def test_a_day_without_anybody_is_told_with_nulls(busy: House, by: str) -> None:
    found = told(busy, "waits", f"by={by}&from=2026-11-01&to=2026-11-02")
    total = found["total"]
    assert (total["n"], total["mean_s"], total["p90_s"], total["verdict"], total["no_show_share"]) == (
        0, None, None, None, None,
    )  # fmt: skip
    assert [row["n"] for row in found["rows"]] == ([0] if by == "office" else [])


def test_the_tickets_behind_a_figure_are_turned_page_by_page(busy: House) -> None:
    pages = [told(busy, "tickets", f"{TODAY}&limit=2&skip={skip}") for skip in (0, 2, 4)]
    assert [len(page["tickets"]) for page in pages] == [2, 1, 0]
    numbers = [ticket["number"] for page in pages for ticket in page["tickets"]]
    assert numbers == sorted(set(numbers))
    assert {page["total"] for page in pages} == {3}
    longest = told(busy, "tickets", f"{TODAY}&order=longest")["tickets"]
    assert [t["waited_s"] for t in longest] == sorted((t["waited_s"] for t in longest), reverse=True)
    assert told(busy, "tickets", f"{TODAY}&over_s=60")["total"] == 0
    assert told(busy, "tickets", f"{TODAY}&over_s=59.9&half_hour=08:00&weekday=1")["total"] == 3


def test_a_counter_is_occupied_by_who_is_served_and_who_is_on_the_way(busy: House) -> None:
    (use,) = told(busy, "counters")["counters"]
    assert (use["counter"], use["served"], use["serving_s"], use["way_s"]) == (3, 3, 360, 0)
    assert use["occupancy"] == pytest.approx(360 / use["open_s"])
    assert use["per_open_hour"] == pytest.approx(3 / (use["open_s"] / 3600))
    day = told(busy, "counter-day", f"office={OFFICE}&day=2026-11-23")
    assert [(span["counter"], span["state"]) for span in day["spans"]][-1] == (3, "open")
    assert len(day["tickets"]) == 3


def test_a_filter_of_another_kind_than_the_grouping_is_answered_from_single_tickets(house: House) -> None:
    serve(house, by="hoa", wait_s=60)
    serve(house, by="minh", wait_s=120)
    found = told(house, "waits", f"by=hour&clerk=minh&{TODAY}")
    assert {row["key"]: (row["n"], row["mean_s"]) for row in found["rows"]} == {"08:00": (1, 120)}
    assert found["only"] == {"clerk": "minh"}
