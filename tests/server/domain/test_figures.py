"""Figures: the wait of one leg, of a visit, and of many, as they are defined for every report."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from statistics import quantiles
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.figures import (
    Leg,
    Uncounted,
    answered_call,
    counter_time_s,
    days_of,
    leg_wait_s,
    punctual,
    quantile,
    raw_wait_s,
    summary,
    survival_quantile,
    uncounted,
    visit_total,
    wait_s,
    wait_start,
    way_s,
)
from server.domain.hours import Hours, waiting_starts, within_hours_s
from server.domain.intervals import Interval
from server.domain.tickets import TicketState

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WAITS = st.lists(st.floats(0, 20_000), min_size=1, max_size=60)


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-23T{clock}+07:00").astimezone(UTC)


def served(waited_s: float, *, visit: int = 1) -> Leg:
    called = at("08:00:00") + timedelta(seconds=waited_s)
    return Leg(visit, at("08:00:00"), at("08:00:00"), TicketState.SERVED, called, called, called)


def gave_up(outcome: TicketState, waited_s: float) -> Leg:
    return Leg(1, at("08:00:00"), at("08:00:00"), outcome, at("08:00:00") + timedelta(seconds=waited_s))


def booking(check_in: str, called: str) -> Leg:
    slot, calls = at("09:00:00"), at(called)
    start = wait_start(at(check_in), slot=slot)
    return Leg(1, at(check_in), start, TicketState.SERVED, at("09:40:00"), calls, calls, slot=slot)


# --- the fixtures that must come out exactly ------------------------------------------------------


def test_four_waits_around_the_goal_are_summed_up_exactly() -> None:
    figures = summary([0, 60, 900, 901], 900)
    assert figures is not None
    assert (figures.n, figures.mean_s, figures.median_s, figures.max_s) == (4, 465.25, 480, 901)
    assert figures.share_within_goal == 0.75


def test_a_recall_that_is_answered_moves_the_end_of_the_wait() -> None:
    started = at("08:12:30")
    call = answered_call([at("08:10:00"), at("08:12:00")], started)
    leg = Leg(1, at("08:00:00"), at("08:00:00"), TicketState.SERVED, at("08:20:00"), call, started)
    assert leg_wait_s(leg) == 720
    assert way_s(leg) == 30
    assert counter_time_s(leg) == 450


def test_a_call_after_the_start_does_not_move_the_wait() -> None:
    assert answered_call([at("08:10:00"), at("08:13:00")], at("08:12:30")) == at("08:10:00")
    assert answered_call([at("08:13:00")], at("08:12:30")) is None


def test_a_booking_waits_from_its_slot() -> None:
    leg = booking("08:35:00", "09:04:00")
    assert leg_wait_s(leg) == 240
    assert raw_wait_s(leg) == 1740
    assert punctual(leg) is True


def test_a_late_booking_waits_from_its_check_in() -> None:
    assert leg_wait_s(booking("09:20:00", "09:26:00")) == 360


def test_nobody_waits_before_tickets_are_given() -> None:
    hours = Hours(VIETNAM, {0: (Interval(time(7), time(11, 30)), Interval(time(13), time(17)))})
    issued, called = at("06:50:00"), at("07:05:00")
    leg = Leg(1, issued, waiting_starts(hours, issued), TicketState.SERVED, at("07:30:00"), called, called)
    assert leg_wait_s(leg) == 300
    assert raw_wait_s(leg) == 900
    assert wait_start(issued, tickets_open=at("07:00:00")) == at("07:00:00")


def test_lunch_is_part_of_the_wait_and_taken_out_beside_it() -> None:
    hours = Hours(VIETNAM, {0: (Interval(time(7), time(11, 30)), Interval(time(13), time(17)))})
    issued, called = at("11:20:00"), at("13:10:00")
    assert wait_s(waiting_starts(hours, issued), called) == 6600
    assert within_hours_s(hours, issued, called) == 1200


def test_a_transferred_visit_has_two_waits_and_their_sum() -> None:
    first = served(300)
    transferred = Leg(1, first.arrived_at, first.waits_from, TicketState.TRANSFERRED, first.ended_at,
                      first.called_at, first.started_at)  # fmt: skip
    legs = [transferred, served(120)]
    figures = summary([wait for leg in legs if (wait := leg_wait_s(leg)) is not None], 900)
    assert figures is not None
    assert figures.n == 2
    assert visit_total(legs) == 420


def test_a_ticket_that_the_day_closed_is_in_no_mean() -> None:
    leg = gave_up(TicketState.CLOSED_BY_SYSTEM, 3600)
    assert leg_wait_s(leg) is None
    assert raw_wait_s(leg) is None
    assert counter_time_s(leg) is None
    assert uncounted([leg, served(5)]) == {TicketState.CLOSED_BY_SYSTEM: Uncounted(1, 3600)}


# --- the rules around them ------------------------------------------------------------------------


def test_a_booking_called_before_its_slot_did_not_wait_and_is_punctual() -> None:
    leg = booking("08:35:00", "08:50:00")
    assert leg_wait_s(leg) == 0
    assert punctual(leg) is True


@pytest.mark.parametrize(
    ("check_in", "called", "on_time"),
    [
        ("08:50:00", "09:10:00", True),
        ("08:50:00", "09:10:01", False),
        ("09:20:00", "09:30:00", True),
        ("09:20:00", "09:30:01", False),
    ],
)
def test_punctual_means_called_within_ten_minutes_of_slot_or_check_in(
    check_in: str, called: str, on_time: bool
) -> None:
    assert punctual(booking(check_in, called)) is on_time


def test_a_walk_in_is_neither_punctual_nor_late() -> None:
    assert punctual(served(60)) is None


def test_holds_are_no_counter_time() -> None:
    leg = Leg(1, at("08:00:00"), at("08:00:00"), TicketState.SERVED, at("08:40:00"), at("08:10:00"),
              at("08:11:00"), held_s=600)  # fmt: skip
    assert counter_time_s(leg) == 29 * 60 - 600


def test_somebody_called_who_did_not_come_has_no_wait_and_no_way() -> None:
    leg = Leg(1, at("08:00:00"), at("08:00:00"), TicketState.NO_SHOW, at("08:15:00"), at("08:10:00"))
    assert leg_wait_s(leg) is None
    assert way_s(leg) is None
    assert uncounted([leg]) == {TicketState.NO_SHOW: Uncounted(1, 600)}


def test_a_visit_that_was_given_up_has_no_total() -> None:
    assert visit_total([served(300), gave_up(TicketState.LEFT, 60)]) is None
    assert visit_total([]) is None


def test_exactly_the_goal_is_met_and_exactly_half_an_hour_is_not_over_it() -> None:
    figures = summary([900, 1800, 1800.001], 900)
    assert figures is not None
    assert figures.share_within_goal == pytest.approx(1 / 3)
    assert figures.share_over_30min == pytest.approx(1 / 3)


def test_no_waits_have_no_summary() -> None:
    assert summary([], 900) is None


def test_a_mean_is_over_tickets_and_not_over_groups() -> None:
    figures = summary([600] * 100 + [2400] * 10, 900)
    assert figures is not None
    assert figures.mean_s / 60 == pytest.approx(12.7, abs=0.05)


@given(st.lists(st.floats(0, 20_000), min_size=2, max_size=60))
def test_quantiles_interpolate_as_type_7_does(waits: list[float]) -> None:
    ordered = sorted(waits)
    twentieths = quantiles(ordered, n=20, method="inclusive")
    for place, point in enumerate(twentieths, 1):
        assert quantile(ordered, place / 20) == pytest.approx(point)


@given(WAITS)
def test_a_summary_is_in_order(waits: list[float]) -> None:
    figures = summary(waits, 900)
    assert figures is not None
    points = [0, figures.median_s, figures.p90_s, figures.p95_s, figures.max_s]
    assert all(lower <= upper or lower == pytest.approx(upper) for lower, upper in pairwise(points))
    assert figures.max_s == max(waits)


@given(st.lists(WAITS, min_size=1, max_size=6))
def test_the_mean_of_all_is_the_pooled_mean_of_any_split(groups: list[list[float]]) -> None:
    whole = summary([wait for group in groups for wait in group], 900)
    parts = [part for group in groups if (part := summary(group, 900)) is not None]
    assert whole is not None
    assert whole.n == sum(part.n for part in parts)
    assert whole.mean_s == pytest.approx(sum(part.mean_s * part.n for part in parts) / whole.n)
    met = sum(part.share_within_goal * part.n for part in parts)
    assert whole.share_within_goal == pytest.approx(met / whole.n)


@given(WAITS, st.sampled_from([0.5, 0.9]))
def test_when_everybody_was_called_the_survival_quantile_is_the_observed_one(
    waits: list[float], share: float
) -> None:
    seconds = sorted(round(wait) for wait in waits)
    reached = [s for place, s in enumerate(seconds, 1) if place >= share * len(seconds) - 1e-9]
    assert survival_quantile([served(s) for s in seconds], share) == reached[0]


def test_those_who_gave_up_count_as_longer_and_never_as_zero() -> None:
    # Freireich's remission times (6-MP arm), the textbook example of Kaplan and Meier: median 23.
    called = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    left = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    legs = [served(s) for s in called] + [gave_up(TicketState.LEFT, s) for s in left]
    assert survival_quantile(legs, 0.5) == 23
    assert survival_quantile(legs, 0.9) is None


def test_a_wait_belongs_to_the_office_local_date_of_its_call() -> None:
    late = Leg(1, at("23:30:00"), at("23:30:00"), TicketState.SERVED, at("23:59:00"), at("23:40:00"))
    days = days_of([late, served(60), served(120), gave_up(TicketState.LEFT, 9)], VIETNAM)
    assert list(days) == [date(2026, 11, 23)]
    assert (days[date(2026, 11, 23)].n, days[date(2026, 11, 23)].total_s) == (3, 780)
    assert sum(day.n for day in days_of([late, served(60)], ZoneInfo("Pacific/Auckland")).values()) == 2
    assert len(days_of([late, served(60)], ZoneInfo("Pacific/Auckland"))) == 2
