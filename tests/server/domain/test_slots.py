"""Slot arithmetic: which slots arise from plans and hours, and which runs of them a booking may take."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from server.domain.hours import Hours, Season, SpecialDay, open_spans
from server.domain.intervals import Interval
from server.domain.slots import (
    BookingRules,
    Offer,
    Slot,
    SlotPlan,
    may_begin,
    offers,
    resource_steps,
    slots_on,
)

QUY_NHON = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = date(2026, 11, 23)
WEEKDAYS = frozenset(range(5))
MORNING = Interval(time(7, 30), time(11, 30))
AFTERNOON = Interval(time(13, 30), time(17))
OFFICE = Hours(QUY_NHON, dict.fromkeys(range(5), (MORNING, AFTERNOON)))


def plan(begins: time = time(7, 30), ends: time = time(17), **about: object) -> SlotPlan:
    usual = {"pool": "land", "weekdays": WEEKDAYS, "length": timedelta(minutes=30), "public": 2}
    return SlotPlan(**{**usual, "begins": begins, "ends": ends, **about})  # type: ignore[arg-type]  # as named


def walls(slots: tuple[Slot, ...], zone: ZoneInfo = QUY_NHON) -> list[str]:
    return [f"{slot.start.astimezone(zone):%H:%M}" for slot in slots]


def test_slots_lie_within_the_hours_and_the_lunch_break_has_none() -> None:
    found = walls(slots_on([plan()], OFFICE, MONDAY))
    assert (found[0], found[7], found[8], found[-1]) == ("07:30", "11:00", "13:30", "16:30")
    assert len(found) == 8 + 7


def test_a_slot_that_does_not_fit_before_the_end_is_left_out() -> None:
    assert walls(slots_on([plan(time(10), time(11, 25), length=timedelta(minutes=40))], OFFICE, MONDAY)) == [
        "10:00",
        "10:40",
    ]


def test_a_closed_day_has_no_slots_whatever_the_plan_says() -> None:
    everyday = plan(weekdays=frozenset(range(7)))
    assert slots_on([everyday], OFFICE, date(2026, 11, 28)) == ()
    feast = Hours(QUY_NHON, OFFICE.weekly, {MONDAY: SpecialDay(MONDAY, "holiday", {"vi": "Lễ"})})
    assert slots_on([everyday], feast, MONDAY) == ()


def test_an_exception_takes_the_slots_outside_its_hours() -> None:
    short = SpecialDay(MONDAY, "exception", {"vi": "Họp"}, None, (Interval(time(9), time(10)),))
    hours = Hours(QUY_NHON, OFFICE.weekly, {MONDAY: short})
    assert walls(slots_on([plan()], hours, MONDAY)) == ["09:00", "09:30"]


def test_a_saturday_worked_for_a_monday_has_the_slots_of_a_monday() -> None:
    saturday = date(2026, 11, 28)
    hours = Hours(QUY_NHON, OFFICE.weekly, {saturday: SpecialDay(saturday, "swap", {"vi": "Bù"}, 0)})
    only_mondays = plan(weekdays=frozenset({0}))
    assert walls(slots_on([only_mondays], hours, saturday)) == walls(slots_on([only_mondays], hours, MONDAY))


def test_a_version_of_the_plan_rules_on_its_own_dates() -> None:
    until = date(2026, 11, 30)
    versions = [
        plan(ends=time(9), valid_until=until),
        plan(ends=time(8, 30), valid_from=until + timedelta(days=1), public=5),
    ]
    assert walls(slots_on(versions, OFFICE, until)) == ["07:30", "08:00", "08:30"]
    later = slots_on(versions, OFFICE, until + timedelta(days=1))
    assert (walls(later), later[0].public) == (["07:30", "08:00"], 5)


def test_a_season_of_hours_takes_and_gives_slots() -> None:
    summer = Season(MONDAY, MONDAY, {0: (Interval(time(7), time(8)),)})
    hours = Hours(QUY_NHON, OFFICE.weekly, seasons=(summer,))
    early = plan(begins=time(7))
    assert walls(slots_on([early], hours, MONDAY)) == ["07:00", "07:30"]
    assert walls(slots_on([early], hours, MONDAY + timedelta(days=7)))[0] == "07:30"


def test_a_plan_for_some_services_offers_nothing_to_others() -> None:
    mine = plan(services=frozenset({"land"}))
    assert slots_on([mine], OFFICE, MONDAY, service="land") != ()
    assert slots_on([mine], OFFICE, MONDAY, service="health") == ()


def test_a_run_never_jumps_over_the_lunch_break() -> None:
    runs = offers(slots_on([plan()], OFFICE, MONDAY), 3)
    local = [(run.start.astimezone(QUY_NHON), run.end.astimezone(QUY_NHON)) for run in runs]
    assert all(end - start == timedelta(minutes=90) for start, end in local)
    assert not [start for start, end in local if start.time() < time(13, 30) < end.time()]
    assert len(runs) == (8 - 2) + (7 - 2)


def test_a_skipped_hour_has_no_slots_and_a_repeated_one_has_them_once() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    always = Hours(berlin, always_open=True)
    nightly = plan(time(1), time(4), weekdays=frozenset(range(7)))
    spring = walls(slots_on([nightly], always, date(2026, 3, 29)), berlin)
    assert spring == ["01:00", "01:30", "03:00", "03:30"]
    autumn = slots_on([nightly], always, date(2026, 10, 25))
    assert len(autumn) == len({slot.start for slot in autumn}) == 6


def test_the_last_slot_of_a_day_may_end_at_midnight_and_no_run_crosses_it() -> None:
    always = Hours(QUY_NHON, always_open=True)
    late = plan(time(23), time(0), weekdays=frozenset(range(7)))
    found = slots_on([late], always, MONDAY)
    assert walls(found) == ["23:00", "23:30"]
    assert [run.start for run in offers(found, 2)] == [found[0].start]


lengths = st.sampled_from([timedelta(minutes=m) for m in (5, 10, 15, 20, 30, 45, 60)])
wall_times = st.builds(lambda step: time(step * 5 // 60, step * 5 % 60), st.integers(0, 24 * 12 - 1))
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
zones = st.sampled_from([QUY_NHON, ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")])


@st.composite
def plans(draw: st.DrawFn) -> SlotPlan:
    begins, ends = sorted([draw(wall_times), draw(wall_times)])
    return plan(begins, ends, length=draw(lengths), weekdays=frozenset(draw(st.sets(st.integers(0, 6)))))


@given(one=plans(), day=days, zone=zones)
def test_slots_of_a_plan_never_overlap_and_lie_in_the_hours(one: SlotPlan, day: date, zone: ZoneInfo) -> None:
    hours = Hours(zone, dict.fromkeys(range(7), (MORNING, AFTERNOON)))
    found = slots_on([one], hours, day)
    spans = list(open_spans(hours, day))
    for before, after in pairwise(found):
        assert before.end <= after.start
    for slot in found:
        assert slot.end - slot.start == one.length
        assert any(span.start <= slot.start and slot.end <= span.end for span in spans)


@given(one=plans(), day=days, needed=st.integers(1, 6))
def test_every_run_is_that_many_slots_without_a_gap_and_none_is_forgotten(
    one: SlotPlan, day: date, needed: int
) -> None:
    found = slots_on([one], OFFICE, day)
    runs = offers(found, needed)
    assert all(run.end - run.start == one.length * needed for run in runs)
    starts = {slot.start for slot in found}
    whole = [s for s in sorted(starts) if all(s + one.length * n in starts for n in range(needed))]
    assert [run.start for run in runs] == whole


moments = st.integers(0, 6 * 24 * 60).map(
    lambda minutes: datetime(2026, 11, 20, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(now=moments, start=moments)
def test_notice_bounds_citizens_and_the_end_of_the_slot_bounds_staff(now: datetime, start: datetime) -> None:
    offer = Offer((Slot(start, "land", start + timedelta(minutes=30), 1, 0),))
    rules = BookingRules()
    assert may_begin(offer, now, rules, staff=False) == (start - now >= timedelta(minutes=60))
    assert may_begin(offer, now, rules, staff=True) == (now < offer.end)
    assert not may_begin(offer, now, rules, staff=False) or may_begin(offer, now, rules, staff=True)


@given(first=wall_times, one=lengths, other=lengths)
def test_two_bookings_share_a_step_of_a_resource_exactly_when_they_overlap(
    first: time, one: timedelta, other: timedelta
) -> None:
    start = datetime.combine(MONDAY, first, tzinfo=UTC)
    for shift in (-2, -1, 0, 1, 2, 6, 12):
        begins = start + shift * timedelta(minutes=5)
        a = Offer((Slot(start, "a", start + one, 1, 0),))
        b = Offer((Slot(begins, "b", begins + other, 1, 0),))
        overlap = a.start < b.end and b.start < a.end
        assert bool(set(resource_steps(a.start, a.end)) & set(resource_steps(b.start, b.end))) == overlap
