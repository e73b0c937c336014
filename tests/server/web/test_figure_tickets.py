"""Going down from a figure: as many tickets are behind it as it says, and nobody sees more than they may."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.server.web.house import House, assert_problem
from tests.support.clocks import StoppedClock
from tests.support.figures import simulate

FIRST, LAST = date(2026, 11, 9), date(2026, 11, 20)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(scope="module")
def fortnight(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An office with two weeks of tickets, that nobody changes."""
    house = House(f"sqlite:///{tmp_path_factory.mktemp('fortnight') / 'office.db'}", StoppedClock())
    house.hall.database.write(lambda tx: simulate(tx, "ttpvhcc", FIRST, LAST, a_day=120))
    yield house
    house.hall.database.close()


def asked(house: House, name: str, **how: Any) -> Any:
    """The answer of a door of figures, to the supervisor."""
    house.sign_in("giang")
    query = {"office": "ttpvhcc", "from": str(FIRST), "to": str(LAST), **how}
    answer = house.ask("GET", f"/api/v1/figures/{name}", query_string=query)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def behind(house: House, **how: Any) -> int:
    found: int = asked(house, "tickets", limit=1, **how)["total"]
    return found


@pytest.mark.parametrize("by", ["service", "counter", "clerk", "category", "channel", "weekday"])
def test_behind_every_row_are_as_many_tickets_as_it_says(fortnight: House, by: str) -> None:
    rows = asked(fortnight, "waits", by=by)["rows"]
    assert len(rows) > 1
    for row in rows:
        counted = [behind(fortnight, outcome=name, **{by: row["key"]}) for name in ("served", "transferred")]
        assert sum(counted) == row["n"], row["key"]


def test_behind_every_cell_of_the_week_are_as_many_tickets_as_it_says(fortnight: House) -> None:
    for row in asked(fortnight, "waits", by="weekday_hour")["rows"][::7]:
        cell = {"weekday": row["key"][0], "half_hour": row["key"][2:]}
        counted = [behind(fortnight, outcome=name, **cell) for name in ("served", "transferred")]
        assert sum(counted) == row["n"], row["key"]


def test_weekdays_are_pooled_of_their_own_days(fortnight: House) -> None:
    days = asked(fortnight, "waits", by="day")["rows"]
    for row in asked(fortnight, "waits", by="weekday")["rows"]:
        own = [day for day in days if date.fromisoformat(day["key"]).isoweekday() == int(row["key"])]
        total = sum(day["mean_s"] * day["n"] for day in own if day["n"])
        assert row["n"] == sum(day["n"] for day in own)
        assert row["mean_s"] == pytest.approx(total / row["n"])


def test_behind_every_bar_are_as_many_tickets_as_it_says(fortnight: House) -> None:
    bins = asked(fortnight, "distribution")["bins"]
    for at, bin_ in enumerate(bins[:20]):
        lower = {"over_s": bin_["from_s"]} if at else {}
        assert behind(fortnight, upto_s=bin_["to_s"], **lower) == bin_["n"], bin_


def test_several_filters_narrow_together(fortnight: House) -> None:
    both = asked(fortnight, "tickets", service="land", counter="4", limit=200)
    assert both["total"] > 0
    assert {(one["service"], one["counter"]) for one in both["tickets"]} == {("land", 4)}
    assert both["total"] < min(behind(fortnight, service="land"), behind(fortnight, counter="4"))


def test_those_with_a_booking_can_be_looked_at_alone(fortnight: House) -> None:
    booked = asked(fortnight, "tickets", booked="true", limit=200)
    assert 0 < booked["total"] < behind(fortnight)
    assert all(one["slot"] is not None for one in booked["tickets"])


def test_pages_follow_each_other_without_gap_or_repetition(fortnight: House) -> None:
    pages = [asked(fortnight, "tickets", skip=skip, limit=60, order="longest") for skip in (0, 60, 120)]
    tickets = [(one["day"], one["number"], one["leg"]) for page in pages for one in page["tickets"]]
    assert len(set(tickets)) == 180
    waits = [one["waited_s"] for page in pages for one in page["tickets"]]
    assert waits == sorted(waits, reverse=True)


def test_no_ticket_of_a_half_hour_was_called_at_its_end(fortnight: House) -> None:
    called = asked(fortnight, "tickets", half_hour="09:00", outcome="served", limit=200)["tickets"]
    times = {datetime.fromisoformat(one["called_at"]).astimezone(ZONE).strftime("%H:%M") for one in called}
    assert min(times) >= "09:00"
    assert max(times) < "09:30"


def test_a_clerk_goes_down_to_own_tickets_alone(fortnight: House) -> None:
    fortnight.sign_in("hoa")
    query = {"office": "ttpvhcc", "from": str(FIRST), "to": str(LAST)}
    path = "/api/v1/figures/tickets"
    answer = fortnight.ask("GET", path, query_string={**query, "service": "land"}).get_json()
    assert answer["total"] > 0
    assert {one["clerk"] for one in answer["tickets"]} == {"hoa"}
    for other in ({"clerk": "minh"}, {"category": "elderly"}, {"category": "elderly", "clerk": "hoa"}):
        assert_problem(fortnight.ask("GET", path, query_string={**query, **other}), 403, "not_allowed")


@pytest.mark.parametrize(
    "wrong",
    [
        {"half_hour": "09:15"},
        {"weekday": "8"},
        {"outcome": "serving"},
        {"over_s": "-1"},
        {"upto_s": "nan"},
        {"booked": "perhaps"},
        {"limit": "0"},
        {"skip": "-1"},
        {"colour": "red"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_question_that_makes_no_sense_is_refused(fortnight: House, wrong: dict[str, str]) -> None:
    fortnight.sign_in("giang")
    query = {"office": "ttpvhcc", "from": str(FIRST), "to": str(LAST), **wrong}
    assert fortnight.ask("GET", "/api/v1/figures/tickets", query_string=query).status_code == 422
    assert fortnight.ask("GET", "/api/v1/figures/waits", query_string=query).status_code == 422


@pytest.mark.parametrize(
    ("name", "how", "what"),
    [
        ("waits", {"by": "clerk", "from": FIRST, "to": LAST}, "figures of clerks"),
        ("tickets", {"limit": 5, "from": FIRST, "to": LAST}, "tickets of clerks"),
        ("counter-day", {"day": LAST}, "counters of a day"),
    ],
)
def test_whoever_looks_at_single_clerks_is_in_the_audit_once_an_hour(
    fortnight: House, name: str, how: dict[str, Any], what: str
) -> None:
    fortnight.hall.clock.tick(minutes=61)
    count = f"SELECT count(*) AS n FROM audit_entry WHERE object = '{what}' AND actor = 'giang'"
    before = fortnight.hall.sql(count)[0].n
    fortnight.sign_in("giang")
    for _ in range(2):
        said = {"office": "ttpvhcc", **how}
        assert fortnight.ask("GET", f"/api/v1/figures/{name}", query_string=said).status_code == 200
    asked(fortnight, "waits", by="day")
    assert fortnight.hall.sql(count)[0].n == before + 1
