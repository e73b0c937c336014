"""How much booking an address, its network and all strangers may do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.domain import abuse
from server.domain.abuse import AddressLimits, Crowd, Footprint, work_needed
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


def test_three_live_holds_are_free_and_twelve_are_all_until_the_first_of_them_expires() -> None:
    assert work_needed(Footprint(live=2), LIMITS) == 0
    assert [work_needed(Footprint(live=held), LIMITS) for held in (3, 4, 11)] == [50_000, 100_000, 1_600_000]
    with pytest.raises(LimitReached) as refusal:
        work_needed(Footprint(live=12, first_expiry=at(7)), LIMITS)
    assert refusal.value.facts == {"limit": "holds_at_once", "again_at": at(7)}


def test_an_address_makes_twenty_appointments_a_day_freely_and_sixty_at_most() -> None:
    assert work_needed(Footprint(daily=19), LIMITS) == 0
    assert work_needed(Footprint(daily=20), LIMITS) == 50_000
    with pytest.raises(LimitReached) as refusal:
        work_needed(Footprint(daily=60, first_daily=at(0)), LIMITS)
    assert refusal.value.facts == {"limit": "address_per_day", "again_at": at(0) + timedelta(days=1)}


def test_holding_and_giving_back_does_not_go_on_for_ever() -> None:
    with pytest.raises(LimitReached) as refusal:
        work_needed(Footprint(lately=abuse.MOST_LATELY, first_lately=at(1)), LIMITS)
    assert refusal.value.facts == {"limit": "holds_lately", "again_at": at(11)}


@pytest.mark.parametrize("measure", ["wide_lately", "wide_live", "wide_daily"])
def test_a_network_of_many_addresses_works_the_more_the_more_it_has_and_is_never_refused(
    measure: str,
) -> None:
    free = abuse.WIDE * {"wide_daily": LIMITS.daily}.get(measure, 3)
    works = [work_needed(Footprint(**{measure: had}), LIMITS) for had in range(free + 200)]
    assert works[free - 1 : free + 9] == [0, *[50_000] * 4, *[100_000] * 4, 200_000]
    assert works[-1] == abuse.MOST_WORK


def test_everybody_works_the_more_the_more_strangers_have_taken_but_for_seconds_alone() -> None:
    needed = [work_needed(Footprint(), LIMITS, Crowd(taken=taken, places=1000)) for taken in range(1001)]
    assert [needed[taken] for taken in (19, 20, 30, 40, 50)] == [0, 50_000, 100_000, 200_000, 400_000]
    assert max(needed) == abuse.MOST_CROWD_WORK == 400_000


def test_a_few_holds_are_no_crowd_at_the_smallest_office() -> None:
    assert work_needed(Footprint(), LIMITS, Crowd(taken=9, places=10)) == 0
    assert not abuse.holds_give_way(Crowd(live=9, places=10))
    assert abuse.holds_give_way(Crowd(live=10, places=10))


def test_from_a_twentieth_of_the_places_on_holds_give_way() -> None:
    assert not abuse.holds_give_way(Crowd(live=49, places=1000))
    assert abuse.holds_give_way(Crowd(live=50, places=1000))


def test_an_office_of_libraries_may_allow_more() -> None:
    assert work_needed(Footprint(live=3, daily=25), AddressLimits(live=10, daily=100)) == 0
