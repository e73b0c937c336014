"""When tickets are given for a service that no counter serves, within one usual week."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

from server.domain.hours import Hours, Season
from server.domain.intervals import MIDNIGHT, Interval
from server.domain.serving import CounterPlan, TimedServices
from server.domain.unserved import Stretch, stretches

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = date(2026, 11, 23)
MORNING, AFTERNOON = Interval(time(7, 30), time(11, 30)), Interval(time(13), time(17))
LAND = frozenset({"land"})
NOTHING: frozenset[str] = frozenset()


def when(hours: Hours, *plans: CounterPlan) -> list[Stretch]:
    return stretches(hours, plans, "land", today=TODAY)


def timed(days: set[int], begins: time, ends: time, *, services: frozenset[str] = LAND) -> TimedServices:
    return TimedServices(services, frozenset(days), begins, ends)


def test_a_counter_at_all_times_leaves_nothing() -> None:
    assert when(Hours.of(ZONE, {0: (MORNING,)}), CounterPlan(LAND)) == []


def test_weekdays_with_the_same_times_are_told_together() -> None:
    week = Hours.of(ZONE, {day: (MORNING, AFTERNOON) for day in range(3)})
    mornings = CounterPlan(NOTHING, (timed({0, 1, 2}, time(7), time(12)),))
    assert when(week, mornings) == [Stretch((0, 1, 2), time(13), time(17))]


def test_what_two_counters_leave_between_them_is_told_to_the_minute() -> None:
    week = Hours.of(ZONE, {0: (MORNING,)})
    early = CounterPlan(NOTHING, (timed({0}, time(7), time(8)),))
    late = CounterPlan(LAND, (timed({0}, time(7), time(10, 15), services=NOTHING),))
    assert when(week, early, late) == [Stretch((0,), time(8), time(10, 15))]


def test_only_the_hours_of_tickets_count() -> None:
    until_eleven = Interval(time(7, 30), time(11, 30), tickets_until=time(11))
    plan = CounterPlan(LAND, (timed({0}, time(11), time(12), services=NOTHING),))
    assert when(Hours.of(ZONE, {0: (until_eleven,)}), plan) == []


def test_a_season_to_come_is_looked_at_and_one_gone_by_is_not() -> None:
    usual, plan = {0: (MORNING,)}, CounterPlan(NOTHING, (timed({0}, time(7), time(12)),))
    summers = [Season(date(year, 6, 1), date(year, 8, 31), {5: (MORNING,)}) for year in (2026, 2027)]
    assert when(Hours.of(ZONE, usual, seasons=(summers[0],)), plan) == []
    assert when(Hours.of(ZONE, usual, seasons=(summers[1],)), plan) == [
        Stretch((5,), time(7, 30), time(11, 30))
    ]


def test_an_office_that_never_closes_has_whole_days() -> None:
    by_day = CounterPlan(NOTHING, (timed(set(range(7)), time(6), MIDNIGHT),))
    assert when(Hours(ZONE, always_open=True), by_day) == [Stretch(tuple(range(7)), MIDNIGHT, time(6))]
