"""Figures: the wait of one leg, of a visit, and of many, as they are defined for every report."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from statistics import quantiles
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.figures import (
    Leg,
    counter_time_s,
    leg_wait_s,
    punctual,
    quantile,
    summary,
    wait_s,
    wait_start,
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


def test_a_booking_waits_from_its_slot() -> None:
    leg = booking("08:35:00", "09:04:00")
    assert leg_wait_s(leg) == 240
    assert punctual(leg) is True


def test_a_late_booking_waits_from_its_check_in() -> None:
    assert leg_wait_s(booking("09:20:00", "09:26:00")) == 360


def test_nobody_waits_before_tickets_are_given() -> None:
    hours = Hours(VIETNAM, {0: (Interval(time(7), time(11, 30)), Interval(time(13), time(17)))})
    issued, called = at("06:50:00"), at("07:05:00")
    leg = Leg(1, issued, waiting_starts(hours, issued), TicketState.SERVED, at("07:30:00"), called, called)
    assert leg_wait_s(leg) == 300
    assert wait_start(issued, tickets_open=at("07:00:00")) == at("07:00:00")


def test_lunch_is_part_of_the_wait_and_taken_out_beside_it() -> None:
    hours = Hours(VIETNAM, {0: (Interval(time(7), time(11, 30)), Interval(time(13), time(17)))})
    issued, called = at("11:20:00"), at("13:10:00")
    assert wait_s(waiting_starts(hours, issued), called) == 6600
    assert within_hours_s(hours, issued, called) == 1200


def test_a_ticket_that_the_day_closed_is_in_no_mean() -> None:
    leg = gave_up(TicketState.CLOSED_BY_SYSTEM, 3600)
    assert leg_wait_s(leg) is None
    assert counter_time_s(leg) is None


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
