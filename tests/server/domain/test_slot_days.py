"""Slots of any day, of any time zone, against an oracle that walks the day in steps of five minutes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.hours import Hours, Season, SpecialDay, open_spans
from server.domain.intervals import Interval
from server.domain.slots import Slot, SlotPlan, offers, slots_on

STEP = timedelta(minutes=5)
BERLIN, QUY_NHON = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Ho_Chi_Minh")
# One change by half an hour, one zone at a quarter of an hour, one that changes at midnight.
ZONES = [
    *(QUY_NHON, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")),
    *(ZoneInfo("Asia/Kathmandu"), ZoneInfo("America/Santiago")),
]
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
CHANGES = [
    *(SPRING, AUTUMN, date(2026, 3, 8), date(2026, 11, 1), date(2026, 4, 5), date(2026, 10, 4)),
    *(date(2026, 9, 6), date(2026, 4, 4)),
]

days = st.one_of(st.sampled_from(CHANGES), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
zones = st.sampled_from(ZONES)
walls = st.integers(0, 287).map(lambda step: time(step * 5 // 60, step * 5 % 60))
lengths = st.sampled_from([5, 10, 15, 20, 30, 45, 60, 90]).map(lambda minutes: timedelta(minutes=minutes))
weekdays = st.frozensets(st.integers(0, 6), min_size=1)


@st.composite
def intervals(draw: st.DrawFn) -> tuple[Interval, ...]:
    """Up to three stretches of a day that do not overlap; the last may end at midnight."""
    marks = sorted(draw(st.sets(walls, min_size=2, max_size=6)))
    found = [Interval(opens, closes) for opens, closes in zip(marks[::2], marks[1::2], strict=False)]
    if draw(st.booleans()) and len(marks) % 2:
        found.append(Interval(marks[-1], time()))
    return tuple(found)


@st.composite
def hours(draw: st.DrawFn, zone: ZoneInfo, day: date) -> Hours:
    """A week, with something special on the day, or a season around it, as may be."""
    weekly = {weekday: draw(intervals()) for weekday in draw(weekdays)}
    special = draw(
        st.sampled_from([None, SpecialDay(day, "holiday"), SpecialDay(day, "swap", {}, 2)])
        | intervals().map(lambda own: SpecialDay(day, "exception", {}, None, own))
    )
    season = Season(day - timedelta(days=3), day, {day.weekday(): draw(intervals())})
    return Hours(
        zone,
        weekly,
        {} if special is None else {day: special},
        always_open=draw(st.integers(0, 4)) == 0,
        seasons=(season,) if draw(st.integers(0, 3)) == 0 else (),
    )


@st.composite
def plans(draw: st.DrawFn, pool: str = "land") -> SlotPlan:
    """An end of 00:00 is the midnight that ends the day."""
    begins, ends = draw(walls), draw(walls)
    if ends != time() and ends < begins:
        begins, ends = ends, begins
    services = draw(st.sampled_from([None, frozenset({"land"}), frozenset({"health"})]))
    return SlotPlan(pool, draw(weekdays), begins, ends, draw(lengths), 2, services=services)


def oracle(plan: SlotPlan, its: Hours, day: date) -> Iterator[Slot]:
    """Every five minutes of the real day that the plan names, is open for the whole slot, and comes first
    of the two that a wall shows alike."""
    if its.rules_like(day) not in plan.weekdays:
        return
    spans = list(open_spans(its, day))
    moment = datetime.combine(day, time(), tzinfo=its.time_zone).astimezone(UTC) - timedelta(hours=2)
    for _ in range(29 * 12):
        shown = moment.astimezone(its.time_zone)
        if shown.date() == day and not shown.fold and named(plan, shown.replace(tzinfo=None)):
            end = moment + plan.length
            if any(span.start <= moment and end <= span.end for span in spans):
                yield Slot(moment, plan.pool, end, plan.public, plan.internal)
        moment += STEP


def named(plan: SlotPlan, shown: datetime) -> bool:
    """Whether the plan has a slot that begins when the wall shows this."""
    begins = datetime.combine(shown.date(), plan.begins)
    last = datetime.combine(shown.date(), plan.ends) + timedelta(days=plan.ends == time())
    return shown >= begins and shown + plan.length <= last and not (shown - begins) % plan.length


@settings(max_examples=60, deadline=None)  # the oracle takes its time
@given(data=st.data(), day=days, zone=zones)
def test_a_day_has_exactly_the_slots_that_its_clock_and_its_hours_leave(
    data: st.DataObject, day: date, zone: ZoneInfo
) -> None:
    its, plan = data.draw(hours(zone, day)), data.draw(plans())
    assert slots_on([plan], its, day) == tuple(oracle(plan, its, day))


@settings(deadline=None)
@given(data=st.data(), day=days, zone=zones, cut=st.integers(-3, 3))
def test_a_plan_that_is_cut_into_two_versions_offers_the_same(
    data: st.DataObject, day: date, zone: ZoneInfo, cut: int
) -> None:
    its, plan = data.draw(hours(zone, day)), data.draw(plans())
    until = day + timedelta(days=cut)
    about = {name: getattr(plan, name) for name in SlotPlan.__slots__}
    old = SlotPlan(**about | {"valid_until": until})
    new = SlotPlan(**about | {"valid_from": until + timedelta(days=1)})
    assert slots_on([old, new], its, day) == slots_on([plan], its, day)
    assert slots_on([old], its, day) == (slots_on([plan], its, day) if day <= until else ())


@settings(deadline=None)
@given(data=st.data(), day=days, zone=zones)
def test_a_closed_day_takes_every_slot_and_leaves_its_neighbours(
    data: st.DataObject, day: date, zone: ZoneInfo
) -> None:
    weekly = {weekday: data.draw(intervals()) for weekday in range(7)}
    plan = data.draw(plans())
    usual = Hours(zone, weekly)
    for closed in (SpecialDay(day, "holiday"), SpecialDay(day, "exception", {}, None, ())):
        its = Hours(zone, weekly, {day: closed})
        assert slots_on([plan], its, day) == ()
        for near in (day - timedelta(days=1), day + timedelta(days=1)):
            assert slots_on([plan], its, near) == slots_on([plan], usual, near)


@settings(deadline=None)
@given(data=st.data(), day=days, zone=zones, needed=st.integers(1, 5))
def test_a_run_keeps_to_one_pool_without_a_gap_in_real_time(
    data: st.DataObject, day: date, zone: ZoneInfo, needed: int
) -> None:
    its = data.draw(hours(zone, day))
    pools = {name: data.draw(plans(name)) for name in ("land", "fields")}
    both = offers(slots_on(pools.values(), its, day), needed)
    alone = [offers(slots_on([plan], its, day), needed) for plan in pools.values()]
    assert sorted((run.start, run.pool) for run in both) == sorted(
        (run.start, run.pool) for runs in alone for run in runs
    )
    for run in both:
        assert {slot.pool for slot in run.slots} == {run.pool}
        assert run.end - run.start == needed * pools[run.pool].length
        assert all(before.end == after.start for before, after in pairwise(run.slots))


@settings(deadline=None)
@given(data=st.data(), day=days, zone=zones)
def test_no_slot_belongs_to_two_days_and_none_reaches_into_the_next(
    data: st.DataObject, day: date, zone: ZoneInfo
) -> None:
    plan = data.draw(plans())
    always = Hours(zone, always_open=True)
    two_days = [slots_on([plan], always, day + timedelta(days=ahead)) for ahead in (0, 1)]
    assert all(slot.start.astimezone(zone).date() == day for slot in two_days[0])
    for before, after in pairwise([*two_days[0], *two_days[1]]):
        assert before.end <= after.start


CLOCKS_CHANGE = {
    "Europe/Berlin": (SPRING, AUTUMN),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 10, 4), date(2026, 4, 5)),
    "America/Santiago": (date(2026, 9, 6), date(2026, 4, 4)),
}


@pytest.mark.parametrize("zone", list(CLOCKS_CHANGE))
@pytest.mark.parametrize("minutes", [20, 45, 60, 90])
def test_no_slot_begins_at_a_time_that_the_wall_never_shows(zone: str, minutes: int) -> None:
    """Grids that the jump of the clocks does not fall on, in an office that never closes."""
    always = Hours(ZoneInfo(zone), always_open=True)
    for begins in (time(0, 10), time(1, 45), time(2, 15)):
        plan = SlotPlan("land", frozenset(range(7)), begins, time(9), timedelta(minutes=minutes), 1)
        for day in CLOCKS_CHANGE[zone]:
            assert slots_on([plan], always, day) == tuple(oracle(plan, always, day)), (day, begins)


HALF_HOURS = SlotPlan("land", frozenset(range(7)), time(), time(), timedelta(minutes=30), 1)


@pytest.mark.parametrize(("day", "slots", "runs"), [(SPRING, 46, 45), (AUTUMN, 48, 46)])
def test_both_changes_of_the_clocks_in_berlin(day: date, slots: int, runs: int) -> None:
    """In spring 02:00 to 03:00 is not there, and 01:30 runs into 03:00; in autumn the second 02:00 to
    03:00 has no slots, so that nothing runs from 02:30 into 03:00."""
    found = slots_on([HALF_HOURS], Hours(BERLIN, always_open=True), day)
    assert (len(found), len(offers(found, 2))) == (slots, runs)


def test_the_days_of_a_year_in_an_office_that_never_closes_leave_out_the_second_hour_alone() -> None:
    always = Hours(BERLIN, always_open=True)
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    found = [slot for day in year for slot in slots_on([HALF_HOURS], always, day)]
    gaps = [(before.end, after.start) for before, after in pairwise(found) if before.end != after.start]
    assert gaps == [(datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC))]
