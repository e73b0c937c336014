"""Counters that change by the clock, and clerks who may serve some services alone."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest

from server.actions.hall import estimating, foreseeing, watching
from server.actions.hall.places import Place
from server.actions.house import setting_up
from server.contract.setup_file import CounterSetUp, SetUp, TimedServicesSetUp
from server.domain.errors import NotSkilled
from server.storage import setups
from tests.builders import Hall

EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
TO_1330 = timedelta(hours=5, minutes=30)
"""From the morning where the clock stands, 08:00, to the change."""


def changed(hall: Hall, **sections: Any) -> None:
    with hall.database.read() as tx:
        now = setups.stored(tx.connection, hall.code)
    assert now is not None
    wish = SetUp.model_validate({**now.model_dump(), **sections})
    hall.database.write(lambda tx: setting_up.apply(tx, wish))


def afternoons_of_health(hall: Hall) -> None:
    """Counter 3 serves land and results, and health alone after 13:30; nobody else serves health."""
    timed = TimedServicesSetUp(services=["health"], days=EVERY_DAY, begins=time(13, 30), ends=time(17))
    counters = [
        CounterSetUp(number=3, services=["land", "results"], timed=[timed]),
        CounterSetUp(number=4, services=["land", "farming", "results", "business", "labour"]),
        CounterSetUp(number=5, services=["construction", "civil_status"]),
    ]
    changed(hall, counters=[counter.model_dump() for counter in counters])


def with_skills(hall: Hall, username: str, *codes: str) -> None:
    with hall.database.read() as tx:
        now = setups.stored(tx.connection, hall.code)
    assert now is not None
    staff = [
        {**entry.model_dump(), "services": list(codes) if entry.username == username else entry.services}
        for entry in now.staff or ()
    ]
    changed(hall, staff=staff)


def test_an_open_counter_changes_at_the_minute_without_being_opened_again(hall: Hall) -> None:
    afternoons_of_health(hall)
    hall.open(3)
    health, land = hall.press("health"), hall.press("land")
    hall.clock.tick(seconds=(TO_1330 - timedelta(seconds=1)).total_seconds())
    assert hall.line_of(3) == [land.number]
    hall.clock.tick(seconds=1)
    assert hall.line_of(3) == [health.number]
    assert hall.called(3).number == health.number


def test_the_change_is_in_the_counts_the_estimates_and_the_pages(hall: Hall) -> None:
    afternoons_of_health(hall)
    hall.open(3)
    hall.press("health")
    before, after = seen(hall), None
    hall.clock.tick(seconds=TO_1330.total_seconds())
    after = seen(hall)
    assert before == {"counters": [], "view": ["land", "results"], "forecast": {"land", "results"}}
    assert after == {"counters": [3], "view": ["health"], "forecast": {"health"}}


def seen(hall: Hall) -> dict[str, Any]:
    with hall.database.read() as tx:
        office = watching.office_view(tx, hall.code, rate=1, public_url=None)
        view = watching.counter_view(tx, hall.device(3), Place(hall.code, 3), rate=1)
        known = foreseeing.known_of(tx, hall.code)
    node = next(one for one in office.services if one.code == "health")
    return {
        "counters": node.counters,
        "view": view.services,
        "forecast": set(known.rest.desks[0].services),
    }


def test_what_was_chosen_at_the_opening_ends_with_the_morning(hall: Hall) -> None:
    afternoons_of_health(hall)
    hall.open(3, services=["results"])
    assert hall.office().counter(3).services == {"results"}
    hall.clock.tick(seconds=TO_1330.total_seconds())
    assert hall.office().counter(3).services == {"health"}


def test_a_clerk_calls_only_what_they_may_serve(hall: Hall) -> None:
    with_skills(hall, "hoa", "results")
    hoa = hall.staff("hoa")
    hall.do("open", 3, hoa)
    hall.press("land")
    results = hall.press("results")
    called = hall.do("call-next", 3, hoa)
    assert called is not None
    assert called.number == results.number
    started = hall.do("start", 3, hoa, version=called.version)
    assert started is not None
    assert hall.do("call-next", 3, hoa, finish_current=True, version=started.version) is None
    assert hall.violations() == []


def test_people_ahead_are_those_the_clerk_may_call(hall: Hall) -> None:
    with_skills(hall, "hoa", "results")
    hall.do("open", 3, hall.staff("hoa"))
    hall.press("land")
    hall.press("land")
    assert hall.press("results").ahead == 0
    with hall.database.read() as tx:
        office = tx.office(hall.code)
        assert [c.number for c in office.serving("results")] == [3]
        assert office.serving("land") == []
        assert estimating.expected(tx, office, "land", {"land": 2}) is None


def test_a_clerk_opens_no_counter_of_which_they_may_serve_nothing(hall: Hall) -> None:
    with_skills(hall, "hoa", "health")
    assert hall.refused(hall.do, "open", 3, hall.staff("hoa")) == "not_skilled"
    hall.do("open", 10, hall.staff("hoa"))
    assert hall.office().counter(10).services == {"health"}


def test_a_clerk_whom_the_hour_leaves_nothing_is_told_so(hall: Hall) -> None:
    afternoons_of_health(hall)
    with_skills(hall, "hoa", "land")
    hoa = hall.staff("hoa")
    hall.do("open", 3, hoa)
    assert hall.do("call-next", 3, hoa) is None
    hall.clock.tick(seconds=TO_1330.total_seconds())
    with pytest.raises(NotSkilled) as refused:
        hall.do("call-next", 3, hoa)
    assert refused.value.facts == {"services": ["health"], "skills": ["land"]}


def test_the_last_citizen_of_the_hour_is_finished_although_nobody_can_be_called(hall: Hall) -> None:
    afternoons_of_health(hall)
    with_skills(hall, "hoa", "land")
    hoa = hall.staff("hoa")
    hall.do("open", 3, hoa)
    hall.press("land")
    called = hall.do("call-next", 3, hoa)
    assert called is not None
    started = hall.do("start", 3, hoa, version=called.version)
    assert started is not None
    hall.clock.tick(seconds=TO_1330.total_seconds())
    assert hall.do("call-next", 3, hoa, finish_current=True, version=started.version) is None
    assert hall.row(called).state == "served"


def test_who_was_sent_to_a_clerk_who_may_no_longer_serve_them_is_called_elsewhere(hall: Hall) -> None:
    hoa = hall.staff("hoa")
    hall.do("open", 3, hoa)
    hall.open(4)
    hall.press("land")
    started = hall.step("start", hall.called(4), 4)
    sent = hall.step("transfer", started, 4, counter=3)
    assert hall.line_of(4) == []
    with_skills(hall, "hoa", "results")
    assert hall.line_of(3) == []
    assert hall.line_of(4) == [sent.number]


def paused_land(hall: Hall, *, for_min: float) -> None:
    """Land is paused from now on, for so long."""
    with hall.database.read() as tx:
        now = setups.stored(tx.connection, hall.code)
        zone = tx.office(hall.code).hours.time_zone
    assert now is not None
    until = (hall.clock.now() + timedelta(minutes=for_min)).astimezone(zone).replace(tzinfo=None)
    services = [entry.model_dump() for entry in now.services]
    land = next(entry for entry in services if entry["code"] == "land")
    land.update(paused_reason="Mất điện", paused_until=until)
    changed(hall, services=services)


def test_a_service_is_paused_until_a_moment_and_then_by_itself_no_more(hall: Hall) -> None:
    paused_land(hall, for_min=30)
    assert hall.refused(hall.press, "land") == "service_unavailable"
    hall.clock.tick(minutes=30)
    assert hall.press("land").number
