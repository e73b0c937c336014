"""A month of bookings and walk-ins through the doors of the real server, counted by ourselves as well."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from server.actions.house import setting_up
from server.domain.errors import InUse
from tests.server.web.month import almanac, bookers, checks, hall
from tests.server.web.month.world import Booking, Month
from tests.support.postgres import Cluster

SEED = 20261123
PROVED = {
    *("booked", "walked in", "checked in", "checked in late", "checked in again", "undone", "missed"),
    *(
        "by code",
        "by qr",
        "by phone",
        "by citizen_id",
        "given back",
        "put off until later",
        "overtook a walk-in",
    ),
    *("cancelled by link", "cancelled by staff", "moved by link", "moved by staff", "left", "removed"),
    *("too_early", "other_office", "other_day", "cancelled", "closed", "already_called", "impossible_step"),
    *("hold_expired", "limit_reached", "slot_full", "nobody to call"),
    *("start", "recall", "no-show", "restore", "put-back", "hold", "resume", "finish", "transfer"),
}
"""What has to happen at least once, or the month would prove nothing of it."""


def test_a_month_of_bookings_and_walk_ins_leaves_every_account_right(tmp_path: Path) -> None:
    month = Month.begin(f"sqlite:///{tmp_path / 'month.db'}", SEED)
    month.at(almanac.CHANGE, lambda: change_the_hours(month))
    live_through(month, almanac.office_days())
    assert len(almanac.office_days()) == 22
    for day in almanac.office_days():
        checks.bookings_of_the_day(month, day)
        checks.rows_of_the_day(month, day)
    assert month.house.hall.violations() == []
    assert PROVED - month.done.keys() == set()
    month.house.app.database.close()


def test_a_week_of_bookings_and_walk_ins_leaves_every_account_right_on_postgresql(cluster: Cluster) -> None:
    month = Month.begin(cluster.create_database(), SEED + 1)
    live_through(month, almanac.office_days()[:4])
    assert len(PROVED & month.done.keys()) > 25
    month.house.app.database.close()


def live_through(month: Month, days: list[date]) -> None:
    for day in days:
        hours = almanac.stretches(day, changed=month.changed)
        month.run(hours[0].opens - timedelta(minutes=60))
        plan_the_day(month, day)
        month.run(almanac.local(day, time(18)))
        by_the_clock(month)
        checks.evening(month, day)
        month.run(almanac.local(day + timedelta(days=1), time(0, 10)))
        midnight(month, day)


def plan_the_day(month: Month, day: date) -> None:
    """People come as they like; clerks keep their hours; now and then the jobs run."""
    hours = almanac.stretches(day, changed=month.changed)
    month.at(hours[0].opens - timedelta(minutes=5), lambda: hall.open_all(month))
    hall.day_at_the_counters(month, [(stretch.opens, stretch.closes) for stretch in hours])
    for _ in range(month.minutes(9, 14)):
        month.at(a_moment(month, day, 7, 17), lambda: hall.press(month))
    for _ in range(month.minutes(9, 13)):
        month.at(a_moment(month, day, 6, 18), lambda: bookers.look_for_a_time(month))
    for _ in range(month.minutes(1, 3)):
        month.at(a_moment(month, day, 7, 17), lambda: bookers.ring_up(month))
    for hour in range(8, 18, 2):
        month.at(almanac.local(day, time(hour, 20)), lambda: by_the_clock(month))


def a_moment(month: Month, day: date, first: int, last: int) -> datetime:
    return almanac.local(day, time(first)) + timedelta(minutes=month.minutes(0, (last - first) * 60))


def by_the_clock(month: Month) -> None:
    """The job that keeps bookings up to now."""
    month.house.app.jobs.keep_bookings()
    for booking in month.bookings:
        if booking.missed(month.now):
            booking.state = "missed"
            month.count("missed")


def midnight(month: Month, day: date) -> None:
    """The day is closed, and what nobody waits for any more is forgotten."""
    by_the_clock(month)
    month.house.app.jobs.close_days()
    month.house.app.jobs.forget()
    month.line.close_day(day)
    checks.rows_of_the_day(month, day)


def change_the_hours(month: Month) -> None:
    """Fewer places and a short day: it is told first who would lose a time, then they keep it."""
    by_the_clock(month)
    setup = almanac.set_up(changed=True)
    losing = who_would_lose(month)
    assert len(losing) > 1
    with month.house.app.database.read() as tx:
        told = setting_up.plan(tx, setup).conflicts
    assert {line.split()[1] for line in told} == losing
    with pytest.raises(InUse):
        month.publish(setup)
    checks.free_places(month)
    month.publish(setup, keep_booked=True)
    month.places.changed = True
    checks.free_places(month)


def who_would_lose(month: Month) -> set[str]:
    """In the order in which they held their times: those whose slot is gone, or full without them."""
    taken: Counter[tuple[str, datetime]] = Counter()
    losing = set()
    for booking in sorted(month.bookings, key=lambda one: one.order):
        if booking.state == "booked" and booking.start >= month.now and not fits(booking, taken):
            losing.add(booking.code)
    return losing


def fits(booking: Booking, taken: Counter[tuple[str, datetime]]) -> bool:
    pool, needed = almanac.SERVICES[booking.service]
    run = [booking.start + n * almanac.STEP for n in range(needed)]
    if not set(run) <= set(almanac.starts(booking.day, changed=True)):
        return False
    if any(taken[pool, one] >= sum(almanac.places(pool, booking.day, changed=True)) for one in run):
        return False
    taken.update((pool, one) for one in run)
    return True
