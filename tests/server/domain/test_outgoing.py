"""When messages fall due, and how long they are tried."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.hours import Hours
from server.domain.intervals import Interval
from server.domain.outgoing import (
    GIVEN_UP_AFTER,
    MessageKind,
    next_try,
    pointless_from,
    reminder_due,
)

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def hours(zone: str = "Asia/Ho_Chi_Minh") -> Hours:
    return Hours.of(ZoneInfo(zone), {0: (Interval(time(7), time(17)),)}, [])


@pytest.mark.parametrize(
    ("slot", "due"),
    [
        (datetime(2026, 11, 25, 1, 0, tzinfo=UTC), datetime(2026, 11, 24, 10, 0, tzinfo=UTC)),
        (
            datetime(2026, 11, 24, 16, 59, tzinfo=UTC),
            datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
        ),  # 23:59 there
        (datetime(2026, 11, 24, 17, 0, tzinfo=UTC), datetime(2026, 11, 24, 10, 0, tzinfo=UTC)),  # midnight
        (datetime(2026, 11, 23, 3, 0, tzinfo=UTC), None),  # today
    ],
)
def test_a_reminder_falls_due_at_17_of_the_day_before_on_the_wall_of_the_office(
    slot: datetime, due: datetime | None
) -> None:
    assert reminder_due(hours(), NOW, slot) == due


def test_at_that_very_moment_it_is_too_late_for_a_reminder() -> None:
    slot = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    eve = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    assert reminder_due(hours(), eve, slot) is None
    assert reminder_due(hours(), eve - timedelta(seconds=1), slot) == eve


def test_17_is_17_on_a_day_when_the_clocks_change() -> None:
    slot = datetime(2026, 10, 26, 9, 0, tzinfo=UTC)  # the day after the clocks went back in Berlin
    assert reminder_due(hours("Europe/Berlin"), NOW - timedelta(days=40), slot) == datetime(
        2026, 10, 25, 16, 0, tzinfo=UTC
    )


def test_tries_become_more_seldom_and_then_regular() -> None:
    gaps = [(next_try(NOW, tries) - NOW) // timedelta(minutes=1) for tries in range(1, 9)]
    assert gaps == [1, 5, 15, 60, 240, 240, 240, 240]


def test_a_message_is_not_tried_once_the_slot_has_begun_or_a_day_has_passed() -> None:
    soon, far = NOW + timedelta(hours=2), NOW + timedelta(days=3)
    assert pointless_from(MessageKind.BOOKED, NOW, soon) == soon
    assert pointless_from(MessageKind.BOOKED, NOW, far) == NOW + GIVEN_UP_AFTER


def test_a_near_turn_is_news_for_minutes_whatever_its_slot_was() -> None:
    slot = NOW - timedelta(minutes=20)
    assert pointless_from(MessageKind.NEAR, NOW, slot) == NOW + timedelta(minutes=10)


@given(st.sampled_from([k for k in MessageKind if k is not MessageKind.NEAR]), st.integers(0, 20_000))
def test_nothing_is_sent_of_a_slot_that_has_begun(kind: MessageKind, minutes: int) -> None:
    slot = NOW + timedelta(minutes=minutes)
    assert pointless_from(kind, NOW, slot) <= min(slot, NOW + GIVEN_UP_AFTER)
