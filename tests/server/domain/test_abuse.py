"""How much booking one address may do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.domain import abuse
from server.domain.abuse import AddressLimits, Footprint, work_needed
from server.domain.errors import LimitReached
from tests.builders import at

LIMITS = AddressLimits()


def test_the_first_three_holds_need_no_work() -> None:
    assert [work_needed(Footprint(lately=made), LIMITS) for made in range(3)] == [0, 0, 0]


def test_every_further_hold_needs_twice_the_work_until_it_would_tire_an_old_phone() -> None:
    works = [work_needed(Footprint(lately=made), LIMITS) for made in range(3, abuse.MOST_LATELY)]
    assert works[:3] == [50_000, 100_000, 200_000]
    assert works == sorted(works)
    assert works[-1] == abuse.MOST_WORK


def test_three_live_holds_are_all_until_the_first_of_them_expires() -> None:
    with pytest.raises(LimitReached) as refusal:
        work_needed(Footprint(lately=3, live=3, first_expiry=at(7)), LIMITS)
    assert refusal.value.facts == {"limit": "holds_at_once", "again_at": at(7)}


def test_an_address_makes_twenty_appointments_a_day() -> None:
    assert work_needed(Footprint(daily=19), LIMITS) == 0
    with pytest.raises(LimitReached) as refusal:
        work_needed(Footprint(daily=20, first_daily=at(0)), LIMITS)
    assert refusal.value.facts == {"limit": "address_per_day", "again_at": at(0) + timedelta(days=1)}


def test_holding_and_giving_back_does_not_go_on_for_ever() -> None:
    with pytest.raises(LimitReached) as refusal:
        work_needed(Footprint(lately=abuse.MOST_LATELY, first_lately=at(1)), LIMITS)
    assert refusal.value.facts == {"limit": "holds_lately", "again_at": at(11)}


def test_when_a_crowd_of_addresses_holds_everybody_works_a_little() -> None:
    assert work_needed(Footprint(crowd=abuse.CROWD - 1), LIMITS) == 0
    assert work_needed(Footprint(crowd=abuse.CROWD), LIMITS) == abuse.LEAST_WORK


def test_an_office_of_libraries_may_allow_more() -> None:
    assert work_needed(Footprint(live=3, daily=25), AddressLimits(live=10, daily=100)) == 0
