"""What one ended ticket amounts to, at every hour and in every zone: defined, whole and never negative."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.facts import EndedTicket, Measures, OfficeDays, measures
from server.domain.hours import Hours, SpecialDay
from server.domain.intervals import Interval
from server.domain.tickets import TicketState

MINUTE = 60 * 1_000_000
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 11, 23)
WEEK = {n: (Interval(time(7), time(11, 30)), Interval(time(13), time(17))) for n in range(5)}
OFFICE = OfficeDays(Hours(VIETNAM, WEEK))
ROUND_THE_CLOCK = OfficeDays(Hours(VIETNAM, always_open=True))


def at(clock: str, day: str = "2026-11-23") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}+07:00").astimezone(UTC)


def served(arrived: str, called: str, *, slot: str | None = None, days: OfficeDays = OFFICE) -> Measures:
    """A citizen served for ten minutes, ten seconds after the call."""
    call = at(called)
    begun = call + timedelta(seconds=10)
    return measures(
        EndedTicket(
            DAY,
            at(arrived),
            TicketState.SERVED,
            begun + timedelta(minutes=10),
            None if slot is None else at(slot),
            call,
            begun,
        ),
        days,
    )


def in_minutes(told: Measures) -> tuple[float, float, float]:
    """The wait, from check-in, and within hours."""
    assert told.wait_us is not None
    assert told.raw_us is not None
    assert told.in_hours_us is not None
    return told.wait_us / MINUTE, told.raw_us / MINUTE, told.in_hours_us / MINUTE


# --- the cases of the definition ------------------------------------------------------------------


def test_a_booking_waits_from_its_slot_and_feels_it_from_check_in() -> None:
    told = served("08:35:00", "09:04:00", slot="09:00:00")
    assert in_minutes(told) == (4, 29, 4)
    assert told.punctual is True


def test_a_late_booking_waits_from_its_check_in() -> None:
    assert in_minutes(served("09:20:00", "09:26:00", slot="09:00:00")) == (6, 6, 6)


def test_nobody_waits_before_tickets_are_given() -> None:
    told = served("06:50:00", "07:05:00")
    assert in_minutes(told) == (5, 15, 5)
    assert told.waits_from == at("07:00:00")


def test_lunch_is_part_of_the_wait_and_taken_out_beside_it() -> None:
    assert in_minutes(served("11:20:00", "13:10:00")) == (110, 110, 20)


def test_a_wait_over_night_and_holiday_has_only_opening_hours_within() -> None:
    holiday = SpecialDay(date(2026, 11, 24), "holiday", {"vi": "Nghỉ"})
    days = OfficeDays(Hours(VIETNAM, WEEK, {holiday.day: holiday}))
    call = at("07:30:00", "2026-11-25")
    leg = EndedTicket(
        DAY, at("16:50:00"), TicketState.SERVED, call + timedelta(minutes=5), called_at=call, started_at=call
    )
    told = measures(leg, days)
    assert told.in_hours_us == (10 + 30) * MINUTE
    assert told.day == date(2026, 11, 25)


# --- who was not served ---------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["left", "removed", "no_show", "closed_by_system"])
def test_who_was_not_served_waited_in_vain_until_the_end_and_is_in_no_mean(outcome: str) -> None:
    told = measures(EndedTicket(DAY, at("08:00:00"), TicketState(outcome), at("08:07:00")), OFFICE)
    assert (told.wait_us, told.raw_us, told.counter_us, told.lost_us) == (None, None, None, 7 * MINUTE)


def test_a_no_show_waited_until_the_call_that_nobody_answered() -> None:
    leg = EndedTicket(DAY, at("08:00:00"), TicketState.NO_SHOW, at("08:20:00"), called_at=at("08:12:00"))
    assert measures(leg, OFFICE).lost_us == 12 * MINUTE


def test_whoever_the_night_closed_waited_until_the_office_closed_however_late_the_day_was_cleared() -> None:
    long_after = at("09:00:00", "2026-12-24")
    leg = EndedTicket(DAY, at("16:00:00"), TicketState.CLOSED_BY_SYSTEM, long_after)
    told = measures(leg, OFFICE)
    assert (told.lost_us, told.day) == (60 * MINUTE, DAY)


def test_a_ticket_of_an_office_that_does_not_open_that_day_is_defined_all_the_same() -> None:
    sunday = date(2026, 11, 22)
    leg = EndedTicket(sunday, at("10:00:00", "2026-11-22"), TicketState.CLOSED_BY_SYSTEM, at("00:00:00"))
    told = measures(leg, OFFICE)
    assert (told.day, told.lost_us) == (sunday, 14 * 60 * MINUTE)
    assert OFFICE.waits_from(leg.arrived_at, None) == leg.arrived_at


# --- clocks ---------------------------------------------------------------------------------------

YEARS = timedelta(days=4 * 365)
MOMENTS = st.timedeltas(timedelta(), YEARS).map(lambda since: datetime(2024, 1, 1, tzinfo=UTC) + since)
ZONES = st.sampled_from(
    ["Europe/Berlin", "Asia/Kathmandu", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "UTC"]
).map(ZoneInfo)


@given(MOMENTS, st.tuples(*[st.integers(-90, 90).map(lambda m: timedelta(minutes=m))] * 4), ZONES)
def test_clocks_that_step_back_give_no_negative_durations(
    arrived: datetime, steps: tuple[timedelta, ...], zone: ZoneInfo
) -> None:
    slot, called, started, ended = (arrived + step for step in steps)
    for outcome in TicketState:
        if outcome in (TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.ON_HOLD):
            continue
        for hours in (Hours(zone, WEEK), Hours(zone, always_open=True)):
            leg = EndedTicket(arrived.astimezone(zone).date(), arrived, outcome, ended, slot, called, started)
            told = measures(leg, OfficeDays(hours))
            spans = (told.wait_us, told.raw_us, told.in_hours_us, told.way_us, told.counter_us, told.lost_us)
            assert all(span is None or span >= 0 for span in spans), told
            assert (told.wait_us is None) != (told.lost_us is None)
            if told.wait_us is not None and told.in_hours_us is not None:
                assert told.in_hours_us <= told.wait_us


def test_holds_longer_than_the_service_leave_no_counter_time() -> None:
    leg = EndedTicket(
        DAY,
        at("08:00:00"),
        TicketState.SERVED,
        at("08:20:00"),
        None,
        at("08:10:00"),
        at("08:11:00"),
        3600 * 10**6,
    )
    assert measures(leg, OFFICE).counter_us == 0


def test_a_start_that_nobody_knows_leaves_way_and_counter_time_untold() -> None:
    leg = EndedTicket(DAY, at("08:00:00"), TicketState.SERVED, at("08:20:00"), called_at=at("08:10:00"))
    told = measures(leg, OFFICE)
    assert (told.wait_us, told.way_us, told.counter_us) == (10 * MINUTE, None, None)


# --- buckets --------------------------------------------------------------------------------------


def bucket(called_at: datetime, zone: ZoneInfo) -> tuple[date, int]:
    leg = EndedTicket(
        DAY, called_at, TicketState.SERVED, called_at, called_at=called_at, started_at=called_at
    )
    told = measures(leg, OfficeDays(Hours(zone, always_open=True)))
    return told.day, told.half_hour


@pytest.mark.parametrize(
    ("clock", "half_hour"),
    [("08:00:00", 16), ("08:29:59.999999", 16), ("08:30:00", 17), ("23:59:59.999999", 47), ("00:00:00", 0)],
)
def test_a_half_hour_includes_its_beginning_and_excludes_its_end(clock: str, half_hour: int) -> None:
    assert bucket(at(clock), VIETNAM) == (DAY, half_hour)


@given(MOMENTS, ZONES)
def test_every_moment_is_in_exactly_one_half_hour_of_the_wall(moment: datetime, zone: ZoneInfo) -> None:
    day, half_hour = bucket(moment, zone)
    wall = moment.astimezone(zone).replace(tzinfo=None)
    begins = datetime.combine(day, time(half_hour // 2, half_hour % 2 * 30))
    assert begins <= wall < begins + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("day", "minutes"), [("2026-03-29", 23 * 60), ("2026-10-25", 25 * 60), ("2026-06-01", 1440)]
)
def test_a_day_on_which_clocks_change_counts_every_minute_once(day: str, minutes: int) -> None:
    midnight = datetime.combine(date.fromisoformat(day), time(), tzinfo=BERLIN).astimezone(UTC)
    found = [bucket(midnight + timedelta(minutes=m), BERLIN) for m in range(-1, minutes + 1)]
    here = date.fromisoformat(day)
    assert [place[0] == here for place in found] == [False] + [True] * minutes + [False]
    skipped = {4, 5} if minutes < 1440 else set()  # 02:00 to 03:00 is not there in March
    assert {place[1] for place in found[1:-1]} == set(range(48)) - skipped


def test_opening_hours_of_a_day_on_which_clocks_change_are_as_long_as_they_were() -> None:
    night = OfficeDays(Hours(BERLIN, {6: (Interval(time(1), time(5)),)}))
    whole = (datetime(2026, 10, 24, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC))
    assert night.open_us(*whole) == 5 * 60 * MINUTE
    assert (
        night.open_us(datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 3, 30, tzinfo=UTC)) == 3 * 60 * MINUTE
    )


def test_a_call_after_midnight_counts_on_the_new_date() -> None:
    call = at("00:00:00", "2026-11-24")
    leg = EndedTicket(DAY, at("23:50:00"), TicketState.SERVED, call, called_at=call, started_at=call)
    told = measures(leg, ROUND_THE_CLOCK)
    assert (told.day, told.half_hour, told.in_hours_us) == (date(2026, 11, 24), 0, 10 * MINUTE)
