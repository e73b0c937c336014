"""Alerts begin once, end once, and do not flicker around their limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.domain.alerts import Changes, DeviceNow, Key, Look, ServiceNow, changes

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
GOAL = 900.0


def ago(**duration: float) -> datetime:
    return NOW - timedelta(**duration)


def look(**about: Any) -> Look:
    """The demo office within its hours, where nothing is wrong but for what is said."""
    calm = {"now": NOW, "goal_s": GOAL, "longest_wait_s": GOAL, "device_gone_s": 60.0}
    return Look(**(calm | {"open_since": ago(hours=1)} | about))


def land(minutes: float, **about: Any) -> ServiceNow:
    told: dict[str, Any] = {"code": "land", "waiting": 1, "oldest_number": "A001", "served": True}
    return ServiceNow(**(told | {"oldest_since": ago(minutes=minutes)} | about))


def kiosk(seconds: float | None, **about: Any) -> DeviceNow:
    seen = None if seconds is None else ago(seconds=seconds)
    return DeviceNow(**({"id": 7, "name": "Kiosk 1", "role": "kiosk", "seen_at": seen} | about))


def begun(found: Changes) -> list[Key]:
    return [said.key for said in found.begin]


def story(*looks: Look) -> list[tuple[list[Key], list[Key]]]:
    """What begins and ends with each of the looks that follow each other."""
    known: set[Key] = set()
    told = []
    for one in looks:
        changed = changes(one, frozenset(known))
        told.append((begun(changed), list(changed.end)))
        known = known - set(changed.end) | set(begun(changed))
    return told


LAND_LONG = ("longest_wait", "land")


def test_a_wait_of_exactly_the_limit_is_within_it() -> None:
    assert begun(changes(look(services=(land(15),)), frozenset())) == []
    assert begun(changes(look(services=(land(15.02),)), frozenset())) == [LAND_LONG]


def test_a_long_wait_is_told_once_and_ends_when_the_line_is_well_below_the_limit() -> None:
    waits = (14, 16, 17, 14, 16, 12.5, 12, 12)
    told = story(*(look(services=(land(minutes),)) for minutes in waits))
    assert [at for at, (begin, _) in enumerate(told) if begin] == [1]
    assert [at for at, (_, end) in enumerate(told) if end] == [6]


def test_a_long_wait_ends_when_nobody_waits_any_more() -> None:
    assert story(look(services=(land(20),)), look())[1] == ([], [LAND_LONG])


def test_the_office_may_set_another_limit_than_its_goal() -> None:
    assert begun(changes(look(services=(land(11),), longest_wait_s=600.0), frozenset())) == [LAND_LONG]


def test_a_service_without_a_counter_is_told_after_a_minute() -> None:
    nobody = {"served": False}
    for minutes, since, told in ((2, 5, True), (0.5, 5, False), (5, 0.5, False), (2, None, True)):
        changed = None if since is None else ago(minutes=since)
        found = changes(look(services=(land(minutes, unserved_since=changed, **nobody),)), frozenset())
        assert (begun(found) == [("no_counter", "land")]) is told


def test_nobody_needs_a_counter_while_the_office_rests() -> None:
    resting = look(services=(land(5, served=False),), open_since=None)
    assert begun(changes(resting, frozenset())) == []
    assert changes(resting, frozenset({("no_counter", "land")})).end == ()


def test_a_kiosk_is_missed_after_its_time_and_found_again() -> None:
    told = story(*(look(devices=(kiosk(seconds),)) for seconds in (30, 59, 61, 300, 2)))
    assert [begin for begin, _ in told] == [[], [], [("device_gone", "7")], [], []]
    assert told[-1][1] == [("device_gone", "7")]


def test_in_the_first_minutes_of_the_day_devices_are_still_being_switched_on() -> None:
    off = kiosk(15 * 3600)
    assert begun(changes(look(devices=(off,), open_since=ago(minutes=9)), frozenset())) == []
    assert begun(changes(look(devices=(off,), open_since=ago(minutes=10)), frozenset())) != []


@pytest.mark.parametrize("opened_ago", [2, 5, 9], ids=lambda minutes: f"{minutes} minutes after opening")
def test_a_device_that_was_on_since_opening_is_missed_after_its_minute(opened_ago: int) -> None:
    since = ago(minutes=opened_ago)
    assert begun(changes(look(devices=(kiosk(61),), open_since=since), frozenset())) == [("device_gone", "7")]
    assert begun(changes(look(devices=(kiosk(59),), open_since=since), frozenset())) == []
    before_opening = kiosk(opened_ago * 60 + 1)
    assert begun(changes(look(devices=(before_opening,), open_since=since), frozenset())) == []


@pytest.mark.parametrize(
    "device", [kiosk(None), kiosk(8 * 86400)], ids=["never heard of", "put away a week ago"]
)
def test_a_device_that_is_not_in_use_is_not_missed(device: DeviceNow) -> None:
    assert not changes(look(devices=(device,)), frozenset())


def test_at_night_nobody_misses_a_kiosk_but_one_that_was_missed_stays_missed() -> None:
    night = look(devices=(kiosk(3600),), open_since=None)
    assert not changes(night, frozenset())
    assert not changes(night, frozenset({("device_gone", "7")}))


def test_a_device_that_was_revoked_ends_its_alerts() -> None:
    assert changes(look(), frozenset({("device_gone", "7")})).end == (("device_gone", "7"),)


def test_a_printer_that_gets_worse_is_a_new_alert() -> None:
    states = ("ready", "paper_low", "paper_low", "paper_out", "ready")
    told = story(*(look(devices=(kiosk(1, printer=state, reported_at=NOW),)) for state in states))
    assert [begin for begin, _ in told] == [
        [],
        [("printer_paper_low", "7")],
        [],
        [("printer_paper_out", "7")],
        [],
    ]
    assert told[3][1] == [("printer_paper_low", "7")]
    assert told[4][1] == [("printer_paper_out", "7")]


def mean(minutes: float | None, chance: float | None = None, answered: int | None = 50) -> Look:
    mean_s = None if minutes is None else minutes * 60
    return look(answered=answered, mean_s=mean_s, chance=chance)


def test_a_mean_that_will_probably_break_is_told_and_does_not_flicker() -> None:
    chances = (0.6, 0.3, 0.2, 0.4, 0.2, 0.49, 0.5, 0.3)
    told = story(*(mean(12, chance) for chance in chances))
    assert [at for at, (begin, _) in enumerate(told) if begin] == [2]
    assert [at for at, (_, end) in enumerate(told) if end] == [6]


def test_a_mean_that_breaks_ends_the_warning_and_is_an_alert_of_its_own() -> None:
    told = story(mean(14, 0.1), mean(15.01, 0.05), mean(14.8, 0.05), mean(14.4, 0.05))
    assert told[1] == ([("mean_over", "")], [("mean_near", "")])
    assert told[2][1] == []
    assert told[3][1] == [("mean_over", "")]


def test_a_mean_of_few_people_is_no_mean_of_a_day() -> None:
    assert begun(changes(mean(40, answered=9), frozenset())) == []
    assert begun(changes(mean(40, answered=10), frozenset())) == [("mean_over", "")]


@pytest.mark.parametrize("kind", ["mean_near", "mean_over"])
def test_a_look_that_does_not_ask_for_the_mean_leaves_its_alerts_alone(kind: str) -> None:
    known = frozenset({(kind, "")})
    assert not changes(mean(None, answered=None), known)


def test_without_a_forecast_a_warning_stays_as_it_is() -> None:
    assert not changes(mean(12), frozenset({("mean_near", "")}))
    assert not changes(mean(12), frozenset())


def test_a_new_day_ends_what_was_said_of_the_mean() -> None:
    known = frozenset({("mean_near", ""), ("mean_over", "")})
    assert set(changes(mean(None, answered=0), known).end) == set(known)


def test_a_counter_that_is_asked_for_ends_when_it_opens_or_the_hours_end() -> None:
    known = frozenset({("counter_wanted", "7")})
    assert not changes(look(open_counters=frozenset({6})), known)
    assert changes(look(open_counters=frozenset({7})), known).end == (("counter_wanted", "7"),)
    assert changes(look(open_since=None), known).end == (("counter_wanted", "7"),)


def test_two_services_are_two_alerts() -> None:
    civil = replace(land(20), code="civil")
    found = changes(look(services=(land(20), civil)), frozenset({LAND_LONG}))
    assert begun(found) == [("longest_wait", "civil")]
