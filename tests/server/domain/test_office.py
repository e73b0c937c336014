"""An office as its set-up describes it: who shares whose line."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from server.domain.office import Counter, Office


def office(**counters: str) -> Office:
    """An office of open counters: `office(c3="land results")`."""
    places = {
        int(name[1:]): Counter(
            id=int(name[1:]),
            number=int(name[1:]),
            names={},
            state="open",
            services=frozenset(served.split()),
            configured=frozenset(served.split()),
        )
        for name, served in counters.items()
    }
    made = SimpleNamespace(counters=places)
    made.serving = lambda code: Office.serving(cast(Office, made), code)
    return cast(Office, made)


def shared_out(of: Office, code: str, **ahead: int) -> dict[str, float]:
    return Office.shared_out(of, code, ahead)


def test_people_ahead_at_the_same_counters_all_count() -> None:
    assert shared_out(office(c1="land", c2="land"), "land", land=4) == {"land": 4.0}


def test_colleagues_who_do_not_serve_me_take_their_part_of_those_ahead() -> None:
    hall = office(c1="results", c2="results", c3="results land", c4="results")
    assert shared_out(hall, "land", land=2, results=8) == {"land": 2.0, "results": 2.0}


def test_people_nobody_serves_now_are_reckoned_to_my_counters() -> None:
    assert shared_out(office(c1="land"), "land", farming=3) == {"farming": 3.0}
