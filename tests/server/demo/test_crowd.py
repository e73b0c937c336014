"""Who comes on a simulated day."""

from __future__ import annotations

from collections import Counter

from server.demo.crowd import arrivals, shipped_profile
from server.demo.office import demo_office
from server.demo.people import chance

PROFILE = shipped_profile()


def hour(clock_hour: float) -> float:
    """Seconds of the simulated day, which begins at 07:30."""
    return (clock_hour - 7.5) * 3600


def test_the_same_seed_brings_the_same_people() -> None:
    assert arrivals(PROFILE, chance(1)) == arrivals(PROFILE, chance(1))
    assert arrivals(PROFILE, chance(1)) != arrivals(PROFILE, chance(2))


def test_as_many_come_as_were_asked_for_and_in_order_of_time() -> None:
    people = arrivals(PROFILE, chance(1), people=123)
    assert len(people) == 123
    assert [p.after_s for p in people] == sorted(p.after_s for p in people)
    assert len(arrivals(PROFILE, chance(1))) == PROFILE.people


def test_the_morning_is_fuller_than_the_afternoon_and_nobody_comes_at_noon() -> None:
    people = arrivals(PROFILE, chance(1), people=5000)
    morning = [p for p in people if p.after_s < hour(11.25)]
    noon = [p for p in people if hour(11.25) <= p.after_s < hour(13.5)]
    afternoon = [p for p in people if p.after_s >= hour(13.5)]
    assert len(morning) > 1.4 * len(afternoon)
    assert noon == []
    assert max(p.after_s for p in people) < hour(16.5)


def test_the_busiest_hour_is_from_eight_to_nine() -> None:
    by_hour = Counter(int(p.after_s / 3600 + 7.5) for p in arrivals(PROFILE, chance(1), people=5000))
    assert by_hour.most_common(1)[0][0] == 8


def test_services_and_categories_of_the_profile_are_those_of_the_demo_office() -> None:
    office = demo_office()
    assert set(PROFILE.services) == {service.code for service in office.services}
    assert set(PROFILE.categories) == {category.code for category in office.categories}


def test_eight_in_a_hundred_claim_priority_and_some_lose_patience() -> None:
    people = arrivals(PROFILE, chance(1), people=5000)
    assert 0.065 < sum(p.category is not None for p in people) / 5000 < 0.095
    impatient = [p.patience_s for p in people if p.patience_s is not None]
    assert 0.045 < len(impatient) / 5000 < 0.075
    assert all(20 * 60 <= patience <= 50 * 60 for patience in impatient)


def test_land_is_asked_for_more_than_anything_else() -> None:
    wanted = Counter(p.service for p in arrivals(PROFILE, chance(1), people=5000))
    assert wanted.most_common(1)[0][0] == "land"
    assert min(wanted.values()) > 100
