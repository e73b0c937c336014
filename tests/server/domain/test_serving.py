"""What a counter serves by weekday and time, by choice and by skill."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from server.domain.hours import Hours, SpecialDay
from server.domain.serving import Choice, CounterPlan, TimedServices, served, unchanged

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SATURDAY_LIKE_MONDAY = date(2026, 11, 28)
HOURS = Hours.of(ZONE, {}, [SpecialDay(SATURDAY_LIKE_MONDAY, "swap", {"vi": "Làm bù"}, 0)])
LAND, CIVIL, LABOUR = frozenset({"land"}), frozenset({"civil"}), frozenset({"labour"})


def wall(text: str) -> datetime:
    """A moment of the office's wall, as `2026-11-23 13:30`; that is a Monday."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def afternoons(services: frozenset[str] = CIVIL, days: frozenset[int] = frozenset({0})) -> TimedServices:
    return TimedServices(services, days, time(13, 30), time(17))


MONDAYS = CounterPlan(LAND, (afternoons(),))


def test_an_entry_rules_from_its_first_minute_up_to_but_without_its_last() -> None:
    moments = ("13:29:59", "13:30:00", "16:59:59", "17:00:00")
    assert [MONDAYS.at(HOURS, wall(f"2026-11-23 {t}")) for t in moments] == [LAND, CIVIL, CIVIL, LAND]


def test_an_entry_rules_on_its_weekdays_alone() -> None:
    assert MONDAYS.at(HOURS, wall("2026-11-24 14:00")) == LAND


def test_a_saturday_worked_for_a_monday_keeps_the_mondays_ways() -> None:
    assert MONDAYS.at(HOURS, wall("2026-11-28 14:00")) == CIVIL
    assert MONDAYS.at(HOURS, wall("2026-12-05 14:00")) == LAND


def test_an_entry_until_midnight_lasts_to_the_end_of_the_day() -> None:
    night = CounterPlan(LAND, (TimedServices(CIVIL, frozenset({0}), time(20), time()),))
    assert night.at(HOURS, wall("2026-11-23 23:59:59")) == CIVIL
    assert night.at(HOURS, wall("2026-11-24 00:00")) == LAND


def test_what_a_clerk_chose_in_the_morning_ends_when_the_afternoon_begins() -> None:
    chosen = Choice(LABOUR, wall("2026-11-23 08:00"))

    def at(moment: str, choice: Choice = chosen) -> frozenset[str]:
        return served(MONDAYS, choice, None, hours=HOURS, now=wall(moment))

    assert at("2026-11-23 13:29:59") == LABOUR
    assert at("2026-11-23 13:30") == CIVIL
    assert at("2026-11-23 15:00", Choice(LABOUR, wall("2026-11-23 13:30"))) == LABOUR


def test_without_times_a_choice_holds_until_the_counter_closes() -> None:
    chosen = Choice(LABOUR, wall("2026-11-23 08:00"))
    found = served(CounterPlan(LAND), chosen, None, hours=HOURS, now=wall("2026-11-23 23:00"))
    assert found == LABOUR


def test_a_clerk_calls_what_both_the_counter_and_they_serve() -> None:
    both = CounterPlan(LAND | CIVIL)
    now = wall("2026-11-23 08:00")
    assert served(both, None, CIVIL | LABOUR, hours=HOURS, now=now) == CIVIL
    assert served(both, None, LABOUR, hours=HOURS, now=now) == frozenset()
    assert served(both, None, None, hours=HOURS, now=now) == LAND | CIVIL


def test_a_counter_without_times_never_changes() -> None:
    assert unchanged([CounterPlan(LAND)], HOURS, wall("2026-11-23 08:00")) is None


QUARTERS = st.integers(0, 95)
MOMENTS = st.integers(0, 14 * 24 * 60).map(lambda m: wall("2026-11-16 00:00") + timedelta(minutes=m))


@st.composite
def plans(draw: st.DrawFn) -> CounterPlan:
    entries = []
    for services in draw(st.lists(st.sampled_from([CIVIL, LABOUR, LAND | CIVIL]), max_size=4)):
        first, last = sorted(draw(st.tuples(QUARTERS, QUARTERS).filter(lambda pair: pair[0] != pair[1])))
        days = frozenset(draw(st.sets(st.integers(0, 6), min_size=1)))
        begins, ends = time(first // 4, first % 4 * 15), time(last // 4, last % 4 * 15)
        entries.append(TimedServices(services, days, begins, ends))
    return CounterPlan(LAND, tuple(entries))


@given(st.lists(plans(), max_size=3), MOMENTS)
def test_within_the_stretch_that_is_kept_no_counter_changes(
    counters: list[CounterPlan], now: datetime
) -> None:
    """What is kept in memory of an office for a stretch of time is right at every minute of it."""
    span = unchanged(counters, HOURS, now)
    if span is None:
        assert not any(plan.timed for plan in counters)
        return
    assert span.start <= now < span.end
    for plan in counters:
        minutes = int((span.end - span.start).total_seconds() // 60)
        found = {plan.at(HOURS, span.start + timedelta(minutes=minute)) for minute in range(minutes)}
        assert found == {plan.at(HOURS, now)}


@given(plans(), MOMENTS, MOMENTS)
def test_a_choice_ends_exactly_with_the_stretch_it_was_made_in(
    plan: CounterPlan, one: datetime, other: datetime
) -> None:
    made, now = min(one, other), max(one, other)
    kept = served(plan, Choice(frozenset({"chosen"}), made), None, hours=HOURS, now=now)
    span = unchanged([plan], HOURS, made)
    assert (kept == {"chosen"}) == plan.same_since(HOURS, made, now)
    if span is not None and now < span.end:
        assert kept == {"chosen"}
