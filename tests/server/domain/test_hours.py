"""Hours: split days, ticket hours, the calendar's entries, and clocks that change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.hours import (
    Hours,
    SpecialDay,
    closed_reason,
    intervals_on,
    office_day,
    opens_next,
    target,
    tickets_now,
    waiting_starts,
    within_hours_s,
)
from server.domain.intervals import HoursInvalid, Interval

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WARSAW = ZoneInfo("Europe/Warsaw")
NEW_YORK = ZoneInfo("America/New_York")
CAIRO = ZoneInfo("Africa/Cairo")

MORNING = Interval(time(7), time(11, 30), tickets_until=time(11, 15))
AFTERNOON = Interval(time(13), time(17), tickets_until=time(16, 30))
WORKDAYS = {weekday: (MORNING, AFTERNOON) for weekday in range(5)}
TET = {"vi": "Tết Nguyên đán", "en": "Lunar New Year"}


def at(clock: str, day: str = "2026-11-23", zone: ZoneInfo = VIETNAM) -> datetime:
    """A wall time as UTC; 23 November 2026 is a Monday."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=zone).astimezone(UTC)


def workdays(*special: SpecialDay, zone: ZoneInfo = VIETNAM) -> Hours:
    return Hours.of(zone, WORKDAYS, special)


def always(zone: ZoneInfo = VIETNAM) -> Hours:
    return Hours(zone, always_open=True)


# --- the office day -------------------------------------------------------------------------------


def test_the_office_day_begins_at_local_midnight() -> None:
    assert office_day(workdays(), datetime(2026, 11, 22, 17, 0, tzinfo=UTC)) == date(2026, 11, 23)
    assert office_day(workdays(), datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC)) == date(2026, 11, 22)


# --- ticket hours ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "given_now"),
    [
        ("06:59:59", False),
        ("07:00:00", True),
        ("11:14:59", True),
        ("11:15:00", False),
        ("12:59:59", False),
        ("13:00:00", True),
        ("16:30:00", False),
    ],
)
def test_ticket_hours_include_their_start_and_exclude_their_end(clock: str, given_now: bool) -> None:
    assert (tickets_now(workdays(), at(clock)) is not None) is given_now


def test_ticket_hours_are_told_as_utc() -> None:
    span = tickets_now(workdays(), at("08:00"))
    assert span is not None
    assert (span.start, span.end) == (at("07:00"), at("11:15"))
    assert span.start.tzinfo is UTC


def test_tickets_may_begin_later_than_the_office() -> None:
    late = Hours(VIETNAM, {0: (Interval(time(7), time(11), tickets_from=time(7, 30)),)})
    assert tickets_now(late, at("07:15")) is None
    assert opens_next(late, at("06:00")) == at("07:30")
    assert within_hours_s(late, at("07:00"), at("07:30")) == 1800


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        (at("05:00"), at("07:00")),
        (at("11:15"), at("13:00")),
        (at("07:00"), at("13:00")),
        (at("17:00", "2026-11-27"), at("07:00", "2026-11-30")),
    ],
)
def test_the_next_opening_is_the_next_start_of_ticket_hours(now: datetime, opening: datetime) -> None:
    assert opens_next(workdays(), now) == opening


def test_an_office_without_hours_never_opens() -> None:
    assert opens_next(Hours(VIETNAM), at("08:00")) is None
    assert target(Hours(VIETNAM), at("08:00"), 900) is None


def test_an_opening_is_looked_for_at_most_four_hundred_days_ahead() -> None:
    def only(day: date) -> Hours:
        return Hours.of(VIETNAM, {}, [SpecialDay(day, "exception", intervals=(MORNING,))])

    now = at("12:00")
    assert opens_next(only(date(2026, 11, 23) + timedelta(days=400)), now) is not None
    assert opens_next(only(date(2026, 11, 23) + timedelta(days=401)), now) is None


# --- the calendar ---------------------------------------------------------------------------------


def test_a_holiday_is_closed_and_says_why() -> None:
    hours = workdays(SpecialDay(date(2026, 11, 23), "holiday", TET))
    assert tickets_now(hours, at("08:00")) is None
    assert closed_reason(hours, at("08:00")) == TET
    assert opens_next(hours, at("08:00")) == at("07:00", "2026-11-24")


def test_a_swapped_saturday_keeps_the_hours_of_the_day_it_replaces() -> None:
    hours = workdays(SpecialDay(date(2026, 11, 28), "swap", {"vi": "Làm bù"}, follows_weekday=0))
    assert tickets_now(hours, at("08:00", "2026-11-28")) is not None
    assert closed_reason(hours, at("20:00", "2026-11-28")) is None


def test_a_swapped_day_off_says_why_it_is_closed() -> None:
    hours = workdays(SpecialDay(date(2026, 11, 23), "swap", {"vi": "Nghỉ bù"}, follows_weekday=6))
    assert tickets_now(hours, at("08:00")) is None
    assert closed_reason(hours, at("08:00")) == {"vi": "Nghỉ bù"}


def test_an_exception_has_hours_of_its_own() -> None:
    hours = workdays(SpecialDay(date(2026, 11, 23), "exception", {"vi": "Mất điện"}, intervals=(MORNING,)))
    assert tickets_now(hours, at("08:00")) is not None
    assert closed_reason(hours, at("08:00")) is None
    assert tickets_now(hours, at("14:00")) is None
    assert closed_reason(hours, at("14:00")) == {"vi": "Mất điện"}


def test_an_ordinary_evening_has_no_reason() -> None:
    assert closed_reason(workdays(), at("20:00")) is None


@given(st.permutations(["holiday", "swap", "exception"]), st.integers(1, 3))
def test_an_exception_rules_a_swap_and_a_swap_rules_a_holiday(order: list[str], how_many: int) -> None:
    day = date(2026, 11, 28)
    entries = {
        "holiday": SpecialDay(day, "holiday"),
        "swap": SpecialDay(day, "swap", follows_weekday=0),
        "exception": SpecialDay(day, "exception", intervals=(AFTERNOON,)),
    }
    hours = Hours.of(VIETNAM, WORKDAYS, [entries[kind] for kind in order[:how_many]])
    rank = ["exception", "swap", "holiday"]
    expected = {"exception": (AFTERNOON,), "swap": (MORNING, AFTERNOON), "holiday": ()}
    assert intervals_on(hours, day) == expected[min(order[:how_many], key=rank.index)]


# --- the wait -------------------------------------------------------------------------------------


def test_a_wait_does_not_begin_before_tickets_do() -> None:
    assert waiting_starts(workdays(), at("06:50")) == at("07:00")
    assert waiting_starts(workdays(), at("11:20")) == at("11:20")
    assert waiting_starts(workdays(), at("12:00")) == at("12:00")
    assert waiting_starts(workdays(), at("08:00", "2026-11-28")) == at("08:00", "2026-11-28")


def test_lunch_is_taken_out_of_a_wait_within_opening_hours() -> None:
    assert within_hours_s(workdays(), at("11:20"), at("13:10")) == 1200


def test_nights_and_weekends_are_taken_out() -> None:
    assert within_hours_s(workdays(), at("16:59", "2026-11-27"), at("07:01", "2026-11-30")) == 120
    assert within_hours_s(workdays(), at("09:00"), at("08:00")) == 0


@pytest.mark.parametrize(
    ("start", "goal"),
    [
        (at("08:00"), at("08:15")),
        (at("11:15"), at("11:30")),
        (at("11:20"), at("13:05")),
        (at("12:00"), at("13:15")),
        (at("16:50", "2026-11-27"), at("07:05", "2026-11-30")),
    ],
)
def test_a_target_is_the_goal_counted_in_opening_hours(start: datetime, goal: datetime) -> None:
    assert target(workdays(), start, 900) == goal


NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 2 * 365 * 86_400).map(lambda passed: NEW_YEAR + timedelta(seconds=passed))


@given(MOMENTS, st.integers(1, 200_000), st.sampled_from([VIETNAM, WARSAW, NEW_YORK]))
@settings(max_examples=50)
def test_a_target_is_the_first_moment_that_has_the_goal_behind_it(
    start: datetime, goal_s: int, zone: ZoneInfo
) -> None:
    hours = workdays(zone=zone)
    goal = target(hours, start, goal_s)
    assert goal is not None
    assert within_hours_s(hours, start, goal) == goal_s
    assert within_hours_s(hours, start, goal - timedelta(seconds=1)) == goal_s - 1


@given(MOMENTS, st.integers(0, 4 * 24 * 60), st.sampled_from([VIETNAM, WARSAW, NEW_YORK, CAIRO]))
@settings(max_examples=50)
def test_time_within_hours_is_what_the_clock_on_the_wall_says_minute_by_minute(
    start: datetime, minutes: int, zone: ZoneInfo
) -> None:
    start = start.replace(second=0, microsecond=0)
    open_minutes = 0
    for passed in range(minutes):
        wall = (start + timedelta(minutes=passed)).astimezone(zone)
        in_day = time(7) <= wall.time() < time(11, 30) or time(13) <= wall.time() < time(17)
        open_minutes += wall.weekday() < 5 and in_day
    end = start + timedelta(minutes=minutes)
    assert within_hours_s(workdays(zone=zone), start, end) == 60 * open_minutes


# --- clocks that change ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "day", "opening"),
    [
        (WARSAW, "2026-03-27", datetime(2026, 3, 27, 6, tzinfo=UTC)),
        (WARSAW, "2026-03-30", datetime(2026, 3, 30, 5, tzinfo=UTC)),
        (NEW_YORK, "2026-10-30", datetime(2026, 10, 30, 11, tzinfo=UTC)),
        (NEW_YORK, "2026-11-02", datetime(2026, 11, 2, 12, tzinfo=UTC)),
    ],
)
def test_an_office_opens_at_the_same_wall_time_in_summer_and_winter(
    zone: ZoneInfo, day: str, opening: datetime
) -> None:
    assert opens_next(workdays(zone=zone), at("03:00", day, zone)) == opening


@pytest.mark.parametrize(("day", "length_h"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)])
def test_a_day_that_is_always_open_is_as_long_as_the_clocks_make_it(day: str, length_h: int) -> None:
    span = tickets_now(always(WARSAW), at("12:00", day, WARSAW))
    assert span is not None
    assert span.end - span.start == timedelta(hours=length_h)


def test_hours_within_the_hour_that_clocks_skip_are_no_hours() -> None:
    nightly = Hours(WARSAW, {6: (Interval(time(2, 15), time(2, 45)), Interval(time(2, 45), time(4)))})
    night = (at("00:00", "2026-03-29", WARSAW), at("12:00", "2026-03-29", WARSAW))
    assert within_hours_s(nightly, *night) == 3600


def test_a_day_whose_midnight_is_skipped_begins_when_the_clocks_have_jumped() -> None:
    span = tickets_now(always(CAIRO), datetime(2026, 4, 24, 12, tzinfo=UTC))
    assert span is not None
    assert span.start == datetime(2026, 4, 23, 22, tzinfo=UTC)
    assert span.end - span.start == timedelta(hours=23)


@given(MOMENTS, st.sampled_from([VIETNAM, WARSAW, NEW_YORK, CAIRO]))
def test_an_office_that_is_always_open_is_open_at_every_moment(now: datetime, zone: ZoneInfo) -> None:
    span = tickets_now(always(zone), now)
    assert span is not None
    assert span.start <= now < span.end
    assert waiting_starts(always(zone), now) == now
    assert target(always(zone), now, 900) == now + timedelta(seconds=900)
    assert closed_reason(always(zone), now) is None
    assert opens_next(always(zone), now) == span.end


# --- hours that cannot be kept --------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda: Interval(time(11), time(7)),
        lambda: Interval(time(7), time(7)),
        lambda: Interval(time(7), time(11), tickets_from=time(6, 59)),
        lambda: Interval(time(7), time(11), tickets_until=time(11, 1)),
        lambda: Interval(time(7), time(11), tickets_until=time(0)),
        lambda: Interval(time(7), time(11), tickets_from=time(9), tickets_until=time(9)),
        lambda: Interval(time(7, tzinfo=UTC), time(11, tzinfo=UTC)),
        lambda: Hours(VIETNAM, {7: (MORNING,)}),
        lambda: Hours(VIETNAM, {0: (AFTERNOON, MORNING)}),
        lambda: Hours(VIETNAM, {0: (MORNING, Interval(time(11, 29), time(12)))}),
        lambda: Hours(VIETNAM, {0: (Interval(time(20), time(0)), Interval(time(21), time(22)))}),
        lambda: Hours(VIETNAM, {0: tuple(Interval(time(8 + i), time(9 + i)) for i in range(5))}),
        lambda: Hours(VIETNAM, {}, {date(2026, 1, 1): SpecialDay(date(2026, 1, 2), "holiday")}),
        lambda: Hours.of(VIETNAM, {}, [SpecialDay(date(2026, 1, 1), "holiday")] * 2),
        lambda: SpecialDay(date(2026, 1, 1), "swap"),
        lambda: SpecialDay(date(2026, 1, 1), "swap", follows_weekday=7),
        lambda: SpecialDay(date(2026, 1, 1), "holiday", follows_weekday=0),
        lambda: SpecialDay(date(2026, 1, 1), "holiday", intervals=(MORNING,)),
        lambda: SpecialDay(date(2026, 1, 1), "exception", intervals=(AFTERNOON, MORNING)),
    ],
)
def test_hours_that_cannot_be_kept_are_refused_with_the_reason(make: Callable[[], object]) -> None:
    with pytest.raises(HoursInvalid) as refused:
        make()
    assert refused.value.reason


def test_four_intervals_a_day_and_intervals_that_touch_are_kept() -> None:
    four = tuple(Interval(time(8 + i), time(9 + i)) for i in range(4))
    assert within_hours_s(Hours(VIETNAM, {0: four}), at("00:00"), at("23:59")) == 4 * 3600
