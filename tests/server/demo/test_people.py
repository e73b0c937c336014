"""What simulated people are like."""

from __future__ import annotations

from collections import Counter
from statistics import fmean, pvariance

import pytest

from server.demo.people import Errand, Nature, Press, Reply, Wait, citizen, nature
from tests.server.demo.builders import arrivals

MANY = 4000


@pytest.fixture(scope="module")
def natures() -> list[Nature]:
    return [nature(1, visit, 1, usual_s=600) for visit in range(MANY)]


def test_a_visit_has_the_same_nature_whoever_asks() -> None:
    assert nature(1, 7, 1, usual_s=600) == nature(1, 7, 1, usual_s=600)
    assert nature(1, 7, 1, usual_s=600) != nature(1, 8, 1, usual_s=600)


def test_work_takes_the_usual_time_on_average_with_a_fifth_of_squared_variation(
    natures: list[Nature],
) -> None:
    work = [n.work_s for n in natures]
    assert fmean(work) == pytest.approx(600, rel=0.03)
    assert pvariance(work) / fmean(work) ** 2 == pytest.approx(0.2, rel=0.15)


def test_most_come_when_called_and_walk_half_a_minute(natures: list[Nature]) -> None:
    walks = [n.walk_s for n in natures if n.walk_s is not None]
    assert 0.95 < len(walks) / MANY < 0.97
    assert fmean(walks) == pytest.approx(30, rel=0.1)


def test_few_have_to_copy_a_paper_or_go_to_another_service(natures: list[Nature]) -> None:
    errands = Counter(n.errand for n in natures)
    assert 0.02 < errands[Errand.COPY] / MANY < 0.04
    assert 0.02 < errands[Errand.ELSEWHERE] / MANY < 0.04


def test_whoever_was_sent_on_comes_and_is_not_sent_on_again() -> None:
    second_legs = [nature(1, visit, 2, usual_s=600) for visit in range(MANY)]
    assert all(n.walk_s is not None and n.errand is Errand.NONE for n in second_legs)


def test_a_citizen_without_hurry_presses_and_does_nothing_more() -> None:
    (arrival,) = arrivals(3)
    script = citizen(arrival)
    assert next(script) == Wait(180.0)
    assert script.send(Reply(181.0)) == Press(arrival)
    with pytest.raises(StopIteration):
        script.send(Reply(182.0, refused="closed"))


def test_an_impatient_citizen_who_got_no_number_leaves_nothing() -> None:
    (arrival,) = arrivals(3, patience_s=60)
    script = citizen(arrival)
    next(script)
    script.send(Reply(180.0))
    with pytest.raises(StopIteration):
        script.send(Reply(180.0, refused="closed"))
